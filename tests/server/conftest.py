"""A live server around the stage page, one for each test process."""

from __future__ import annotations

import pytest

from tests.browser.launch import STAGE, served


@pytest.fixture(scope="session")
def live(tmp_path_factory):
    with served(STAGE, tmp_path_factory.mktemp("live")) as running:
        yield running


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home of its own for tests that run inside this process."""
    monkeypatch.setenv("TOUCHSTONE_HOME", str(tmp_path))
    return tmp_path
