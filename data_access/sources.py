"""Facts on their way in, as Arrow tables or Parquet files: checked against the columns they are for, looked over, in parts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Float, Integer

from data_access.errors import LoadError
from metrics.phrases import listed, phrase

pa.set_memory_pool(pa.system_memory_pool())  # Arrow's own touches twice the memory for the parts of a file: slower and larger

ArrowSource: TypeAlias = pa.Table | Path
_CHUNK = 50_000  # rows held at once while a file streams in
SLICE = 6_000_000  # numbers compared at a time, 8 bytes each
SORTED_ON_THE_WAY = 1_000_000  # rows the engine may sort while it takes them in; more come sorted, or memory is not flat
PORTION = 500_000  # rows of a large file taken in by one statement
_AT_ONCE = 122_880  # of these, rows one thread of the engine takes: a row group of its own
MOST_OVERLAP = 2  # times the whole span of a file its parts' spans add up to, and it still counts as in order
_ARROW: tuple[tuple[type, pa.DataType], ...] = (
    (BigInteger, pa.int64()),
    (Integer, pa.int32()),
    (Boolean, pa.bool_()),
    (Date, pa.date32()),
    (DateTime, pa.timestamp("us")),
    (Float, pa.float64()),
)


def arrow_schema(columns: list[Column[Any]]) -> pa.Schema:
    """The Arrow types of these columns, required ones marked."""
    return pa.schema([pa.field(column.name, _arrow_type(column), nullable=bool(column.nullable)) for column in columns])


def fitted(source: ArrowSource, columns: list[Column[Any]], what: str) -> Iterator[pa.RecordBatch]:
    """Batches with exactly these columns and types; absent nullable ones are NULL. Raises LoadError for a misfit."""
    schema = arrow_schema(columns)
    for batch in _batches(source):
        yield _as_told(batch, schema, what)


def count(source: ArrowSource) -> int:
    """How many rows."""
    return int(source.num_rows if isinstance(source, pa.Table) else pq.read_metadata(source).num_rows)


def repeats(source: ArrowSource, column: str) -> bool:
    """Whether a whole number appears twice: by slices of all possible numbers, so that only one is held at a time."""
    slices = count(source) // SLICE + 1
    for place in range(slices):
        found = [n if slices == 1 else n[n % slices == place] for n in _numbers(source, column)]
        mine = np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
        mine.sort()
        if (mine[1:] == mine[:-1]).any():
            return True
    return False


def _numbers(source: ArrowSource, column: str) -> Iterator[npt.NDArray[np.int64]]:
    for batch in _batches(source, [column]):
        if batch.schema.get_field_index(column) < 0 or batch.column(column).null_count:
            return  # the check of the columns says so
        yield batch.column(column).cast(pa.int64()).to_numpy()


def _batches(source: ArrowSource, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    """pre_buffer: would keep all that was read until the end."""
    if isinstance(source, pa.Table):
        yield from source.to_batches(_CHUNK)
    else:
        with pq.ParquetFile(source, pre_buffer=False) as file:
            yield from file.iter_batches(_CHUNK, columns=columns)


def in_time_order(source: ArrowSource, column: str = "ts") -> bool:
    """Whether the parts of a file hardly overlap in time: engines can prune them as they come."""
    if isinstance(source, pa.Table):
        return False
    groups = pq.read_metadata(source)
    if column not in groups.schema.names or not groups.num_rows:
        return False
    place = groups.schema.names.index(column)
    told = [groups.row_group(i).column(place).statistics for i in range(groups.num_row_groups) if groups.row_group(i).num_rows]
    if not all(one is not None and one.has_min_max for one in told):
        return False
    whole = max(one.max for one in told) - min(one.min for one in told)
    return bool(sum((one.max - one.min for one in told), timedelta()) <= MOST_OVERLAP * whole)


def readable(source: ArrowSource, columns: list[Column[Any]], what: str) -> Any:
    """What the embedded engine can scan: a file stays a file, read a few row groups at a time."""
    if isinstance(source, pa.Table):
        return pa.Table.from_batches(fitted(source, columns, what), arrow_schema(columns))
    _check_file(source, columns, what)
    return dataset(source, columns)


def dataset(source: Path, columns: list[Column[Any]]) -> ds.FileSystemDataset:
    options = ds.ParquetFragmentScanOptions(pre_buffer=False)  # else what was read is kept until the end
    return ds.dataset(source, arrow_schema(columns), ds.ParquetFileFormat(default_fragment_scan_options=options))


def _check_file(source: Path, columns: list[Column[Any]], what: str) -> None:
    """As `fitted`, told by the file's own description; where that says too little, by reading it."""
    held, schema = pq.read_schema(source), arrow_schema(columns)
    groups = pq.read_metadata(source)
    required = [held.get_field_index(field.name) for field in schema if not field.nullable]
    alike = all(field.name in schema.names and schema.field(field.name).type == field.type for field in held)
    if alike and -1 not in required and all(_filled(groups.row_group(i), required) for i in range(groups.num_row_groups)):
        return
    for _ in fitted(source, columns, what):
        pass


def _filled(group: Any, places: list[int]) -> bool:
    told = [group.column(place).statistics for place in places]
    return all(one is not None and one.has_null_count and not one.null_count for one in told)


def parts(source: Path, columns: list[Column[Any]], what: str) -> Iterator[pa.Table]:
    """A file's rows with exactly these columns, about PORTION at a time; at least one table. Raises LoadError for a misfit."""
    schema = arrow_schema(columns)
    with pq.ParquetFile(source, pre_buffer=False) as file:
        groups = [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]
        for places in together(groups):
            found = file.read_row_groups(places, use_threads=False)
            yield pa.Table.from_batches([_as_told(batch, schema, what) for batch in found.to_batches(_AT_ONCE)], schema)


def together(sizes: list[int]) -> Iterator[list[int]]:
    """Places of neighbouring parts of about PORTION rows, of parts of these sizes; at least one list."""
    places: list[int] = []
    rows = 0
    for place, size in enumerate(sizes):
        places.append(place)
        rows += size
        if rows >= PORTION and place + 1 < len(sizes):
            yield places
            places, rows = [], 0
    yield places


def _as_told(batch: pa.RecordBatch, schema: pa.Schema, what: str) -> pa.RecordBatch:
    unknown = sorted(set(batch.schema.names) - set(schema.names))
    if unknown:
        expected = listed(schema.names)
        raise LoadError(
            phrase(
                "Column {column!r} does not exist in {table}. Expected: {names}.", column=unknown[0], table=what, names=expected
            )
        )
    return pa.RecordBatch.from_arrays([_column(batch, field, what) for field in schema], schema=schema)


def _column(batch: pa.RecordBatch, field: pa.Field, what: str) -> pa.Array:
    if field.name not in batch.schema.names:
        if not field.nullable:
            raise LoadError(
                phrase("Column {column!r} of {table} is missing: it is required.", column=field.name, table=what)
            )
        return pa.nulls(batch.num_rows, field.type)
    values = batch.column(field.name)
    if values.type != field.type:
        try:
            values = values.cast(field.type)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            holds, expected = str(values.type), str(field.type)
            raise LoadError(
                phrase(
                    "Column {column!r} of {table} holds {type}. Expected {expected}.",
                    column=field.name, table=what, type=holds, expected=expected,
                )
            ) from error
    if values.null_count and not field.nullable:
        raise LoadError(
            phrase(
                "Column {column!r} of {table} is empty in {n} rows: it is required.",
                column=field.name, table=what, n=values.null_count,
            )
        )
    return values


def _arrow_type(column: Column[Any]) -> pa.DataType:
    return next((arrow for kind, arrow in _ARROW if isinstance(column.type, kind)), pa.string())
