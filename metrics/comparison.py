"""Which earlier period a selection is compared with, and whether the data cover both."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from metrics.evidence import Events
from metrics.frames import COMPLAINTS, CONTACTS, EXPOSURE, INVITATIONS, Frame
from metrics.measuring import Measured
from metrics.metric import Metric, Unit
from metrics.question import COMPARISONS, Asked
from metrics.readout import Compared
from metrics.results import Estimate, Result
from metrics.saying import word
from metrics.slicing import columns

# The comparison period is inside the data when something was recorded before this much of it had passed: a first
# day that falls on a weekend is no reason to refuse, half an empty period is.
_LATE_START = 10  # a tenth of the period …
_LATE_START_DAYS = 6  # … and less than a week
NO_UNIT = word("nothing to date: the period does not begin with a week, a month, a quarter or a year")


def closed_at(filters: Any, as_of: datetime) -> Any:
    """The selection as far as anything is known: it ends on as_of's day at the latest, unless it begins after it."""
    return filters if filters.start is not None and filters.start > as_of.date() else filters.up_to(as_of)


def comparison(asked: Asked, how: str) -> tuple[Any | None, Compared | None]:
    """(the earlier selection, its name); no selection when none was asked or it lies outside the data."""
    metric = asked.metric
    if metric.compare is None or metric.frame.snapshot or (metric.needs_by and asked.grain):
        return None, None
    earlier = asked.filters.compared(how, asked.rules.week_start)
    if earlier is None:
        whole = asked.filters.start is not None and asked.filters.end is not None
        return None, Compared(NO_UNIT) if how == "to_date" and whole else None
    return (earlier if inside_data(asked, earlier) else None), Compared(COMPARISONS[how], earlier)


def per_day(before: Measured, metric: Metric, earlier: Any, selected: Any) -> Measured:
    """Counts of an earlier period of more or fewer days, such as February before March, to be compared per day: their
    evidence tells how long it was beside the selection. Values stay what was counted."""
    days, selected_days = (float((one.end - one.start).days + 1) for one in (earlier, selected))
    if metric.unit is not Unit.COUNT or days == selected_days:
        return before

    def longer(result: Result) -> Result:
        if not isinstance(result, Estimate) or not isinstance(result.evidence, Events):
            return result
        return replace(result, evidence=replace(result.evidence, exposure=result.evidence.exposure * days / selected_days))

    cells = {key: longer(result) for key, result in before.cells.items()}
    return replace(before, overall=longer(before.overall), cells=cells)


def inside_data(asked: Asked, earlier: Any) -> bool:
    """Whether recording had begun when `earlier` starts and, for volumes, still went on when the selection ends.

    Whatever else is selected: a new channel is a real change, a file that begins in mid-period is none.
    """
    days = (earlier.end - earlier.start).days + 1
    slack = timedelta(days=min(days // _LATE_START, _LATE_START_DAYS))
    kept = tuple(pair for pair in earlier.values if pair[0] == "source")
    windows = [replace(earlier, start=None, end=earlier.start + slack, values=kept)]
    if asked.metric.unit in (Unit.COUNT, Unit.PER_THOUSAND):
        windows.append(replace(asked.filters, start=asked.filters.end - slack, values=kept))
    return all(_recorded(asked, window, frame) for window in windows for frame in _light(asked.metric.frame))


def _recorded(asked: Asked, window: Any, frame: Frame) -> bool:
    return bool(columns(asked.counts(window, frame))[frame.additive[0]].sum() > 0)


def _light(frame: Frame) -> tuple[Frame, ...]:
    """The cheapest frames over the same facts."""
    if frame is EXPOSURE:
        return COMPLAINTS, CONTACTS
    return ({"contacts": CONTACTS, "complaints": COMPLAINTS, "invitations": INVITATIONS}.get(frame.facts, frame),)
