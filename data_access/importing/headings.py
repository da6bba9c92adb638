"""The names of a file's columns: which row they stand on, and names that survey tools spread over two or three rows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from data_access.importing.errors import DataError
from data_access.importing.values import Invalid, fold, parse_moment, parse_number
from metrics.phrases import Phrase, phrase
from metrics.saying import word

HEADER_WITHIN = 20  # records looked at for the header: above it stand titles and notes at most
MANY_BLANKS = 0.2  # share of a first row left blank that asks for a second row
Records = list[tuple[int, list[str]]]
_PLAIN_ANSWER = re.compile(r"(?:open[- ]ended )?response", re.IGNORECASE)  # adds nothing to the question above it
_OTHER = re.compile(r"other \(.*specify.*\)", re.IGNORECASE)
_UNIT = re.compile(
    r"[(\[（].{1,20}[)\]）]|%|‰|kg|g|km|m|cm|mm|ms|s|sec|secs|seconds|min|mins|minutes|h|hrs|hours|days|weeks|months|years|eur|usd|gbp|cny|rmb|"
    r"brl|chf|jpy|[€$£¥]|pcs|pct|percent|points|count|number|text|date|y{2,4}[-/.]m{1,2}[-/.]d{1,2}|d{1,2}[-/.]m{1,2}[-/.]y{2,4}|"
    r"m{1,2}[-/.]d{1,2}[-/.]y{2,4}|元|秒|分|分钟|小时|天|人|次|个|万元",
    re.IGNORECASE,
)
_IN_A_SHEET = {  # a workbook's lines are rows
    "line {line}, {n} columns": word("row {line}, {n} columns"),
    "{rows} rows from line {line}, {n} columns: {why}": word("{rows} rows from row {line}, {n} columns: {why}"),
}
_MACHINE = re.compile(r'\{"ImportId":.*\}')


@dataclass(frozen=True, slots=True)
class Heading:
    """line: of the first row of names, 0 for none · rows, last_line: how many rows they take, where the last begins."""

    line: int
    rows: int
    last_line: int
    names: tuple[str, ...]
    why: str
    doubtful: bool = False


def found(rows: Records, grouped: frozenset[int] = frozenset()) -> Heading:
    """The header as the file shows it: the first row that is at least half filled, or rows that complete each other.

    grouped: lines on which names are merged over several columns, as a workbook says.
    """
    place = next((i for i, (_, row) in enumerate(rows[:HEADER_WITHIN]) if sum(bool(c.strip()) for c in row) > 1), 0)
    count, why = _grouped(rows, place, grouped) if grouped else (1, "")
    if count == 1:
        count, why = _stacked(rows, place)
    if count > 1:
        return _joined(rows, place, count, why)
    line, doubtful = _line(rows)
    return _single(rows, line, doubtful)


def said(rows: Records, line: int | None, count: int | None, grouped: frozenset[int] = frozenset()) -> Heading:
    """The header where a mapping says it is; what it leaves open is found."""
    if line is None and count is None:
        return found(rows, grouped)
    at = line if line is not None else found(rows, grouped).line
    if not at or count in (None, 1):
        return _single(rows, at, False)
    place = next((i for i, (start, _) in enumerate(rows) if start >= at), None)
    if place is None:
        raise _nothing(at)
    return _joined(rows, place, count or 1, phrase("as the mapping says"))


def _line(rows: Records) -> tuple[int, bool]:
    """(line of the header or 0, whether a person should look)."""
    width = _width(rows)
    for line, row in rows[:HEADER_WITHIN]:
        filled = [cell.strip() for cell in row if cell.strip()]
        if len(filled) * 2 < width:
            continue
        values = sum(_is_value(cell) for cell in filled)
        if values == len(filled):
            return 0, True
        return line, values * 3 >= len(filled)
    return rows[0][0], True


def _width(rows: Records) -> int:
    return Counter(len(row) for _, row in rows).most_common(1)[0][0]


def _is_value(cell: str) -> bool:
    return not isinstance(parse_number(cell), Invalid) or not isinstance(parse_moment(cell, "mdy"), Invalid)


def _single(rows: Records, line: int, doubtful: bool) -> Heading:
    if not line:
        names = tuple(f"column {i}" for i in range(1, _width(rows) + 1))
        return Heading(0, 1, 0, names, phrase("no header, {n} columns", n=len(names)), doubtful)
    row = next((row for start, row in rows if start >= line), None)
    if row is None:
        raise _nothing(line)
    why = phrase("line {line}, {n} columns", line=line, n=len(row))
    return Heading(line, 1, line, unique_names(row), why, doubtful)


def _nothing(line: int) -> DataError:
    return DataError(
        phrase("There is no header on line {line}.", line=line),
        phrase("A line with the names of the columns is expected."),
        phrase("Choose another file."),
    )


def _grouped(rows: Records, place: int, grouped: frozenset[int]) -> tuple[int, str]:
    """(how many rows make up the names, why), where cells merged over several columns name groups of columns below."""
    count = 1
    for line, row in rows[place : place + 2]:
        if line not in grouped or sum(map(_is_value, row)) * 4 > sum(map(bool, row)):
            break
        count += 1
    if 1 < count <= len(rows) - place - 1:
        return count, phrase("cells merged over several columns name groups of them")
    return 1, ""


def _stacked(rows: Records, place: int) -> tuple[int, str]:
    """(how many rows from this place make up the names, why)."""
    cells = [[cell.strip() for cell in row] for _, row in rows[place : place + 3]]
    width = _width(rows)
    if len(cells) < 2 or {len(cells[0]), len(cells[1])} != {width}:
        return 1, ""
    if sum(map(_is_value, cells[0])) * 4 > sum(map(bool, cells[0])):
        return 1, ""
    for count, row in enumerate(cells[1:], 2):
        marks = sum(bool(_MACHINE.fullmatch(c)) for c in row)
        if marks and marks * 2 >= sum(map(bool, row)) and len(row) == width:
            return count, phrase("the last of them holds the survey tool's own keys")
    first, second = cells[0], cells[1]
    marked = sum(bool(_PLAIN_ANSWER.fullmatch(c) or _OTHER.fullmatch(c)) for c in second)
    filled = sum(map(bool, second))
    if marked * 2 >= filled > 0:
        return 2, phrase('the second says "Response" below most questions')
    if filled and len(rows) > place + 2 and all(_UNIT.fullmatch(c) for c in second if c) and _measured(rows, place, second):
        return 2, phrase("the second holds units")
    blank = [i for i, cell in enumerate(first) if not cell]
    completed = sum(bool(second[i]) for i in blank)
    only_first = any(a and not b for a, b in zip(first, second, strict=True))
    values = sum(_is_value(cell) for cell in second if cell)
    enough = len(blank) >= max(2, MANY_BLANKS * width) and completed * 2 >= len(blank) and values * 4 <= filled
    why = phrase("the second fills {n} blanks of the first", n=completed)
    return (2, why) if enough and (marked or only_first) else (1, "")


def _measured(rows: Records, place: int, units: list[str]) -> bool:
    """Whether no row below looks like the row of units: what stands under a unit is a value of it."""
    below = [row for _, row in rows[place + 2 : place + 12] if len(row) == len(units)]
    marked = [i for i, unit in enumerate(units) if unit]
    under = [row[i].strip() for row in below for i in marked if row[i].strip()]
    return bool(under) and sum(map(_is_value, under)) >= 0.8 * len(under) and not any(_UNIT.fullmatch(c) for c in under)


def _joined(rows: Records, place: int, count: int, why: str) -> Heading:
    """Names "question: sub-question", the question carried on over the blanks to its right."""
    used = rows[place : place + count]
    if len(used) < count:
        raise _nothing(used[-1][0] + 1)
    width = max(len(row) for _, row in used)
    padded = [[*row, *([""] * (width - len(row)))] for _, row in used]
    names = unique_names(_names([[_clean(cell) for cell in row] for row in padded]))
    line, last = used[0][0], used[-1][0]
    told = phrase("{rows} rows from line {line}, {n} columns: {why}", rows=count, line=line, n=width, why=why)
    return Heading(line, count, last, names, told)


def in_a_sheet(why: str) -> str:
    """Why a header was found where it is, of a workbook: its lines are rows."""
    if not isinstance(why, Phrase):
        return why
    template = _IN_A_SHEET.get(why.template, why.template)
    return phrase(template, **why.values)


def _clean(cell: str) -> str:
    bare = cell.strip()
    return "" if _MACHINE.fullmatch(bare) else bare


def _names(rows: list[list[str]]) -> list[str]:
    """One name per column: a question belongs to its own column and to those on its right that only the rows below name."""
    names, question = [], ""
    for place, head in enumerate(rows[0]):
        below = [row[place] for row in rows[1:] if row[place]]
        question = head or (question if below else "")
        telling = [b for b in below if not _PLAIN_ANSWER.fullmatch(b) and _letters(b) != _letters(question)]
        names.append(": ".join([*([question.rstrip(": ")] if question else []), *telling]))
    return names


def _letters(text: str) -> str:
    """A text's letters and digits: "StartDate" and "Start Date" are the same name."""
    return "".join(c for c in fold(text) if c.isalnum())


def unique_names(cells: list[str]) -> tuple[str, ...]:
    """Column names as they are mapped: trimmed, without invisible characters, numbered where empty or repeated."""
    names: list[str] = []
    taken: set[str] = set()
    times: dict[str, int] = {}  # of a name so far, so that half a million equal ones are numbered in one pass
    for place, cell in enumerate(cells, 1):
        bare = "".join(c for c in cell if c.isprintable() or c.isspace())
        plain = " ".join(bare.split()) or f"column {place}"
        name, again = plain, times.get(fold(plain), 1)
        while fold(name) in taken:
            again += 1
            name = f"{plain} ({again})"
        times[fold(plain)] = again
        taken.add(fold(name))
        names.append(name)
    return tuple(names)
