"""The day a UTC time falls on in a time zone, as an expression every engine understands: its offsets, written out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, DateTime, case, cast, literal_column

_STEP = timedelta(days=1)
_SECOND = timedelta(seconds=1)
Offsets = Sequence[tuple[datetime, timedelta]]


def offsets(zone: str, first: datetime, last: datetime) -> Offsets:
    """(naive UTC time from which it holds, offset) for `first` <= time <= `last`, in order; at least one."""
    place = ZoneInfo(zone)
    found = [(first, _offset(place, first))]
    at = first
    while at < last:
        ahead = min(at + _STEP, last)
        while _offset(place, ahead) != found[-1][1]:
            found.append(_change(place, at, ahead))
            at = found[-1][0]
        at = ahead
    return found


def local_day(moment: ColumnElement[Any], held: Offsets) -> ColumnElement[date]:
    """The local day of a UTC time, under these offsets: a search tree, since a century of a zone has hundreds."""
    if len(held) == 1:
        shift: ColumnElement[Any] = literal_column(f"INTERVAL '{int(held[0][1].total_seconds())} seconds'")
        return cast(cast(moment + shift, DateTime), Date)
    half = len(held) // 2
    since: ColumnElement[Any] = literal_column(f"TIMESTAMP '{held[half][0].isoformat(sep=' ')}'")
    return case((moment < since, local_day(moment, held[:half])), else_=local_day(moment, held[half:]))


def _change(place: ZoneInfo, before: datetime, after: datetime) -> tuple[datetime, timedelta]:
    """The first change of the offset after `before`, to the second; there is one by `after`."""
    old = _offset(place, before)
    low, high = before, after
    while high - low > _SECOND:
        middle = low + (high - low) // 2
        low, high = (middle, high) if _offset(place, middle) == old else (low, middle)
    at = high.replace(microsecond=0)  # clocks change on whole seconds
    return at, _offset(place, at)


def _offset(place: ZoneInfo, moment: datetime) -> timedelta:
    return place.fromutc(moment.replace(tzinfo=place)).utcoffset() or timedelta()
