"""Whether a metric drifts one way all the time, where its level did not change at once (catalogue A19)."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.course.buckets import buckets
from metrics.readout import Readout
from metrics.stats.trends import trend_mann_kendall

FEWEST = 8
_SURE = 0.01  # neighbouring periods hang together, which the test does not know


@dataclass(frozen=True, slots=True)
class Drift:
    """Median change per period in the metric's unit, with its interval."""

    slope: float
    low: float
    high: float


def drift(readout: Readout) -> Drift | None:
    """A drift beyond chance over the complete periods; None without one, with fewer than FEWEST of them, or where neighbours
    hang together so much that the test would promise too much."""
    _, found = buckets(readout)
    if sum(bucket is not None for bucket in found) < FEWEST:
        return None
    told = trend_mann_kendall([None if bucket is None else bucket.value for bucket in found], readout.rules.conf)
    if told["p_value"] is None or told["p_value"] >= _SURE or told["p_optimistic"]:
        return None
    return Drift(told["sen_slope"], told["slope_lo"], told["slope_hi"])
