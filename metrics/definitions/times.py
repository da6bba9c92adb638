"""Times with cases still waiting: percentiles, the curve, and the age of what is open (catalogue E3, E4, E6)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from metrics.definitions.cells import CONF, Floats, column, nothing
from metrics.evidence import Times
from metrics.metric import Counts
from metrics.results import Estimate, Reason, Result, Withheld
from metrics.saying import word
from metrics.stats.backlog import AGE_EDGES_DAYS
from metrics.stats.survival import SurvivalCurve, kaplan_meier

MARKS = 200  # points of a drawn curve: more cannot be told apart on a card
TOLD = (0.5, 0.9)  # shares done that a chart marks: read off the curve itself, never off a thinned one
RMST_HOURS = 30 * 24.0
MINUTES = 60.0  # of an hour: the frames count whole minutes, times are told in hours
AGE_LABELS = (
    word("under 1 day"), word("1 – 3 days"), word("3 – 7 days"), word("7 – 14 days"), word("14 – 30 days"),
    word("30 days or more"),
)  # fmt: skip


def curve_of(cell: Counts) -> SurvivalCurve:
    """The Kaplan-Meier curve of a cell of the durations frame, in hours."""
    minutes, events, censored = (column(cell, name) for name in ("minutes", "events", "censored"))
    seen = events + censored > 0  # rows of sources that do not record the event have neither
    return kaplan_meier(minutes[seen] / MINUTES, events[seen], censored[seen])  # type: ignore[arg-type]


def median_time(cell: Counts, conf: float = CONF) -> Result:
    """Hours by which half were done, those still waiting included; UNDEFINED while half have not been done.

    detail: events, censored, the 80th and 90th percentile and the mean within 30 days, each only where it was reached.
    """
    curve = curve_of(cell)
    if curve.n == 0:
        return nothing(cell)
    detail = {
        "events": float(curve.n_events),
        "censored": float(curve.n - curve.n_events),
        "longest": float(curve.times[-1]),
    }
    for name, reached in (("p80", curve.quantile(0.8)), ("p90", curve.quantile(0.9)), ("rmst", curve.rmst(RMST_HOURS))):
        if reached is not None:
            detail[name] = reached
    median = curve.quantile(0.5)
    if median is None:
        return Withheld(Reason.UNDEFINED, curve.n, detail=detail)
    low, high = curve.quantile_interval(0.5, conf)
    return Estimate(median, low, high, curve.n, detail=detail, evidence=Times(curve))


def survival_curve(cell: Counts, conf: float = CONF) -> list[tuple[float, float, float, float]]:
    """(hours, share done by then, low, high) where the curve steps, for drawing; at most MARKS points.

    Kept in any case: the last one, and those by which half and 90 % were done. Every point is exact; between two points
    the share done holds until the later one. low, high at the level `conf`. The curve starts with nobody done at 0 unless some
    were done within the first minute.
    """
    curve = curve_of(cell)
    if not curve.n:
        return []
    low, high = curve.bands(conf)
    steps = _drawn(curve, np.flatnonzero(curve.events > 0))
    points = np.column_stack([curve.times, 1 - curve.survival, 1 - high, 1 - low])[steps]
    start = [] if len(steps) and curve.times[steps[0]] == 0 else [(0.0, 0.0, 0.0, 0.0)]
    return start + [(float(t), float(done), float(a), float(b)) for t, done, a, b in points]


def _drawn(curve: SurvivalCurve, steps: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Which steps to draw: half of the points evenly over the share done, half evenly over time.

    Taken evenly by their order, a steep first day before a long tail would be drawn as one jump at its end.
    """
    if len(steps) < MARKS:
        return steps
    times, done = curve.times[steps], 1 - curve.survival[steps]
    half = (MARKS - 1 - len(TOLD)) // 2
    by_share = np.searchsorted(done, np.linspace(done[0], done[-1], half))
    by_time = np.searchsorted(times, np.linspace(times[0], times[-1], half))
    reached = [hours for hours in map(curve.quantile, TOLD) if hours is not None]
    told = np.searchsorted(times, reached)
    return steps[np.unique(np.concatenate([by_share, by_time, told]))]


def ages(cell: Counts) -> tuple[Floats, Floats]:
    """(hours of age ascending, open complaints of that age)."""
    hours, n = column(cell, "age_minutes") / MINUTES, column(cell, "n")
    order = np.argsort(hours, kind="stable")
    return hours[order], n[order]


def age_bands(cell: Counts) -> list[tuple[str, int]]:
    """Open complaints by band of age, youngest band first; every band is listed."""
    hours, n = ages(cell)
    edges = np.asarray(AGE_EDGES_DAYS, dtype=float) * 24
    place = np.searchsorted(edges, hours, side="right") - 1
    counts = np.bincount(place.clip(min=0), weights=n, minlength=len(edges))
    return [(label, int(c)) for label, c in zip(AGE_LABELS, counts, strict=True)]


def age_quantile(hours: Floats, n: Floats, p: float) -> float:
    """Quantile of ages given by counts, as numpy's default on the ages one by one (Hyndman & Fan 1996, type 7)."""
    upto = np.cumsum(n)
    place = p * (upto[-1] - 1)
    below, above = (float(hours[np.searchsorted(upto, rank, side="right")]) for rank in (np.floor(place), np.ceil(place)))
    return below + (above - below) * float(place - np.floor(place))


def backlog_detail(hours: Floats, n: Floats) -> dict[str, float]:
    """Median, 90th percentile and oldest age of the open complaints, in hours."""
    used = hours[n > 0]
    return {"median": age_quantile(hours, n, 0.5), "p90": age_quantile(hours, n, 0.9), "oldest": float(used[-1])}
