"""History that was changed after it had been told: what a trend says of it, beside the notes of the business."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from metrics.saying import word

MOST_TOLD = 5  # of one period, the newest: a trend is read for its line
WORDS = {
    "settings": word("restated on {day}: settings changed for {rows}"),
    "correction": word("restated on {day}: {rows} corrected"),
    "late": word("restated on {day}: {rows} came late"),
    "undo": word("restated on {day}: {rows} taken back"),
    "redo": word("restated on {day}: {rows} brought in again"),
    "replacement": word("restated on {day}: {rows} of a replaced file"),
}


@dataclass(frozen=True, slots=True)
class Restated:
    """One change of history. cause: a key of WORDS · on: the day it was made · first_day, last_day: the days it touched ·
    rows: file rows that came, went or show something else · facts: the tables they stand in."""

    cause: str
    on: date
    rows: int
    first_day: date
    last_day: date
    facts: frozenset[str]


def restated_in(known: Iterable[Restated], facts: str, start: date | None, end: date | None) -> tuple[Restated, ...]:
    """The newest that touch these facts in a period, in the order they were made."""
    touching = [
        one for one in known
        if facts in one.facts and (start or one.last_day) <= one.last_day and one.first_day <= (end or one.first_day)
    ]  # fmt: skip
    return tuple(sorted(touching, key=lambda one: one.on)[-MOST_TOLD:])
