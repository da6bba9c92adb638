"""The course of a metric in plain words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

from metrics import formats
from metrics.course.levels import Level
from metrics.course.limits import Limits
from metrics.course.outlook import Outlook
from metrics.metric import Metric
from metrics.periods import last_day
from metrics.saying import one_after_another, say

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


def limits_words(found: Limits | None, label: Callable[[date], str]) -> str:
    """How many periods lie outside the usual range, the latest by name; label: a period by its first day."""
    if found is None:
        return say("Too few periods to tell the usual range.")
    if found.outside:
        days = ", ".join(label(day) for day in found.outside[-_NAMED:])
        counts = {"n": len(found.outside), "all": len(found.days)}
        return say("Outside the usual range: {n} of {all} periods, most recently {days}.", days=days, **counts)
    if found.runs:
        return say("No period lies outside the usual range, but eight in a row lie on one side of the middle.")
    return say("Every period lies within the usual range: single ups and downs need no explanation.")


def outlook_words(metric: Metric, found: Outlook | None, grain: str) -> str:
    """Where it will be at the end of the outlook if nothing changes."""
    if found is None:
        return say("Too few periods in a row for an outlook.")
    end: date = last_day(found.days[-1], grain)
    return say(
        "If nothing changes: between {low} and {high} by {day}.",
        low=formats.value(metric, found.low[-1]), high=formats.value(metric, found.high[-1]), day=formats.day(end),
    )  # fmt: skip
