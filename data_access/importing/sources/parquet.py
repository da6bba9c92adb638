"""Parquet files: the flat columns as text, row group by row group; nested columns are left out and said."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from data_access.importing import limits
from data_access.importing.errors import DataError
from data_access.importing.sources import numbers
from metrics.phrases import phrase

if TYPE_CHECKING:
    from data_access.importing.reader import Layout, Progress, Records

_ROWS = 2_000  # rows turned into text at once


@contextmanager
def opened(path: Path) -> Iterator[pq.ParquetFile]:
    """The file; whatever is wrong with it is a DataError."""
    try:
        with pq.ParquetFile(path) as file:
            yield file
    except (pa.ArrowException, OSError, ValueError) as error:
        raise DataError(
            phrase("The Parquet file is damaged or cut off."),
            phrase("A whole file is expected."),
            phrase("Export or upload it again."),
        ) from error


def columns(path: Path) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """(names of the columns that can be read, of those left out, rows); raises DataError when there is nothing to read."""
    with opened(path) as file:
        fields = list(file.schema_arrow)
        rows = file.metadata.num_rows
    flat = tuple(f.name for f in fields if _flat(f.type))
    rest = tuple(f.name for f in fields if not _flat(f.type))
    if len(flat) > limits.MOST_COLUMNS:
        raise DataError(
            phrase("The file has {n:,} columns.", n=len(flat)),
            phrase("At most {n} are read.", n=limits.MOST_COLUMNS),
            phrase("Export fewer columns."),
        )
    if not flat or not rows:
        what = phrase("no rows") if flat else phrase("only nested columns (lists, structures or bytes)")
        raise DataError(
            phrase("The Parquet file holds {what}.", what=what),
            phrase("Rows with flat columns are expected."),
            phrase("Choose another file."),
        )
    return flat, rest, rows


def records(path: Path, layout: Layout, progress: Progress) -> Records:
    """The rows, numbered from 1."""
    size = path.stat().st_size
    with opened(path) as file:
        places = [i for i, f in enumerate(file.schema_arrow) if _flat(f.type)]
        total, number = max(1, file.metadata.num_rows), 0
        for batch in file.iter_batches(batch_size=_ROWS):
            texts = [_texts(batch.column(place)) for place in places]
            for row in zip(*texts, strict=True):
                number += 1
                yield number, list(row)
            done = number
            progress.position = lambda done=done: size * done // total  # type: ignore[misc]


def _flat(kind: pa.DataType) -> bool:
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return not pa.types.is_nested(inner) and not pa.types.is_binary(inner) and not pa.types.is_fixed_size_binary(inner) \
        and not pa.types.is_large_binary(inner)  # fmt: skip


def _texts(column: pa.Array) -> list[str]:
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    return [_text(value) for value in column.to_pylist()]


def _text(value: Any) -> str:  # noqa: PLR0911 - one line per kind of value
    if value is None:
        return ""
    if isinstance(value, str):
        if len(value) > limits.LONGEST_CELL:
            raise DataError(
                phrase("A cell is longer than {most:,} characters.", most=limits.LONGEST_CELL),
                phrase("Shorter cells are expected."),
                phrase("Shorten it."),
            )
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return numbers.plain(value) if math.isfinite(value) else "" if math.isnan(value) else str(value)
    if isinstance(value, datetime | date):
        return numbers.moment(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, timedelta):
        return numbers.plain(value.total_seconds())
    return value.isoformat() if isinstance(value, time) else str(value)
