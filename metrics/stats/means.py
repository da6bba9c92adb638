"""Mean scores: t interval and Welch's comparison (catalogue A2, A11)."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from metrics.stats.checks import p_from_t, require_conf, require_some, t_value
from metrics.stats.scores import Histogram, Scale, ScoreSums, require_scale, score_sums


class MeanInterval(NamedTuple):
    """Mean, sample standard deviation and t interval; the last three are None for a single score."""

    mean: float
    sd: float | None
    low: float | None
    high: float | None


class WelchResult(NamedTuple):
    """Difference of two means (first minus second) with Welch's t, its degrees of freedom, two-sided p and interval.

    t, df and p are None when both groups have no spread at all.
    """

    diff: float
    t: float | None
    df: float | None
    p: float | None
    low: float
    high: float


def mean_interval(n: float, total: float, total_sq: float, conf: float = 0.95) -> MeanInterval:
    """Mean and t interval from count, sum and sum of squares. n = 0 raises ValueError; n = 1 has no interval."""
    require_some("n", n)
    require_conf(conf)
    sums = ScoreSums(n, total, total_sq)
    mean, variance = total / n, sums.variance
    if variance is None:
        return MeanInterval(mean, None, None, None)
    half = t_value(conf, n - 1) * math.sqrt(variance / n)
    return MeanInterval(mean, math.sqrt(variance), mean - half, mean + half)


def welch(a: ScoreSums, b: ScoreSums, conf: float = 0.95) -> WelchResult:
    """Welch's t with Satterthwaite degrees of freedom. Fewer than two scores on a side raise ValueError.

    Source: Welch 1947, Biometrika 34:28.
    """
    if a.n < 2 or b.n < 2:
        raise ValueError(f"n is {a.n} and {b.n}; comparing means needs at least 2 scores on each side.")
    part_a, part_b = (a.variance or 0.0) / a.n, (b.variance or 0.0) / b.n
    diff, variance = a.total / a.n - b.total / b.n, part_a + part_b
    if variance == 0:
        return WelchResult(diff, None, None, None, diff, diff)
    df = variance**2 / (part_a**2 / (a.n - 1) + part_b**2 / (b.n - 1))
    se = math.sqrt(variance)
    half = t_value(conf, df) * se
    return WelchResult(diff, diff / se, df, p_from_t(diff / se, df), diff - half, diff + half)


def csat_mean(hist: Histogram, conf: float = 0.95, scale: Scale | None = None) -> dict[str, Any]:
    """Mean score with t interval (catalogue A2). Keys: n, mean, sd, lo, hi, status.

    The interval is not clipped to the scale: that is for display. All scores equal: zero width, "degenerate".
    """
    if scale is not None:
        require_scale(hist, scale, "the mean score")
    sums = score_sums(hist)
    if sums.n == 0:
        return {"n": 0, "mean": None, "sd": None, "lo": None, "hi": None, "status": "empty"}
    mean, sd, low, high = mean_interval(sums.n, sums.total, sums.total_sq, conf)
    status = "insufficient" if sd is None else "degenerate" if sd == 0 else "ok"
    return {"n": sums.n, "mean": mean, "sd": sd, "lo": low, "hi": high, "status": status}


def mean_diff(hist_a: Histogram, hist_b: Histogram, conf: float = 0.95) -> dict[str, Any]:
    """Difference of two mean scores, first minus second (catalogue A11).

    Keys: diff, t, df, p_value, lo, hi, n_a, n_b, status. Both sides must be answers on the same scale.
    """
    a, b = score_sums(hist_a), score_sums(hist_b)
    answer: dict[str, Any] = dict.fromkeys(("diff", "t", "df", "p_value", "lo", "hi"))
    answer |= {"n_a": a.n, "n_b": b.n}
    if a.n == 0 or b.n == 0:
        return answer | {"status": "empty"}
    if a.n < 2 or b.n < 2:
        return answer | {"diff": a.total / a.n - b.total / b.n, "status": "insufficient"}
    found = welch(a, b, conf)
    status = "degenerate" if found.t is None else "ok"
    return answer | {
        "diff": found.diff, "t": found.t, "df": found.df, "p_value": found.p, "lo": found.low, "hi": found.high,
        "status": status,
    }  # fmt: skip
