"""Delimited text: encoding, delimiter and header, with evidence; prose and files without rows are refused."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice
from pathlib import Path

from data_access.importing import encoding as encodings
from data_access.importing import headings, legacy, limits
from data_access.importing.errors import DataError
from data_access.importing.headings import Records
from data_access.importing.inspection import TextReading
from data_access.importing.mapping import HowRead
from data_access.importing.reader import Layout, bounded_lines, opened, records
from data_access.importing.sniffed import Sniffed, header_questions
from data_access.importing.sources import shapes
from data_access.importing.sources.grid import Grid
from data_access.importing.suggest import Question
from metrics.phrases import alternatives, phrase

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_LINES = 400
SAMPLE_CHARACTERS = 2 << 20
SHOWN_ROWS, SHOWN_CELLS, SHOWN_CHARACTERS = 3, 12, 200
MOST_READINGS = 4
_NAMES = {",": phrase("comma"), ";": phrase("semicolon"), "\t": phrase("tab"), "|": phrase("vertical bar")}
_DECLARED = re.compile(r'"?sep=([,;|\t])"?[\s,;|]*', re.IGNORECASE)
AS_THE_MAPPING_SAYS = phrase("as the mapping says")
_CHOOSE = phrase("Choose another file.")


def sniff(path: Path, said: HowRead, kind: str) -> Sniffed:
    """How to read the file. What somebody said wins; raises DataError when there is no table in it."""
    if said.encoding is None:
        detected = encodings.detect(path)
    else:
        detected = encodings.Detected(said.encoding, AS_THE_MAPPING_SAYS, encodings.among(path, said.encoding))
    evidence = {"encoding": detected.why}
    text = _head(path, detected.encoding)
    declared = _DECLARED.fullmatch(text.split("\n", 1)[0].split("\r", 1)[0])
    if said.delimiter:
        delimiter, evidence["delimiter"] = said.delimiter, AS_THE_MAPPING_SAYS
    elif declared:
        delimiter = declared[1]
        evidence["delimiter"] = phrase("{mark}: the first line says so", mark=_NAMES[delimiter])
    else:
        delimiter, evidence["delimiter"] = _delimiter(text)
    rows = [r for r in _records(text, delimiter) if r[1] and not (declared and r[0] == 1)]
    if not rows:
        raise DataError(phrase("The file is empty."), phrase("A header line and at least one row are expected."), _CHOOSE)
    _refuse_wide(min(len(row) for _, row in rows[: headings.HEADER_WITHIN]))
    header = headings.said(rows, said.header_line, said.header_rows)
    evidence["header"] = header.why
    whole = len(text) < SAMPLE_CHARACTERS and len(text.splitlines()) < SAMPLE_LINES
    _refuse(rows, header.names, text if len(text) < SAMPLE_CHARACTERS else None, header.last_line)
    report = _report(rows, whole)
    if report:
        evidence["shape"] = phrase("it looks like a report rather than rows of data: {report}", report=report)
    last = max(header.last_line, 1) if declared else header.last_line
    layout = Layout(detected.encoding, delimiter, header.line, header.names, header.rows, last, kind)
    asked = (*_encoding_question(detected), *header_questions(header.doubtful))
    doubts = ("header",) if header.doubtful else ()
    return Sniffed(layout, evidence, doubts, (), _readings(detected, delimiter), asked)


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
        if width > 1 and (share > best[0] + 0.05 or (share > best[0] - 0.05 and (width, share) > (best[1], best[0]))):
            best = (share, width, mark)
    share, width, mark = best
    if share <= 0.5 and _wordy(text.splitlines()):
        raise DataError(
            phrase("The file is prose, no table."),
            phrase("Rows with several columns (CSV) are expected."),
            _CHOOSE,
        )
    if width == 1:
        return ",", phrase("one column")
    return mark, phrase(
        "{mark}: {share:.0%} of the first rows then have {width} cells",
        mark=_NAMES[mark], share=share, width=width,
    )


def _wordy(lines: list[str]) -> bool:
    """Sentences, mostly."""
    filled = [line for line in lines if line.strip()]
    return sum(len(line.split()) > 3 for line in filled) * 2 > len(filled)


def _refuse_wide(columns: int) -> None:
    """Before names are looked for, too: that takes long with half a million of them."""
    if columns > limits.MOST_COLUMNS:
        raise DataError(
            phrase("The file has {n:,} columns.", n=columns),
            phrase("At most {n} are read.", n=limits.MOST_COLUMNS),
            phrase("Export fewer columns."),
        )


def _refuse(rows: Records, headers: tuple[str, ...], whole: str | None, line: int) -> None:
    _refuse_wide(len(headers))
    if len(headers) == 1 and _wordy([row[0] for _, row in rows if row]):
        raise DataError(
            phrase("The file is prose, no table."),
            phrase("Rows with several columns (CSV) are expected."),
            _CHOOSE,
        )
    if whole is not None and line and rows[-1][0] <= line and not "".join(whole.splitlines()[line:]).strip():
        raise DataError(
            phrase("The file has a header and no rows."),
            phrase("At least one row below the header is expected."),
            _CHOOSE,
        )


def _report(rows: Records, whole: bool) -> str:
    """Why a text file looks like a report; empty when it does not."""
    filled = [(line, row) for line, row in rows if any(cell.strip() for cell in row)]
    what, why = shapes.judge(Grid("", rows=filled, whole=whole)) if filled and len(filled[0][1]) > 1 else (shapes.TABLE, "")
    return why if what in (shapes.PIVOT, shapes.SUMMARY) else ""


def _encoding_question(detected: encodings.Detected) -> tuple[Question, ...]:
    """Asked where a second reading is about as good; Chinese is always shown to somebody."""
    if len(detected.readings) < 1 or detected.why == AS_THE_MAPPING_SAYS:
        return ()
    names = tuple(r.encoding for r in detected.readings)[:MOST_READINGS]
    words = legacy.NAMES[detected.encoding]
    if detected.doubt == "asked":
        either = alternatives(legacy.NAMES[n] for n in names)
        return (Question("encoding", phrase("The text may be {either}: which rows read right?", either=either), names, True),)
    if detected.doubt == "shown" or detected.encoding not in legacy.LATIN:
        text = phrase("The text is read as {encoding}: do the sample rows look right?", encoding=words)
        return (Question("encoding", text, names),)
    return ()


def _readings(detected: encodings.Detected, delimiter: str) -> tuple[TextReading, ...]:
    """Three rows with non-ASCII text under each plausible reading."""
    shown: list[TextReading] = []
    for reading in detected.readings[:MOST_READINGS]:
        lines = [line for line in reading.text.split("\n") if line.strip()][-SHOWN_ROWS:]
        cells = [next(csv.reader([line], delimiter=delimiter), []) for line in lines]
        chosen = [row if len(row) <= SHOWN_CELLS else [c for c in row if not c.isascii()] for row in cells]
        rows = tuple(tuple(c[:SHOWN_CHARACTERS] for c in row[:SHOWN_CELLS]) for row in chosen)
        shown.append(TextReading(reading.encoding, reading.why, rows))
    return tuple(shown)
