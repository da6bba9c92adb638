"""Filters: one frozen object that gives WHERE conditions to SQL and a sentence to people.

A value is immutable and hashable; equal selections are equal objects (sorted). Days are business-local and inclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, FromClause, Table, and_, exists, or_

from data_access.schema import attributes
from metrics import formats, lists
from metrics.frames import ATTRIBUTE, UNKNOWN, Frame
from metrics.saying import say

PREVIOUS, LAST_YEAR, TO_DATE, NONE = "previous", "last_year", "to_date", "none"
COMPARISONS = (PREVIOUS, LAST_YEAR, TO_DATE, NONE)


@dataclass(frozen=True, slots=True)
class Filters:
    """`values`: ((dimension or "attr:NAME", (value, …)), …), sorted; UNKNOWN selects rows where it is empty."""

    start: date | None = None
    end: date | None = None
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"the period starts on {self.start} and ends on {self.end}: give the earlier day first")
        tidy = tuple(sorted((name, tuple(sorted(set(chosen)))) for name, chosen in self.values if chosen))
        object.__setattr__(self, "values", tidy)

    @classmethod
    def of(cls, start: date | None = None, end: date | None = None, **values: str | tuple[str, ...]) -> Filters:
        """Filters.of(date(2026, 1, 1), None, channel=("Phone", "Chat"))."""
        pairs = tuple((name, (v,) if isinstance(v, str) else tuple(v)) for name, v in values.items())
        return cls(start, end, pairs)

    def applicable(self, frame: Frame) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The selections that can be applied to this frame's facts."""
        return tuple((n, v) for n, v in self.values if n in frame.dims or n.startswith(ATTRIBUTE))

    def not_applied(self, frame: Frame) -> tuple[str, ...]:
        """Names of selections this frame's facts do not have: the card must say so."""
        kept = {name for name, _ in self.applicable(frame)}
        return tuple(name for name, _ in self.values if name not in kept)

    def where(self, table: Table | FromClause, frame: Frame) -> list[ColumnElement[bool]]:
        """Conditions on dimensions and attributes (the period has its own date basis: see `within`)."""
        return [
            _attribute(table, name.removeprefix(ATTRIBUTE), chosen) if name.startswith(ATTRIBUTE)
            else _dimension(table.c[name], chosen)
            for name, chosen in self.applicable(frame)
        ]

    def within(self, day: ColumnElement[date]) -> list[ColumnElement[bool]]:
        """The period as conditions on a day column."""
        bounds: list[ColumnElement[bool]] = []
        if self.start:
            bounds.append(day >= self.start)
        if self.end:
            bounds.append(day <= self.end)
        return bounds

    def compared(self, how: str, week_start: int = 0) -> Filters | None:
        """The same selection over the comparison period; None when there is none (open period, "none").

        previous: as many days directly before, however the period was chosen · last_year: the same calendar days ·
        to_date: as many days from the start of the calendar unit before (see `like_for_like`).
        """
        if how == NONE or self.start is None or self.end is None:
            return None
        if how in (TO_DATE, LAST_YEAR) and self.start.year == date.min.year:
            return None
        if how == TO_DATE:
            days = like_for_like(self.start, self.end, week_start)
            return days and replace(self, start=days[0], end=days[1])
        if how == LAST_YEAR:
            return replace(self, start=_year_before(self.start), end=_year_before(self.end))
        if how != PREVIOUS:
            raise ValueError(f"comparison {how!r}: expected one of {', '.join(COMPARISONS)}")
        length = self.end - self.start + timedelta(days=1)
        if length > self.start - date.min:
            return None  # nothing lies before the first day of the calendar
        return replace(self, start=self.start - length, end=self.end - length)

    def period(self) -> str:
        """The period in words."""
        if self.start and self.end:
            return say("{first} – {last}", first=formats.day(self.start), last=formats.day(self.end))
        if self.start:
            return say("from {first}", first=formats.day(self.start))
        return say("until {last}", last=formats.day(self.end)) if self.end else say("all dates")

    def sentence(self) -> str:
        """What is selected, for people: printed above charts and in every export."""
        parts = [self.period()]
        for name, chosen in self.values:
            parts.append(say("{name}: {values}", name=formats.dimension(name), values=lists.enumerated(chosen)))
        return " · ".join(parts)

    def up_to(self, as_of: datetime) -> Filters:
        """The same selection, closed at as_of's day when it is open or later."""
        last = as_of.date()
        return replace(self, end=last) if self.end is None or self.end > last else self


def like_for_like(start: date, end: date, week_start: int = 0) -> tuple[date, date] | None:
    """As many days from the start of the year, quarter, month or week before the one that begins on `start`.

    The coarsest unit counts that begins on `start` and holds `end`; None when none does. At most the unit before itself:
    1-31 March stands against all of February. week_start: 0 Monday … 6 Sunday.
    """
    for months in (12, 3, 1):
        if start.day == 1 and (start.month - 1) % months == 0 and end < _months_on(start, months):
            first = _months_on(start, -months)
            return first, min(first + (end - start), start - timedelta(days=1))
    week = timedelta(days=7)
    return (start - week, end - week) if start.weekday() == week_start and end - start < week else None


def _months_on(first: date, months: int) -> date:
    place = first.year * 12 + first.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def _dimension(column: ColumnElement[str], chosen: tuple[str, ...]) -> ColumnElement[bool]:
    """UNKNOWN is also what a file may have written: groups put both together, so a filter does."""
    named = column.in_(chosen)
    return or_(column.is_(None), column == "", named) if UNKNOWN in chosen else named


def _attribute(table: FromClause, name: str, chosen: tuple[str, ...]) -> ColumnElement[bool]:
    mine = attributes.alias()
    same = and_(mine.c.source == table.c.source, mine.c.record == table.c.record, mine.c.name == name)
    has = exists().where(same, mine.c.value.in_(chosen))
    return or_(has, ~exists().where(same)) if UNKNOWN in chosen else has


def _year_before(day: date) -> date:
    """The same calendar day a year earlier; 29 February becomes the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
