"""Whether a sheet is a table or a report about one: a pivot, a chart, a cross-tabulation, a summary of scattered cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from data_access.importing import headings
from data_access.importing.sources.grid import Area, Grid, Rows
from data_access.importing.values import Invalid, fold, parse_moment, parse_number
from metrics.phrases import phrase

TABLE, EMPTY, PIVOT, CHART, SUMMARY = "table", "empty", "pivot", "chart", "summary"
_PIVOT_LABEL = re.compile(r"row labels|column labels|行标签|列标签|zeilenbeschriftungen|étiquettes de lignes|rótulos de linha")
_PIVOT_VALUE = re.compile(r"(?:sum|count|average|max|min) of .+|(?:求和项|计数项|平均值项)[::].+")
TOTAL = re.compile(
    r"(?:(?:grand|sub|sum)[ -]?)?totals?:?|total (?:general|geral)|gesamt(?:summe|ergebnis)?|summe|"
    r"totaux|总计|合计|小计|总和|共计|汇总|總計|合計|小計"
)
_SUBTOTAL = re.compile(r"(?:sub|grand )?totals?(?: .+)?:?|.+ (?:sub)?totals?:?|.*(?:小计|合计|汇总|总计|小計|合計)")
_PERIOD = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?(?:[ '-]?\d{2,4})?|(?:19|20)\d{2}|"
    r"q[1-4](?:[ '-]?\d{2,4})?|(?:19|20)\d{2}[-/ ]?(?:q[1-4]|w\d{1,2}|\d{1,2})|(?:week|wk|kw)[ -]?\d{1,2}|"
    r"(?:\d{2,4}年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月|第.季度"
)
_FEW = 0.2


def judge(grid: Grid) -> tuple[str, str]:
    """(table | empty | pivot | chart | summary, why in words that follow a colon; of a table: what it looks like)."""
    if grid.kind != "worksheet":
        chart = grid.kind == "chartsheet"
        other = phrase("a {kind}, which holds no rows", kind=grid.kind)
        return (CHART, phrase("a chart sheet")) if chart else (SUMMARY, other)
    if not grid.rows:
        return (CHART, phrase("charts or pictures and no cells")) if grid.charts else (EMPTY, phrase("no filled cell"))
    if grid.pivots:
        return PIVOT, phrase("it holds a pivot table")
    if _pasted_pivot(grid.rows):
        return PIVOT, phrase("it has the labels of a pivot table")
    if grid.tables > 1:
        return SUMMARY, phrase("{n} tables stand on it", n=grid.tables)
    return _by_cells(grid)


def _by_cells(grid: Grid) -> tuple[str, str]:
    head = place_of_header(grid)
    if head is None:
        return SUMMARY, phrase("single cells and texts, with no row that names columns")
    names, body = grid.rows[head][1], grid.rows[head + 1 :]
    if not body:
        return EMPTY, phrase("column names and no rows")
    body = _without_notes(body)
    for finding in _FINDINGS:
        why = finding(grid, names, body)
        if why:
            return SUMMARY, why
    return TABLE, phrase("{n} columns, their names in row {row}", n=len(names), row=grid.rows[head][0])


def place_of_header(grid: Grid) -> int | None:
    """Where the first row stands that fills at least half of the sheet's usual width; None when there is none."""
    usual = sorted(_filled(row) for _, row in grid.rows)[len(grid.rows) // 2]
    width = max(usual, *(_filled(row) for _, row in grid.rows[: headings.HEADER_WITHIN])) if usual > 1 else usual
    if width <= 1 and grid.width > 1:
        return None
    for place, (_, row) in enumerate(grid.rows[: headings.HEADER_WITHIN]):
        if _filled(row) * 2 >= width and (_filled(row) > 1 or grid.width == 1):
            return place
    return None


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def is_value(cell: str) -> bool:
    """A number or a date."""
    bare = cell.strip().removesuffix("%")
    return bool(bare) and not (isinstance(parse_number(bare), Invalid) and isinstance(parse_moment(bare, "mdy"), Invalid))


def _without_notes(body: Rows) -> Rows:
    """The rows above the notes at the foot."""
    end = len(body)
    while end > 1 and _filled(body[end - 1][1]) == 1 and not is_value(_first(body[end - 1][1])):
        end -= 1
    return body[:end]


def _first(row: Sequence[str]) -> str:
    return next((cell for cell in row if cell.strip()), "")


def _pasted_pivot(rows: Rows) -> bool:
    cells = [fold(cell) for _, row in rows[:20] for cell in row if cell.strip()]
    labelled = any(_PIVOT_LABEL.fullmatch(cell) for cell in cells)
    counted = sum(bool(_PIVOT_VALUE.fullmatch(cell)) for cell in cells)
    last = fold(_first(rows[-1][1]))
    return labelled or (counted > 0 and bool(TOTAL.fullmatch(last)))


def _merged(grid: Grid, names: list[str], body: Rows) -> str:
    """Cells merged over several rows of the body leave all but the first of these rows empty."""
    first, last = body[0][0], body[-1][0]

    def inside(area: Area) -> bool:
        return area[0] >= first and area[2] <= last and area[2] > area[0]

    filled = dict(body)
    tall = [area for area in grid.merged if inside(area) and _filled(filled.get(area[0], [])) > 1]
    if not tall:
        return ""
    return phrase("cells are merged over several rows ({n} times), so rows lack their values", n=len(tall))


def _stacked(grid: Grid, names: list[str], body: Rows) -> str:
    """A blank row, then a row of texts where the columns above hold values: a second table begins."""
    for place in range(1, len(body)):
        if body[place][0] - body[place - 1][0] < 2:
            continue
        start = place
        while start < len(body) - 1 and _filled(body[start][1]) == 1:
            start += 1
        row, after = body[start][1], body[start + 1 :]
        if not after or _filled(row) < 2 or any(map(is_value, row)):
            continue
        if [fold(c) for c in row] == [fold(c) for c in names] or _breaks(body[:place], row):
            return phrase("several tables stand one below the other (the second from row {row})", row=body[start][0])
    return ""


def _breaks(above: Rows, row: list[str]) -> bool:
    """Whether a text stands in a column that holds values in nearly all rows above."""
    for column, cell in enumerate(row):
        held = [r[column] for _, r in above if column < len(r) and r[column].strip()]
        if cell.strip() and len(held) * 2 >= len(above) and sum(map(is_value, held)) >= 0.8 * len(held):
            return True
    return False


def _beside(grid: Grid, names: list[str], body: Rows) -> str:
    """A column without name and cells between two groups of named columns, of different height."""
    width = max(len(names), *(len(row) for _, row in body))
    bare = [not any(len(row) > c and row[c].strip() for row in (names, *(r for _, r in body))) for c in range(width)]
    groups: list[list[int]] = [[]]
    for column in range(width):
        if bare[column]:
            groups.append([])
        else:
            groups[-1].append(column)
    wide = [g for g in groups if len(g) >= 2]

    def height(group: list[int]) -> int:
        held = (i for i, (_, row) in enumerate(body) if any(c < len(row) and row[c].strip() for c in group))
        return max(held, default=0)

    heights = [height(group) for group in wide]
    if len(wide) > 1 and max(heights) - min(heights) > max(1, 0.1 * max(heights)):
        return phrase("several tables stand side by side")
    return ""


def _scattered(grid: Grid, names: list[str], body: Rows) -> str:
    """Rows with one cell only, between others: section titles or figures with their labels."""
    lone = [row for _, row in body if _filled(row) == 1 and not any(c.isdigit() for c in _first(row))]  # no identifiers
    if grid.width > 2 and len(body) > 2 and len(lone) > max(1, _FEW * len(body)):
        return phrase("single cells and section titles stand between the rows")
    tops = [names, *(row for _, row in body[:1] if not any(map(is_value, row)))]  # names may take a second row
    named = {c for row in tops for c, cell in enumerate(row) if cell.strip()}
    held = [c for _, row in body for c, cell in enumerate(row) if cell.strip()]
    outside = sum(c not in named for c in held)
    if outside > 0.5 * len(held) or (len(named) < 0.8 * grid.width and len(held) < 0.3 * grid.width * len(body)):
        return phrase("single cells stand scattered over it, most of them below no name")
    return ""


def _subtotals(grid: Grid, names: list[str], body: Rows) -> str:
    totals = [number for number, row in body if _SUBTOTAL.fullmatch(fold(_first(row))) and any(map(is_value, row))]
    inner = [number for number in totals if number != body[-1][0]]
    if len(totals) > 1 and inner:
        return phrase("subtotals stand between the rows (row {row})", row=inner[0])
    return ""


def _crossed(grid: Grid, names: list[str], body: Rows) -> str:
    """One label per row, numbers in all other columns: with totals, or with periods for columns, it is a cross-tabulation."""
    if len(names) < 3 or len(body) < 2:
        return ""
    labels = [fold(_first(row)) for _, row in body]
    numeric = all(all(is_value(cell) or not cell.strip() or cell.strip() in "-–" for cell in row[1:]) for _, row in body)
    if not numeric or len(set(labels)) < len(labels) or any(map(is_value, labels[:-1])):
        return ""
    heads = [fold(cell) for cell in names[1:] if cell.strip()]
    if TOTAL.fullmatch(labels[-1]) and heads and TOTAL.fullmatch(heads[-1]):
        return phrase("a cross-tabulation with totals")
    periods = sum(bool(_PERIOD.fullmatch(h)) or not isinstance(parse_moment(h, "mdy"), Invalid) for h in heads)
    by_period = periods >= 3 and periods >= 0.7 * len(heads)
    return phrase("a cross-tabulation with one column per period") if by_period else ""


_FINDINGS: tuple[Callable[[Grid, list[str], Rows], str], ...] = (_merged, _stacked, _beside, _scattered, _subtotals, _crossed)
