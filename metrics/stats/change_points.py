"""When did the level change? Optimal partitioning of a series of counts or of values (catalogue A18)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

from metrics.stats.checks import require_aligned, require_count, z_value
from metrics.stats.control_charts import p_chart
from metrics.stats.proportions import share_interval

Places = int | npt.NDArray[np.intp]
Cost = Callable[[Places, Places], npt.NDArray[np.float64]]  # of the buckets start..end-1 as one segment, for many at once

MIN_SEGMENT = 3
_FEWEST = 6  # buckets; below, a change cannot be told from a wobble
_PENALTY = re.compile(r"\s*(\d+(?:\.\d+)?)\s*\*\s*ln\(T\)\s*")


@dataclass(frozen=True, slots=True)
class Partition:
    """changes: index of the first bucket of each new segment · places: for each change, all indices that fit about as
    well (an approximate confidence set)."""

    changes: tuple[int, ...]
    places: tuple[tuple[int, ...], ...]

    def segments(self, length: int) -> list[tuple[int, int]]:
        """(start, end) of every segment, end not included."""
        edges = [0, *self.changes, length]
        return list(pairwise(edges)) if length else []


def optimal_partition(
    length: int, cost: Cost, penalty: float, min_segment: int = MIN_SEGMENT, conf: float = 0.95
) -> Partition:
    """Segments of least total cost plus `penalty` per change; exact. `cost` is a deviance (-2 log likelihood).

    Source: Jackson et al. 2005, IEEE Signal Processing Letters 12:105; Killick, Fearnhead & Eckley 2012, JASA 107:1590.
    """
    if min_segment < 1:
        raise ValueError(f"min_segment is {min_segment}, must be at least 1.")
    if length < max(_FEWEST, 2 * min_segment):
        return Partition((), ())
    best, last = np.full(length + 1, math.inf), np.zeros(length + 1, dtype=np.intp)
    best[0] = -penalty
    for end in range(min_segment, length + 1):
        starts = np.arange(end - min_segment + 1)
        totals = best[starts] + cost(starts, end) + penalty
        last[end] = int(totals.argmin())  # the earliest of several that fit alike
        best[end] = totals[last[end]]
    changes: list[int] = []
    start = int(last[length])
    while start:
        changes.insert(0, start)
        start = int(last[start])
    edges, limit = [0, *changes, length], z_value(conf) ** 2
    places = [_places(cost, edges[i], edges[i + 2], min_segment, limit) for i in range(len(changes))]
    return Partition(tuple(changes), tuple(places))


def penalty_value(penalty: str | float, length: int) -> float:
    """A penalty as a number, or as a multiple of the log of the number of buckets ("3*ln(T)")."""
    if isinstance(penalty, str):
        match = _PENALTY.fullmatch(penalty)
        if not match:
            raise ValueError(f'penalty is {penalty!r}; expected a number or a multiple of ln(T) such as "3*ln(T)".')
        return float(match[1]) * math.log(length)
    require_count("penalty", penalty)
    return float(penalty)


def change_points_binomial(
    k: Sequence[float], n: Sequence[float], penalty: str | float = "3*ln(T)", min_segment: int = MIN_SEGMENT,
    quasi: bool = False, conf: float = 0.95,
) -> dict[str, Any]:  # fmt: skip
    """Where the level of a share changed, k of n per bucket (catalogue A18).

    Keys: change_points (0-based index of the first bucket of each new level), segment_rates, segment_ci (Wilson),
    places (indices that fit each change about as well), penalty, phi, n, status. `quasi` divides the deviance by the
    over-dispersion phi of the points, never below 1. Fewer than 6 buckets: none. Say "the level changed around …", with
    the intervals of the levels; there is no p-value.

    Source: Killick, Fearnhead & Eckley 2012, JASA 107:1590; penalty: Zhang & Siegmund 2007, Biometrics 63:22.
    """
    chart = p_chart(k, n)  # refuses counts that cannot be
    length = len(k)
    phi = max(1.0, (chart["sigma_z"] or 0.0) ** 2) if quasi else 1.0
    hits, asked = (np.concatenate([[0.0], np.cumsum(np.asarray(counts, dtype=np.float64))]) for counts in (k, n))

    def deviance(start: Places, end: Places) -> npt.NDArray[np.float64]:
        return _binomial_deviance(hits[end] - hits[start], asked[end] - asked[start]) / phi

    beta = penalty_value(penalty, length) if length else None
    found = optimal_partition(length, deviance, beta or 0.0, min_segment, conf)
    levels = [
        share_interval(hits[end] - hits[start], asked[end] - asked[start], conf) for start, end in found.segments(length)
    ]
    return {
        "change_points": list(found.changes), "segment_rates": [rate for rate, _ in levels],
        "segment_ci": [pair for _, pair in levels], "places": [list(places) for places in found.places],
        "penalty": beta, "phi": phi, "n": sum(n),
        "status": "empty" if not sum(n) else "insufficient" if length < _FEWEST else "ok",
    }  # fmt: skip


def change_points_gaussian(
    x: Sequence[float | None], se: Sequence[float | None], penalty: str | float = "3*ln(T)",
    min_segment: int = MIN_SEGMENT, conf: float = 0.95,
) -> tuple[Partition, list[tuple[float | None, float | None]]]:  # fmt: skip
    """Change points of an NPS or a mean with its standard error per bucket, and (level, standard error) per segment.

    Buckets weigh by the inverse of their variance; one without a value (None) weighs nothing (catalogue A18).
    """
    require_aligned(x=x, se=se)
    for position, error in enumerate(se, 1):
        if error is not None and not error > 0:
            raise ValueError(f"se of bucket {position} is {error}, must be above 0; leave the bucket out (None).")
    known = [(value, 1 / error**2) if value is not None and error else (0.0, 0.0) for value, error in zip(x, se, strict=True)]
    values, weights = np.array(known, dtype=float).reshape(-1, 2).T
    middle = _ratio(float((weights * values).sum()), float(weights.sum())) or 0.0
    apart = values - middle  # squares of what lies around 0 lose no digits
    columns = (weights, weights * apart, weights * apart**2)
    sums = [np.concatenate([[0.0], np.cumsum(column)]) for column in columns]

    def squares(start: Places, end: Places) -> npt.NDArray[np.float64]:
        weight, total, square = (column[end] - column[start] for column in sums)
        return np.maximum(square - total**2 / np.where(weight > 0, weight, 1.0), 0.0)

    length = len(x)
    found = optimal_partition(length, squares, penalty_value(penalty, length) if length else 0.0, min_segment, conf)
    levels: list[tuple[float | None, float | None]] = []
    for start, end in found.segments(length):
        weight = float(weights[start:end].sum())
        level = _ratio(float((weights * values)[start:end].sum()), weight)
        levels.append((level, None if level is None else 1 / math.sqrt(weight)))
    return found, levels


def _ratio(total: float, weight: float) -> float | None:
    return total / weight if weight > 0 else None


def _binomial_deviance(hits: Any, asked: Any) -> npt.NDArray[np.float64]:
    """-2 log likelihood at the segments' own shares; 0 for a segment without answers."""
    share = np.where(asked > 0, hits / np.where(asked > 0, asked, 1.0), 0.5)
    return np.asarray(-2 * (special.xlogy(hits, share) + special.xlogy(asked - hits, 1 - share)), dtype=np.float64)


def _places(cost: Cost, start: int, end: int, min_segment: int, limit: float) -> tuple[int, ...]:
    """Every place of one change between its neighbours whose cost is within `limit` of the best."""
    places = np.arange(start + min_segment, end - min_segment + 1)
    costs = cost(start, places) + cost(places, end)
    return tuple(int(place) for place in places[costs <= costs.min() + limit])
