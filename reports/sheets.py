"""A workbook's paper: one safe way to open it, its formats, its sheets' names, and texts that never become formulas."""

from __future__ import annotations

import re
from typing import Any

from xlsxwriter import Workbook

from charts.labels import wrap
from charts.theme import theme
from reports.safe_text import clean
from reports.typeface import LATIN

SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
CELL_CHARS = 32_000  # a spreadsheet takes 32,767
_NAME_CHARS = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_PIXELS, _POINTS = 7.0, 96 / 72  # of one column width unit; per point of type


class Paper:
    """A workbook being written: its formats by name, and the names its sheets took."""

    def __init__(self, out: Any) -> None:
        self.book = Workbook(out, SAFE)
        self.book.set_calc_mode("auto")
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._taken: set[str] = set()

    def format(self, **properties: Any) -> Any:
        """A cell format; the same properties give the same format."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"font_name": LATIN, "font_size": 10, "valign": "top", **properties})
        return self._formats[key]

    def sheet(self, name: str) -> Any:
        """A new sheet of about this name: without forbidden signs, at most 31 characters, unlike every other."""
        made = self.book.add_worksheet(self._free(name))
        made.hide_gridlines(2)
        made.set_landscape()
        made.set_paper(9)  # A4
        made.fit_to_pages(1, 0)
        return made

    def _free(self, name: str) -> str:
        tidy = _FORBIDDEN.sub(" ", clean(name)).strip("' ")[:_NAME_CHARS].strip("' ") or "Sheet"
        if tidy.casefold() == "history":  # a spreadsheet keeps this name for itself
            tidy = "History of"
        free, number = tidy, 2
        while free.casefold() in self._taken:
            ending = f" {number}"
            free, number = tidy[: _NAME_CHARS - len(ending)].rstrip() + ending, number + 1
        self._taken.add(free.casefold())
        return free


def put(sheet: Any, row: int, column: int, value: object, form: Any) -> None:
    """One cell: a number as a number, everything else as text that stays text. None leaves no cell at all: a chart would keep
    a formatted empty one as 0."""
    if value is None or value == "":
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        text = clean(value)
        sheet.write_string(row, column, text if len(text) <= CELL_CHARS else text[: CELL_CHARS - 1] + "…", form)
    else:
        sheet.write_number(row, column, value, form)


def line(sheet: Any, row: int, words: str, form: Any, *, size: float, columns: int, width: float) -> None:
    """Words across the sheet's columns, wrapped; the row as high as they need. width: of the columns, in their unit."""
    tall = len(wrap(clean(words), width * _PIXELS * 0.95, size * _POINTS)) or 1
    sheet.set_row(row, tall * size * 1.35 + 2)
    sheet.merge_range(row, 0, row, columns - 1, "", form)
    put(sheet, row, 0, words, form)


def ink() -> str:
    return theme("light").ink


def muted() -> str:
    return theme("light").muted
