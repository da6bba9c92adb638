"""Files on their way into a store: looked over in slices, taken in by portions, whole or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import func, select

from data_access import sources
from data_access.errors import LoadError
from data_access.inserting import columns_of_a_file
from data_access.loading import NewBatch, load
from data_access.schema import contacts, records
from data_access.store import Store

_ROWS, _GROUP = 1_000, 40


def _times(places: np.ndarray) -> pa.Array:
    return pa.array([datetime(2026, 1, 1) + timedelta(minutes=int(p)) for p in places], pa.timestamp("us"))


def _file(path: Path, table: pa.Table) -> Path:
    pq.write_table(table, path, row_group_size=_GROUP)
    return path


def _batch(folder: Path, places: np.ndarray) -> dict[str, Path]:
    place = pa.array(places.astype(np.int64))
    said = {"source": pa.array(["till"] * len(places)), "record": place, "seq": place}
    times = {"ts": _times(places), "day": pa.array([t.date() for t in _times(places).to_pylist()])}
    kind = pa.array(["contacts"] * len(places))
    return {
        "records": _file(folder / "records.parquet", pa.table({**said, "kind": kind, "fingerprint": place, "line": place})),
        "contacts": _file(folder / "contacts.parquet", pa.table({**said, **times})),
    }


def _new(rows: int, **more: int) -> NewBatch:
    return NewBatch("till", "contacts", "till.csv", "ab" * 32, "{}", "ada", rows, **more)


@pytest.mark.parametrize("order", ["in order", "latest first", "in no order"])
def test_a_large_file_goes_in_by_portions(stores: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: str) -> None:
    monkeypatch.setattr(sources, "PORTION", 100)
    places = {"in order": np.arange(_ROWS), "latest first": np.arange(_ROWS)[::-1]}.get(
        order, np.random.default_rng(1).permutation(_ROWS)
    )
    told: list[float] = []
    tables = _batch(tmp_path, places)
    before = stores.statements
    batch = load(stores, _new(_ROWS), tables, told.append)
    assert (batch.rows_loaded, batch.loaded, stores.statements) == (_ROWS, {"contacts": _ROWS}, before)
    assert told == sorted(told)
    assert told[-1] == 1.0
    if stores.path is not None:
        assert len(told) == (18 if order != "in no order" else 10)  # by 120 rows; unordered facts are sorted at once
    with stores.engine.connect() as connection:
        counted = select(func.count(), func.count(contacts.c.record.distinct())).select_from(contacts)
        assert connection.execute(counted).one() == (_ROWS, _ROWS)
        assert connection.execute(select(func.count()).select_from(records)).scalar_one() == _ROWS
    again = load(stores, _new(_ROWS), tables)
    assert (again.rows_loaded, again.rows_duplicate) == (0, _ROWS)


def test_a_part_holds_what_the_engine_takes_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In several batches, so that its threads share it, and with every column the table has."""
    monkeypatch.setattr(sources, "PORTION", 100)
    monkeypatch.setattr(sources, "_AT_ONCE", 50)
    columns = columns_of_a_file(contacts)
    parts = list(sources.parts(_batch(tmp_path, np.arange(_ROWS))["contacts"], columns, "contacts"))
    assert [part.num_rows for part in parts] == [120] * 8 + [_ROWS - 960]
    assert [len(batch) for batch in parts[0].to_batches()] == [50, 50, 20]
    assert parts[0].schema == sources.arrow_schema(columns)
    assert pa.concat_tables(parts)["record"].to_pylist() == pq.read_table(tmp_path / "contacts.parquet")["record"].to_pylist()


def test_half_known_files_add_the_other_half(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "PORTION", 100)
    (tmp_path / "half").mkdir()
    load(store, _new(_ROWS // 2), _batch(tmp_path / "half", np.arange(0, _ROWS, 2)))
    batch = load(store, _new(_ROWS), _batch(tmp_path, np.arange(_ROWS)))
    assert (batch.rows_loaded, batch.rows_duplicate, batch.loaded) == (_ROWS // 2, _ROWS // 2, {"contacts": _ROWS // 2})


def test_a_fault_in_a_late_portion_leaves_nothing(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "PORTION", 100)
    tables = _batch(tmp_path, np.arange(_ROWS))

    def stop(share: float) -> None:
        if share > 0.5:
            raise LoadError("cancelled")

    version = store.data_version()
    with pytest.raises(LoadError, match="cancelled"):
        load(store, _new(_ROWS), tables, stop)
    with store.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(contacts)).scalar_one() == 0
    assert store.data_version() == version
    assert load(store, _new(_ROWS), tables).rows_loaded == _ROWS


def test_files_that_do_not_fit_are_refused_as_tables_are(store: Store, tmp_path: Path) -> None:
    tables = _batch(tmp_path, np.arange(_ROWS))
    whole = pq.read_table(tables["contacts"])
    emptied = whole.set_column(0, "source", pa.array([None] + ["till"] * (_ROWS - 1)))
    for broken, said in (
        (emptied, "empty in 1 rows"),
        (whole.drop_columns("ts"), "missing"),
        (whole.append_column("odd", whole["source"]), "does not exist"),
        (whole.set_column(0, "source", pa.array([[1]] * _ROWS)), "Expected string"),
    ):
        with pytest.raises(LoadError, match=said):
            load(store, _new(_ROWS), {**tables, "contacts": _file(tmp_path / "broken.parquet", broken)})


def test_repeated_numbers_are_found_in_slices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "SLICE", 100)
    numbers = np.random.default_rng(1).permutation(np.arange(-500, 500))
    assert not sources.repeats(_file(tmp_path / "a.parquet", pa.table({"record": numbers})), "record")
    numbers[3] = numbers[900]
    assert sources.repeats(_file(tmp_path / "b.parquet", pa.table({"record": numbers})), "record")
    assert sources.repeats(pa.table({"record": numbers}), "record")


def test_order_is_told_by_the_parts_of_a_file(tmp_path: Path) -> None:
    for name, places, ordered in (
        ("up", np.arange(_ROWS), True),
        ("down", np.arange(_ROWS)[::-1], True),
        ("nearly", np.arange(_ROWS) ^ 7, True),
        ("none", np.random.default_rng(1).permutation(_ROWS), False),
    ):
        assert sources.in_time_order(_file(tmp_path / f"{name}.parquet", pa.table({"ts": _times(places)}))) is ordered, name
    assert not sources.in_time_order(_file(tmp_path / "no.parquet", pa.table({"x": [1]})))
