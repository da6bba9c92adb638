"""Is the target of a selection met, given how sure its figure is (catalogue A24); and what happened in its period."""

from __future__ import annotations

from datetime import date

from metrics.metric import Better, Metric
from metrics.question import Filters
from metrics.readout import Goal
from metrics.results import Estimate, Result
from metrics.rules import Note, Rules, target_at
from metrics.stats.targets import target_status


def unit_of(filters: Filters) -> str | None:
    """The business unit, where exactly one is selected."""
    return next((chosen[0] for name, chosen in filters.values if name == "business_unit" and len(chosen) == 1), None)


def goal(metric: Metric, rules: Rules, unit: str | None, day: date, overall: Result) -> Goal | None:
    """The target that holds at the period's end, and whether `overall` meets it; None without one."""
    found = target_at(rules, metric.key, unit, day) if metric.takes_target else None
    if found is None:
        return None
    if not isinstance(overall, Estimate):
        return Goal(found.value, "no_data")
    higher = metric.better is Better.HIGHER
    status, _ = target_status(overall.value, *bounds(metric, overall), found.value, higher)
    return Goal(found.value, status)


def bounds(metric: Metric, result: Estimate) -> tuple[float | None, float | None]:
    """What bounds a result: its interval; a state counted in full (no sample, no interval) is exactly what it is."""
    if metric.frame.snapshot and result.low is None and result.high is None:
        return result.value, result.value
    return result.low, result.high


def notes_in(rules: Rules, start: date | None, end: date | None) -> tuple[Note, ...]:
    """The notes of a period, earliest first."""
    return tuple(
        sorted(
            (note for note in rules.notes if (start or note.day) <= note.day <= (end or note.day)),
            key=lambda note: note.day,
        )
    )
