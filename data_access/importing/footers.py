"""What stands below a table: notes, sources and totals are no rows of it, and are set apart with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from data_access.importing.sources.shapes import TOTAL, is_value
from data_access.importing.values import fold
from metrics.phrases import phrase

NOTE = phrase("a note, no row of the table")
SUM = phrase("a total of the rows above, no row itself")
BLANK = phrase("all cells are empty")
OUTSIDE = frozenset({NOTE, SUM, BLANK})
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


def below(row: Callable[[int], Sequence[str]], count: int, width: int) -> list[str]:
    """Reasons for the rows at the end of a file that are none, in their order; [] when the last one is a row.

    row: the cells at a place · count: of rows. Blank rows count where notes or totals stand above them.
    """
    found: list[str] = []
    last = 0
    for place in range(count - 1, -1, -1):
        reason = _reason(row(place), width)
        if not reason:
            break
        found.append(reason)
        last = len(found) if reason != BLANK else last
    return found[:last][::-1]


def _reason(row: Sequence[str], width: int) -> str:
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled:
        return BLANK
    first = fold(filled[0])
    if is_note(row, width) and (_NOTE_WORDS.fullmatch(first) or len(first.split()) >= _WORDS):
        return NOTE
    return SUM if TOTAL.fullmatch(first) and any(map(is_value, filled[1:])) else ""
