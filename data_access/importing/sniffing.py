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
            f"The sheet has {len(header.names):,} columns.", f"At most {limits.MOST_COLUMNS} are read.", "Export fewer columns."
        )
    layout = Layout("", "", header.line, header.names, header.rows, header.last_line, kind, grid.name)
    evidence = {"sheet": f"{grid.name!r}: {chosen.why}", "header": header.why.replace("line ", "row ", 1)}
    evidence |= _notices(grid)
    asked = header_questions(header.doubtful)
    if chosen.asked:
        named = ", ".join(j.named for j in chosen.sheets)
        asked = (Question("sheet", f"Which sheet is to be read? The workbook holds {named}.", chosen.asked, True), *asked)
    listed = tuple(
        Sheet(j.grid.name, j.what, j.grid.count, j.grid.width, j.why + (f" ({j.grid.hidden})" if j.grid.hidden else ""))
        for j in chosen.sheets
    )
    return Sniffed(layout, evidence, ("header",) if header.doubtful else (), listed, (), asked)


def _grouping(grid: Grid) -> frozenset[int]:
    """Rows in which names are merged over several, but not all, columns: groups of the columns below."""
    return frozenset(a[0] for a in grid.merged if a[0] == a[2] and 1 < a[3] - a[1] + 1 < grid.width)


def _notices(grid: Grid) -> dict[str, str]:
    """What a person should know about the cells."""
    within = "" if grid.whole else f" in the first {len(grid.rows):,} rows"
    said = {}
    if grid.notices.uncached:
        said["formulas"] = (
            f"{grid.notices.uncached:,} formulas{within} have no stored result and are read as empty: "
            "open the workbook in a spreadsheet program and save it to have them computed"
        )
    if grid.notices.long_numbers:
        said["long_numbers"] = (
            f"{grid.notices.long_numbers:,} numbers{within} have more than 15 digits, of which a spreadsheet keeps 15: "
            "identifiers among them may be wrong"
        )
    if grid.notices.hidden_rows:
        said["hidden_rows"] = f"{grid.notices.hidden_rows:,} rows{within} are hidden or filtered out, and are read all the same"
    return said


def _event_log(path: Path) -> Sniffed:
    found = xes.look(path)
    evidence = {"header": f"{len(found.headers)} attributes of {found.events:,} events in {found.cases:,} cases"}
    if found.without_events:
        evidence["cases"] = f"{found.without_events:,} cases have no events and so no rows"
    if found.nested:
        names = ", ".join(sorted(found.nested)[:10])
        evidence["left_out"] = f"lists and nested attributes are left out: {names}"
    return Sniffed(Layout("", "", 0, found.headers, format=kinds.XES), evidence)


def _parquet(path: Path) -> Sniffed:
    names, left_out, rows = parquet.columns(path)
    evidence = {"header": f"{len(names)} columns and {rows:,} rows, as the file declares"}
    if left_out:
        evidence["left_out"] = f"nested columns and bytes are left out: {', '.join(left_out[:10])}"
    return Sniffed(Layout("", "", 0, headings.unique_names(list(names)), format=kinds.PARQUET), evidence)
