"""Every hostile file has the outcome its table says: loaded to the last row or refused in words, and nothing else happens."""

from __future__ import annotations

import importlib.util
import logging
import re
import resource
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from data_access.importing import service
from data_access.importing.errors import DataError
from data_access.loading import Batch, batches
from data_access.schema import FACTS, records, rejected_rows
from data_access.schema import batches as batches_table
from data_access.store import Store
from tests.data_access.importing.files import mapped
from tests.hostile import bytes_cases, container_cases, shape_cases, value_cases
from tests.hostile.case import NEEDLE, Case, Loaded, Outcome

CASES = [*bytes_cases.CASES, *shape_cases.CASES, *value_cases.CASES, *container_cases.CASES]
READERS = importlib.util.find_spec("data_access.importing.sources") is not None
MOST_GROWTH = 96 << 10  # kilobytes that a case may add to the largest size this process ever had
LONGEST_WORD = 120  # characters of one word quoted in a refusal
_COUNTED = (*FACTS, records, rejected_rows, batches_table)
Counts = dict[str, int]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    """One store for all files, and a folder of its own for what the imports put aside."""
    folder = tmp_path_factory.mktemp("hostile")
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    store = Store.open(f"duckdb:///{folder / 'store' / 's.duckdb'}?threads=1&memory_limit=500MB")
    yield store, folder
    store.close()
    tempfile.tempdir = before


def test_there_are_enough_and_each_has_a_name_of_its_own() -> None:
    assert len(CASES) >= 120
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
@pytest.mark.timeout(120)
def test_hostile_file(case: Case, place: tuple[Store, Path], tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store, folder = place
    path = tmp_path / "file"
    case.make(path)
    before, size = _counts(store), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    expected: Outcome = case.with_readers if READERS and case.with_readers is not None else case.outcome
    with caplog.at_level(logging.INFO):
        found = _tried(store, path, case)
    path.unlink()
    assert [p.name for p in folder.iterdir() if p.name.startswith("touchstone-import")] == []
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - size < MOST_GROWTH
    _check_log(caplog.text, tmp_path)
    if isinstance(found, DataError):
        assert not isinstance(expected, Loaded), f"refused: {found}"
        assert re.search(expected.saying, found.seen, re.IGNORECASE), found.seen
        _check_refusal(found, tmp_path)
        assert _counts(store) == before
    else:
        assert isinstance(expected, Loaded), f"loaded: {found}"
        _check_batch(store, found, expected, before)


def _tried(store: Store, path: Path, case: Case) -> Batch | DataError:
    try:
        mapping = mapped("answers" if "q" in case.columns else "contacts", case.columns, **case.more)
        source = f'"case-{CASES.index(case)}"'
        mapping = service.load_mapping(service.export_mapping(mapping).replace('"test"', source, 1))
        return service.import_file(store, path, mapping, case.file_name, "ana")
    except DataError as refusal:
        return refusal


def _counts(store: Store) -> Counts:
    with store.engine.connect() as connection:
        return {t.name: int(connection.execute(select(func.count()).select_from(t)).scalar_one()) for t in _COUNTED}


def _check_batch(store: Store, batch: Batch, expected: Loaded, before: Counts) -> None:
    """Every row is accounted for, in the ledger and in the tables."""
    outcome = (batch.rows_loaded, batch.rows_rejected, batch.rows_duplicate, batch.rows_conflict)
    assert outcome == (expected.rows, expected.rejected, expected.duplicate, expected.conflict)
    assert batch.rows_read == sum(outcome)
    cells: dict[str, Any] = batch.cells
    assert sum(column["invalid"] for column in cells.values()) == expected.invalid
    added = {name: count - before[name] for name, count in _counts(store).items() if count != before[name]}
    wanted = {batch.kind: batch.loaded[batch.kind], "records": expected.rows, "batches": 1, **batch.loaded}
    wanted["rejected_rows"] = expected.rejected + expected.conflict
    assert added == {name: count for name, count in wanted.items() if count}
    assert len(batches(store)) == before["batches"] + 1
    assert 0 < len(batch.file_name) <= service.LONGEST_NAME
    assert batch.file_name.isprintable()
    kept = service.rejected_csv(store, batch.id).decode("utf-8-sig")
    assert not re.search(r"(?m)(?:^|,)\"?[\s\u200b\ufeff]*[=+\-@＝＋－＠]", kept)


def _check_refusal(refusal: DataError, folder: Path) -> None:
    """What was seen, and what was expected or is to be done; fit to be shown."""
    said = str(refusal)
    assert refusal.seen
    assert refusal.expected or refusal.next_step
    assert [hex(ord(c)) for c in said if unicodedata.category(c)[0] == "C"] == []
    assert max(map(len, said.split())) <= LONGEST_WORD
    assert len(said) <= 2000
    assert not [word for word in (str(folder), folder.name, "Traceback", "0x", "object at", "/site-packages/") if word in said]


def _check_log(text: str, folder: Path) -> None:
    assert not [word for word in (NEEDLE, str(folder)) if word in text]
    assert [hex(ord(c)) for c in text if unicodedata.category(c)[0] == "C" and c != "\n"] == []
