"""Shares: intervals, differences and tests (catalogue A1, A11)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import special, stats

from metrics.stats.checks import p_from_z, require_conf, require_part, require_some, z_value


def wilson(k: float, n: float, conf: float = 0.95) -> tuple[float, float]:
    """Score interval (low, high) of the share k/n; n may be an effective sample size. n = 0 raises ValueError.

    Source: Wilson 1927; Brown, Cai & DasGupta 2001, Statistical Science 16:101.
    """
    require_part("k", k, "n", n)
    require_some("n", n)
    share, z2 = k / n, z_value(conf) ** 2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = math.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    # At the ends the bound is the share itself; rounding must not push it past.
    low = 0.0 if k == 0 else max(0.0, min(centre - half, share))
    high = 1.0 if k == n else min(1.0, max(centre + half, share))
    return low, high


def share_interval(k: float, n: float, conf: float = 0.95) -> tuple[float | None, list[float | None]]:
    """(k/n, [low, high]) with Wilson's bounds; all None when n is 0."""
    require_part("k", k, "n", n)
    return (k / n, list(wilson(k, n, conf))) if n else (None, [None, None])


def empirical_logit(k: float, n: float) -> float | None:
    """Log odds of k/n that exist at 0 and n too (half a hit and half a miss are added); None when n is 0.

    Source: Haldane 1956, Annals of Human Genetics 20:309.
    """
    require_part("k", k, "n", n)
    return math.log((k + 0.5) / (n - k + 0.5)) if n else None


def clopper_pearson(k: float, n: float, conf: float = 0.95) -> tuple[float, float]:
    """Exact (conservative) interval of k/n. n = 0 raises ValueError.

    Source: Clopper & Pearson 1934, Biometrika 26:404.
    """
    require_part("k", k, "n", n)
    require_some("n", n)
    require_conf(conf)
    tail = (1 - conf) / 2
    low = 0.0 if k == 0 else float(special.betaincinv(k, n - k + 1, tail))
    high = 1.0 if k == n else float(special.betaincinv(k + 1, n - k, 1 - tail))
    return low, high


def goodman(counts: Sequence[float], conf: float = 0.95) -> list[tuple[float, float]]:
    """Intervals of all shares of a multinomial at once: Wilson at confidence 1 - alpha/K.

    Source: Goodman 1965, Technometrics 7:247.
    """
    require_conf(conf)
    total = sum(counts)
    joint = 1 - (1 - conf) / max(len(counts), 1)
    return [wilson(count, total, joint) for count in counts]


def newcombe(k1: float, n1: float, k2: float, n2: float, conf: float = 0.95) -> tuple[float, float, float]:
    """(difference, low, high) of k1/n1 - k2/n2, from the two Wilson intervals. An n of 0 raises ValueError.

    Source: Newcombe 1998, Statistics in Medicine 17:873, method 10.
    """
    (low1, high1), (low2, high2) = wilson(k1, n1, conf), wilson(k2, n2, conf)
    p1, p2 = k1 / n1, k2 / n2
    diff = p1 - p2
    return diff, diff - math.hypot(p1 - low1, high2 - p2), diff + math.hypot(high1 - p1, p2 - low2)


def smallest_expected(k1: float, n1: float, k2: float, n2: float) -> float:
    """Smallest expected count of the 2 x 2 table if both shares were equal."""
    hits, total = k1 + k2, n1 + n2
    return min(n1, n2) * min(hits, total - hits) / total


def two_proportions_test(k1: float, n1: float, k2: float, n2: float) -> tuple[str, float | None, float]:
    """(test, z, two-sided p) for equal shares: "n_minus_1_chi2", or "fisher" (z None) if an expected count is below 1.

    Counts may be effective counts (weights, repeated answers); Fisher's test knows whole ones only and rounds them.

    Source: Campbell 2007, Statistics in Medicine 26:3661.
    """
    for label, k, n in (("1", k1, n1), ("2", k2, n2)):
        require_part(f"k{label}", k, f"n{label}", n)
        require_some(f"n{label}", n)
    if smallest_expected(k1, n1, k2, n2) < 1:
        whole = [(round(k), round(n) - round(k)) for k, n in ((k1, n1), (k2, n2))]
        _, p = stats.fisher_exact(np.array(whole))
        return "fisher", None, min(1.0, float(p))
    total = n1 + n2
    pooled = (k1 + k2) / total
    spread = math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    z = (k1 / n1 - k2 / n2) / spread * math.sqrt((total - 1) / total)
    return "n_minus_1_chi2", z, p_from_z(z)


def csat_topbox(k: float, n: float, conf: float = 0.95) -> dict[str, Any]:
    """Top-box share with its Wilson interval (catalogue A1). Keys: rate, lo, hi, n, status."""
    require_part("k", k, "n", n)
    if n == 0:
        return {"rate": None, "lo": None, "hi": None, "n": n, "status": "empty"}
    low, high = wilson(k, n, conf)
    return {"rate": k / n, "lo": low, "hi": high, "n": n, "status": "ok"}


def csat_diff(k1: int, n1: int, k2: int, n2: int, conf: float = 0.95) -> dict[str, Any]:
    """Difference of two independent shares, first minus second (catalogue A11).

    Keys: diff, lo, hi (Newcombe), test, z, p_value, min_expected, n1, n2, status. Near 5 % the test and the interval
    may disagree; the interval is what is shown.
    """
    require_part("k1", k1, "n1", n1)
    require_part("k2", k2, "n2", n2)
    if n1 == 0 or n2 == 0:
        keys = ("diff", "lo", "hi", "test", "z", "p_value", "min_expected")
        return {**dict.fromkeys(keys), "n1": n1, "n2": n2, "status": "empty"}
    diff, low, high = newcombe(k1, n1, k2, n2, conf)
    test, z, p = two_proportions_test(k1, n1, k2, n2)
    return {
        "diff": diff, "lo": low, "hi": high, "test": test, "z": z, "p_value": p,
        "min_expected": smallest_expected(k1, n1, k2, n2), "n1": n1, "n2": n2, "status": "ok",
    }  # fmt: skip
