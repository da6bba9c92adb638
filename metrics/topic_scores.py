"""Which topics really go with better or worse scores: those who write about one against all others who write."""

from __future__ import annotations

from metrics.evidence import Share
from metrics.readout import Readout, Row
from metrics.results import Estimate, Result
from metrics.stats.checks import alpha_of
from metrics.stats.multiplicity import bh_adjust
from metrics.stats.proportions import two_proportions_test


def apart(readout: Readout) -> tuple[Row, ...]:
    """Rows (one per topic) whose share differs from that of all who do not write about it, lowest first.

    A topic's answers are part of the whole's, so the others are the whole less the topic; all topics are judged together
    (Benjamini & Hochberg 1995). Answers of one customer are alike: both sides count as many as they are worth.
    """
    found: list[tuple[Row, Estimate, float]] = []
    for row in readout.rows:
        mine = row.result.evidence if isinstance(row.result, Estimate) else None
        others = _others(readout.overall, row.result)
        if isinstance(mine, Share) and others is not None and isinstance(row.result, Estimate) and mine.n > 0:
            _, _, p = two_proportions_test(mine.k, mine.n, others.k, others.n)
            found.append((row, row.result, p))
    kept = bh_adjust([p for _, _, p in found], alpha_of(readout.rules.conf))["reject"]
    real = [(row, result) for (row, result, _), keep in zip(found, kept, strict=True) if keep]
    return tuple(row for row, result in sorted(real, key=lambda pair: (pair[1].value, pair[0].group)))


def _others(whole: Result, topic: Result) -> Share | None:
    """The answers of the whole that are not the topic's, each worth as much as one of the whole's; None where there are
    none, or nothing is known of what they are worth."""
    if not (isinstance(whole, Estimate) and isinstance(topic, Estimate) and isinstance(whole.evidence, Share)):
        return None
    n = whole.n - topic.n
    if n <= 0:
        return None
    rate = min(1.0, max(0.0, (whole.value * whole.n - topic.value * topic.n) / n))
    worth = n * whole.evidence.n / whole.n
    return Share(rate * worth, worth)
