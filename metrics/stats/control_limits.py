"""What all control charts share: moving ranges, standardised points, limits (under A15, A16, E1).

A gap (None) stays a gap: it has no point and no limit, and moving ranges step over it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from metrics.stats.checks import Status

Points = list[float | None]

D2 = 1.128  # mean moving range of two normal points, in standard deviations
WIDTH = 3  # limits stand this many standard deviations from the centre


def moving_range(values: Sequence[float | None]) -> float | None:
    """Mean absolute step between successive points; gaps (None) are stepped over; None below two points."""
    points = [value for value in values if value is not None]
    if len(points) < 2:
        return None
    steps = [abs(after - before) for before, after in pairwise(points)]
    return sum(steps) / len(steps)


def moving_sigma(z: Sequence[float | None]) -> float | None:
    """Laney's sigma_z: how much wider the points really spread than their chart's model says (1 = as the model).

    Mean absolute step between successive points over 1.128; gaps (None) are stepped over; None below two points.

    Source: Laney 2002, Quality Engineering 14:531.
    """
    step = moving_range(z)
    return None if step is None else step / D2


def standardised(rates: Sequence[float | None], center: float | None, sigmas: Sequence[float | None]) -> Points:
    """Distance of each point from the centre in its own standard deviations; None where there is no spread."""
    return [
        None if rate is None or center is None or not sigma else (rate - center) / sigma
        for rate, sigma in zip(rates, sigmas, strict=True)
    ]


def over_sigma_z(z: Sequence[float | None], sigma_z: float | None) -> Points:
    """Standardised points on Laney's scale, for the run rules; None throughout without spread."""
    return [value / sigma_z if value is not None and sigma_z else None for value in z]


def chart_limits(
    name: str, center: float | None, sigmas: Sequence[float | None], sigma_z: float | None, ceiling: float = math.inf
) -> dict[str, Points]:
    """Lower and upper limits of each point under the chart's model (`name`_lcl, `name`_ucl) and Laney's (laney_…)."""
    laney = None if sigma_z is None else WIDTH * sigma_z
    return {
        f"{name}_{side}": _limits(center, sigmas, None if width is None else sign * width, ceiling)
        for name, width in ((name, WIDTH), ("laney", laney))
        for side, sign in (("lcl", -1), ("ucl", 1))
    }


def chart_status(center: float | None, sigma_z: float | None) -> Status:
    """ "empty" without a centre, "insufficient" without a moving range, "degenerate" where points do not vary."""
    if center is None:
        return "empty"
    if sigma_z is None:
        return "insufficient"
    return "ok" if sigma_z else "degenerate"


def _limits(center: float | None, sigmas: Sequence[float | None], width: float | None, ceiling: float) -> Points:
    if center is None or width is None:
        return [None for _ in sigmas]
    return [None if sigma is None else min(ceiling, max(0.0, center + width * sigma)) for sigma in sigmas]
