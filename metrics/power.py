"""How small a change the answers at hand could have shown, and how many more a smaller one would need.

Two-sided at 1 - conf, 80 % power, normal approximation. Source: Cohen 1988; catalogue A23.
"""

from __future__ import annotations

import math

from metrics.evidence import Events, Mean, Net, Share, Spread, Times
from metrics.metric import Metric, Unit
from metrics.results import Estimate
from metrics.stats.checks import alpha_of, z_value
from metrics.stats.planning import z_sum

CONF = 0.95


def smallest_change(before: Estimate, after: Estimate, conf: float = CONF) -> float | None:
    """Smallest change these two n would show four times out of five, in the unit of the change; None where not defined.

    Volumes and rates: as a share of the first value, as their change is told.
    """
    old, new = _error(before, conf), _error(after, conf)
    if old is None or new is None:
        return None
    reach = z_sum(alpha_of(conf)) * math.hypot(old, new)
    return math.expm1(reach) if isinstance(after.evidence, Events) else reach


def answers_per_side(before: Estimate, after: Estimate, change: float, conf: float = CONF) -> int | None:
    """Answers each side would need to show `change`, weighted and repeated as these are; None where not defined."""
    old, new = _spread(before), _spread(after)
    if old is None or new is None:
        return None
    effect = max(result.n / size for result, (_, size) in ((before, old), (after, new)))
    return math.ceil(z_sum(alpha_of(conf)) ** 2 * (old[0] + new[0]) / change**2 * max(1.0, effect))


def worth_seeing(metric: Metric, result: Estimate) -> float | None:
    """The change a manager would want to see: 3 points of a share, 5 of NPS, a fortieth of a score's scale."""
    if isinstance(result.evidence, Mean):
        low, high = result.evidence.scale
        return (high - low) / 40
    return {Unit.SHARE: 0.03, Unit.POINTS: 5.0}.get(metric.unit)


def _error(result: Estimate, conf: float) -> float | None:
    """Standard error in the unit of the change (of the logarithm for volumes and rates); None where not known."""
    known = result.evidence
    if isinstance(known, Events):
        return 1 / math.sqrt(known.count) if known.count else None
    if isinstance(known, Times):
        wide = None if result.low is None or result.high is None else result.high - result.low
        return wide / (2 * z_value(conf)) if wide else None
    if isinstance(known, Spread):
        return result.value * known.se or None  # the delta method on e^H
    one = _spread(result)
    return None if one is None else math.sqrt(one[0] / one[1])


def _spread(result: Estimate) -> tuple[float, float] | None:
    """(variance of one answer, effective n). Shares and nets are moved a little off their ends, where it would vanish."""
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
