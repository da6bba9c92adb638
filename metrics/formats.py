"""Numbers and dates as people read them, in their language, written in one place: card, hover, table and slide agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from metrics.frames import ATTRIBUTE
from metrics.metric import Metric, Unit
from metrics.readout import Word
from metrics.results import Estimate, Reason, Result
from metrics.saying import say, word

_HOURS = 48  # below two days people count hours
_WHOLE_DAYS = 60 * 24  # hours: beyond two months nobody asks for tenths of a day
MONTHS = (
    word("Jan"), word("Feb"), word("Mar"), word("Apr"), word("May"), word("Jun"),
    word("Jul"), word("Aug"), word("Sep"), word("Oct"), word("Nov"), word("Dec"),
)  # fmt: skip
WITHHELD_WORDS = {
    Reason.EMPTY: word("no data"),
    Reason.TOO_FEW: Word.FEW,
    Reason.PROTECTED: word("hidden to protect a small group"),
    Reason.UNDEFINED: word("not defined here"),
    Reason.WINDOW_OPEN: word("window still open"),
    Reason.SCALES_MIXED: word("mixed scales"),
    Reason.NOT_RECORDED: word("not recorded"),
}
DIMENSION_WORDS = {
    "channel": word("channel"), "segment": word("segment"), "region": word("region"), "product": word("product"),
    "business_unit": word("business unit"), "source": word("source"), "instrument": word("survey"),
    "question": word("question"), "touchpoint": word("touchpoint"), "stage": word("stage"), "theme": word("theme"),
    "severity": word("severity"), "team": word("team"), "mode": word("mode"), "direction": word("direction"),
    "reason": word("reason"), "topic": word("topic"), "answer": word("answer"),
}  # fmt: skip

_GROUPS = {
    "channel": word("channels"), "segment": word("segments"), "region": word("regions"), "product": word("products"),
    "business_unit": word("business units"), "source": word("sources"), "instrument": word("surveys"),
    "question": word("questions"), "touchpoint": word("touchpoints"), "stage": word("stages"),
}  # fmt: skip

_EXACT_DIGITS = {Unit.SHARE: 2, Unit.POINTS: 2, Unit.SCORE: 4, Unit.COUNT: 0, Unit.PER_THOUSAND: 3}


def day(value: date) -> str:
    """1 Oct 2025."""
    return say("{day} {month} {year}", day=value.day, month=month_name(value), year=value.year)


def month(value: date) -> str:
    """Oct 2025."""
    return say("{month} {year}", month=month_name(value), year=value.year)


def month_name(value: date) -> str:
    """Oct."""
    return say(MONTHS[value.month - 1])


def moment(value: datetime) -> str:
    """1 Oct 2025, 14:05 UTC."""
    return say("{day}, {time} UTC", day=day(value.date()), time=f"{value:%H:%M}")


def dimension(name: str) -> str:
    """A dimension as people read it: "business unit"; a file's own column keeps the name it has there."""
    return name.removeprefix(ATTRIBUTE) if name.startswith(ATTRIBUTE) else say(DIMENSION_WORDS.get(name, name))


def groups_word(name: str) -> str:
    """A dimension's groups as people read them: "business units", groups of "Age"."""
    return say(_GROUPS[name]) if name in _GROUPS else say('groups of "{name}"', name=dimension(name))


def group_word(name: str) -> str:
    """One group of a dimension: "business unit", group of "Age"."""
    return dimension(name) if name in _GROUPS else say('group of "{name}"', name=dimension(name))


def minus(number: str) -> str:
    """A number with its true minus sign (U+2212), as people read it; what machines read (CSV, XLSX, JSON, URLs) keeps the
    hyphen and does not come through here."""
    return number.replace("-", "−")


def whole(value: float) -> str:
    """12,431."""
    return minus(f"{value:,.0f}")


def noun(n: float, plural: str) -> str:
    """customers, or customer for one of them; still to be said."""
    return plural.removesuffix("s") if n == 1 else plural


def counted(n: float, plural: str) -> str:
    """1 customer, 1,204 customers: how many of what."""
    return told(n, noun(n, plural))


def told(n: float, what: str) -> str:
    """12 resolved, no score given: a count and what it counts, one template to a language that puts words between them."""
    return say("{n} " + what, n=whole(n))


def duration(hours: float) -> str:
    """Hours in the unit a person would choose: 35 min, 4.5 h, 3.2 days, 1,802 days."""
    if hours < 1:
        return say("{n} min", n=f"{hours * 60:.0f}")
    if hours < _HOURS:
        return say("{n} h", n=f"{hours:.1f}")
    return say("{n} days", n=f"{hours / 24:.1f}" if hours < _WHOLE_DAYS else whole(hours / 24))


def percent(number: str) -> str:
    """82 %: a number already written, with its sign."""
    return say("{number} %", number=number)


def number(metric: Metric, value: float, *, signed: bool = False) -> str:
    """A value of `metric` without its unit word, with the metric's digits."""
    sign = "+" if signed and value > 0 else ""
    if metric.unit is Unit.HOURS:
        return sign + (("−" + duration(-value)) if value < 0 else duration(value))
    shown = value * 100 if metric.unit is Unit.SHARE else value
    text = f"{shown:,.{metric.decimals}f}"
    if text.lstrip("-0.,") == "":  # no "-0"
        text = text.lstrip("-")
    return sign + minus(text)


def value(metric: Metric, amount: float) -> str:
    """A value with its unit: 82 %, 39.8, 4.1, 12,431, 3.2 days."""
    text = number(metric, amount)
    return percent(text) if metric.unit is Unit.SHARE else text


def exact(metric: Metric, amount: float) -> str:
    """A value with enough digits to check it by hand: 78.79 %, 39.84, 3.9982, 12,431, 8.4 days (201 h)."""
    if metric.unit is Unit.HOURS:
        hours = say("{n} h", n=minus(f"{amount:,.4f}".rstrip("0").rstrip(".")))
        return hours if 1 <= amount < _HOURS else f"{duration(amount)} ({hours})"
    return value(replace(metric, decimals=_EXACT_DIGITS[metric.unit]), amount)


def change(metric: Metric, amount: float, *, relative: bool = False) -> str:
    """A change in words: "4.2 points", "12 %", "0.3", "5.1 h" (without sign: the verdict's word carries it)."""
    if relative:
        return percent(f"{abs(amount) * 100:.0f}" if abs(amount) >= 0.0995 else f"{abs(amount) * 100:.1f}")
    digits = max(metric.decimals, 1)
    if metric.unit is Unit.SHARE:
        return say("{share} points", share=f"{abs(amount) * 100:,.{digits}f}")
    if metric.unit is Unit.POINTS:
        return say("{score} points", score=f"{abs(amount):,.{digits}f}")
    return number(metric, abs(amount))


def interval(metric: Metric, result: Estimate) -> str:
    """between 31 and 38; one side open reads "at least" / "at most"; empty when nothing bounds it."""
    low, high = result.low, result.high
    if low is not None and high is not None:
        return say("between {low} and {high}", low=value(metric, low), high=value(metric, high))
    if low is not None:
        return say("at least {low}", low=value(metric, low))
    return say("at most {high}", high=value(metric, high)) if high is not None else ""


def shown(metric: Metric, result: Result) -> str:
    """The value, or the reason it is withheld."""
    return value(metric, result.value) if isinstance(result, Estimate) else say(WITHHELD_WORDS[result.reason])
