"""How a file's bytes become rows, with evidence: by kind of file. What holds no table is refused in plain words."""

from __future__ import annotations

from pathlib import Path

from data_access.importing import headings, limits
from data_access.importing.errors import DataError
from data_access.importing.inspection import Sheet
from data_access.importing.mapping import AS_FOUND, HowRead
from data_access.importing.reader import Layout
from data_access.importing.sniffed import Sniffed, header_questions
from data_access.importing.sources import kinds, parquet, sheets, text, xes
from data_access.importing.sources.grid import Grid, Rows
from data_access.importing.suggest import Question
from metrics.phrases import listed, phrase


def sniff(path: Path, said: HowRead = AS_FOUND) -> Sniffed:
    """How to read the file. What somebody said wins; raises DataError when there is no table in it."""
    kind = kinds.kind_of(path)
    if kind in (kinds.XLSX, kinds.XLS):
        return _workbook(path, kind, said)
    if kind == kinds.XES:
        return _event_log(path)
    return _parquet(path) if kind == kinds.PARQUET else text.sniff(path, said, kind)


def _workbook(path: Path, kind: str, said: HowRead) -> Sniffed:
    chosen = sheets.choose(path, kind, said.sheet, vouched=said.header_line is not None)
    grid = chosen.sheet.grid
    rows: Rows = [(line, [*row, *([""] * (grid.width - len(row)))]) for line, row in grid.rows]
    header = headings.said(rows, said.header_line, said.header_rows, _grouping(grid))
    if len(header.names) > limits.MOST_COLUMNS:
        raise DataError(
            phrase("The sheet has {n:,} columns.", n=len(header.names)),
            phrase("At most {n} are read.", n=limits.MOST_COLUMNS),
            phrase("Export fewer columns."),
        )
    layout = Layout("", "", header.line, header.names, header.rows, header.last_line, kind, grid.name)
    evidence = {
        "sheet": phrase("{name!r}: {why}", name=grid.name, why=chosen.why), "header": headings.in_a_sheet(header.why),
    }  # fmt: skip
    evidence |= _notices(grid)
    asked = header_questions(header.doubtful)
    if chosen.asked:
        named = listed(j.named for j in chosen.sheets)
        text = phrase("Which sheet is to be read? The workbook holds {sheets}.", sheets=named)
        asked = (Question("sheet", text, chosen.asked, True), *asked)
    every = tuple(Sheet(j.grid.name, j.what, j.grid.count, j.grid.width, _why(j)) for j in chosen.sheets)
    return Sniffed(layout, evidence, ("header",) if header.doubtful else (), every, (), asked)


def _why(judged: sheets.Judged) -> str:
    if not judged.grid.hidden:
        return judged.why
    return phrase("{why} ({hidden})", why=judged.why, hidden=sheets.HIDDEN[judged.grid.hidden])


def _grouping(grid: Grid) -> frozenset[int]:
    """Rows in which names are merged over several, but not all, columns: groups of the columns below."""
    return frozenset(a[0] for a in grid.merged if a[0] == a[2] and 1 < a[3] - a[1] + 1 < grid.width)


def _notices(grid: Grid) -> dict[str, str]:
    """What a person should know about the cells."""
    said = {}
    if grid.notices.uncached:
        formulas = _within(phrase("{n:,} formulas", n=grid.notices.uncached), grid)
        said["formulas"] = phrase(
            "{formulas} have no stored result and are read as empty: open the workbook in a spreadsheet program and save it to"
            " have them computed",
            formulas=formulas,
        )
    if grid.notices.long_numbers:
        said["long_numbers"] = phrase(
            "{numbers} have more than 15 digits, of which a spreadsheet keeps 15: identifiers among them may be wrong",
            numbers=_within(phrase("{n:,} numbers", n=grid.notices.long_numbers), grid),
        )
    if grid.notices.hidden_rows:
        rows = _within(phrase("{n:,} rows", n=grid.notices.hidden_rows), grid)
        said["hidden_rows"] = phrase("{rows} are hidden or filtered out, and are read all the same", rows=rows)
    return said


def _within(counted: str, grid: Grid) -> str:
    """What was counted, with the rows looked at where they are not all."""
    return counted if grid.whole else phrase("{counted} in the first {n:,} rows", counted=counted, n=len(grid.rows))


def _event_log(path: Path) -> Sniffed:
    found = xes.look(path)
    held = phrase(
        "{n} attributes of {events:,} events in {cases:,} cases", n=len(found.headers), events=found.events, cases=found.cases
    )
    evidence = {"header": held}
    if found.without_events:
        evidence["cases"] = phrase("{n:,} cases have no events and so no rows", n=found.without_events)
    if found.nested:
        names = listed(sorted(found.nested)[:10])
        evidence["left_out"] = phrase("lists and nested attributes are left out: {names}", names=names)
    return Sniffed(Layout("", "", 0, found.headers, format=kinds.XES), evidence)


def _parquet(path: Path) -> Sniffed:
    names, left_out, rows = parquet.columns(path)
    evidence = {"header": phrase("{n} columns and {rows:,} rows, as the file declares", n=len(names), rows=rows)}
    if left_out:
        evidence["left_out"] = phrase("nested columns and bytes are left out: {names}", names=listed(left_out[:10]))
    return Sniffed(Layout("", "", 0, headings.unique_names(list(names)), format=kinds.PARQUET), evidence)
