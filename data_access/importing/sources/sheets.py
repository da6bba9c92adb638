"""Which sheet of a workbook is read: the only table, the one that was named, or the one somebody must choose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from data_access.importing.errors import DataError
from data_access.importing.sources import kinds, shapes, xls, xlsx
from data_access.importing.sources.grid import Grid

_LOOKS: dict[str, Callable[[Path], list[Grid]]] = {kinds.XLSX: xlsx.look, kinds.XLS: xls.look}
_WORDS = {
    shapes.TABLE: "a table",
    shapes.EMPTY: "empty",
    shapes.PIVOT: "a pivot",
    shapes.CHART: "a chart",
    shapes.SUMMARY: "a report",
}
_TABLE = "One row of column names and one row per answer, contact or case are expected."
_MOST_NAMED = 12  # sheets a message lists


@dataclass(frozen=True, slots=True)
class Judged:
    """A sheet and what it is; why: in words."""

    grid: Grid
    what: str
    why: str

    @property
    def named(self) -> str:
        """The sheet as a message lists it."""
        state = f", {self.grid.hidden}" if self.grid.hidden else ""
        return f"{self.grid.name!r} ({_WORDS[self.what]}: {self.why}{state})"


@dataclass(frozen=True, slots=True)
class Choice:
    """The sheet that is read, why, all sheets, and the names to choose from while nobody has chosen."""

    sheet: Judged
    why: str
    sheets: tuple[Judged, ...]
    asked: tuple[str, ...] = ()


def choose(path: Path, kind: str, name: str | None, vouched: bool) -> Choice:
    """name: the sheet somebody has named · vouched: they have also said where its column names stand, so it is a table.

    Raises DataError, with the list of sheets, when none is a table.
    """
    judged = tuple(Judged(grid, *shapes.judge(grid)) for grid in _LOOKS[kind](path))
    if name is not None:
        return Choice(_named(judged, name, vouched), "as the mapping says", judged)
    tables = [j for j in judged if j.what == shapes.TABLE]
    shown = [j for j in tables if not j.grid.hidden]
    if not tables:
        raise _refusal(judged)
    if len(shown) == 1:
        others = len(judged) - 1
        return Choice(shown[0], "the only sheet" if not others else f"the only table of {len(judged)} sheets", judged)
    return Choice((shown or tables)[0], "to be chosen", judged, tuple(j.grid.name for j in tables))


def _named(judged: tuple[Judged, ...], name: str, vouched: bool) -> Judged:
    for j in judged:
        if j.grid.name == name:
            if j.what == shapes.TABLE or (j.what == shapes.SUMMARY and vouched and j.grid.rows):
                return j
            raise _refusal((j,), judged)
    raise DataError(f"The workbook has no sheet {name!r}.", f"Its sheets are {_list(judged)}.", "Choose one of them.")


def _refusal(judged: tuple[Judged, ...], everything: tuple[Judged, ...] = ()) -> DataError:
    hint = "Export the rows behind the report and upload those"
    if any(j.what == shapes.SUMMARY and j.grid.rows for j in judged):
        hint += "; if a sheet is a table after all, name it and the row of its column names (sheet, header_line)"
    if everything:
        seen = f"The sheet {judged[0].named} is not a table."
        expected = f"The workbook's sheets are {_list(everything)}."
    elif len(judged) == 1:
        seen, expected = f"The workbook's only sheet, {judged[0].named}, is not a table.", ""
    else:
        seen, expected = f"None of the workbook's {len(judged)} sheets is a table: {_list(judged)}.", ""
    return DataError(seen, expected or _TABLE, hint + ".")


def _list(judged: tuple[Judged, ...]) -> str:
    more = len(judged) - _MOST_NAMED
    return ", ".join(j.named for j in judged[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
