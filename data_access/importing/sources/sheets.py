"""Which sheet of a workbook is read: the only table, the one that was named, or the one somebody must choose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from data_access.importing.errors import DataError
from data_access.importing.sources import kinds, shapes, xls, xlsx
from data_access.importing.sources.grid import Grid
from metrics.phrases import listed, phrase

_LOOKS: dict[str, Callable[[Path], list[Grid]]] = {kinds.XLSX: xlsx.look, kinds.XLS: xls.look}
_WORDS = {
    shapes.TABLE: phrase("a table"),
    shapes.EMPTY: phrase("empty"),
    shapes.PIVOT: phrase("a pivot"),
    shapes.CHART: phrase("a chart"),
    shapes.SUMMARY: phrase("a report"),
}
_TABLE = phrase("One row of column names and one row per answer, contact or case are expected.")
HIDDEN = {"hidden": phrase("hidden"), "very hidden": phrase("very hidden")}
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
        name, what, why = self.grid.name, _WORDS[self.what], self.why
        if self.grid.hidden:
            hidden = HIDDEN[self.grid.hidden]
            return phrase("{name!r} ({what}: {why}, {hidden})", name=name, what=what, why=why, hidden=hidden)
        return phrase("{name!r} ({what}: {why})", name=name, what=what, why=why)


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
        return Choice(_named(judged, name, vouched), phrase("as the mapping says"), judged)
    tables = [j for j in judged if j.what == shapes.TABLE]
    shown = [j for j in tables if not j.grid.hidden]
    if not tables:
        raise _refusal(judged)
    if len(shown) == 1:
        only = phrase("the only table of {n} sheets", n=len(judged)) if len(judged) > 1 else phrase("the only sheet")
        return Choice(shown[0], only, judged)
    return Choice((shown or tables)[0], phrase("to be chosen"), judged, tuple(j.grid.name for j in tables))


def _named(judged: tuple[Judged, ...], name: str, vouched: bool) -> Judged:
    for j in judged:
        if j.grid.name == name:
            if j.what == shapes.TABLE or (j.what == shapes.SUMMARY and vouched and j.grid.rows):
                return j
            raise _refusal((j,), judged)
    raise DataError(
        phrase("The workbook has no sheet {sheet!r}.", sheet=name),
        phrase("Its sheets are {sheets}.", sheets=_list(judged)),
        phrase("Choose one of them."),
    )


def _refusal(judged: tuple[Judged, ...], everything: tuple[Judged, ...] = ()) -> DataError:
    hint, expected = phrase("Export the rows behind the report and upload those."), _TABLE
    if any(j.what == shapes.SUMMARY and j.grid.rows for j in judged):
        hint = phrase(
            "Export the rows behind the report and upload those; if a sheet is a table after all, name it and the row of its"
            " column names (sheet, header_line)."
        )
    if everything:
        seen = phrase("The sheet {sheet} is not a table.", sheet=judged[0].named)
        expected = phrase("The workbook's sheets are {sheets}.", sheets=_list(everything))
    elif len(judged) == 1:
        seen = phrase("The workbook's only sheet, {sheet}, is not a table.", sheet=judged[0].named)
    else:
        seen = phrase("None of the workbook's {n} sheets is a table: {sheets}.", n=len(judged), sheets=_list(judged))
    return DataError(seen, expected, hint)


def _list(judged: tuple[Judged, ...]) -> str:
    more, first = len(judged) - _MOST_NAMED, listed(j.named for j in judged[:_MOST_NAMED])
    return phrase("{names} and {n} more", names=first, n=more) if more > 0 else first
