"""Delimiter and header of a text file, with evidence; files that hold no table are refused in plain words."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from data_access.importing import encoding as encodings
from data_access.importing.errors import DataError
from data_access.importing.mapping import Mapping
from data_access.importing.reader import MOST_COLUMNS, Layout, bounded_lines, opened, records
from data_access.importing.values import Invalid, fold, parse_moment, parse_number

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_LINES = 400
SAMPLE_CHARACTERS = 2 << 20
HEADER_WITHIN = 10  # records looked at for the header: above it stand titles at most
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_CHOOSE = "Choose another file."

Records = list[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Sniffed:
    """The layout and, per property, why."""

    layout: Layout
    evidence: dict[str, str]
    doubts: tuple[str, ...] = ()  # "header": the first line may be data


def sniff(path: Path, said: Mapping | None = None) -> Sniffed:
    """How to read the file. What a mapping says wins; raises DataError when there is no table in it."""
    name, why = encodings.detect(path) if said is None or said.encoding is None else (said.encoding, "as the mapping says")
    evidence = {"encoding": why}
    text = _head(path, name)
    if said is not None and said.delimiter:
        delimiter, evidence["delimiter"] = said.delimiter, "as the mapping says"
    else:
        delimiter, evidence["delimiter"] = _delimiter(text)
    rows = [r for r in _records(text, delimiter) if r[1]]
    if not rows:
        raise DataError("The file is empty.", "A header line and at least one row are expected.", _CHOOSE)
    wish = said.header_line if said else None
    line, doubtful = (wish, False) if wish is not None else _header_line(rows)
    headers = _headers(rows, line)
    evidence["header"] = f"line {line}, {len(headers)} columns" if line else f"no header, {len(headers)} columns"
    _refuse(rows, headers, text if len(text) < SAMPLE_CHARACTERS else None, line)
    return Sniffed(Layout(name, delimiter, line, headers), evidence, ("header",) if doubtful else ())


def _head(path: Path, name: str) -> str:
    lines, size = [], 0
    with opened(path, name) as handle:
        for line in islice(bounded_lines(handle), SAMPLE_LINES):
            lines.append(line)
            size += len(line)
            if size > SAMPLE_CHARACTERS:
                break
    return "".join(lines)


def _records(text: str, delimiter: str) -> Records:
    """The sample's rows; a quoted cell cut off by the end of the sample is left out."""
    found: Records = []
    try:
        found.extend((line, row) for line, row in records(io.StringIO(text, newline=""), delimiter) if isinstance(row, list))
    except DataError:
        if not found:
            raise
    return found


def _delimiter(text: str) -> tuple[str, str]:
    """The delimiter whose rows most agree on a width above one; more columns break a tie."""
    best: tuple[float, int, str] = (0.0, 1, ",")
    for mark in DELIMITERS:
        try:
            widths = Counter(len(row) for _, row in _records(text, mark) if row)
        except DataError:
            continue
        if not widths:
            continue
        width, rows = max(((w, n) for w, n in widths.items() if w > 1), key=lambda item: item[1], default=(1, 0))
        share = rows / widths.total()
        if width > 1 and (share > best[0] + 0.05 or (share > best[0] - 0.05 and width > best[1])):
            best = (share, width, mark)
    share, width, mark = best
    if share <= 0.5 and _wordy(text.splitlines()):
        raise DataError("The file is prose, no table.", "Rows with several columns (CSV) are expected.", _CHOOSE)
    if width == 1:
        return ",", "one column"
    return mark, f"{_NAMES[mark]}: {share:.0%} of the first rows then have {width} cells"


def _wordy(lines: list[str]) -> bool:
    """Sentences, mostly."""
    filled = [line for line in lines if line.strip()]
    return sum(len(line.split()) > 3 for line in filled) * 2 > len(filled)


def _width(rows: Records) -> int:
    return Counter(len(row) for _, row in rows).most_common(1)[0][0]


def _header_line(rows: Records) -> tuple[int, bool]:
    """(line of the header or 0, whether a person should look). The first row that is at least half filled."""
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


def _is_value(cell: str) -> bool:
    return not isinstance(parse_number(cell), Invalid) or not isinstance(parse_moment(cell, "mdy"), Invalid)


def _headers(rows: Records, line: int) -> tuple[str, ...]:
    if not line:
        return tuple(f"column {i}" for i in range(1, _width(rows) + 1))
    row = next((row for start, row in rows if start >= line), None)
    if row is None:
        raise DataError(f"There is no header on line {line}.", "A line with the names of the columns is expected.", _CHOOSE)
    return unique_names(row)


def unique_names(cells: list[str]) -> tuple[str, ...]:
    """Column names as they are mapped: trimmed, without invisible characters, numbered where empty or repeated."""
    names: list[str] = []
    taken: set[str] = set()
    for place, cell in enumerate(cells, 1):
        bare = "".join(c for c in cell if c.isprintable() or c in "\t\r\n")
        plain = " ".join(bare.split()) or f"column {place}"
        name, again = plain, 1
        while fold(name) in taken:
            again += 1
            name = f"{plain} ({again})"
        taken.add(fold(name))
        names.append(name)
    return tuple(names)


def _refuse(rows: Records, headers: tuple[str, ...], whole: str | None, line: int) -> None:
    if len(headers) > MOST_COLUMNS:
        raise DataError(f"The file has {len(headers):,} columns.", f"At most {MOST_COLUMNS} are read.", "Export fewer columns.")
    if len(headers) == 1 and _wordy([row[0] for _, row in rows if row]):
        raise DataError("The file is prose, no table.", "Rows with several columns (CSV) are expected.", _CHOOSE)
    if whole is not None and line and rows[-1][0] <= line and not "".join(whole.splitlines()[line:]).strip():
        raise DataError("The file has a header and no rows.", "At least one row below the header is expected.", _CHOOSE)
