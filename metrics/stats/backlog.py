"""Open cases by age, and Little's law over a window (catalogue E6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from metrics.stats.checks import require_count, require_some

AGE_EDGES_DAYS = (0, 1, 3, 7, 14, 30)


def age_buckets(ages: Sequence[float], edges: Sequence[float] = AGE_EDGES_DAYS) -> list[int]:
    """Cases per age bucket [edge, next edge), the last open-ended. An age below the first edge raises ValueError."""
    if list(edges) != sorted(set(edges)) or not edges:
        raise ValueError(f"edges are {list(edges)}; expected at least one, ascending.")
    youngest = min(ages, default=edges[0])
    if youngest < edges[0]:
        raise ValueError(f"an age is {youngest:g}, below the first edge {edges[0]:g}; was a case opened after as_of?")
    places = np.searchsorted(np.asarray(edges, dtype=float), np.asarray(ages, dtype=float), side="right") - 1
    return [int(count) for count in np.bincount(places, minlength=len(edges))]


def backlog_ageing(
    open_ages_days: Sequence[float], arrivals: int, closures: int, period_days: float,
    edges: Sequence[float] = AGE_EDGES_DAYS,
) -> dict[str, Any]:  # fmt: skip
    """Open cases by age in days, and how the backlog moves (catalogue E6).

    Keys: open, bucket_counts, median_age, p90_age, oldest (None without open cases), backlog_change, closure_ratio
    (None without arrivals), days_to_clear at the period's pace (None without closures), n, status.
    """
    require_count("arrivals", arrivals)
    require_count("closures", closures)
    require_some("period_days", period_days)
    buckets, waiting = age_buckets(open_ages_days, edges), len(open_ages_days)
    middle, late = (float(age) for age in np.quantile(open_ages_days, [0.5, 0.9])) if waiting else (None, None)
    return {
        "open": waiting, "bucket_counts": buckets, "median_age": middle, "p90_age": late,
        "oldest": max(open_ages_days, default=None),
        "backlog_change": arrivals - closures,
        "closure_ratio": closures / arrivals if arrivals else None,
        "days_to_clear": waiting * period_days / closures if closures else None,
        "n": waiting, "status": "ok" if waiting or arrivals or closures else "empty",
    }  # fmt: skip


def littles_law(cases: Iterable[tuple[float, float | None]], window: tuple[float, float]) -> dict[str, Any]:
    """Cases in work, arrivals and waiting time over [start, end) from (opened, closed or None) pairs (catalogue E6).

    Keys: L_time_average, arrival_rate, closure_rate, W_effective (L over arrivals; None without),
    mean_time_fully_inside (cases opened and closed in the window; None without), n (arrivals), status.
    Rates are per unit of time.

    Source: Little 1961, Operations Research 9:383; Little 2011, Operations Research 59:536.
    """
    start, end = window
    if not start < end:
        raise ValueError(f"the window is {start} to {end}; its end must come after its start.")
    span = end - start
    overlap, inside = 0.0, []
    arrivals = closures = 0
    for opened, closed in cases:
        if closed is not None and closed < opened:
            raise ValueError(f"a case opened at {opened} closed at {closed}; look for swapped times.")
        until = end if closed is None else min(closed, end)
        overlap += max(0.0, until - max(opened, start))
        arrivals += start <= opened < end
        if closed is not None and start <= closed < end:
            closures += 1
            if opened >= start:
                inside.append(closed - opened)
    average = overlap / span
    return {
        "L_time_average": average, "arrival_rate": arrivals / span, "closure_rate": closures / span,
        "W_effective": overlap / arrivals if arrivals else None,
        "mean_time_fully_inside": sum(inside) / len(inside) if inside else None,
        "n": arrivals, "status": "ok" if arrivals or overlap else "empty",
    }  # fmt: skip
