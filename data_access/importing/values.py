"""Strict parsers for the cells of a file. ASCII digits only; nothing is guessed, clamped or read as "now".

Each parser takes a trimmed, non-empty cell and returns the value, or `Invalid` with a reason a person understands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

MDY, DMY = "mdy", "dmy"
DATE_ORDERS = (MDY, DMY)
# what people and programs write for "nothing"; identity columns keep "NA" when it looks like the other identifiers
PLACEHOLDERS = frozenset({"", "n/a", "na", "#n/a", "#na", "null", "none", "nan", "nil", "-", "--", "---", "–", "—", ".", "\\n"})
ID_PLACEHOLDERS = frozenset({"", "n/a", "#n/a", "null", "nan", "-", "--", "---", "–", "—", ".", "\\n"})
LARGEST = 1e15  # beyond it a float no longer holds whole numbers exactly
EARLIEST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Invalid:
    """A cell that holds something, but not what its column needs."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time: `ts` in UTC without zone, `day` the business-local day; `dated`: no clock time."""

    ts: datetime
    day: date
    dated: bool = False


_GROUPED = r"[+-]?(?:(?:\d+|\d{1,3}(?:[%s \u00a0\u202f']\d{3})+)(?:%s\d+)?|%s\d+)(?:[eE][+-]?\d{1,2})?"
_POINT = re.compile(_GROUPED % (",", r"\.", r"\."), re.ASCII)
_COMMA = re.compile(_GROUPED % (".", ",", ","), re.ASCII)
_CURRENCY = re.compile(r"^(?:R\$|US\$|[$€£¥￥])\s?|\s?[$€£¥￥]$")
_SPAN = re.compile(r"(\d{1,4}):([0-5]\d):([0-5]\d)(\.\d{1,6})?", re.ASCII)
_CLOCK = (
    r"(?:[T ]+(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?(?: ?(?P<ap>[AaPp])\.?[Mm]\.?)?"
    r" ?(?P<z>Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?"
)
_PLAIN = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(?:\.\d{3}(?:\d{3})?)?", re.ASCII)  # most machines' spelling
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})" + _CLOCK, re.ASCII)
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}),?" + _CLOCK, re.ASCII)
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})" + _CLOCK, re.ASCII)
_NAMED = re.compile(r"(?P<d>\d{1,2})[ -](?P<mon>[A-Za-z]{3,9})\.?[ -](?P<y>\d{4}),?" + _CLOCK, re.ASCII)
_NAMED_US = re.compile(r"(?P<mon>[A-Za-z]{3,9})\.? (?P<d>\d{1,2}),? (?P<y>\d{4}),?" + _CLOCK, re.ASCII)
_CHINESE = re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日" + _CLOCK, re.ASCII)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
_YES = frozenset(["yes", "y", "true", "t", "1", "sim", "s", "si", "sí", "oui", "ja", "wahr", "是", "有", "对", "x"])
_NO = frozenset(["no", "n", "false", "f", "0", "não", "nao", "non", "nein", "falsch", "falso", "否", "无", "没有"])


def shown(cell: str, limit: int = 40) -> str:
    """A cell as a message may quote it: one line, short."""
    flat = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in cell)
    return repr(flat if len(flat) <= limit else flat[: limit - 1] + "…")


def parse_number(cell: str, decimal: str = ".") -> float | Invalid:
    """A number with the declared decimal mark; thousands may be grouped by the other mark, a space or an apostrophe."""
    bare = _CURRENCY.sub("", cell)
    pattern = _POINT if decimal == "." else _COMMA
    if not pattern.fullmatch(bare):
        return Invalid(f"{shown(cell)} is not a number (decimal mark {decimal!r})")
    tidy = re.sub(r"[ \u00a0\u202f']", "", bare)
    tidy = tidy.replace(",", "") if decimal == "." else tidy.replace(".", "").replace(",", ".")
    value = float(tidy)
    return value if abs(value) < LARGEST else Invalid(f"{shown(cell)} is too large a number")


def parse_whole(cell: str, decimal: str = ".") -> int | Invalid:
    """A whole number; "12.0" is one."""
    value = parse_number(cell, decimal)
    if isinstance(value, Invalid):
        return value
    return int(value) if value == int(value) else Invalid(f"{shown(cell)} is not a whole number")


def parse_seconds(cell: str, decimal: str = ".") -> float | Invalid:
    """Seconds as a number, or H:MM:SS."""
    span = _SPAN.fullmatch(cell)
    if span:
        hours, minutes, seconds, part = span.groups()
        return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(part or 0)
    value = parse_number(cell, decimal)
    if isinstance(value, float) and value < 0:
        return Invalid(f"{shown(cell)} is a negative duration")
    return value


def parse_score(cell: str, low: float, high: float, *, reverse: bool = False) -> float | Invalid:
    """A whole number inside the scale, never clamped. `reverse`: the file's best answer is `low`."""
    value = parse_number(cell, "," if "," in cell else ".")
    if isinstance(value, Invalid):
        return Invalid(f"{shown(cell)} is not a score")
    if value != int(value):
        return Invalid(f"{shown(cell)} is not a whole score")
    if not low <= value <= high:
        return Invalid(f"{shown(cell)} is outside the scale {low:g} to {high:g}")
    return low + high - value if reverse else value


def parse_flag(cell: str) -> bool | Invalid:
    """yes/no, true/false, 1/0 and the same in the languages of the files seen."""
    word = cell.casefold()
    if word in _YES:
        return True
    return False if word in _NO else Invalid(f"{shown(cell)} is neither yes nor no")


def parse_moment(cell: str, order: str | None, zone: tzinfo = UTC) -> Moment | Invalid:
    """A date, or a date and time, in UTC and as the business-local day of `zone`.

    Year-first and named months read themselves; 3/4/2026 needs `order` (mdy | dmy). A time without a zone is local to
    `zone`; a date without a time never shifts. At the hour a clock is put back, the first of the two is meant.
    """
    if _PLAIN.fullmatch(cell):
        return _plain(cell, zone)
    for pattern in (_YEAR_FIRST, _YEAR_LAST, _COMPACT, _NAMED, _NAMED_US, _CHINESE):
        found = pattern.fullmatch(cell)
        if found:
            return _moment(cell, found.groupdict(), order, zone)
    return Invalid(f"{shown(cell)} is not a date this reads (2026-01-31, 31/01/2026, 01/31/2026 1:05:00 PM …)")


def _plain(cell: str, zone: tzinfo) -> Moment | Invalid:
    """The common spelling, parsed fast."""
    try:
        local = datetime.fromisoformat(cell)
        if local.year < EARLIEST_YEAR:
            return Invalid(f"{shown(cell)} lies before {EARLIEST_YEAR}")
        return Moment(local if zone is UTC else _naive_utc(local.replace(tzinfo=zone)), local.date())
    except (ValueError, OverflowError):
        return Invalid(f"{shown(cell)} is no date in the calendar")


def _moment(cell: str, part: dict[str, str | None], order: str | None, zone: tzinfo) -> Moment | Invalid:
    month, day = part.get("m"), part.get("d")
    if part.get("a"):
        if order not in DATE_ORDERS:
            return Invalid(f"{shown(cell)}: which is the day, which the month?")
        month, day = (part["a"], part["b"]) if order == MDY else (part["b"], part["a"])
    number = _MONTHS.get((part.get("mon") or "").lower(), 0) if part.get("mon") else int(month or 0)
    year = int(part["y"] or 0)
    if year < EARLIEST_YEAR:
        return Invalid(f"{shown(cell)} lies before {EARLIEST_YEAR}")
    try:
        local = datetime(year, number, int(day or 0), *_clock(part))
        if part.get("h") is None:
            return Moment(local, local.date(), dated=True)
        aware = local.replace(tzinfo=_offset(part["z"]) if part["z"] else zone)
        return Moment(_naive_utc(aware), aware.date() if aware.tzinfo is zone else aware.astimezone(zone).date())
    except (ValueError, OverflowError):
        return Invalid(f"{shown(cell)} is no date in the calendar" + (f" read as {order}" if part.get("a") else ""))


def _clock(part: dict[str, str | None]) -> tuple[int, int, int, int]:
    if part.get("h") is None:
        return 0, 0, 0, 0
    hour = int(part["h"] or 0)
    if part["ap"]:
        if not 1 <= hour <= 12:
            raise ValueError("an hour with AM or PM lies between 1 and 12")
        hour = hour % 12 + (12 if part["ap"] in "Pp" else 0)
    return hour, int(part["mi"] or 0), int(part["s"] or 0), int((part["f"] or "0")[:6].ljust(6, "0"))


def _offset(text: str) -> tzinfo:
    if text[0] not in "+-":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[3:].lstrip(":") or 0)
    return timezone(timedelta(minutes=minutes if text[0] == "+" else -minutes))


def _naive_utc(aware: datetime) -> datetime:
    return (aware if aware.tzinfo is UTC else aware.astimezone(UTC)).replace(tzinfo=None)


def fold(text: str) -> str:
    """A name as it is compared: NFKC, without invisible characters, case folded, single spaces."""
    visible = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Cc") or c in "\t\n\r")
    return " ".join("".join(visible).casefold().split())


def folded(words: Iterable[str]) -> frozenset[str]:
    """Several names as they are compared."""
    return frozenset(fold(w) for w in words)
