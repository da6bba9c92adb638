"""What the parsing process writes: every row, in the order of time where it matters; steps side by side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_access.ahead import ahead
from data_access.importing import writing
from data_access.importing.writing import Output
from data_access.sources import in_time_order


def _table(places: np.ndarray) -> pa.Table:
    return pa.table(
        {
            "ts": pa.array(places.astype(np.int64) * 60_000_000).cast(pa.timestamp("us")),
            "customer": [f"customer {p}" for p in places],
            "channel": [None if p % 7 == 0 else "Phone" for p in places],
        }
    )


@pytest.mark.parametrize("same", [False, True])
def test_large_files_in_no_order_are_sorted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, same: bool) -> None:
    monkeypatch.setattr(writing, "SORTED_ON_THE_WAY", 1_000)
    monkeypatch.setattr(writing, "BUCKET_ROWS", 300)
    monkeypatch.setattr(writing, "_SAMPLED", 50)
    places = np.random.default_rng(1).permutation(5_000) // (1_000 if same else 1)
    with Output(tmp_path) as output:
        for part in np.array_split(places, 10):
            output.write({"contacts": _table(part), "records": pa.table({"record": part}), "answers": _table(part[:0])})
        output.sort()
    assert output.files == {"contacts": "contacts.parquet", "records": "records.parquet"}
    found = pq.read_table(tmp_path / "contacts.parquet")
    assert in_time_order(tmp_path / "contacts.parquet")
    assert found["ts"].to_pylist() == sorted(found["ts"].to_pylist())
    assert sorted(found["customer"].to_pylist()) == sorted(f"customer {p}" for p in places)
    assert found["channel"].null_count == int((places % 7 == 0).sum())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["contacts.parquet", "records.parquet"]


def test_files_in_order_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "SORTED_ON_THE_WAY", 10)
    monkeypatch.setattr(writing, "sort_by_time", lambda path: pytest.fail("sorted"))
    with Output(tmp_path) as output:
        for part in np.array_split(np.arange(100), 10):
            output.write({"contacts": _table(part)})
        output.sort()


def test_a_file_of_which_nothing_is_kept_has_its_records(tmp_path: Path) -> None:
    with Output(tmp_path) as output:
        output.write({"contacts": _table(np.arange(0)), "records": pa.table({"record": pa.array([], pa.int64())})})
        output.sort()
    assert output.files == {"records": "records.parquet"}
    assert pq.read_table(tmp_path / "records.parquet").num_rows == 0


def test_steps_side_by_side_keep_order_and_errors() -> None:
    made: list[int] = []

    def items() -> Iterator[int]:
        for item in range(5):
            made.append(item)
            yield item
        raise ValueError("after five")

    coming = ahead(item * 2 for item in ahead(items()))
    seen: list[int] = []
    with pytest.raises(ValueError, match="after five"):
        seen.extend(coming)
    assert seen == [] or seen == [0, 2, 4, 6, 8]
    stopped = ahead(items(), depth=1)
    assert next(stopped) == 0
    stopped.close()  # type: ignore[attr-defined]  # a generator
    assert len(made) < 5 + 5
