"""Typed tables into the job's folder: one Parquet file each, in the order of time as far as engines need it."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from data_access.importing.texts import MANY
from data_access.sources import SORTED_ON_THE_WAY, in_time_order

BUCKETS = 64  # parts a table is sorted in at most: files open at once
BUCKET_ROWS = 250_000  # rows sorted at once, if so few parts suffice
LONG = 100  # bytes of a text from which compressing it takes less than writing it
_SAMPLED = 200_000  # times looked at to find parts of equal size


class Output:
    """Where the tables of one file go. `files`: table → name of its file."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._open = folder, ExitStack()
        self._writers: dict[str, pq.ParquetWriter] = {}
        self.files: dict[str, str] = {}

    def __enter__(self) -> Output:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._open.close()

    def write(self, tables: dict[str, pa.Table]) -> None:
        """Appends to each table; one that stays empty has no file, but for that of records."""
        for name, table in tables.items():
            if name not in self._writers and (table.num_rows or name == "records"):
                self.files[name] = f"{name}.parquet"
                self._writers[name] = self._open.enter_context(writer(self._folder / self.files[name], table))
            if table.num_rows:
                self._writers[name].write_table(table)

    def sort(self) -> None:
        """Brings large tables whose rows come in no order of time into it. To be called last."""
        self._open.close()
        for file in self.files.values():
            path = self._folder / file
            large = pq.read_metadata(path).num_rows > SORTED_ON_THE_WAY
            if large and "ts" in pq.read_schema(path).names and not in_time_order(path):
                sort_by_time(path)


def writer(path: Path, like: pa.Table) -> pq.ParquetWriter:
    """A file for tables like this one: dictionaries where cells repeat; only long texts are worth compressing."""
    words = [f.name for f in like.schema if pa.types.is_string(f.type)]
    repeating = [name for name in words if _distinct(like[name]) <= MANY * len(like)]
    long = [name for name in words if name not in repeating and like[name].nbytes > LONG * len(like)]
    packed = {f.name: "lz4" if f.name in long else "none" for f in like.schema}
    return pq.ParquetWriter(path, like.schema, compression=packed, use_dictionary=repeating)


def sort_by_time(path: Path) -> None:
    """Rewrites a file in the order of `ts`: its rows are dealt into parts by time, and each part is sorted by itself."""
    borders = _borders(path)
    parts = [path.with_suffix(f".{place}") for place in range(len(borders) + 1)]
    with pq.ParquetFile(path, pre_buffer=False) as whole:
        schema = whole.schema_arrow
        with ExitStack() as stack:
            sinks = [stack.enter_context(pa.ipc.new_file(part, schema)) for part in parts]
            for batch in whole.iter_batches():
                rows = pa.Table.from_batches([batch]).sort_by("ts")
                times = rows["ts"].combine_chunks().cast(pa.int64()).to_numpy()
                edges = [0, *times.searchsorted(borders).tolist(), len(rows)]
                for sink, start, end in zip(sinks, edges, edges[1:], strict=False):
                    if end > start:
                        sink.write_table(rows.slice(start, end - start))
    _gathered(parts, path)


def _gathered(parts: list[Path], path: Path) -> None:
    sink: pq.ParquetWriter | None = None
    for part in parts:
        with pa.memory_map(str(part)) as source:
            rows = pa.ipc.open_file(source).read_all().sort_by("ts")
        part.unlink()
        sink = sink or writer(path, rows)
        sink.write_table(rows, row_group_size=50_000)
    if sink is not None:
        sink.close()


def _borders(path: Path) -> list[int]:
    """Times between parts of about equal size, as microseconds since 1970."""
    with pq.ParquetFile(path, pre_buffer=False) as whole:
        total = whole.metadata.num_rows
        step = max(1, total // _SAMPLED)
        seen = [b.column(0).cast(pa.int64()).to_numpy()[::step] for b in whole.iter_batches(columns=["ts"])]
    times = sorted(t for part in seen for t in part.tolist())
    count = max(1, min(BUCKETS, total // BUCKET_ROWS))
    return [times[len(times) * place // count] for place in range(1, count)]


def _distinct(column: pa.ChunkedArray) -> int:
    return len(column.unique())
