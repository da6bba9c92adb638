"""The working hours as a table the engines can count with: per UTC day, when work goes on and how much came before.

Local hours of any zone lie on at most two UTC days, and a UTC day holds at most two stretches of them: the end of one
local day and the beginning of the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
from sqlalchemy import Connection, delete, insert, select

from data_access.schema import CLOCK_DAYS, working_clock
from data_access.settings.model import WorkingHours
from data_access.staging import staged

FIRST, LAST = CLOCK_DAYS  # UTC days
_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MIDNIGHT = time(0)
Stretch = tuple[int, int]  # microseconds since 1970: from, to (half-open)


def write(connection: Connection, hours: WorkingHours | None, zone: str | None) -> None:
    """Replace the stored clock; without hours there is none."""
    connection.execute(delete(working_clock))
    if hours is None:
        return
    rows = list(days(hours, ZoneInfo(zone or "UTC")))
    names = [c.name for c in working_clock.c]
    table = pa.table({name: [row[i] for row in rows] for i, name in enumerate(names)})
    with staged(connection, "working_clock", table, list(working_clock.c)) as stage:
        connection.execute(insert(working_clock).from_select(names, select(*(stage.c[name] for name in names))))


def days(hours: WorkingHours, zone: ZoneInfo) -> Iterator[tuple[date, int, int, int, int, int]]:
    """(UTC day, worked before it, opens, closes, reopens, recloses) from FIRST to LAST; a stretch not used is empty."""
    before = 0
    pending: list[Stretch] = []
    local = FIRST - 2 * _DAY
    for day in (FIRST + _DAY * i for i in range((LAST - FIRST).days + 1)):
        start = _micros(datetime.combine(day, _MIDNIGHT, UTC))
        end = start + _DAY // _MICROSECOND
        while local <= day + _DAY:
            pending += _stretch(hours, zone, local)
            local += _DAY
        inside = [(max(a, start), min(b, end)) for a, b in pending if a < end and b > start]
        pending = [(a, b) for a, b in pending if b > end]
        cut = _joined(inside)
        (opens, closes), (reopens, recloses) = cut + [(start, start)] * (2 - len(cut))
        yield day, before, opens, closes, reopens, recloses
        before += closes - opens + recloses - reopens


def _stretch(hours: WorkingHours, zone: ZoneInfo, day: date) -> list[Stretch]:
    """When work goes on on a local day; nothing where a clock change swallows it."""
    if day.weekday() not in hours.days or day in hours.holidays:
        return []
    ends = day + _DAY if hours.closes == _MIDNIGHT else day
    opens, closes = datetime.combine(day, hours.opens, zone), datetime.combine(ends, hours.closes, zone)
    found = _micros(opens), _micros(closes)
    return [found] if found[0] < found[1] else []


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    """Stretches that touch are one: round-the-clock work would cut a day in three otherwise."""
    joined: list[Stretch] = []
    for opens, closes in sorted(stretches):
        if joined and opens <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(closes, joined[-1][1])
        else:
            joined.append((opens, closes))
    return joined


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND
