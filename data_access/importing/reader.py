"""Rows of a file, streamed in chunks with bounded memory; every line is accounted for."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import cast

from data_access.importing import columnar, footers, legacy
from data_access.importing.blocks import Blocks, UnfitError
from data_access.importing.columnar import Chunk
from data_access.importing.delimited import AGAIN, Lines, Records, bounded_lines, joined, opened, python_codec, records, told
from data_access.importing.errors import DataError
from data_access.importing.limits import LONGEST_CELL, LONGEST_LINE, MOST_COLUMNS, MOST_ROWS
from data_access.importing.sources import parquet, xes, xls, xlsx
from metrics.phrases import phrase

__all__ = [
    "LONGEST_CELL", "LONGEST_LINE", "MOST_COLUMNS", "SOURCES", "Chunk", "Layout", "Progress", "Records", "bounded_lines",
    "chunks", "head", "opened", "python_codec", "records", "records_of",
]  # fmt: skip

CHUNK = 50_000  # rows parsed at once: enough to work by column, small enough to stay in the cache


@dataclass(frozen=True, slots=True)
class Layout:
    """How the bytes become rows. `headers`: unique names; `header_line`: 1-based line of the header, 0 for none.

    header_rows: rows the names are made of · last_header_line: where the last of them begins; data come after it.
    format: text | text.gz | xlsx | xls | xes | parquet (`encoding` and `delimiter` speak of text) · sheet: of a workbook.
    """

    encoding: str
    delimiter: str
    header_line: int
    headers: tuple[str, ...]
    header_rows: int = 1
    last_header_line: int = 0
    format: str = "text"
    sheet: str = ""


@dataclass(slots=True)
class Progress:
    """Where the reader is. `position`: of a source that is being read, how many of the file's bytes it has taken."""

    blank_lines: int = 0
    position: Callable[[], int] | None = None

    @property
    def bytes_read(self) -> int:
        """Bytes taken from the file so far."""
        return self.position() if self.position is not None else 0


Source = Callable[[Path, Layout, Progress], Records]


def text_records(path: Path, layout: Layout, progress: Progress, first: int = 1) -> Records:
    """The records of a delimited text file, from line `first` on."""
    with opened(path, layout.encoding) as handle:
        # the text layer's own tell() is switched off while iterating
        progress.position = cast(io.BufferedReader, handle.buffer).tell
        yield from told(islice(joined(bounded_lines(handle)), first - 1, None), layout.delimiter, first)
    progress.position = partial(int, path.stat().st_size)


SOURCES: dict[str, Source] = {  # by Layout.format
    "text": text_records,
    "text.gz": text_records,
    "xlsx": xlsx.records,
    "xls": xls.records,
    "xes": xes.records,
    "parquet": parquet.records,
}


def records_of(path: Path, layout: Layout, progress: Progress | None = None) -> Records:
    """Every record of the file in order, header rows included: (line, its cells, or as text what is wrong with it).

    [] is a blank line; lines count from 1. The source says in `progress.position` how far it has come.
    """
    return SOURCES[layout.format](path, layout, progress or Progress())


def chunks(path: Path, layout: Layout, progress: Progress | None = None, size: int = CHUNK) -> Iterator[Chunk]:
    """All rows after the header, in order. Raises DataError when the file turns unreadable or most rows do not fit."""
    width, ragged, total = len(layout.headers), 0, 0
    for whole in _last_set_apart(_chunks(path, layout, progress or Progress(), size), width):
        for start in range(0, max(1, len(whole.at)), size):
            chunk = whole.part(start, size) if len(whole.at) > size else whole
            ragged, total = ragged + _ragged(chunk), total + len(chunk)
            _refuse_ragged(ragged, total, width)
            if len(chunk):
                yield chunk


def head(path: Path, layout: Layout, rows: int) -> Chunk:
    """The first rows of the table, as many as there are up to this number."""
    parts: list[Chunk] = []
    left = rows
    for chunk in chunks(path, layout, size=rows):
        parts.append(chunk.part(0, left) if len(chunk.at) > left else chunk)
        left -= len(parts[-1].at)
        if left <= 0:
            break
    return Chunk.joined(parts)


def _last_set_apart(found: Iterator[Chunk], width: int) -> Iterator[Chunk]:
    """The chunks, of the last of them without what stands below the table."""
    held: Chunk | None = None
    for chunk in found:
        if not len(chunk):
            continue
        if held is not None:
            yield held
        held = chunk
    if held is not None:
        reasons = footers.below(held.row, len(held.at), width)
        yield held.without_last(reasons) if reasons else held


def _ragged(chunk: Chunk) -> int:
    """Rows that do not fit; what stands below the table is not meant to."""
    return sum(reason not in footers.OUTSIDE for _, reason, _ in chunk.faults)


def _chunks(path: Path, layout: Layout, progress: Progress, size: int) -> Iterator[Chunk]:
    """By blocks where the format allows, row by row where it does not and where a block needs it."""
    skip = max(layout.header_line, layout.last_header_line)
    if layout.format != "text" or len(layout.delimiter) != 1 or not layout.delimiter.isascii():
        yield from _row_by_row(records_of(path, layout, progress), len(layout.headers), skip, progress, size)
        return
    source = Blocks(path, legacy.codec(layout.encoding), layout.delimiter)
    progress.position = source.position
    blocks = iter(source)
    try:
        for block in blocks:
            chunk = columnar.read(block, layout.delimiter, len(layout.headers), skip)
            if chunk is not None:
                progress.blank_lines += int((block.blank > skip).sum()) if block.blank is not None else 0
                yield chunk
            else:
                found = Lines(block, blocks).records(layout.delimiter)
                yield from _row_by_row(found, len(layout.headers), skip, progress, size)
    except UnfitError as error:
        rest = text_records(path, layout, progress, error.line)
        yield from _row_by_row(rest, len(layout.headers), skip, progress, size)


def _row_by_row(found: Records, width: int, skip: int, progress: Progress, size: int) -> Iterator[Chunk]:
    rows: list[list[str]] = []
    lines: list[int] = []
    faults: list[columnar.Fault] = []
    for line, row in found:
        if line <= skip:
            continue
        if not row:
            progress.blank_lines += 1
        elif isinstance(row, str):
            faults.append((line, row, []))
        elif (usable := row if len(row) == width else columnar.fitted(row, width)) is not None:
            lines.append(line)
            rows.append(usable)
        else:
            faults.append(columnar.misfit(row, line, width))
        if len(rows) + len(faults) >= size:
            yield Chunk.of_rows(rows, lines, faults)
            rows, lines, faults = [], [], []
    yield Chunk.of_rows(rows, lines, faults)


def _refuse_ragged(ragged: int, total: int, width: int) -> None:
    if total > MOST_ROWS:
        raise DataError(
            phrase("The file has more than {n:,} rows.", n=MOST_ROWS),
            phrase("Fewer rows are read at once."),
            phrase("Split the file."),
        )
    if total and ragged * 2 > total and (ragged > 1 or total > 1):
        raise DataError(
            phrase(
                "{ragged:,} of {total:,} rows do not have the header's {width} cells.",
                ragged=ragged, total=total, width=width,
            ),
            phrase("Rows as wide as the header are expected."),
            AGAIN,
        )
