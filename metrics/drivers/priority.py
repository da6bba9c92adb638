"""The order in which improving items would serve customers: importance x what is missing to a level x reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from metrics.drivers.model import Driver, Drivers
from metrics.drivers.plane import rated
from metrics.results import Estimate, Result
from metrics.stats.cross_products import Floats
from metrics.stats.priorities import priority_ranks, priority_scores
from metrics.stats.resampling import SEED


@dataclass(frozen=True, slots=True)
class Priority:
    """What an item's improvement up to the target would touch: importance x gap (in points) x reach.

    share: of the scores of all items together, with its interval · rank, best, worst: its rank, and that in all but the
    tails of the draws of what goes into it.
    """

    driver: Driver
    rated: Estimate
    gap: float
    reach: float
    score: float
    share: float
    low: float
    high: float
    rank: int
    best: int
    worst: int


def priorities(
    found: Drivers, results: Mapping[str, Result], target: float | None, conf: float = 0.95
) -> tuple[tuple[Priority, ...], float]:
    """Items in the order in which to improve them, and the level they are held against: the target, or without one the plain
    mean of their ratings."""
    known = rated(found, results)
    if not known or found.draws is None:
        return (), target or 0.0
    values = np.array([result.value for _, result in known])
    reach = np.array([min(1.0, driver.n / found.asked) for driver, _ in known])
    level = float(values.mean()) if target is None else target
    scores = priority_scores([d.share for d, _ in known], values, level, reach) * 100
    drawn = _drawn(found, found.draws, known, target, reach)
    ends = (1 - conf) / 2, (1 + conf) / 2
    ranks = np.quantile(priority_ranks(drawn), ends, axis=0, method="inverted_cdf").astype(int)
    low, high = np.quantile(_shares(drawn), ends, axis=0)
    shares = _shares(scores)
    listed = [
        Priority(
            driver, result, max(0.0, level - result.value), float(reach[k]), float(scores[k]), float(shares[k]),
            float(min(low[k], shares[k])), float(max(high[k], shares[k])), rank, int(ranks[0, k]), int(ranks[1, k]),
        )
        for k, ((driver, result), rank) in enumerate(zip(known, priority_ranks(scores).tolist(), strict=True))
    ]  # fmt: skip
    return tuple(sorted(listed, key=lambda one: (one.rank, -one.driver.share))), level


def _drawn(
    found: Drivers, draws: Floats, known: Sequence[tuple[Driver, Estimate]], target: float | None, reach: Floats
) -> Floats:
    """(draws, items) scores with importance, ratings and reach drawn anew: the first from the responses, the others as shares
    of their answers."""
    rng = np.random.default_rng(SEED)
    names = [driver.name for driver in found.items]
    places = [names.index(driver.name) for driver, _ in known]
    shares = draws[:, places]
    answers, values = np.array([r.n for _, r in known]), np.array([r.value for _, r in known])
    rating = rng.binomial(answers, values, size=shares.shape) / answers
    reached = rng.binomial(found.asked, reach, size=shares.shape) / found.asked
    level = rating.mean(axis=1, keepdims=True) if target is None else target
    return priority_scores(shares, rating, level, reached) * 100


def _shares(scores: Floats) -> Floats:
    """Of the sum over the items; all 0 where every item is at the level."""
    total = scores.sum(axis=-1, keepdims=True)
    return np.asarray(np.where(total > 0, scores / np.where(total > 0, total, 1.0), 0.0))
