"""The business clock: minutes inside opening hours (catalogue E3)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

_MINUTE = timedelta(minutes=1)
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When a team works: half-open [open, close) in minutes of the local day, weekdays (Monday is 0), holidays."""

    opens: int
    closes: int
    weekdays: frozenset[int] = frozenset(range(5))
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= _DAY_MINUTES:
            raise ValueError(
                f"open from minute {self.opens} to {self.closes} of the day; closing must come after opening, within "
                "one day. Split hours that pass midnight into two teams."
            )
        if not self.weekdays <= set(range(7)):
            raise ValueError(f"weekdays are {sorted(self.weekdays)}; expected numbers from 0 (Monday) to 6 (Sunday).")

    def covers(self, day: date) -> bool:
        """True when the team works on that day."""
        return day.weekday() in self.weekdays and day not in self.holidays


def minutes_between(start: datetime, end: datetime, hours: OpeningHours | None = None) -> float:
    """Minutes from start to end, inside opening hours when given. An end before the start raises ValueError.

    Both times are naive local times, or both carry a zone; with zones, elapsed time is real time (a clock change
    counts) and opening hours are those of the start's zone.
    """
    if (start.tzinfo is None) != (end.tzinfo is None):
        raise ValueError("one time carries a zone and the other does not; give both in the same way.")
    if _elapsed(start, end) < timedelta():
        raise ValueError(f"the end {end} comes before the start {start}; look for swapped columns.")
    if hours is None:
        return _elapsed(start, end) / _MINUTE
    zone = start.tzinfo
    last = end if zone is None else end.astimezone(zone)
    begin, finish = _instant(start), _instant(end)
    total = timedelta()
    day = start.date()
    while day <= last.date():
        if hours.covers(day):
            midnight = datetime.combine(day, time(), tzinfo=zone)
            opens, closes = _instant(midnight + hours.opens * _MINUTE), _instant(midnight + hours.closes * _MINUTE)
            total += max(min(finish, closes) - max(begin, opens), timedelta())
        day += timedelta(days=1)
    return total / _MINUTE


def business_minutes(
    start: str, end: str, opens: str = "09:00", closes: str = "17:00", weekdays: Collection[int] = range(5),
    holidays: Collection[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """Minutes between two local times, inside opening hours and by the calendar (catalogue E3).

    Times read "2024-03-01 16:30", hours "09:00" (a day may close at "24:00"), holidays "2024-12-25".
    Keys: business_minutes, calendar_minutes, status.
    """
    hours = OpeningHours(
        _minute_of_day(opens), _minute_of_day(closes), frozenset(weekdays),
        frozenset(date.fromisoformat(str(day)[:10]) for day in holidays),
    )  # fmt: skip
    begin, finish = datetime.fromisoformat(start), datetime.fromisoformat(end)
    return {
        "business_minutes": minutes_between(begin, finish, hours), "calendar_minutes": minutes_between(begin, finish),
        "status": "ok",
    }  # fmt: skip


def _elapsed(start: datetime, end: datetime) -> timedelta:
    return _instant(end) - _instant(start)


def _instant(moment: datetime) -> datetime:
    # Subtracting and comparing times of one zone ignores its clock changes; in UTC they count.
    return moment if moment.tzinfo is None else moment.astimezone(UTC)


def _minute_of_day(text: str) -> int:
    if text == "24:00":
        return _DAY_MINUTES
    clock = time.fromisoformat(text)
    return clock.hour * 60 + clock.minute
