"""Delimiter and header of a text file, with evidence; files that hold no table are refused in plain words."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from data_access.importing import encoding as encodings
from data_access.importing import headings
from data_access.importing.errors import DataError
from data_access.importing.headings import Records
from data_access.importing.mapping import AS_FOUND, HowRead
from data_access.importing.reader import MOST_COLUMNS, Layout, bounded_lines, opened, records

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_LINES = 400
SAMPLE_CHARACTERS = 2 << 20
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_CHOOSE = "Choose another file."


@dataclass(frozen=True, slots=True)
class Sniffed:
    """The layout and, per property, why."""

    layout: Layout
    evidence: dict[str, str]
    doubts: tuple[str, ...] = ()  # "header": the first line may be data


def sniff(path: Path, said: HowRead = AS_FOUND) -> Sniffed:
    """How to read the file. What somebody said wins; raises DataError when there is no table in it."""
    name, why = encodings.detect(path) if said.encoding is None else (said.encoding, "as the mapping says")
    evidence = {"encoding": why}
    text = _head(path, name)
    if said.delimiter:
        delimiter, evidence["delimiter"] = said.delimiter, "as the mapping says"
    else:
        delimiter, evidence["delimiter"] = _delimiter(text)
    rows = [r for r in _records(text, delimiter) if r[1]]
    if not rows:
        raise DataError("The file is empty.", "A header line and at least one row are expected.", _CHOOSE)
    _refuse_wide(min(len(row) for _, row in rows[: headings.HEADER_WITHIN]))
    header = headings.said(rows, said.header_line, said.header_rows)
    evidence["header"] = header.why
    _refuse(rows, header.names, text if len(text) < SAMPLE_CHARACTERS else None, header.last_line)
    layout = Layout(name, delimiter, header.line, header.names, header.rows, header.last_line)
    return Sniffed(layout, evidence, ("header",) if header.doubtful else ())


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


def _refuse_wide(columns: int) -> None:
    """Before names are looked for, too: that takes long with half a million of them."""
    if columns > MOST_COLUMNS:
        raise DataError(f"The file has {columns:,} columns.", f"At most {MOST_COLUMNS} are read.", "Export fewer columns.")


def _refuse(rows: Records, headers: tuple[str, ...], whole: str | None, line: int) -> None:
    _refuse_wide(len(headers))
    if len(headers) == 1 and _wordy([row[0] for _, row in rows if row]):
        raise DataError("The file is prose, no table.", "Rows with several columns (CSV) are expected.", _CHOOSE)
    if whole is not None and line and rows[-1][0] <= line and not "".join(whole.splitlines()[line:]).strip():
        raise DataError("The file has a header and no rows.", "At least one row below the header is expected.", _CHOOSE)
