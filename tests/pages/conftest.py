"""Stores the pages are opened on. The pages find theirs as the product does: by TOUCHSTONE_HOME."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data_access.store import Store
from sample_data.load import load_sample
from server.services import close, services


def at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.delenv("STORE_URL", raising=False)
    monkeypatch.setenv("TOUCHSTONE_HOME", str(home))
    return services().store


@pytest.fixture(scope="session")
def company_home(tmp_path_factory) -> Path:
    """A tenth of the sample company."""
    home = tmp_path_factory.mktemp("company")
    with pytest.MonkeyPatch.context() as patch:
        load_sample(at_home(home, patch), scale=0.1)
    close()
    return home


@pytest.fixture
def company(company_home, monkeypatch) -> Iterator[Store]:
    yield at_home(company_home, monkeypatch)


@pytest.fixture
def bare(tmp_path, monkeypatch) -> Iterator[Store]:
    """An empty store, to be filled by the test."""
    yield at_home(tmp_path / "home", monkeypatch)
    close()
