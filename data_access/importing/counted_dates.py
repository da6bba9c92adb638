"""Dates written as numbers: a spreadsheet's day numbers, seconds or milliseconds since 1970; known by header and range."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data_access.importing.moments import EPOCH, EPOCH_MS, SERIAL

LEAST = 0.95  # share of the cells that must lie in the range
_NUMBER = re.compile(r"\d{5,13}(?:\.\d{1,10})?", re.ASCII)
_RANGES = ((EPOCH_MS, 9e11, 4.1e12), (EPOCH, 9e8, 4.1e9), (SERIAL, 20_000.0, 60_000.0))
_NAMED = re.compile(
    r"\b(date|datetime|timestamp|time|day|epoch|unix|created|updated|opened|closed|submitted|received|resolved|completed|due)\b|"
    r"日期|时间"
)
_SAYS = {EPOCH: re.compile(r"\b(epoch|unix)\b"), EPOCH_MS: re.compile(r"\b(epoch|unix)\b.*|.*\bms\b|.*millis")}
_NO_DATE = re.compile(r"\b(seconds|secs?|minutes|mins?|hours|duration|handling|waiting|talk|elapsed)\b|时长|用时")


def counted(words: str, cells: Sequence[str]) -> str:
    """The date order these numbers most likely have; empty for none. `words`: the column's plain name."""
    if not cells or not _NAMED.search(words) or _NO_DATE.search(words):
        return ""
    numbers = [float(c) for c in cells if _NUMBER.fullmatch(c)]
    for order, low, high in _RANGES:
        if sum(low <= n <= high for n in numbers) >= LEAST * len(cells):
            return order
    return ""


def says_so(words: str, order: str) -> bool:
    """Whether the header itself says how its numbers count, so that nobody need be asked."""
    pattern = _SAYS.get(order)
    return bool(pattern and pattern.search(words))
