"""Control charts of shares and of single values over time (catalogue A15, A16)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from metrics.stats.checks import require_aligned, require_part
from metrics.stats.control_limits import (
    D2,
    WIDTH,
    chart_limits,
    chart_status,
    moving_range,
    moving_sigma,
    over_sigma_z,
    standardised,
)

SHORTEST_BASELINE = 12  # points; 20 or more are better
SUSPECT_SIGMA_Z = 0.5  # points this much calmer than chance point to a fault in the data
_D4 = 3.267  # upper limit of a moving range, in mean moving ranges


def p_chart(k: Sequence[float], n: Sequence[float], baseline_points: int | None = None) -> dict[str, Any]:
    """A share over time with control limits and Laney's wider ones, k of n per point (catalogue A15).

    Keys: center (pooled), p, z, sigma_z, p_lcl, p_ucl, laney_lcl, laney_ucl, z_laney (z over sigma_z), short_baseline
    (fewer than 12 points), suspect_sigma_z (below 0.5), n, status; lists follow the points. Limits rest on the first
    `baseline_points` (all by default), stay frozen after them, and are clipped to 0..1. A point with n = 0 is a gap.
    A centre of 0 or 1 has no limits: "degenerate".

    Source: Laney 2002, Quality Engineering 14:531; Montgomery 2013, Introduction to Statistical Quality Control.
    """
    require_aligned(k=k, n=n)
    for position, (hits, asked) in enumerate(zip(k, n, strict=True), 1):
        require_part(f"k of point {position}", hits, f"n of point {position}", asked)
    first = len(k) if baseline_points is None else baseline_points
    base = sum(n[:first])
    center = sum(k[:first]) / base if base else None
    spread = None if center is None or not 0 < center < 1 else center * (1 - center)
    sigmas = [math.sqrt(spread / asked) if spread and asked else None for asked in n]
    shares = [hits / asked if asked else None for hits, asked in zip(k, n, strict=True)]
    z = standardised(shares, center, sigmas)
    sigma_z = moving_sigma(z[:first])
    return {
        "center": center, "p": shares, "z": z, "sigma_z": sigma_z,
        **chart_limits("p", center, sigmas, sigma_z, ceiling=1.0),
        "z_laney": over_sigma_z(z, sigma_z),
        "short_baseline": sum(asked > 0 for asked in n[:first]) < SHORTEST_BASELINE,
        "suspect_sigma_z": sigma_z is not None and sigma_z < SUSPECT_SIGMA_Z,
        "n": sum(n),
        "status": "degenerate" if center in {0, 1} else chart_status(center, sigma_z),
    }  # fmt: skip


def xmr_chart(x: Sequence[float | None], baseline_points: int | None = None) -> dict[str, Any]:
    """Individuals and moving range: one value per point, e.g. NPS, a mean, a median or a cost (catalogue A16).

    Keys: center, mr_bar, sigma, lnpl, unpl (natural process limits), url (limit of the moving range), z, n, status.
    The first `baseline_points` (all by default) set the limits. Fewer than two of them: "insufficient". A constant
    series has sigma 0 and no z, so that no rule fires. Points resting on very unequal n want a p-chart instead.

    Source: Wheeler 2000, Understanding Variation; NIST/SEMATECH e-Handbook of Statistical Methods 6.3.2.2.
    """
    baseline = list(x) if baseline_points is None else list(x[:baseline_points])
    known = [value for value in baseline if value is not None]
    center, step = (sum(known) / len(known) if known else None), moving_range(baseline)
    answer: dict[str, Any] = {"center": center, "n": sum(value is not None for value in x)}
    if center is None or step is None:
        nothing = dict.fromkeys(("mr_bar", "sigma", "lnpl", "unpl", "url"))
        return answer | nothing | {"z": [None for _ in x], "status": "insufficient" if answer["n"] else "empty"}
    sigma = step / D2
    return answer | {
        "mr_bar": step, "sigma": sigma, "lnpl": center - WIDTH * sigma, "unpl": center + WIDTH * sigma,
        "url": _D4 * step, "z": standardised(x, center, [sigma for _ in x]), "status": "ok" if sigma else "degenerate",
    }  # fmt: skip
