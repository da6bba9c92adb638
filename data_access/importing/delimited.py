"""Delimited text, record by record, by the csv module's strict rules; every line is accounted for."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from data_access.importing import legacy
from data_access.importing.blocks import Block
from data_access.importing.errors import DataError
from data_access.importing.limits import LONGEST_CELL, LONGEST_LINE
from data_access.importing.sources import gzipped
from metrics.phrases import phrase

AGAIN = phrase("Export the file again with a proper delimiter and quotes.")


class HasLines(Protocol):
    """A text file, as far as it is read here."""

    def readline(self, limit: int, /) -> str:
        """The next line, cut at `limit` characters; "" at the end."""
        ...


Records = Iterator[tuple[int, list[str] | str]]


def python_codec(encoding: str) -> str:
    """The codec that also drops a byte order mark, and of a legacy encoding the superset in use."""
    return "utf-8-sig" if encoding == "utf-8" else legacy.codec(encoding)


@contextmanager
def opened(path: Path, encoding: str) -> Iterator[io.TextIOWrapper]:
    """The file as text, unpacked when it is gzip, strictly decoded, line ends untouched."""
    with gzipped.raw(path) as raw, io.TextIOWrapper(raw, python_codec(encoding), errors="strict", newline="") as handle:
        yield handle


def bounded_lines(handle: HasLines, number: int = 0) -> Iterator[str]:
    """Lines, refusing endless ones and zero characters. `number`: of lines before the first."""
    while True:
        number += 1
        try:
            line = handle.readline(LONGEST_LINE + 1)
        except UnicodeError as error:
            raise DataError(
                phrase(
                    "Near line {line} the bytes are not valid {encoding}.",
                    line=number, encoding=getattr(error, "encoding", "text"),
                ),
                phrase("One encoding for the whole file is expected."),
                phrase("Save the file as CSV in UTF-8 and upload it again."),
            ) from error
        if not line:
            return
        if len(line) > LONGEST_LINE:
            raise DataError(
                phrase("Line {line} is longer than {most:,} characters.", line=number, most=LONGEST_LINE),
                phrase("Rows on lines of their own are expected."),
                AGAIN,
            )
        if "\0" in line:
            raise DataError(
                phrase("Line {line} holds a zero character: it is no text.", line=number),
                phrase("A text file (CSV) is expected."),
                AGAIN,
            )
        yield line


def joined(lines: Iterator[str]) -> Iterator[str]:
    """The lines, with the end that careless programs write, CR CR LF, as one: a line that ends in CR waits for the next."""
    held = ""
    for line in lines:
        if held and line == "\r\n":
            yield held + line
            held = ""
            continue
        if held:
            yield held
        held = line if line[-1] == "\r" else ""
        if not held:
            yield line
    if held:
        yield held


def records(handle: HasLines, delimiter: str, first: int = 1) -> Records:
    """(line the record starts on, its cells or, as text, what is wrong with its quotes); [] for a blank line."""
    return told(joined(bounded_lines(handle, first - 1)), delimiter, first)


def told(lines: Iterator[str], delimiter: str, first: int) -> Records:
    """As `records`, of lines of which the first has this number."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    start = first
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield start, _fault(str(error), start)
        else:
            yield start, row
        start = reader.line_num + first


class Lines:
    """The lines of a block, and of those after it while a record goes on: after each record it may be `spent`."""

    def __init__(self, block: Block, more: Iterator[Block]) -> None:
        self._more, self._first = more, block.first_line
        self._open(block)

    def records(self, delimiter: str) -> Records:
        """The block's records, told one by one."""
        for found in told(bounded_lines(self, self._first - 1), delimiter, self._first):
            yield found
            if self._text.tell() == self._end:
                return

    def readline(self, limit: int) -> str:
        """The next line; "" at the end of the file."""
        line = self._text.readline(limit)
        if line:
            return line
        block = next(self._more, None)
        if block is None:
            return ""
        self._open(block)
        return self._text.readline(limit)

    def _open(self, block: Block) -> None:
        text = block.data.decode()
        self._text, self._end = io.StringIO(text, newline=""), len(text)


def _fault(message: str, line: int) -> str:
    if "field larger" in message:
        raise DataError(
            phrase("A cell on line {line} is longer than {most:,} characters.", line=line, most=LONGEST_CELL),
            phrase("Shorter cells are expected."),
            AGAIN,
        )
    if "unexpected end" in message:
        raise DataError(
            phrase("A quoted cell that opens on line {line} is never closed.", line=line),
            phrase("A closing quote is expected."),
            AGAIN,
        )
    return phrase("text stands after a closing quote")
