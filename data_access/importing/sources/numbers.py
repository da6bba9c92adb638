"""Numbers of a spreadsheet as text: what a careful person would write in a CSV for the cell they see."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

NUMBER, DATE, DATETIME, TIME, ELAPSED = "number", "date", "datetime", "time", "elapsed"
_LAST_SERIAL = 2_958_466  # the day after 9999-12-31
_LEAP = 60  # the 29th of February 1900, which spreadsheets keep and no calendar has
_SECONDS = 86_400
_BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58), DATE),
    **dict.fromkeys((18, 19, 20, 21, *range(32, 36), 45, 47, 55, 56), TIME),
    22: DATETIME,
    46: ELAPSED,
}
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|AM/PM|A/P|上午/下午|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


def kind_of(code: str | None, number: int = 0) -> str:
    """number | date | datetime | time | elapsed: what a number format shows. `number`: of a built-in format without code."""
    if code is None:
        return _BUILT_IN.get(number, NUMBER)
    bare = _QUOTED.sub("", code.split(";")[0]).lower()
    if re.search(r"\[(?:h+|m+|s+)\]", bare):
        return ELAPSED
    if bare == "general":
        return NUMBER
    clock = bool(re.search(r"[hs]", bare))
    day = bool(re.search(r"[yd]", bare)) or ("m" in bare and not clock)
    return DATETIME if day and clock else DATE if day else TIME if clock else NUMBER


def plain(value: float) -> str:
    """A number without needless zeros, with at most the 15 digits a spreadsheet keeps."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = format(value, ".15g")
    return format(Decimal(text), "f") if "e+" in text and abs(value) < 1e30 else text


def written(value: float, kind: str, from_1904: bool) -> str:
    """A number as its format shows it: dates in ISO (without a time when the format shows none), times as H:MM:SS."""
    if kind == NUMBER or not 0 <= value < _LAST_SERIAL:
        return plain(value)
    if kind == ELAPSED or (kind == TIME and value < 1):
        return _span(value)
    days, millis = divmod(round(value * _SECONDS * 1000), _SECONDS * 1000)
    day = _day(days, from_1904)
    if kind == DATE and millis == 0:
        return day
    seconds, part = divmod(millis, 1000)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}" + (f".{part:03}" if part else "")
    return f"{day} {clock}"


def moment(value: datetime | date) -> str:
    """A point in time in ISO, seconds always, fractions only where there are any."""
    return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()


def _span(value: float) -> str:
    millis = round(value * _SECONDS * 1000)
    seconds, part = divmod(millis, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}" + (f".{part:03}" if part else "")


def _day(days: int, from_1904: bool) -> str:
    """Days as text: those that are no day of the calendar stay visible as what the spreadsheet shows."""
    if from_1904:
        return (date(1904, 1, 1) + timedelta(days)).isoformat()
    if days == 0:
        return "1900-01-00"
    if days == _LEAP:
        return "1900-02-29"
    return (date(1899, 12, 31 if days < _LEAP else 30) + timedelta(days)).isoformat()
