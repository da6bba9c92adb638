"""A readout over time as a plain series: one bucket per complete period, None where nothing can be said of one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

from metrics.effective import WEIGHT
from metrics.evidence import Mean, Net, Share
from metrics.periods import calendar
from metrics.readout import Readout
from metrics.results import Estimate, Reason, Withheld
from metrics.stats.means import mean_interval
from metrics.stats.nps import nps_from_counts
from metrics.stats.proportions import csat_topbox
from metrics.stats.scores import ScoreSums

Evidence = Share | Net | Mean


@dataclass(frozen=True, slots=True)
class Bucket:
    """One period. value: in the metric's unit · weight: answers, or the sum of their weights · evidence: the counts behind
    it, as many as they are worth."""

    day: date
    value: float
    weight: float
    evidence: Evidence


def buckets(readout: Readout) -> tuple[tuple[date, ...], tuple[Bucket | None, ...]]:
    """(first days of the periods, their buckets), from the first to the last complete period that is known. Scores and
    shares only; a period that is not over is left out, for it will still change. Nothing where the answers of the whole are on
    different scales: a change of scale is no change of level."""
    if isinstance(readout.overall, Withheld) and readout.overall.reason is Reason.SCALES_MIXED:
        return (), ()
    known = {row.period: _bucket(row.period, row.result) for row in readout.rows if row.period and not row.provisional}
    told = [day for day, bucket in known.items() if bucket is not None]
    if readout.by or readout.grain is None or not told:
        return (), ()
    days = tuple(calendar(min(told), max(told), readout.grain))
    return days, tuple(known.get(day) for day in days)


def pooled(parts: Sequence[Bucket]) -> Evidence:
    """The answers of neighbouring buckets together: their value is that of all answers, worth as many as they all are.
    Mean scores on different scales raise ValueError."""
    weight, worth = math.fsum(part.weight for part in parts), math.fsum(part.evidence.n for part in parts)
    whole = reduce(_added, (_scaled(part.evidence, part.weight / part.evidence.n) for part in parts))
    return _scaled(whole, worth / weight)


def _scaled(evidence: Evidence, by: float) -> Evidence:
    """The same value from `by` times as many answers."""
    if isinstance(evidence, Share):
        return Share(evidence.k * by, evidence.n * by)
    if isinstance(evidence, Net):
        return Net(evidence.promoters * by, evidence.passives * by, evidence.detractors * by)
    sums = evidence.sums
    return Mean(ScoreSums(sums.n * by, sums.total * by, sums.total_sq * by), evidence.scale)


def _added(one: Evidence, other: Evidence) -> Evidence:
    if isinstance(one, Share) and isinstance(other, Share):
        return Share(one.k + other.k, one.n + other.n)
    if isinstance(one, Net) and isinstance(other, Net):
        parts = ((getattr(one, name), getattr(other, name)) for name in ("promoters", "passives", "detractors"))
        return Net(*(a + b for a, b in parts))
    if isinstance(one, Mean) and isinstance(other, Mean) and one.scale == other.scale:
        return Mean(one.sums + other.sums, one.scale)
    raise ValueError(f"{one} and {other} cannot be pooled: they are not on one scale; split by question.")


def reach(evidence: Evidence, conf: float) -> tuple[float, float | None, float | None]:
    """(value, low, high) of counts, as the metrics themselves give them: Wilson, adjusted Wald, t."""
    if isinstance(evidence, Share):
        share = csat_topbox(evidence.k, evidence.n, conf)
        return share["rate"], share["lo"], share["hi"]
    if isinstance(evidence, Net):
        net = nps_from_counts(evidence.promoters, evidence.passives, evidence.detractors, conf)
        return net["nps"], net["lo"], net["hi"]
    mean, (bottom, top) = mean_interval(evidence.sums.n, evidence.sums.total, evidence.sums.total_sq, conf), evidence.scale
    if mean.low is None or mean.high is None or not evidence.sums.variance:
        return mean.mean, None, None  # all gave one score: that says nothing of how far others would lie off
    return mean.mean, max(mean.low, bottom), min(mean.high, top)


def error(evidence: Evidence) -> float | None:
    """Standard error of a bucket's value, above 0: from the adjusted counts of an NPS, so that ten promoters are not
    certain; None where nothing is known of it."""
    if isinstance(evidence, Net):
        n = evidence.n + 3
        p, d = (evidence.promoters + 0.75) / n, (evidence.detractors + 0.75) / n
        return 100 * math.sqrt((p + d - (p - d) ** 2) / n)
    if isinstance(evidence, Mean):
        spread = evidence.sums.variance
        return math.sqrt(spread / evidence.sums.n) if spread else None
    share = (evidence.k + 0.5) / (evidence.n + 1)
    return math.sqrt(share * (1 - share) / (evidence.n + 1))


def _bucket(day: date, result: object) -> Bucket | None:
    if not isinstance(result, Estimate) or not isinstance(result.evidence, Share | Net | Mean):
        return None
    weight = result.detail.get(WEIGHT, float(result.n))
    return Bucket(day, result.value, weight, result.evidence) if result.evidence.n > 0 and weight > 0 else None
