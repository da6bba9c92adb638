"""Season, trend and what is left of a regular series: STL (catalogue A20).

With no robustness weights every smoothing step is linear, so each loess is one matrix, built once per series.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from metrics.stats.checks import require_aligned
from metrics.stats.proportions import empirical_logit

Floats = npt.NDArray[np.float64]

VISIBLE_SEASON = 0.3  # strength from which a season is worth showing
_INNER_ROUNDS = 5
_NEAR_END = 0.1  # shares closer than this to 0 or 1 are decomposed as log odds


def stl_decompose(y: Sequence[float | None], period: int, seasonal: int = 7) -> dict[str, Any]:
    """Additive split of a series into trend, season and remainder (catalogue A20).

    period: buckets per season (7 daily, 12 monthly, 52 weekly) · seasonal: odd width of the seasonal smoother.
    Keys: trend, seasonal, resid, F_trend, F_seasonal (strength, 0..1), remainder_sd (show ± 2 of it around trend plus
    season), show_seasonality (strength 0.3 or more), filled (places of gaps, filled in along a straight line), n,
    status. Descriptive only. Fewer than two full periods of buckets: "insufficient".

    Source: Cleveland, Cleveland, McRae & Terpenning 1990, Journal of Official Statistics 6:3; strength: Hyndman &
    Athanasopoulos 2021, Forecasting: Principles and Practice, 4.3.
    """
    if period < 2 or seasonal < 3 or seasonal % 2 == 0:
        raise ValueError(f"period is {period} and seasonal {seasonal}; expected at least 2, and an odd number from 3.")
    keys = ("trend", "seasonal", "resid", "F_trend", "F_seasonal", "remainder_sd", "show_seasonality")
    values, filled = fill_gaps(y)
    answer: dict[str, Any] = {**dict.fromkeys(keys), "filled": filled, "n": len(y) - len(filled)}
    if len(y) < 2 * period or not answer["n"]:
        return answer | {"status": "insufficient" if answer["n"] else "empty"}
    trend, season = stl(values, period, seasonal)
    rest = values - trend - season
    strength = _strength(season, rest, values)
    return answer | {
        "trend": trend.tolist(), "seasonal": season.tolist(), "resid": rest.tolist(),
        "F_trend": _strength(trend, rest, values), "F_seasonal": strength, "remainder_sd": float(rest.std(ddof=1)),
        "show_seasonality": strength is not None and strength >= VISIBLE_SEASON,
        "status": "degenerate" if strength is None else "ok",
    }  # fmt: skip


def stl_shares(k: Sequence[float], n: Sequence[float], period: int, seasonal: int = 7) -> dict[str, Any]:
    """`stl_decompose` of shares k of n; as log odds if any share is below 0.1 or above 0.9. Further key: scale.

    A bucket without answers is a gap. scale is "share" or "logit"; on the latter, trend and season add up to log odds.
    """
    require_aligned(k=k, n=n)
    logits = [empirical_logit(hits, asked) for hits, asked in zip(k, n, strict=True)]
    shares = [hits / asked if asked else None for hits, asked in zip(k, n, strict=True)]
    near_end = any(share is not None and not _NEAR_END <= share <= 1 - _NEAR_END for share in shares)
    return {**stl_decompose(logits if near_end else shares, period, seasonal), "scale": "logit" if near_end else "share"}


def fill_gaps(y: Sequence[float | None]) -> tuple[Floats, list[int]]:
    """The series with gaps filled along a straight line (level at the ends), and the places filled."""
    gaps = [place for place, value in enumerate(y) if value is None]
    known = [(place, value) for place, value in enumerate(y) if value is not None]
    if not known:
        return np.zeros(len(y)), gaps
    places, values = np.array(known, dtype=float).T
    return np.interp(np.arange(len(y)), places, values).astype(np.float64), gaps


def stl(y: Floats, period: int, seasonal: int) -> tuple[Floats, Floats]:
    """(trend, season) of a series without gaps; degrees 1, five inner rounds, no robustness weights."""
    n, places = len(y), np.arange(1, len(y) + 1)
    low_pass = loess_matrix(n, period + 1 if period % 2 == 0 else period + 2, places)
    smooth_trend = loess_matrix(n, _odd_at_least(1.5 * period / (1 - 1.5 / seasonal)), places)
    lengths = {(n - start - 1) // period + 1 for start in range(period)}
    by_length = {length: loess_matrix(length, seasonal, np.arange(length + 2)) for length in lengths}
    trend, season = np.zeros(n), np.zeros(n)
    for _ in range(_INNER_ROUNDS):
        detrended, cycle = y - trend, np.empty(n + 2 * period)
        for start in range(period):
            part = detrended[start::period]
            cycle[start::period] = by_length[len(part)] @ part  # one step beyond both ends
        level = low_pass @ _moving_mean(_moving_mean(_moving_mean(cycle, period), period), 3)
        season = cycle[period : period + n] - level
        trend = smooth_trend @ (y - season)
    return trend, season


def loess_matrix(n: int, q: int, at: npt.NDArray[np.int_]) -> Floats:
    """Weights that smooth values at 1..n to the places `at`: local lines over the q nearest, tricube weights.

    Source: Cleveland 1979, JASA 74:829.
    """
    matrix = np.zeros((len(at), n))
    for row, place in zip(matrix, at, strict=True):
        first, last, reach = 1, n, max(place - 1, n - place) + (q - n) // 2
        if q < n:
            first = 1 + min(max(math.ceil(place - 1 - q / 2), 0), n - q)
            last = first + q - 1
            reach = max(place - first, last - place)
        x = np.arange(first, last + 1)
        row[first - 1 : last] = _local_line(x, place, reach, n)
    return matrix


def _local_line(x: npt.NDArray[np.int_], place: int, reach: float, n: int) -> Floats:
    distance = np.abs(x - place) / reach
    weights = np.where(distance <= 0.001, 1.0, np.where(distance > 0.999, 0.0, (1 - distance**3) ** 3))
    weights /= weights.sum()
    middle = float(weights @ x)
    spread = float(weights @ (x - middle) ** 2)
    if math.sqrt(spread) > 0.001 * (n - 1):
        weights = weights * (1 + (place - middle) * (x - middle) / spread)
    return weights


def _moving_mean(values: Floats, width: int) -> Floats:
    return np.convolve(values, np.full(width, 1 / width), mode="valid")


def _odd_at_least(bound: float) -> int:
    whole = math.ceil(bound)
    return whole + 1 - whole % 2


def _strength(part: Floats, rest: Floats, whole: Floats) -> float | None:
    """How much of part plus remainder is not remainder; None where neither varies beyond rounding."""
    spread = float((part + rest).var(ddof=1))
    if spread <= 1e-24 * float((whole**2).mean()):
        return None
    return max(0.0, 1 - float(rest.var(ddof=1)) / spread)
