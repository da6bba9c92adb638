"""Durations that cannot be: ends before their beginnings, spans of decades, handling of days. Kept, counted and said.

Metrics leave ends before their beginnings out and count them; nothing is mended here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from data_access.importing.values import Moment

TOO_LONG = timedelta(days=50 * 365.25)
LONGEST_HANDLING = 24 * 3600.0  # seconds somebody may wait or be attended to in one contact
_ENDS = ("first_response_at", "resolved_at", "closed_at", "reopened_at", "due_at")
_SPANS = ("waiting_seconds", "handling_seconds")
_LEFT_OUT = "; they are kept, and durations leave them out and count them"
_KEPT = "; they are kept: check the file"
_WORDS = {
    "first_response_at": "the first response",
    "resolved_at": "the solution",
    "closed_at": "the closing",
    "reopened_at": "the reopening",
    "due_at": "the due date",
}


class Oddities:
    """Counts what is odd, chunk by chunk."""

    def __init__(self) -> None:
        self._found: Counter[str] = Counter()

    def see(self, value_of: Callable[[str], Sequence[Any] | None]) -> None:
        """value_of: role → the parsed values of these rows, or None when no column has it."""
        begun = value_of("ts")
        for role in _ENDS:
            ended = value_of(role)
            if begun is not None and ended is not None:
                self._compare(role, begun, ended)
        for role in _SPANS:
            spans = value_of(role) or ()
            days = sum(isinstance(v, float) and v > LONGEST_HANDLING for v in spans)
            self._found[f"{role.removesuffix('_seconds')} took longer than a day{_KEPT}"] += days

    def _compare(self, role: str, begun: Sequence[Any], ended: Sequence[Any]) -> None:
        for start, end in zip(begun, ended, strict=True):
            if isinstance(start, Moment) and isinstance(end, Moment):
                if _before(end, start):
                    self._found[f"{_WORDS[role]} lies before the opening{_LEFT_OUT if role != 'due_at' else _KEPT}"] += 1
                elif end.ts - start.ts > TOO_LONG:
                    self._found[f"{_WORDS[role]} lies more than 50 years after the opening{_KEPT}"] += 1

    @property
    def notes(self) -> list[str]:
        """One sentence per kind of oddity."""
        return [f"{n:,} rows: {what}" for what, n in self._found.items() if n]


def _before(end: Moment, start: Moment) -> bool:
    """A day without a time is not before a time on the same day."""
    return end.day < start.day if end.dated or start.dated else end.ts < start.ts
