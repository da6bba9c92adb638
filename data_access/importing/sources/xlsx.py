"""Workbooks (xlsx): rows of a sheet, streamed, cells as text; first looks at all sheets."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data_access.importing import limits
from data_access.importing.errors import DataError
from data_access.importing.sources import book as books
from data_access.importing.sources import numbers, package
from data_access.importing.sources.grid import LOOK_ROWS, Area, Grid, Notices
from metrics.phrases import phrase

if TYPE_CHECKING:
    from data_access.importing.reader import Layout, Progress, Records

FARTHEST_ROW, FARTHEST_COLUMN = 1_048_576, 16_384
MOST_MERGED = 10_000  # merged areas looked at
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})", re.ASCII)
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z0-9$]+):([A-Z0-9$]+)[\"']")
_ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")
_BLOCK = 1 << 20


def records(path: Path, layout: Layout, progress: Progress) -> Records:
    """The rows of the chosen sheet that hold something, as wide as the header, under the sheet's own row numbers."""
    width, size = len(layout.headers), path.stat().st_size
    with package.opened(path) as opened:
        book = books.read(opened)
        sheet = next((s for s in book.sheets if s.name == layout.sheet), None)
        if sheet is None:
            raise DataError(
                phrase("The workbook has no sheet {sheet!r}.", sheet=layout.sheet),
                phrase("One of its sheets is expected."),
                phrase("Choose one."),
            )
        with opened.open(sheet.part) as handle:
            share = size / max(1, opened.size(sheet.part))
            progress.position = lambda: int(min(1.0, share) * handle.tell()) if not handle.closed else size
            for number, cells in _rows(book, handle, Notices()):
                yield number, cells + [""] * (width - len(cells))


def look(path: Path) -> list[Grid]:
    """The first rows of every sheet."""
    with package.opened(path) as opened:
        book = books.read(opened)
        return [_grid(book, sheet) for sheet in book.sheets]


def _grid(book: books.Book, sheet: books.SheetPart) -> Grid:
    state = "very hidden" if sheet.very_hidden else "hidden" if sheet.hidden else ""
    grid = Grid(sheet.name, sheet.kind, state)
    grid.pivots = sheet.related.count("pivotTable")
    grid.tables = sheet.related.count("table")
    grid.charts = sum(kind in ("chart", "chartEx", "image") for kind in sheet.related)
    if sheet.kind != "worksheet" or sheet.part not in book.package:
        return grid
    grid.count, grid.merged = _scan(book.package, sheet.part)
    with book.package.open(sheet.part) as prolog:
        package.refuse_doctype(prolog.read(_BLOCK))
    with book.package.open(sheet.part) as handle:
        rows = _rows(book, handle, grid.notices)
        grid.rows = list(islice(rows, LOOK_ROWS))
        grid.whole = next(rows, None) is None
    if grid.whole:
        grid.count = len(grid.rows)
    return grid


def _scan(opened: package.Package, part: str) -> tuple[int, list[Area]]:
    """(rows written, merged areas), counted in the bytes: merged areas stand after the rows."""
    merged: list[Area] = []
    rows, rest = 0, b""
    with opened.open(part) as handle:
        while block := handle.read(_BLOCK):
            text = rest + block
            cut = max(0, text.rfind(b"<"))
            whole, rest = text[:cut], text[cut:][:_BLOCK]
            rows += len(_ROW.findall(whole))
            for first, last in _MERGED.findall(whole):
                if len(merged) < MOST_MERGED:
                    (top, left), (bottom, right) = _place(first.decode()), _place(last.decode())
                    merged.append((top, left, bottom, right))
    return rows, merged


def _rows(book: books.Book, handle: Any, notices: Notices) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something; those the file leaves out or leaves blank are passed over."""
    number, seen, place = 0, 0, 0
    cells: list[str] = []
    for _, element in package.elements(handle, ("row", "c"), ("end",)):
        if element.tag.endswith("c"):
            seen += 1
            reference = element.get("r")
            place = place + 1 if reference is None else _column(reference.rstrip("0123456789"))
            text = _text(book, element, notices)
            if text:
                _put(cells, place, text, number)
            elif seen > FARTHEST_COLUMN:
                raise _too_wide(number, seen)
            continue
        number = _row_number(element.get("r"), number)
        if cells:
            notices.hidden_rows += element.get("hidden") in ("1", "true")
            yield number, cells
        cells, seen, place = [], 0, 0
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _put(cells: list[str], place: int, text: str, before: int) -> None:
    """A cell at its column; those left out before it are empty."""
    if place > limits.MOST_COLUMNS:
        raise _too_wide(before, place)
    if place <= len(cells):
        raise package.damaged(phrase("The workbook has its cells out of order (below row {row:,}).", row=before))
    cells.extend([""] * (place - 1 - len(cells)))
    cells.append(text)


def _too_wide(before: int, column: int) -> DataError:
    return DataError(
        phrase("The row below row {before:,} reaches to column {column:,}.", before=before, column=column),
        phrase("At most {most} columns are read.", most=limits.MOST_COLUMNS),
        phrase("Delete what stands far outside of the table, or export fewer columns."),
    )


def _row_number(text: str | None, before: int) -> int:
    """The row's own number; rows stand in order."""
    number = int(text) if text and text.isascii() and text.isdigit() else before + 1
    if number <= before or number > FARTHEST_ROW:
        raise package.damaged(phrase("The workbook has its rows out of order (near row {row:,}).", row=before))
    return number


def _place(reference: str) -> tuple[int, int]:
    """(row, column) of a reference such as AB12."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise package.damaged(phrase("The workbook holds a cell outside of its sheet."))
    return int(found[2]), _column(found[1])


@lru_cache(maxsize=FARTHEST_COLUMN)
def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    if not 0 < column <= FARTHEST_COLUMN:
        raise package.damaged(phrase("The workbook holds a cell outside of its sheet."))
    return column


def _text(book: books.Book, cell: Any, notices: Notices) -> str:
    """A cell as a careful person would write it in a CSV."""
    kind, raw, formula = cell.get("t", "n"), None, False
    for child in cell:
        tag = str(child.tag).rpartition("}")[2]
        if tag == "v":
            raw = child.text
        elif tag == "is":
            return books.text_of(child)
        elif tag == "f":
            formula = True
    if raw is None:
        notices.uncached += formula
        return ""
    if kind == "s":
        place = int(raw) if raw.isascii() and raw.isdigit() else -1
        if not 0 <= place < len(book.texts):
            raise package.damaged(phrase("The workbook refers to a text it does not hold."))
        return book.texts[place]
    return _value(book, cell, kind, raw, notices)


def _value(book: books.Book, cell: Any, kind: str, raw: str, notices: Notices) -> str:
    if len(raw) > limits.LONGEST_CELL:
        raise DataError(
            phrase("A cell is longer than {most:,} characters.", most=limits.LONGEST_CELL),
            phrase("Shorter cells are expected."),
            phrase("Shorten it."),
        )
    if kind == "b":
        return "TRUE" if raw in ("1", "true") else "FALSE"
    if kind == "d":
        return raw.removesuffix("T00:00:00").replace("T", " ")
    if kind != "n":
        return raw  # a formula's text, an error such as #N/A
    style = cell.get("s", "0")
    shows = book.formats[int(style)] if style.isdigit() and int(style) < len(book.formats) else numbers.NUMBER
    return number_text(raw, shows, book.from_1904, notices)


def number_text(raw: str, shows: str, from_1904: bool, notices: Notices) -> str:
    """A stored number as text. Plain digits are kept as written: a program may have stored a long identifier in full."""
    if shows == numbers.NUMBER and raw.isascii() and raw.isdigit() and (raw == "0" or raw[0] != "0"):
        return raw
    try:
        value = float(raw)
    except ValueError:
        return raw
    if not math.isfinite(value):
        return raw
    if abs(value) >= 1e15 and value == int(value):
        notices.long_numbers += 1
    return numbers.written(value, shows, from_1904)
