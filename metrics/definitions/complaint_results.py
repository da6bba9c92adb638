"""Counts of complaints to results: rates, times, deadlines, backlog, repair (catalogue E1, E3-E6, E10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from metrics.definitions.cells import (
    CONF,
    EMPTY,
    NOT_RECORDED,
    column,
    count,
    distinct,
    mean_score,
    nothing,
    rate,
    scores,
    share,
    top_box,
    total,
)
from metrics.definitions.times import age_bands, ages, backlog_detail, median_time
from metrics.metric import Counts
from metrics.results import Estimate, Reason, Result, Withheld
from metrics.stats.recovery import manski_bounds


def compute_count(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Complaints opened."""
    return count(total(cell, "n"), conf=conf)


def compute_share(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Share of its period's complaints."""
    return share(total(cell, "n"), total(whole, "n"), conf=conf)


def compute_rate(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Complaints per 1,000 contacts."""
    return _rated(cell, total(cell, "contacts"), conf)


def compute_rate_customers(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Complaints per 1,000 customers in contact."""
    return _rated(cell, distinct(cell, "customers"), conf)


def _rated(cell: Counts, exposure: int, conf: float) -> Result:
    found = rate(total(cell, "complaints"), exposure, conf=conf)
    outside = total(cell, "outside")
    if outside and isinstance(found, Estimate):
        return replace(found, detail={"outside": outside})
    return NOT_RECORDED if outside else found  # complaints, but none from the days with contacts: not an empty selection


def compute_time(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Median hours to the event, open complaints included."""
    return median_time(cell, conf)


def compute_answered(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Complaints with a recorded first response, of all complaints opened."""
    answered, closed, waiting = (total(cell, name) for name in ("answered", "closed_unanswered", "waiting"))
    n = answered + closed + waiting
    return nothing(cell) if n == 0 else share(answered, n, {"closed_unanswered": closed, "waiting": waiting}, conf)


def compute_deadline(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Resolved in time, of those whose time is up: open past it is a breach, open within it is pending."""
    met, late, over = (total(cell, name) for name in ("closed_within", "closed_late", "open_over"))
    others = {name: float(total(cell, name)) for name in ("open_within", "no_due", "negative")}
    n = met + late + over
    if n == 0 and sum(others.values()) == 0:
        return NOT_RECORDED if total(cell, "no_deadlines") else nothing(cell)
    if n == 0:
        reason = Reason.WINDOW_OPEN if others["open_within"] else Reason.NOT_RECORDED
        return Withheld(reason, 0, detail=others)
    return share(met, n, {"closed_late": late, "open_over": over, **others}, conf)


def compute_backlog(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Complaints open now. A full count at one moment: nothing was sampled, so there is no interval.

    Where all were closed by then it is 0: not an absence of data but all there is to count.
    """
    hours, n = ages(cell)
    waiting = int(n.sum())
    if waiting == 0:
        return Estimate(0, None, None, 0) if total(cell, "closed") else nothing(cell)
    bands = {f"age: {label}": float(c) for label, c in age_bands(cell)}
    return Estimate(waiting, None, None, waiting, detail={**backlog_detail(hours, n), **bands})


def compute_backlog_age(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Median age of the complaints open now, in hours."""
    hours, n = ages(cell)
    if n.sum() == 0:
        return nothing(cell, "closed")
    detail = backlog_detail(hours, n)
    return Estimate(detail["median"], None, None, int(n.sum()), detail=detail)


def compute_recovery(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Satisfied after it, of those who scored; with bounds for all resolved complaints, whatever the silent think."""
    answers, resolved = scores(cell), total(cell, "n")
    if answers == EMPTY:
        # Resolved, but nobody gave a score: not "no data", and nothing to compute from either.
        return Withheld(Reason.TOO_FEW, 0, detail={"resolved": resolved}) if resolved else nothing(cell, "unresolved")
    if isinstance(answers, Withheld):
        return answers
    threshold = top_box(answers.scale)
    if threshold is None:
        return Withheld(Reason.UNDEFINED, round(answers.total))
    satisfied, responded = round(answers.at_least(threshold)), round(answers.total)
    low, high = manski_bounds(satisfied, responded, resolved)
    detail = {"threshold": threshold, "resolved": resolved, "response_share": responded / resolved}
    return share(satisfied, responded, {**detail, "bound_low": low, "bound_high": high}, conf)


def compute_satisfaction(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Mean score after the complaint."""
    found = mean_score(cell, conf)
    return nothing(cell, "n", "unresolved") if found == EMPTY else found


def compute_confirmed(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Complaints resolved according to the customer, of those where the customer said yes or no."""
    word, n = np.asarray(cell["confirmed"]), column(cell, "n")
    yes, no, unknown = (int(n[word == w].sum()) for w in ("yes", "no", "unknown"))
    if yes + no == 0 and unknown:
        # Nobody said, though the source asks: too few words, not a source without them.
        return Withheld(Reason.TOO_FEW, 0, detail={"unknown": unknown})
    if yes + no == 0:
        return nothing(cell)
    return share(yes, yes + no, {"no": no, "unknown": unknown}, conf)
