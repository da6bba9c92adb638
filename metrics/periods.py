"""Calendar periods of a grain: first day, next period, which are missing in between."""

from __future__ import annotations

from datetime import date, timedelta

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def next_period(first: date, grain: str) -> date:
    """First day of the period after the one that starts on `first`."""
    if grain == "day":
        return first + timedelta(days=1)
    if grain == "week":
        return first + timedelta(days=7)
    months = first.year * 12 + first.month - 1 + _MONTHS[grain]
    return date(months // 12, months % 12 + 1, 1)


def last_day(first: date, grain: str) -> date:
    """Last day of the period that starts on `first`."""
    return next_period(first, grain) - timedelta(days=1)


def calendar(first: date, last: date, grain: str) -> list[date]:
    """First days of all periods from `first` to `last`, both included, whether anything happened in them or not."""
    days = [first]
    while days[-1] < last:
        days.append(next_period(days[-1], grain))
    return days


def unfinished(first: date, grain: str, start: date | None, end: date | None, as_of: date) -> bool:
    """True while as_of's day comes before the period's last day, or when the selection cuts the period short.

    On its last day a week or month counts as complete (hours of it may be missing); a single day does not.
    """
    ends = last_day(first, grain)
    open_still = ends >= as_of if grain == "day" else ends > as_of
    return open_still or (end is not None and ends > end) or (start is not None and first < start)
