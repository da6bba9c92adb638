"""The real files, loaded once for all tests that count in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from data_access.loading import Batch
from data_access.store import Store
from tests.real_files.files import DATA, FILES, bring


@pytest.fixture(scope="session")
def expected() -> dict[str, Any]:
    return dict(json.loads((DATA / "expected.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, dict[str, list[Batch]]]]:
    """All files in one store, and their batches per mapping."""
    store = Store.open(f"duckdb:///{tmp_path_factory.mktemp('real') / 'touchstone.duckdb'}?threads=2&memory_limit=1GB")
    batches = {name: [bring(store, name, path) for path in sorted(DATA.glob(pattern))] for name, pattern in FILES.items()}
    yield store, batches
    store.close()
