"""Parquet: flat columns as text, nested ones left out and said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_access.importing.errors import DataError
from data_access.importing.reader import chunks
from data_access.importing.sniffing import sniff

_TABLE = pa.table(
    {
        "id": pa.array([1, None], pa.int64()),
        "at": pa.array([datetime(2026, 1, 5, 10), None], pa.timestamp("ns")),
        "utc": pa.array([datetime(2026, 1, 5, 10, tzinfo=UTC)] * 2, pa.timestamp("ms", "UTC")),
        "day": pa.array([date(2026, 1, 5)] * 2),
        "share": pa.array([0.25, float("nan")]),
        "whole": pa.array([4.0, 5.0]),
        "ok": pa.array([True, False]),
        "price": pa.array([Decimal("1.50"), None]),
        "took": pa.array([timedelta(seconds=90), None]),
        "channel": pa.array(["电话", ""]).dictionary_encode(),
        "tags": pa.array([["a"], []]),
        "raw": pa.array([b"x", b"y"]),
    }
)


def test_cells_as_text(tmp_path: Path) -> None:
    path = tmp_path / "f"
    pq.write_table(_TABLE, path)
    found = sniff(path)
    (chunk,) = chunks(path, found.layout)
    assert (found.layout.format, found.layout.headers) == ("parquet", tuple(_TABLE.column_names[:10]))
    assert chunk.rows == [
        ["1", "2026-01-05 10:00:00", "2026-01-05 10:00:00+00:00", "2026-01-05", "0.25", "4", "TRUE", "1.50", "90", "电话"],
        ["", "", "2026-01-05 10:00:00+00:00", "2026-01-05", "", "5", "FALSE", "", "", ""],
    ]
    assert "tags, raw" in found.evidence["left_out"]


def test_row_groups_follow_each_other(tmp_path: Path) -> None:
    path = tmp_path / "f"
    pq.write_table(pa.table({"n": list(range(10_000)), "m": ["x"] * 10_000}), path, row_group_size=999)
    found = list(chunks(path, sniff(path).layout, size=3_000))
    assert [line for c in found for line in c.lines] == list(range(1, 10_001))
    assert [row[0] for c in found for row in c.rows] == [str(i) for i in range(10_000)]


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f"
    pq.write_table(_TABLE.select(["tags"]), path)
    with pytest.raises(DataError, match="only nested columns"):
        sniff(path)
    pq.write_table(_TABLE.slice(0, 0), path)
    with pytest.raises(DataError, match="no rows"):
        sniff(path)
    pq.write_table(pa.table({f"c{i}": [1] for i in range(501)}), path)
    with pytest.raises(DataError, match="501 columns"):
        sniff(path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(DataError, match="damaged"):
        sniff(path)
