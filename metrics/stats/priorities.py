"""From importance to action: the importance-performance plane and the ranking of touchpoints (catalogue B3, B4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

FIX, KEEP, LOW, OVER = "concentrate_here", "keep_up", "low_priority", "possible_overkill"
_ROUNDING = 1e-12
LEAST_DRIVERS = 3  # with two there is no middle to lie above or below
_QUADRANTS = {(True, False): FIX, (True, True): KEEP, (False, False): LOW, (False, True): OVER}
Interval = tuple[float, float]


def importance_performance(
    importance: Sequence[float], performance: Sequence[float],
    importance_interval: Sequence[Interval] | None = None, performance_interval: Sequence[Interval] | None = None,
) -> dict[str, Any]:
    """The importance-performance matrix (catalogue B3).

    Cuts are the plain means of both; at or above a cut is high. Keys: cut_importance, cut_performance, quadrant (one per
    driver: concentrate_here, keep_up, low_priority, possible_overkill), borderline (whether one of its intervals crosses its
    cut; False without intervals), status. Fewer than three drivers have no matrix ("insufficient"): cuts and quadrants are
    None.

    Source: Martilla & James 1977, Journal of Marketing 41:77.
    """
    p = len(importance)
    if len(performance) != p:
        raise ValueError(f"{p} importances and {len(performance)} performances; give one of each per driver.")
    if p < LEAST_DRIVERS:
        status = "insufficient" if p else "empty"
        return {
            "cut_importance": None, "cut_performance": None, "quadrant": [None] * p, "borderline": [False] * p,
            "status": status,
        }  # fmt: skip
    cuts = float(np.mean(importance)), float(np.mean(performance))
    # Two equal values must not fall on two sides of their own mean for a last digit's sake.
    high = [[v >= cut or np.isclose(v, cut, rtol=_ROUNDING, atol=0) for v in of]
            for of, cut in zip((importance, performance), cuts, strict=True)]
    crossing = [
        [low < cut <= top for low, top in of] if of is not None else [False] * p
        for of, cut in zip((importance_interval, performance_interval), cuts, strict=True)
    ]
    return {
        "cut_importance": cuts[0], "cut_performance": cuts[1],
        "quadrant": [_QUADRANTS[bool(i), bool(j)] for i, j in zip(*high, strict=True)],
        "borderline": [i or j for i, j in zip(*crossing, strict=True)], "status": "ok",
    }  # fmt: skip


def priority_scores(
    importance: npt.ArrayLike, performance: npt.ArrayLike, target: npt.ArrayLike, reach: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    """importance x what is missing to the target x reach; 0 at or above the target. Arrays of drivers, or of draws of them."""
    level = np.asarray(target, dtype=float)
    gap = level - np.asarray(performance, dtype=float)
    gap = np.where(gap > _ROUNDING * np.abs(level), gap, 0.0)  # who is the mean is not below it by a last digit
    return np.asarray(importance, dtype=float) * gap * np.asarray(reach, dtype=float)


def priority_ranks(scores: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """1 for the largest score of the last axis; equal scores (to 12 digits) share the smallest rank."""
    found = np.asarray(scores, dtype=float)
    largest = np.max(np.abs(found), axis=-1, keepdims=True, initial=0.0)
    level = np.round(found / np.where(largest > 0, largest, 1.0), 12)
    return np.asarray(rankdata(-level, method="min", axis=-1), dtype=np.int64)


def touchpoint_priority(
    importance: Sequence[float], performance: Sequence[float], target: float | Sequence[float], reach: Sequence[float]
) -> dict[str, Any]:
    """Key touchpoint ranking (catalogue B4). Keys: score, rank (ties share the smallest), status.

    importance and reach are shares, performance and target in one unit: so is the score.
    """
    sizes = {len(importance), len(performance), len(reach)}
    if len(sizes) > 1:
        seen = f"{len(importance)} importances, {len(performance)} performances and {len(reach)} reaches"
        raise ValueError(f"{seen} were given; give one of each per touchpoint.")
    scores = priority_scores(importance, performance, target, reach)
    return {
        "score": scores.tolist(), "rank": priority_ranks(scores).tolist() if scores.size else [],
        "status": "ok" if scores.size else "empty",
    }  # fmt: skip
