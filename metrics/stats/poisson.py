"""Complaint rates: exact intervals, rate ratios and the u-chart (catalogue E1)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from scipy import special, stats

from metrics.stats.checks import require_conf, require_count, require_some
from metrics.stats.control_limits import chart_limits, chart_status, moving_sigma, over_sigma_z, standardised
from metrics.stats.proportions import clopper_pearson

_PER = 1000


def garwood(count: float, exposure: float, conf: float = 0.95) -> tuple[float, float]:
    """Exact Poisson interval (low, high) of count/exposure, per unit of exposure. Exposure 0 raises ValueError.

    Source: Garwood 1936, Biometrika 28:437.
    """
    require_count("count", count)
    require_some("exposure", exposure)
    require_conf(conf)
    tail = (1 - conf) / 2
    low = 0.0 if count == 0 else float(special.gammaincinv(count, tail))
    return low / exposure, float(special.gammainccinv(count + 1, tail)) / exposure


def complaint_rate(
    complaints: int, customers: float | None = None, contacts: float | None = None, conf: float = 0.95
) -> dict[str, Any]:
    """Complaints per 1,000 customers and per 1,000 contacts (catalogue E1).

    Keys: per_1000_customers, lo_customers, hi_customers, and the same of contacts; n (complaints), status. A rate over
    an exposure of 0, or one not given, is None. A rising rate can also mean that complaining became easier.
    """
    require_count("complaints", complaints)
    answer: dict[str, Any] = {"n": complaints, "status": "ok" if customers or contacts else "empty"}
    for name, exposure in (("customers", customers), ("contacts", contacts)):
        rate: tuple[float | None, ...] = (None, None, None)
        if exposure:
            low, high = garwood(complaints, exposure, conf)
            rate = (_PER * complaints / exposure, _PER * low, _PER * high)
        keys = (f"per_1000_{name}", f"lo_{name}", f"hi_{name}")
        answer |= dict(zip(keys, rate, strict=True))
    return answer


def rate_ratio(x1: int, exposure1: float, x2: int, exposure2: float, conf: float = 0.95) -> dict[str, Any]:
    """Ratio of two complaint rates, first over second, with the exact conditional test (catalogue E1).

    Keys: ratio, lo, hi, p_value, n (complaints on both sides), status. Without complaints on the second side the ratio
    has no value and no upper bound, but its lower bound stands.

    Source: Przyborowski & Wilenski 1940, Biometrika 31:313.
    """
    for name, value in (("x1", x1), ("exposure1", exposure1), ("x2", x2), ("exposure2", exposure2)):
        require_count(name, value)
    answer: dict[str, Any] = {"ratio": None, "lo": None, "hi": None, "p_value": None, "n": x1 + x2}
    if exposure1 == 0 or exposure2 == 0:
        return answer | {"status": "empty"}
    if x1 + x2 == 0:
        return answer | {"status": "insufficient"}
    low, high = clopper_pearson(x1, x1 + x2, conf)
    scale = exposure2 / exposure1
    test = stats.binomtest(x1, x1 + x2, exposure1 / (exposure1 + exposure2))
    return answer | {
        "ratio": x1 / x2 * scale if x2 else None,
        "lo": low / (1 - low) * scale,
        "hi": high / (1 - high) * scale if high < 1 else None,
        "p_value": float(test.pvalue),
        "status": "ok" if x2 else "insufficient",
    }


def u_chart(
    complaints: Sequence[int], exposure: Sequence[float], baseline_points: int | None = None
) -> dict[str, Any]:
    """Complaints per unit of exposure over time, with control limits and Laney's wider ones (catalogue E1).

    Keys: center, u, z, sigma_z, u_ucl, u_lcl, laney_ucl, laney_lcl, signal (z over sigma_z), n, status; lists
    follow the points. Limits rest on the first `baseline_points` (all by default) and are clipped at 0.
    A point without exposure is a gap (None). sigma_z below 0.5 points to a fault in the data.

    Source: Laney 2002; Minitab, methods and formulas for the Laney U' chart.
    """
    if len(complaints) != len(exposure):
        raise ValueError(f"{len(complaints)} counts and {len(exposure)} exposures; give one of each per point.")
    for position, (count, base) in enumerate(zip(complaints, exposure, strict=True), 1):
        require_count(f"the count of point {position}", count)
        require_count(f"the exposure of point {position}", base)
    first = len(complaints) if baseline_points is None else baseline_points
    center = _baseline_rate(complaints[:first], exposure[:first])
    rates = [count / base if base else None for count, base in zip(complaints, exposure, strict=True)]
    # Without a complaint in the baseline there is no spread to draw limits from.
    sigmas = [math.sqrt(center / base) if center and base else None for base in exposure]
    z = standardised(rates, center, sigmas)
    sigma_z = moving_sigma(z[:first])
    return {
        "center": center, "u": rates, "z": z, "sigma_z": sigma_z,
        **chart_limits("u", center, sigmas, sigma_z),
        "signal": over_sigma_z(z, sigma_z),
        "n": sum(complaints),
        "status": chart_status(center, sigma_z),
    }  # fmt: skip


def _baseline_rate(complaints: Sequence[int], exposure: Sequence[float]) -> float | None:
    # A count that fell on no exposure belongs to no rate: it would lift the centre of all others.
    used = [(count, base) for count, base in zip(complaints, exposure, strict=True) if base]
    return sum(count for count, _ in used) / sum(base for _, base in used) if used else None
