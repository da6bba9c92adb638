"""Days out of pasted text: many at once, in the ways people write them; what is ambiguous is named, never guessed."""

from __future__ import annotations

import re
from datetime import date

from metrics.formats import MONTHS

_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_GERMAN = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_WORDED = re.compile(r"(\d{1,2})\.? ([A-Za-z]{3})[a-z]*\.? (\d{4})")
_BETWEEN = re.compile(r"[\n,;\t]+")


def days(text: str) -> tuple[tuple[date, ...], tuple[str, ...]]:
    """(the days, what is no day). 2026-12-25, 2026/12/25, 25.12.2026, 25 Dec 2026 and 2026年12月25日 are read; 12/25/2026 and
    25/12/2026 are not, because 3/4/2026 would not say which it is."""
    found, strange = [], []
    for part in (p.strip() for p in _BETWEEN.split(text)):
        if part:
            day = _day(part)
            (strange.append(part) if day is None else found.append(day))
    return tuple(dict.fromkeys(found)), tuple(strange)


def _day(text: str) -> date | None:
    try:
        if iso := _ISO.fullmatch(text):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if german := _GERMAN.fullmatch(text):
            return date(int(german[3]), int(german[2]), int(german[1]))
        if worded := _WORDED.fullmatch(text):
            return date(int(worded[3]), MONTHS.index(worded[2].capitalize()) + 1, int(worded[1]))
    except ValueError:
        return None
    return None
