"""Durations that cannot be: ends before their beginnings, spans of decades, handling of days. Kept, counted and said.

Metrics leave ends before their beginnings out and count them; nothing is mended here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pyarrow as pa

from data_access.importing.texts import compute
from metrics.phrases import phrase
from metrics.saying import word

Arrays = dict[str, pa.Array]

TOO_LONG = timedelta(days=50 * 365.25)
LONGEST_HANDLING = 24 * 3600.0  # seconds somebody may wait or be attended to in one contact
_ENDS = ("first_response_at", "resolved_at", "closed_at", "reopened_at", "due_at")
_SPANS = ("waiting_seconds", "handling_seconds")
_BEFORE = word("{n:,} rows: {end} lies before the opening; they are kept, and durations leave them out and count them")
_BEFORE_DUE = word("{n:,} rows: {end} lies before the opening; they are kept: check the file")
_LONG_AFTER = word("{n:,} rows: {end} lies more than 50 years after the opening; they are kept: check the file")
_LONG = word("{n:,} rows: {span} took longer than a day; they are kept: check the file")
_WORDS = {
    "first_response_at": phrase("the first response"),
    "resolved_at": phrase("the solution"),
    "closed_at": phrase("the closing"),
    "reopened_at": phrase("the reopening"),
    "waiting_seconds": phrase("waiting"),
    "handling_seconds": phrase("handling"),
    "due_at": phrase("the due date"),
}


class Oddities:
    """Counts what is odd, chunk by chunk."""

    def __init__(self) -> None:
        self._found: Counter[tuple[str, str]] = Counter()  # (template, role)

    def see(self, taken: Callable[[str], Arrays | None]) -> None:
        """taken: role → the values of these rows ("value"; of a time "ts", "day", "dated"), None when no column has it."""
        begun = taken("ts")
        for role in _ENDS if begun is not None else ():
            ended = taken(role)
            if begun is not None and ended is not None:
                self._compare(role, begun, ended)
        for role in _SPANS:
            spans = taken(role)
            if spans is not None:
                days = _times(compute.greater(spans["value"], LONGEST_HANDLING))
                self._found[_LONG, role] += days

    def _compare(self, role: str, begun: Arrays, ended: Arrays) -> None:
        whole_days = compute.or_(begun["dated"], ended["dated"])  # a day without a time is not before a time on it
        before = compute.if_else(
            whole_days, compute.less(ended["day"], begun["day"]), compute.less(ended["ts"], begun["ts"])
        )
        long = compute.greater(compute.subtract(ended["ts"], begun["ts"]), pa.scalar(TOO_LONG, pa.duration("us")))
        self._found[_BEFORE if role != "due_at" else _BEFORE_DUE, role] += _times(before)
        late = compute.and_(long, compute.invert(before))
        self._found[_LONG_AFTER, role] += _times(late)

    @property
    def notes(self) -> list[str]:
        """One sentence per kind of oddity."""
        told = [(template, n, _WORDS[role]) for (template, role), n in self._found.items() if n]
        return [phrase(template, n=n, end=what, span=what) for template, n, what in told]


def _times(flags: pa.Array) -> int:
    return int(compute.sum(flags).as_py() or 0)
