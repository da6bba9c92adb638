"""How small a change the answers at hand could have shown, and how many more a smaller one would need.

Two-sided 5 %, 80 % power, normal approximation. Source: Cohen 1988; catalogue A23.
"""

from __future__ import annotations

import math

from metrics.evidence import Mean, Net, Share
from metrics.metric import Metric, Unit
from metrics.results import Estimate
from metrics.stats.planning import z_sum

POWER_Z = z_sum()


def smallest_change(before: Estimate, after: Estimate) -> float | None:
    """Smallest change these two n would show four times out of five, in the metric's unit; None where not defined."""
    old, new = _spread(before), _spread(after)
    if old is None or new is None:
        return None
    return POWER_Z * math.sqrt(old[0] / old[1] + new[0] / new[1])


def answers_per_side(before: Estimate, after: Estimate, change: float) -> int | None:
    """Answers each side would need to show `change`; None where not defined."""
    old, new = _spread(before), _spread(after)
    if old is None or new is None:
        return None
    return math.ceil(POWER_Z**2 * (old[0] + new[0]) / change**2)


def worth_seeing(metric: Metric, result: Estimate) -> float | None:
    """The change a manager would want to see: 3 points of a share, 5 of NPS, a fortieth of a score's scale."""
    if isinstance(result.evidence, Mean):
        low, high = result.evidence.scale
        return (high - low) / 40
    return {Unit.SHARE: 0.03, Unit.POINTS: 5.0}.get(metric.unit)


def _spread(result: Estimate) -> tuple[float, float] | None:
    """(variance of one observation, n). Shares and nets are moved a little off their ends, where it would vanish."""
    known = result.evidence
    if isinstance(known, Share):
        p = (known.k + 1) / (known.n + 2)
        return p * (1 - p), known.n
    if isinstance(known, Net):
        n = known.n + 3
        p, d = (known.promoters + 0.75) / n, (known.detractors + 0.75) / n
        return 1e4 * (p + d - (p - d) ** 2), known.n
    if isinstance(known, Mean):
        variance = known.sums.variance
        return (variance, known.sums.n) if variance else None
    return None
