"""Rows of a delimited text file, streamed in chunks with bounded memory; every line is accounted for."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import cast

from data_access.importing import footers, legacy
from data_access.importing.errors import DataError
from data_access.importing.limits import LONGEST_CELL, LONGEST_LINE, MOST_COLUMNS, MOST_ROWS
from data_access.importing.sources import gzipped, parquet, xes, xls, xlsx

CHUNK = 20_000  # rows parsed at once: enough to work by column, small enough to stay in the cache
_EXPORT = "Export the file again with a proper delimiter and quotes."


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
class Chunk:
    """Rows that fit the header (with their line numbers), and lines that do not (line, reason, cells)."""

    lines: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    faults: list[tuple[int, str, list[str]]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.rows) + len(self.faults)


@dataclass(slots=True)
class Progress:
    """Where the reader is. `position`: of a source that is being read, how many of the file's bytes it has taken."""

    blank_lines: int = 0
    position: Callable[[], int] | None = None

    @property
    def bytes_read(self) -> int:
        """Bytes taken from the file so far."""
        return self.position() if self.position is not None else 0


Records = Iterator[tuple[int, list[str] | str]]
Source = Callable[[Path, Layout, Progress], Records]


def python_codec(encoding: str) -> str:
    """The codec that also drops a byte order mark, and of a legacy encoding the superset in use."""
    return "utf-8-sig" if encoding == "utf-8" else legacy.codec(encoding)


@contextmanager
def opened(path: Path, encoding: str) -> Iterator[io.TextIOWrapper]:
    """The file as text, unpacked when it is gzip, strictly decoded, line ends untouched."""
    with gzipped.raw(path) as raw, io.TextIOWrapper(raw, python_codec(encoding), errors="strict", newline="") as handle:
        yield handle


def bounded_lines(handle: io.TextIOBase) -> Iterator[str]:
    """Lines, refusing endless ones and zero characters."""
    number = 0
    while True:
        number += 1
        try:
            line = handle.readline(LONGEST_LINE + 1)
        except UnicodeError as error:
            raise DataError(
                f"Near line {number} the bytes are not valid {getattr(error, 'encoding', 'text')}.",
                "One encoding for the whole file is expected.",
                "Save the file as CSV in UTF-8 and upload it again.",
            ) from error
        if not line:
            return
        if len(line) > LONGEST_LINE:
            raise DataError(
                f"Line {number} is longer than {LONGEST_LINE:,} characters.",
                "Rows on lines of their own are expected.",
                _EXPORT,
            )
        if "\0" in line:
            raise DataError(f"Line {number} holds a zero character: it is no text.", "A text file (CSV) is expected.", _EXPORT)
        yield line


def records(handle: io.TextIOBase, delimiter: str) -> Records:
    """(line the record starts on, its cells or, as text, what is wrong with its quotes); [] for a blank line.

    The end \\r\\r\\n, which careless programs write, makes no blank lines.
    """
    csv.field_size_limit(LONGEST_CELL)
    lines = _Remembering(bounded_lines(handle))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    start = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield start, _fault(str(error), start)
        else:
            if row or not lines.half:
                yield start, row
        start = reader.line_num + 1


class _Remembering:
    """Lines. `half`: whether the last one only completes the line end before it."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines, self._cut, self.half = lines, False, False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.half = self._cut and line == "\r\n"
        self._cut = line[-1] == "\r"
        return line


def text_records(path: Path, layout: Layout, progress: Progress) -> Records:
    """The records of a delimited text file."""
    with opened(path, layout.encoding) as handle:
        # the text layer's own tell() is switched off while iterating
        progress.position = cast(io.BufferedReader, handle.buffer).tell
        yield from records(handle, layout.delimiter)
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
    width, progress = len(layout.headers), progress or Progress()
    chunk, ragged, total = Chunk(), 0, 0
    for line, row in records_of(path, layout, progress):
        if line <= max(layout.header_line, layout.last_header_line):
            continue
        if not row:
            progress.blank_lines += 1
            continue
        if len(chunk) >= size:
            ragged, total = ragged + _ragged(chunk), total + len(chunk)
            _refuse_ragged(ragged, total, width)
            yield chunk
            chunk = Chunk()
        if len(row) == width and row.__class__ is list:
            chunk.lines.append(line)
            chunk.rows.append(row)
        else:
            _fit(chunk, line, row, width)
    _set_apart(chunk, width)
    _refuse_ragged(ragged + _ragged(chunk), total + len(chunk), width)
    if len(chunk):
        yield chunk


def _set_apart(chunk: Chunk, width: int) -> None:
    """Takes notes and totals off the end of the file's last rows."""
    reasons = footers.below(chunk.rows.__getitem__, len(chunk.rows), width)
    cut = len(chunk.rows) - len(reasons)
    chunk.faults.extend(zip(chunk.lines[cut:], reasons, chunk.rows[cut:], strict=True))
    del chunk.lines[cut:], chunk.rows[cut:]


def _ragged(chunk: Chunk) -> int:
    """Rows that do not fit; what stands below the table is not meant to."""
    return sum(reason not in footers.OUTSIDE for _, reason, _ in chunk.faults)


def _fit(chunk: Chunk, line: int, row: list[str] | str, width: int) -> None:
    """A row of another width: empty cells too many are cut off, anything else is a fault."""
    if isinstance(row, str):
        chunk.faults.append((line, row, []))
    elif len(row) > width and not any(cell.strip() for cell in row[width:]):
        chunk.lines.append(line)
        chunk.rows.append(row[:width])
    elif len(row) < width and footers.is_note(row, width) and (len(row) == 1 or not any(row[1:])):
        chunk.faults.append((line, footers.NOTE, row))
    else:
        chunk.faults.append((line, f"{len(row)} cells where the header has {width}", row[:MOST_COLUMNS]))


def _refuse_ragged(ragged: int, total: int, width: int) -> None:
    if total > MOST_ROWS:
        raise DataError(f"The file has more than {MOST_ROWS:,} rows.", "Fewer rows are read at once.", "Split the file.")
    if total and ragged * 2 > total and (ragged > 1 or total > 1):
        raise DataError(
            f"{ragged:,} of {total:,} rows do not have the header's {width} cells.",
            "Rows as wide as the header are expected.",
            _EXPORT,
        )


def _fault(message: str, line: int) -> str:
    if "field larger" in message:
        raise DataError(
            f"A cell on line {line} is longer than {LONGEST_CELL:,} characters.", "Shorter cells are expected.", _EXPORT
        )
    if "unexpected end" in message:
        raise DataError(f"A quoted cell that opens on line {line} is never closed.", "A closing quote is expected.", _EXPORT)
    return "text stands after a closing quote"
