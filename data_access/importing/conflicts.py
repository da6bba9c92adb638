"""Two rows of one file with the same id and other content: the first is loaded, and the other is listed beside it.

Neither the last nor the first is right by itself. Loading the first keeps what an earlier import of the file's beginning
would have loaded; the list says where the two differ, and the listed row, given back as it is, takes the first one's place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from data_access.batches import CONFLICT, Rejected
from data_access.importing.reader import Layout, chunks
from data_access.importing.rejects import Rejects
from metrics.phrases import listed, phrase

_MOST_COLUMNS = 5  # named in a reason
_MOST_LETTERS = 60  # quoted of a cell


def explain(path: Path, layout: Layout, rejects: Rejects, records: Path) -> None:
    """Adds to each conflict which line was loaded instead, and in which columns the two differ. records: the parsed ones."""
    wanted = {row.record for row in rejects.rows if row.outcome == CONFLICT and row.record is not None}
    if not wanted:
        return
    loaded = pq.read_table(records, columns=["record", "line"], filters=pc.field("record").isin(list(wanted)))
    line_of = dict(zip(loaded["record"].to_pylist(), loaded["line"].to_pylist(), strict=True))
    lines = set(line_of.values())
    first = {
        line: rejects.masker.masked(row)
        for chunk in chunks(path, layout)
        for line, row in zip(chunk.lines, chunk.rows, strict=True)
        if line in lines
    }
    for place, row in enumerate(rejects.rows):
        if row.outcome == CONFLICT and row.record in line_of:
            line = line_of[row.record]
            rejects.rows[place] = replace(row, reason=_reason(layout.headers, line, first.get(line, ()), row))


def _reason(headers: Sequence[str], line: int, first: Sequence[str], row: Rejected) -> str:
    pairs = zip(headers, first, row.cells, strict=False)
    differing = [(name, a, b) for name, a, b in pairs if a.strip() != b.strip()]
    each = "{column} ({there} there, {here} here)"
    told = [phrase(each, column=n, there=_quoted(a), here=_quoted(b)) for n, a, b in differing[:_MOST_COLUMNS]]
    if len(differing) > _MOST_COLUMNS:
        told.append(phrase("{n} more columns", n=len(differing) - _MOST_COLUMNS))
    where = listed(told) or phrase("columns that are not shown")
    return phrase("line {line} has the same id and was loaded; this row differs in {columns}", line=line, columns=where)


def _quoted(cell: str) -> str:
    text = " ".join(cell.split())
    return f'"{text[: _MOST_LETTERS - 1]}…"' if len(text) > _MOST_LETTERS else f'"{text}"'
