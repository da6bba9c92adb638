"""What stands below a table: notes, sources and totals are no rows of it, and are set apart with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from data_access.importing.sources.shapes import TOTAL, is_value
from data_access.importing.values import fold

Fault = tuple[int, str, list[str]]  # (line, reason, cells)
NOTE = "a note, no row of the table"
SUM = "a total of the rows above, no row itself"
BLANK = "all cells are empty"
_NOTE_WORDS = re.compile(
    r"(?:sources?|notes?|remarks?|legend|generated|exported|printed|created|data as of|as of|end of|copyright|page \d|"
    r"fonte|nota|obs|quelle|hinweis|remarque|注|说明|备注|来源|数据来源|資料來源|制表)\b.*|[*©†※].*|total:? .*",
    re.DOTALL,
)
_WORDS = 4  # of a text that is a note even without a telling word


def is_note(cells: Sequence[str], width: int) -> bool:
    """A lone text where a row has several cells."""
    filled = [cell for cell in cells if cell.strip()]
    return width > 2 and len(filled) == 1 and not is_value(filled[0])


def set_apart(row: Callable[[int], list[str]], lines: Sequence[int], width: int) -> tuple[int, list[Fault]]:
    """(how many of a file's last rows are rows of the table, the notes and totals below it). row: by place · lines: of all."""
    cut = len(lines)
    for place in range(len(lines) - 1, -1, -1):
        reason = _reason(row(place), width)
        if not reason:
            break
        if reason != BLANK:
            cut = place
    return cut, [(lines[place], _reason(row(place), width), row(place)) for place in range(cut, len(lines))]


def faults_of_rows(faults: Iterable[Fault]) -> int:
    """How many rows do not fit the table; what stands below it is not meant to."""
    return sum(reason not in (NOTE, SUM, BLANK) for _, reason, _ in faults)


def _reason(row: Sequence[str], width: int) -> str:
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled:
        return BLANK
    first = fold(filled[0])
    if is_note(row, width) and (_NOTE_WORDS.fullmatch(first) or len(first.split()) >= _WORDS):
        return NOTE
    return SUM if TOTAL.fullmatch(first) and any(map(is_value, filled[1:])) else ""
