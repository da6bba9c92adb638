"""What a question says about its own scale: "where 5 is completely met expectations and 1 is did not", "1 = very satisfied"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data_access.importing.likert import polarity

_IS = r"(?:=|:|–|—|-|\bis\b|\bmeans\b|\bbeing\b|表示|代表|为|是)"
_PAIR = re.compile(r"(?<![\d.-])(?<!\d,)(\d{1,2})\s*" + _IS + r"\s*([^\d,;()（），；。]{2,60})", re.I)
_UNITS = r"(?!\s*(?:years?|km|m|天|年|岁))"
_RANGE = re.compile(
    r"(?:\bfrom\s+|\bscale (?:of|from)\s+|[(（[]\s*)(\d{1,2})\s*(?:-|–|to|至|到|~)\s*(\d{1,2})\b" + _UNITS, re.I
)


@dataclass(frozen=True, slots=True)
class SaidScale:
    """low, high: the ends a question names · best_first: its words make the lowest number the best answer (None: unsaid)."""

    low: int
    high: int
    best_first: bool | None = None


def said_scale(name: str) -> SaidScale | None:
    """The scale a column's name speaks of; None when it names fewer than two numbers."""
    pairs = [(int(number), polarity(words.strip(" -–—.:=*"))) for number, words in _PAIR.findall(name)]
    if len({number for number, _ in pairs}) >= 2:
        low, high = min(pairs), max(pairs)
        if low[0] not in (0, 1) or not 3 <= high[0] <= 10:
            return None
        signs = (low[1], high[1])
        known = signs in ((1, -1), (-1, 1), (0, -1), (0, 1), (1, 0), (-1, 0))
        best_first = (low[1] > high[1]) if known else None
        return SaidScale(low[0], high[0], best_first)
    span = _RANGE.search(name)
    if span and int(span[1]) in (0, 1) and 3 <= int(span[2]) <= 10:
        return SaidScale(int(span[1]), int(span[2]))
    return None


def reversed_labels(pairs: list[tuple[int, str]]) -> bool | None:
    """Whether numbers with words ("1 - very satisfied", "5 - very dissatisfied") count from the best answer down."""
    known = [(number, sign) for number, words in pairs if (sign := polarity(words))]
    ups, downs = [n for n, sign in known if sign > 0], [n for n, sign in known if sign < 0]
    if not ups or not downs:
        return None
    return True if max(ups) < min(downs) else False if min(ups) > max(downs) else None
