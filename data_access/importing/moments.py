"""Dates and times as files write them, read strictly: what is ambiguous needs to be declared, nothing is "now".

`order` says what a file cannot: which of day and month comes first (dmy, mdy), that two-digit years come first (ymd), that a
spreadsheet swapped days and months of some (ydm), or that numbers count days (serial, serial1904) or seconds (epoch, epoch_ms).
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Lookup
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from types import MappingProxyType

from data_access.importing.invalid import Invalid, shown
from data_access.importing.months import MONTHS
from metrics.phrases import phrase

MDY, DMY, YMD, YDM = "mdy", "dmy", "ymd", "ydm"
SERIAL, SERIAL_1904, EPOCH, EPOCH_MS = "serial", "serial1904", "epoch", "epoch_ms"
DATE_ORDERS = (MDY, DMY, YMD, YDM, SERIAL, SERIAL_1904, EPOCH, EPOCH_MS)
COUNTED = frozenset({SERIAL, SERIAL_1904, EPOCH, EPOCH_MS})  # dates written as numbers
EARLIEST_YEAR, LATEST_YEAR = 1900, 9998
PIVOT = 69  # two-digit years from here on lie in the 1900s (the rule of POSIX)
NO_ZONES: Lookup[str, tzinfo] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time: `ts` in UTC without zone, `day` the business-local day; `dated`: no clock time."""

    ts: datetime
    day: date
    dated: bool = False


_CLOCK = (
    r"(?:[T ]+(?P<zh>上午|下午|凌晨|晚上|中午)? ?(?P<h>\d{1,2})[:时](?P<mi>\d{2})"
    r"(?:[:分](?P<s>\d{2})秒?(?:[.,](?P<f>\d{1,9}))?)?分?"
    r"(?: ?(?P<ap>[AaPp])\.?[Mm]\.?| ?(?P<zh2>上午|下午))?"
    r" ?(?P<z>Z|z|(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}(?::?\d{2})?|\(?[A-Z]{2,5}\)?)?)?"
)
_PLAIN = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(?:\.\d{3}(?:\d{3})?)?", re.ASCII)  # most machines' spelling
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? +)?"
_SPELLINGS = tuple(
    re.compile(pattern + _CLOCK, re.ASCII)
    for pattern in (
        r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})",
        r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{4}|\d{1,2}),?",
        r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})",
        _WEEKDAY + r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[ -](?P<mon>[A-Za-z]{3,9})\.?[ -](?P<y>\d{4}|\d{2}),?",
        _WEEKDAY + r"(?P<mon>[A-Za-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4}),?",
        r"(?P<y>\d{4}) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号](?: ?(?:星期|周)[一二三四五六日天])?",
    )
)
_NUMBER = re.compile(r"\d{1,13}(?:\.\d{1,10})?", re.ASCII)
_LATE = frozenset({"下午", "晚上"})
_EPOCH_START = datetime(1970, 1, 1)


def parse_moment(cell: str, order: str | None, zone: tzinfo = UTC, zones: Lookup[str, tzinfo] = NO_ZONES) -> Moment | Invalid:
    """A date, or a date and time, in UTC and as the business-local day of `zone`.

    Year-first and named months read themselves; 3/4/2026 needs `order`. A time without a zone is local to `zone`; a date
    without a time never shifts. At the hour a clock is put back, the first of the two is meant. `zones`: what letters
    such as EST stand for, as declared; undeclared ones are refused, because several parts of the world share them.
    """
    if order in COUNTED:
        return _counted(cell, order, zone)
    if order != YDM and _PLAIN.fullmatch(cell):
        return _plain(cell, zone)
    for spelling in _SPELLINGS:
        found = spelling.fullmatch(cell)
        if found:
            return _moment(cell, found.groupdict(), order, zone, zones)
    known = "2026-01-31, 31/01/2026, 01/31/2026 1:05:00 PM …"
    return Invalid(phrase("{cell} is not a date this reads ({known})", cell=shown(cell), known=known))


def zone_letters(cell: str) -> str:
    """The letters for a time zone that a time ends in and that must be declared, such as EST; empty for none."""
    for spelling in _SPELLINGS:
        found = spelling.fullmatch(cell)
        if found:
            letters = (found["z"] or "").strip("()")
            return letters if letters.isalpha() and letters not in ("Z", "z", "UTC", "GMT") else ""
    return ""


def _plain(cell: str, zone: tzinfo) -> Moment | Invalid:
    """The common spelling, parsed fast."""
    try:
        local = datetime.fromisoformat(cell)
        if local.year < EARLIEST_YEAR:
            return Invalid(phrase("{cell} lies before {year}", cell=shown(cell), year=EARLIEST_YEAR))
        return Moment(local if zone is UTC else _naive_utc(local.replace(tzinfo=zone)), local.date())
    except (ValueError, OverflowError):
        return Invalid(phrase("{cell} is no date in the calendar", cell=shown(cell)))


def _moment(
    cell: str, part: dict[str, str | None], order: str | None, zone: tzinfo, zones: Lookup[str, tzinfo]
) -> Moment | Invalid:
    written = _date(part, order)
    if written is None:
        return Invalid(phrase("{cell}: which is the day, which the month?", cell=shown(cell)))
    year, month, day = written
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        early = phrase("{cell} lies before {year}", cell=shown(cell), year=EARLIEST_YEAR)
        return Invalid(early if year < EARLIEST_YEAR else phrase("{cell} is too late", cell=shown(cell)))
    try:
        local = datetime(year, month, day, *_clock(part))
        if part.get("h") is None:
            return Moment(local, local.date(), dated=True)
        offset = _offset(part["z"], zones) if part["z"] else zone
        if offset is None:
            letters = (part["z"] or "").strip("()")
            return Invalid(phrase(
                "{cell} names its time zone by letters ({letters}) that several zones share",
                cell=shown(cell), letters=letters,
            ))
        aware = local.replace(tzinfo=offset)
        return Moment(_naive_utc(aware), aware.date() if aware.tzinfo is zone else aware.astimezone(zone).date())
    except (ValueError, OverflowError):
        plain = phrase("{cell} is no date in the calendar", cell=shown(cell))
        return Invalid(phrase("{plain} read as {order}", plain=plain, order=order or "") if part.get("a") else plain)


def _date(part: dict[str, str | None], order: str | None) -> tuple[int, int, int] | None:
    """(year, month, day) as written; None where the order is needed and not known."""
    if part.get("a"):
        a, b, c = part["a"] or "", part["b"] or "", part["c"] or ""
        if order == YMD and len(a) == 2 and len(c) <= 2:
            return _year(a), int(b), int(c)
        if order in (DMY, MDY, YDM) and len(c) > 1:
            return _year(c), int(a if order == MDY else b), int(b if order == MDY else a)
        return None
    month = MONTHS.get((part.get("mon") or "").lower(), 0) if part.get("mon") else int(part["m"] or 0)
    day = int(part["d"] or 0)
    if order == YDM and part.get("sep"):
        month, day = day, month
    return _year(part["y"] or ""), month, day


def _year(text: str) -> int:
    """Four digits as they are, two of them in the century they most likely mean."""
    return int(text) if len(text) > 2 else int(text) + (1900 if int(text) >= PIVOT else 2000)


def _clock(part: dict[str, str | None]) -> tuple[int, int, int, int]:
    if part.get("h") is None:
        return 0, 0, 0, 0
    hour = int(part["h"] or 0)
    half = part.get("zh") or part.get("zh2")
    if part["ap"]:
        if not 1 <= hour <= 12:
            raise ValueError("an hour with AM or PM lies between 1 and 12")
        hour = hour % 12 + (12 if part["ap"] in "Pp" else 0)
    elif half and hour <= 12:
        hour = hour % 12 + (12 if half in _LATE or (half == "中午" and hour % 12 < 3) else 0)
    return hour, int(part["mi"] or 0), int(part["s"] or 0), int((part["f"] or "0")[:6].ljust(6, "0"))


def _offset(text: str, zones: Lookup[str, tzinfo]) -> tzinfo | None:
    """The offset or zone a time ends in; None for letters nobody declared."""
    bare = text.strip("()")
    if bare in zones:
        return zones[bare]
    bare = bare[3:] if bare[:3] in ("UTC", "GMT") else bare
    if bare in ("", "Z", "z"):
        return UTC
    if bare[0] not in "+-":
        return None
    digits = bare[1:].replace(":", "")
    hours, minutes = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])
    shift = int(hours) * 60 + int(minutes)
    return timezone(timedelta(minutes=shift if bare[0] == "+" else -shift))


def _counted(cell: str, order: str | None, zone: tzinfo) -> Moment | Invalid:
    """A day number of a spreadsheet (local to `zone`), or seconds or milliseconds since 1970 (in UTC)."""
    if not _NUMBER.fullmatch(cell):
        return parse_moment(cell, None, zone)
    value = float(cell)
    try:
        if order in (EPOCH, EPOCH_MS):
            ts = _EPOCH_START + timedelta(milliseconds=value if order == EPOCH_MS else value * 1000)
            found = Moment(ts, ts.replace(tzinfo=UTC).astimezone(zone).date())
        else:
            local = _serial(value, order == SERIAL_1904)
            if value == int(value):
                found = Moment(local, local.date(), dated=True)
            else:
                found = Moment(_naive_utc(local.replace(tzinfo=zone)), local.date())
    except (ValueError, OverflowError):
        return Invalid(phrase("{cell} counts to no date in the calendar", cell=shown(cell)))
    plausible = EARLIEST_YEAR <= found.ts.year <= LATEST_YEAR
    return found if plausible else Invalid(phrase("{cell} counts to no date in the calendar", cell=shown(cell)))


def _serial(value: float, since_1904: bool) -> datetime:
    """Day 60 of the 1900 system is 29 February 1900, which never was: days up to it are refused."""
    if not since_1904 and value < 61:
        raise ValueError("before March 1900 spreadsheets disagree")
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
    return start + timedelta(seconds=round(value * 86_400))


def _naive_utc(aware: datetime) -> datetime:
    return (aware if aware.tzinfo is UTC else aware.astimezone(UTC)).replace(tzinfo=None)
