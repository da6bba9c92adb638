"""Is there a steady trend, and how steep is it? (catalogue A19)"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

from metrics.stats.checks import p_from_z, require_conf

Floats = npt.NDArray[np.float64]

_FEWEST = 4
_AUTOCORRELATED = 0.3


def trend_mann_kendall(y: Sequence[float | None], conf: float = 0.95) -> dict[str, Any]:
    """Mann-Kendall test for a monotone trend with Sen's slope per bucket (catalogue A19).

    Keys: S, var_S (ties corrected), tau_b, z (continuity corrected), p_value, sen_slope, slope_lo, slope_hi, lag1 (of
    what is left around the slope), p_optimistic (lag1 above 0.3: neighbouring buckets hang together, so p is too
    small), n, status. A None keeps its place in time. Fewer than 4 values: "insufficient"; all equal: S = 0 and p = 1,
    "degenerate".

    Source: Mann 1945, Econometrica 13:245; Kendall 1975, Rank Correlation Methods; Sen 1968, JASA 63:1379.
    """
    require_conf(conf)
    points = [(time, value) for time, value in enumerate(y) if value is not None]
    n = len(points)
    keys = ("S", "var_S", "tau_b", "z", "p_value", "sen_slope", "slope_lo", "slope_hi", "lag1", "p_optimistic")
    answer: dict[str, Any] = {**dict.fromkeys(keys), "n": n}
    if n < _FEWEST:
        return answer | {"status": "insufficient" if n else "empty"}
    times, values = np.array(points, dtype=float).T
    s, variance, tau = kendall_score(values)
    z = (s - math.copysign(1, s)) / math.sqrt(variance) if s else 0.0
    slope, _, low, high = (float(number) for number in stats.theilslopes(values, times, conf))
    lag1 = _lag1(values - slope * times)
    return answer | {
        "S": s, "var_S": variance, "tau_b": tau, "z": z, "p_value": p_from_z(z),
        "sen_slope": slope, "slope_lo": _or_none(low), "slope_hi": _or_none(high),
        "lag1": lag1, "p_optimistic": lag1 is not None and lag1 > _AUTOCORRELATED,
        "status": "ok" if variance else "degenerate",
    }  # fmt: skip


def kendall_score(values: Floats) -> tuple[int, float, float | None]:
    """(S, its variance with ties, tau-b against time): pairs that rise minus pairs that fall. tau-b is None if all tie."""
    n = len(values)
    # Row i, column j: does the value at j stand above that at i? Each pair counts once, with the later one last.
    s = int(np.triu(np.sign(values[np.newaxis, :] - values[:, np.newaxis]), 1).sum())
    ties = [int(size) for size in np.unique(values, return_counts=True)[1]]
    variance = (n * (n - 1) * (2 * n + 5) - sum(g * (g - 1) * (2 * g + 5) for g in ties)) / 18
    pairs = n * (n - 1) // 2
    untied = pairs - sum(g * (g - 1) // 2 for g in ties)
    return s, variance, s / math.sqrt(pairs * untied) if untied else None


def _lag1(values: Floats) -> float | None:
    """First autocorrelation. Around the slope: the trend itself would make any series hang together."""
    centred = values - values.mean()
    spread = float((centred**2).sum())
    if spread <= 1e-24 * float((values**2).sum()):
        return None
    return float((centred[1:] * centred[:-1]).sum()) / spread


def _or_none(number: float) -> float | None:
    return number if math.isfinite(number) else None
