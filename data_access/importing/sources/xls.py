"""Workbooks of the old format (xls): rows of a sheet, cells as text; first looks at all sheets."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlrd  # type: ignore[import-untyped]
from xlrd.compdoc import CompDocError  # type: ignore[import-untyped]

from data_access.importing import limits
from data_access.importing.errors import DataError
from data_access.importing.sources import numbers
from data_access.importing.sources.grid import LOOK_ROWS, Grid, Notices
from metrics.phrases import phrase

if TYPE_CHECKING:
    from data_access.importing.reader import Layout, Progress, Records

_BROKEN = (
    xlrd.XLRDError, CompDocError, struct.error, IndexError, KeyError, ValueError, TypeError, AssertionError, AttributeError,
    OverflowError, ZeroDivisionError, RecursionError, EOFError, NotImplementedError, OSError, LookupError,
)  # fmt: skip
_OTHER = (
    ("WordDocument", phrase("a text document (Word)")),
    ("PowerPoint Document", phrase("a presentation (PowerPoint)")),
)
_STATES = ("", "hidden", "very hidden")
_BOF, _END, _PIVOT, _SHEET, _CHART = 0x809, 0x0A, 0xB0, 0x85, 0x20
_KINDS = {0: "worksheet", 1: "macrosheet", 2: "chartsheet", 6: "macrosheet"}


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The workbook; whatever is wrong with it is a DataError."""
    size = path.stat().st_size
    if size > limits.OLD_WORKBOOK_BYTES:
        raise DataError(
            phrase("The workbook has {size:,} MB.", size=size >> 20),
            phrase("Of the old format (XLS) at most {size} MB are read.", size=limits.OLD_WORKBOOK_BYTES >> 20),
            phrase("Save it as XLSX or as CSV and upload that."),
        )
    try:
        with xlrd.open_workbook(str(path), formatting_info=True, on_demand=True, logfile=io.StringIO()) as book:
            yield book
    except _BROKEN as error:
        raise _refusal(path, str(error)) from error


def _refusal(path: Path, error: str) -> DataError:
    content = path.read_bytes()
    if "encrypted" in error.lower() or "EncryptedPackage".encode("utf-16-le") in content:
        return DataError(
            phrase("The file is protected by a password."),
            phrase("An open workbook is expected."),
            phrase("Save it without a password."),
        )
    for name, what in _OTHER:
        if name.encode("utf-16-le") in content:
            return DataError(
                phrase("The file is {what}.", what=what),
                phrase("A workbook or a text file (CSV) is expected."),
                phrase("Choose another file."),
            )
    return DataError(
        phrase("The workbook is damaged or cut off."),
        phrase("A whole workbook is expected."),
        phrase("Open it in a spreadsheet program, save it anew as XLSX, and upload that."),
    )


def records(path: Path, layout: Layout, progress: Progress) -> Records:
    """The rows of the chosen sheet that hold something, as wide as the header, under the sheet's own row numbers."""
    width, size = len(layout.headers), path.stat().st_size
    with opened(path) as book:
        if layout.sheet not in book.sheet_names():
            raise DataError(
                phrase("The workbook has no sheet {sheet!r}.", sheet=layout.sheet),
                phrase("One of its sheets is expected."),
                phrase("Choose one."),
            )
        sheet = book.sheet_by_name(layout.sheet)
        for number, cells in _rows(book, sheet, Notices()):
            progress.position = lambda number=number: size * number // max(1, sheet.nrows)  # type: ignore[misc]
            yield number, cells + [""] * (width - len(cells))


def look(path: Path) -> list[Grid]:
    """The first rows of every sheet, chart sheets included."""
    with opened(path) as book:
        grids = []
        for name, state, kind, place in _listed(book):
            grid = Grid(name, _KINDS.get(kind, "worksheet"), _STATES[min(state & 3, 2)])
            if grid.kind == "worksheet" and name in book.sheet_names():
                _fill(book, grid, place)
            grids.append(grid)
        return grids


def _fill(book: Any, grid: Grid, place: int) -> None:
    sheet = book.sheet_by_name(grid.name)
    grid.pivots, grid.charts = _parts(book, place)
    grid.merged = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    for number, cells in _rows(book, sheet, grid.notices):
        grid.count += 1
        if len(grid.rows) < LOOK_ROWS:
            grid.rows.append((number, cells))
    grid.whole = grid.count == len(grid.rows)
    book.unload_sheet(grid.name)


def _rows(book: Any, sheet: Any, notices: Notices) -> Iterator[tuple[int, list[str]]]:
    shown: dict[int, str] = {}
    for place in range(sheet.nrows):
        cells = [_text(book, cell, shown) for cell in sheet.row(place)]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if any(len(cell) > limits.LONGEST_CELL for cell in cells):
            raise DataError(
                phrase(
                    "A cell in row {row} is longer than {most:,} characters.",
                    row=place + 1, most=limits.LONGEST_CELL,
                ),
                phrase("Shorter cells are expected."),
                phrase("Shorten it."),
            )
        info = sheet.rowinfo_map.get(place)
        notices.hidden_rows += bool(info is not None and info.hidden)
        yield place + 1, cells


def _text(book: Any, cell: Any, shown: dict[int, str]) -> str:
    """A cell as a careful person would write it in a CSV."""
    kind, value = cell.ctype, cell.value
    if kind == xlrd.XL_CELL_TEXT:
        return str(value)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, "#N/A"))
    if kind not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return ""
    if cell.xf_index not in shown:
        shown[cell.xf_index] = _format(book, cell.xf_index)
    return numbers.written(float(value), shown[cell.xf_index], book.datemode == 1)


def _format(book: Any, style: int | None) -> str:
    if style is None or style >= len(book.xf_list):
        return numbers.NUMBER
    key = book.xf_list[style].format_key
    known = book.format_map.get(key)
    code = known.format_str if known is not None else None
    east_asian = key in range(27, 37) or key in range(50, 59)
    return numbers.kind_of(None if east_asian and code in (None, "General") else code or "General", key)


def _listed(book: Any) -> Iterator[tuple[str, int, int, int]]:
    """(name, state, kind, where it begins) of every sheet, chart sheets included, in the workbook's order."""
    if book.biff_version < 80:
        for number, name in enumerate(book.sheet_names()):
            yield name, book.sheet_by_index(number).visibility, 0, -1
        return
    for code, data in _walk(book, book.base):
        if code == _SHEET and len(data) > 8:
            place, state, kind, length, wide = struct.unpack_from("<IBBBB", data)
            text = data[8 : 8 + length * (1 + (wide & 1))]
            yield text.decode("utf-16-le" if wide & 1 else "latin-1"), state, kind, place + book.base


def _parts(book: Any, place: int) -> tuple[int, int]:
    """(pivot tables, charts) of a sheet."""
    pivots = charts = depth = 0
    for code, data in _walk(book, place, nested=True) if place >= 0 else ():
        depth += (code == _BOF) - (code == _END)
        pivots += code == _PIVOT
        charts += code == _BOF and len(data) >= 4 and struct.unpack_from("<H", data, 2)[0] == _CHART
        if depth <= 0:
            break
    return pivots, charts


def _walk(book: Any, place: int, nested: bool = False) -> Iterator[tuple[int, bytes]]:
    """The records from a place on: (code, content), to the end of the stream's part."""
    memory, end = book.mem, book.base + book.stream_len
    while place + 4 <= end:
        code, length = struct.unpack_from("<HH", memory, place)
        yield code, bytes(memory[place + 4 : place + 4 + length])
        if code == _END and not nested:
            return
        place += 4 + length
