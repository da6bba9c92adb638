"""Numbers and dates as people read them, written in one place: card, hover, table, slide and command line agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from metrics.metric import Metric, Unit
from metrics.results import Estimate, Reason, Result

_WHOLE_DAYS = 60 * 24  # hours: beyond two months nobody asks for tenths of a day
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WITHHELD_WORDS = {
    Reason.EMPTY: "no data",
    Reason.TOO_FEW: "too few answers",
    Reason.PROTECTED: "hidden to protect a small group",
    Reason.UNDEFINED: "not defined here",
    Reason.WINDOW_OPEN: "window still open",
    Reason.SCALES_MIXED: "mixed scales",
    Reason.NOT_RECORDED: "not recorded",
}

_EXACT_DIGITS = {Unit.SHARE: 2, Unit.POINTS: 2, Unit.SCORE: 4, Unit.COUNT: 0, Unit.PER_THOUSAND: 3}


def day(value: date) -> str:
    """1 Oct 2025."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """1 Oct 2025, 14:05 UTC."""
    return f"{day(value.date())}, {value:%H:%M} UTC"


def whole(value: float) -> str:
    """12,431."""
    return f"{value:,.0f}"


def noun(n: float, plural: str) -> str:
    """customers, or customer for one of them."""
    return plural.removesuffix("s") if n == 1 else plural


def counted(n: float, plural: str) -> str:
    """1 customer, 1,204 customers: how many of what."""
    return f"{whole(n)} {noun(n, plural)}"


def duration(hours: float) -> str:
    """Hours in the unit a person would choose: 35 min, 4.5 h, 3.2 days, 1,802 days."""
    if hours < 1:
        return f"{hours * 60:.0f} min"
    if hours < 48:
        return f"{hours:.1f} h"
    return f"{hours / 24:.1f} days" if hours < _WHOLE_DAYS else f"{hours / 24:,.0f} days"


def number(metric: Metric, value: float, *, signed: bool = False) -> str:
    """A value of `metric` without its unit word, with the metric's digits."""
    sign = "+" if signed and value > 0 else ""
    if metric.unit is Unit.HOURS:
        return sign + (("-" + duration(-value)) if value < 0 else duration(value))
    shown = value * 100 if metric.unit is Unit.SHARE else value
    text = f"{shown:,.{metric.decimals}f}"
    if text.lstrip("-0.,") == "":  # no "-0"
        text = text.lstrip("-")
    return sign + text


def value(metric: Metric, amount: float) -> str:
    """A value with its unit: 82 %, 39.8, 4.1, 12,431, 3.2 days."""
    return number(metric, amount) + (" %" if metric.unit is Unit.SHARE else "")


def exact(metric: Metric, amount: float) -> str:
    """A value with enough digits to check it by hand: 78.79 %, 39.84, 3.9982, 12,431, 8.4 days (201 h)."""
    if metric.unit is Unit.HOURS:
        hours = f"{amount:,.4f}".rstrip("0").rstrip(".") + " h"
        rounded = duration(amount)
        return hours if rounded.endswith(" h") else f"{rounded} ({hours})"
    return value(replace(metric, decimals=_EXACT_DIGITS[metric.unit]), amount)


def change(metric: Metric, amount: float, *, relative: bool = False) -> str:
    """A change in words: "4.2 points", "12 %", "0.3", "5.1 h" (without sign: the verdict's word carries it)."""
    if relative:
        return f"{abs(amount) * 100:.0f} %" if abs(amount) >= 0.0995 else f"{abs(amount) * 100:.1f} %"
    text = number(metric, abs(amount))
    if metric.unit in (Unit.SHARE, Unit.POINTS):
        digits = max(metric.decimals, 1)
        text = f"{abs(amount) * (100 if metric.unit is Unit.SHARE else 1):,.{digits}f}"
        return f"{text} points"
    return text


def interval(metric: Metric, result: Estimate) -> str:
    """between 31 and 38; one side open reads "at least" / "at most"; empty when nothing bounds it."""
    low, high = result.low, result.high
    if low is not None and high is not None:
        return f"between {value(metric, low)} and {value(metric, high)}"
    if low is not None:
        return f"at least {value(metric, low)}"
    return f"at most {value(metric, high)}" if high is not None else ""


def shown(metric: Metric, result: Result) -> str:
    """The value, or the reason it is withheld."""
    return value(metric, result.value) if isinstance(result, Estimate) else WITHHELD_WORDS[result.reason]
