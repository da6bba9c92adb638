"""Which topics really go with better or worse scores: those who write about one against all others who write."""

from __future__ import annotations

from metrics.evidence import Share
from metrics.readout import Readout, Row
from metrics.results import Estimate
from metrics.stats.checks import alpha_of
from metrics.stats.multiplicity import bh_adjust
from metrics.stats.proportions import two_proportions_test


def apart(readout: Readout) -> tuple[Row, ...]:
    """Rows (one per topic) whose share differs from that of all who do not write about it, lowest first.

    A topic's answers are part of the whole's, so the others are the whole less the topic; all topics are judged together
    (Benjamini & Hochberg 1995).
    """
    whole = readout.overall.evidence if isinstance(readout.overall, Estimate) else None
    found: list[tuple[Row, Estimate, float]] = []
    for row in readout.rows:
        mine = row.result.evidence if isinstance(row.result, Estimate) else None
        if isinstance(whole, Share) and isinstance(mine, Share) and isinstance(row.result, Estimate) and mine.n < whole.n:
            _, _, p = two_proportions_test(mine.k, mine.n, whole.k - mine.k, whole.n - mine.n)
            found.append((row, row.result, p))
    kept = bh_adjust([p for _, _, p in found], alpha_of(readout.rules.conf))["reject"]
    real = [(row, result) for (row, result, _), keep in zip(found, kept, strict=True) if keep]
    return tuple(row for row, result in sorted(real, key=lambda pair: (pair[1].value, pair[0].group)))
