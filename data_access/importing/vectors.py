"""The commonest spellings of names, numbers and times, many cells at once: the same values the cells' parsers give.

Each reader tells which of the texts it understood, and values that hold for those; all others are left to the parser.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import MAXYEAR, UTC, datetime, timedelta, tzinfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from data_access.importing.moments import EARLIEST_YEAR
from data_access.importing.texts import Bytes, Flags
from data_access.importing.values import ID_PLACEHOLDERS, PLACEHOLDERS

Found = tuple[Flags, dict[str, pa.Array]]
Reader = Callable[[pa.Array], Found]
_Whole = npt.NDArray[np.int64]
_LONGEST_PLACEHOLDER = max(map(len, PLACEHOLDERS | ID_PLACEHOLDERS))
_MOST_DIGITS = 15  # a longer number may be too large
_WIDEST = 19  # of the times read here
_UNPRINTABLE = np.ones(256, dtype=bool)
_UNPRINTABLE[32:127] = False
_NO_DIGIT = np.ones(256, dtype=bool)
_NO_DIGIT[48:58] = False
_POINT = np.zeros(256, dtype=bool)
_POINT[ord(".")] = True
_MICROSECOND, _SECOND, _HOUR = timedelta(microseconds=1), 1_000_000, 3_600_000_000
_DAY = 24 * _HOUR
_EPOCH = datetime(1970, 1, 1)
_MONTH_DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def names(longest: int) -> Reader:
    """Short texts of printable ASCII, too long to be a placeholder: they are their own value."""

    def read(texts: pa.Array) -> Found:
        told = Bytes.of(texts)
        fits = (told.lengths > _LONGEST_PLACEHOLDER) & (told.lengths <= longest)
        plain = told.counted(_UNPRINTABLE) == 0
        return fits & plain & (told.first() != 32) & (told.last() != 32), {"value": texts}

    return read


def numbers(decimal: str, whole: bool) -> Reader:
    """Digits, and where the decimal mark is a point, one of them inside."""

    def read(texts: pa.Array) -> Found:
        told = Bytes.of(texts)
        others, points = told.counted(_NO_DIGIT), told.counted(_POINT)
        fits = (told.lengths > 0) & (told.lengths <= _MOST_DIGITS) & (others == points)
        if whole or decimal != ".":
            fits &= points == 0
        else:
            fits &= (points <= 1) & ~_NO_DIGIT[told.first()] & ~_NO_DIGIT[told.last()]
        if whole:
            fits &= told.lengths < 10  # digits: within 32 bits
        values = np.zeros(len(texts), dtype=np.float64)
        values[fits] = texts.filter(pa.array(fits)).cast(pa.float64()).to_numpy()
        return fits, {"value": pa.array(values.astype(np.int64)) if whole else pa.array(values)}

    return read


def moments(zone: tzinfo, latest: datetime | None) -> Reader:
    """YYYY-MM-DD, and with HH:MM or HH:MM:SS after a space or T: in UTC, and the day of `zone`; none after `latest`."""

    def read(texts: pa.Array) -> Found:
        told = Bytes.of(texts)
        fits, local = np.zeros(len(texts), dtype=bool), np.zeros(len(texts), dtype=np.int64)
        dated = told.lengths == 10
        for width in (10, 16, _WIDEST):
            mine = np.flatnonzero(told.lengths == width)
            if len(mine):
                fits[mine], local[mine] = _local(told, mine, width)
        utc = local.copy()
        if zone is not UTC:
            clocked = np.flatnonzero(fits & ~dated)
            known, shift = _offsets(local[clocked], zone)
            utc[clocked] -= shift
            fits[clocked[~known]] = False
        if latest is not None:
            fits &= utc <= (latest - _EPOCH) // _MICROSECOND
        days = pa.array((local // _DAY).astype(np.int32)).cast(pa.date32())
        return fits, {"ts": pa.array(utc).cast(pa.timestamp("us")), "day": days, "dated": pa.array(dated)}

    return read


def _local(told: Bytes, which: npt.NDArray[np.intp], width: int) -> tuple[Flags, _Whole]:
    """(is a date of the calendar, microseconds since 1970 on the local clock) of texts of one width."""
    signs = told.content[told.starts[which][:, None] + np.arange(width, dtype=np.int32)].T
    fits = (signs[4] == 45) & (signs[7] == 45)
    digits = [0, 1, 2, 3, 5, 6, 8, 9]
    if width > 10:
        fits &= ((signs[10] == 32) | (signs[10] == 84)) & (signs[13] == 58)
        digits += [11, 12, 14, 15]
    if width == _WIDEST:
        fits &= signs[16] == 58
        digits += [17, 18]
    for place in digits:
        fits &= ~_NO_DIGIT[signs[place]]
    pairs = [signs[place].astype(np.int64) * 10 + signs[place + 1] - 528 for place in (0, 2, 5, 8, 11, 14, 17) if place < width]
    year, month, day = pairs[0] * 100 + pairs[1], pairs[2], pairs[3]
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    last = _MONTH_DAYS[np.clip(month, 0, 12)] + (leap & (month == 2))
    fits &= (year >= EARLIEST_YEAR) & (year < MAXYEAR) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= last)
    at = _days(year, month, day) * _DAY
    for part, limit, unit in zip(pairs[4:], (24, 60, 60), (_HOUR, 60 * _SECOND, _SECOND), strict=False):
        fits &= part < limit
        at += part * unit
    return fits, np.where(fits, at, 0)


def _days(year: _Whole, month: _Whole, day: _Whole) -> _Whole:
    """Days since 1970-01-01 (Hinnant, chrono-compatible low-level date algorithms)."""
    year = year - (month <= 2)
    era, of_era = year // 400, year % 400
    of_year = (153 * (month + np.where(month > 2, -3, 9)) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


def _offsets(local: _Whole, zone: tzinfo) -> tuple[Flags, _Whole]:
    """(known?, the offset of `zone`) at local times. Unknown in an hour in which the clock is changed."""
    hours, which = np.unique(local // _HOUR, return_inverse=True)
    known, found = np.zeros(len(hours), dtype=bool), np.zeros(len(hours), dtype=np.int64)
    for place, hour in enumerate(hours.tolist()):
        begin = (_EPOCH + timedelta(hours=hour)).replace(tzinfo=zone)
        first, last = begin.utcoffset(), (begin + timedelta(hours=1) - _MICROSECOND).utcoffset()
        known[place] = first == last
        found[place] = (first or timedelta()) // _MICROSECOND
    return known[which], found[which]
