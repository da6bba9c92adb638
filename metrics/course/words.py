"""The course of a metric in plain words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

from metrics import formats, lists
from metrics.course.levels import Level
from metrics.course.limits import Limits
from metrics.course.outlook import Outlook
from metrics.course.season import Season
from metrics.course.steady import Drift
from metrics.metric import Metric
from metrics.periods import last_day
from metrics.rules import WEEKDAYS
from metrics.saying import one_after_another, say, word

_NAMED = 3
_TOLD = 2  # changes of level told in a sentence, the latest ones; the chart shows all


def levels_words(metric: Metric, found: Sequence[Level]) -> str:
    """When the level changed, from what to what; empty where it never did."""
    changes = list(pairwise(found))[-_TOLD:]
    return one_after_another(*(_change(metric, old, new) for old, new in changes))


def _change(metric: Metric, old: Level, new: Level) -> str:
    first, last = new.since or (new.start, new.start)
    values = {"before": formats.value(metric, old.value), "after": formats.value(metric, new.value)}
    if first == last:
        return say("The level changed around {day}: {before} → {after}.", day=formats.day(new.start), **values)
    return say(
        "The level changed between {first} and {last}: {before} → {after}.",
        first=formats.day(first), last=formats.day(last), **values,
    )  # fmt: skip


def limits_words(found: Limits | None, label: Callable[[date], str], *, same: bool = False) -> str:
    """How many periods lie outside the usual range, the latest by name; label: a period by its first day · same: it never
    varied."""
    if same:
        return say("It has been the same in every period.")
    if found is None:
        return say("Too few periods, or too few answers in them, to tell the usual range.")
    if found.outside:
        days = lists.enumerated(label(day) for day in found.outside[-_NAMED:])
        counts = {"n": len(found.outside), "all": sum(low is not None for low in found.low)}
        return say("Outside the usual range: {n} of {all} periods, most recently {days}.", days=days, **counts)
    if found.runs:
        return say("No period lies outside the usual range of its level, but eight in a row lie on one side of it.")
    return say("Every period lies within the usual range of its level: single ups and downs need no explanation.")


def outlook_words(metric: Metric, found: Outlook | None, grain: str) -> str:
    """Where it will be at the end of the outlook if nothing changes."""
    if found is None:
        return say("Too few periods in a row for an outlook.")
    end: date = last_day(found.days[-1], grain)
    return say(
        "If nothing changes: between {low} and {high} by {day}.",
        low=formats.value(metric, found.low[-1]), high=formats.value(metric, found.high[-1]), day=formats.day(end),
    )  # fmt: skip


_DRIFTS = {
    ("day", True): word("Within the period it rose steadily, by about {change} a day."),
    ("day", False): word("Within the period it fell steadily, by about {change} a day."),
    ("week", True): word("Within the period it rose steadily, by about {change} a week."),
    ("week", False): word("Within the period it fell steadily, by about {change} a week."),
    ("month", True): word("Within the period it rose steadily, by about {change} a month."),
    ("month", False): word("Within the period it fell steadily, by about {change} a month."),
    ("quarter", True): word("Within the period it rose steadily, by about {change} a quarter."),
    ("quarter", False): word("Within the period it fell steadily, by about {change} a quarter."),
}


def drift_words(metric: Metric, found: Drift | None, grain: str) -> str:
    """Which way it drifts and how fast; empty where it does not."""
    if found is None or (grain, found.slope > 0) not in _DRIFTS:
        return ""
    change = formats.change(metric, found.slope)
    return say(_DRIFTS[grain, found.slope > 0], change=change) if any(digit in change for digit in "123456789") else ""


def season_words(found: Season | None, grain: str, *, long_enough: bool = True) -> str:
    """Which place of the calendar is highest and which lowest; or that none is, or that there is too little to see one."""
    if not long_enough:
        return say("Too few years or weeks in this time step to see a season.")
    if found is None:
        return say("No season shows: no month or weekday is high or low every time.")
    high, low = (_place(day, grain) for day in (found.high, found.low))
    return say("On the whole highest in {high} and lowest in {low}.", high=high, low=low)


def _place(day: date, grain: str) -> str:
    """A weekday, a month or a quarter."""
    if grain == "day":
        return say(WEEKDAYS[day.weekday()])
    return formats.month_name(day) if grain == "month" else f"Q{(day.month + 2) // 3}"
