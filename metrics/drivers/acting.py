"""Where to act: importance against how well an item is rated, and the order in which improving items would serve customers.

How an item is rated is the share of its answers in the top boxes, as every page tells it (`rating` by question).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from metrics.drivers.drawing import DRAWS
from metrics.drivers.model import Driver, Drivers
from metrics.results import Estimate, Result
from metrics.stats.priorities import importance_performance, priority_ranks, priority_scores
from metrics.stats.resampling import SEED


@dataclass(frozen=True, slots=True)
class Placed:
    """An item on the plane. quadrant: as catalogue B3 names it · borderline: one of its intervals crosses a cut."""

    driver: Driver
    rated: Estimate
    quadrant: str
    borderline: bool


@dataclass(frozen=True, slots=True)
class Plane:
    """Items with both coordinates, the most important first; the cuts are the plain means of both."""

    items: tuple[Placed, ...]
    cut_importance: float
    cut_performance: float


@dataclass(frozen=True, slots=True)
class Priority:
    """What an item's improvement up to the target would touch: importance x gap (in points) x reach.

    low, high: the score's interval · rank, best, worst: its rank, and that in 95 of 100 draws of all that goes into it.
    """

    driver: Driver
    rated: Estimate
    gap: float
    reach: float
    score: float
    low: float
    high: float
    rank: int
    best: int
    worst: int


def rated(found: Drivers, results: Mapping[str, Result]) -> list[tuple[Driver, Estimate]]:
    """The items whose rating is shown: one with too few answers is withheld on every page."""
    pairs = ((driver, results.get(driver.name)) for driver in found.items)
    return [(driver, result) for driver, result in pairs if isinstance(result, Estimate)]


def plane(found: Drivers, results: Mapping[str, Result]) -> Plane | None:
    """The importance-performance plane; None below three items."""
    known = rated(found, results)
    shares, values = [d.share for d, _ in known], [r.value for _, r in known]
    told = importance_performance(
        shares, values, [(d.low, d.high) for d, _ in known],
        [(r.value if r.low is None else r.low, r.value if r.high is None else r.high) for _, r in known],
    )  # fmt: skip
    if told["status"] != "ok":
        return None
    placed = [
        Placed(driver, result, quadrant, borderline)
        for (driver, result), quadrant, borderline in zip(known, told["quadrant"], told["borderline"], strict=True)
    ]
    return Plane(tuple(placed), told["cut_importance"], told["cut_performance"])


def priorities(
    found: Drivers, results: Mapping[str, Result], target: float | None, conf: float = 0.95
) -> tuple[tuple[Priority, ...], float]:
    """Items in the order in which to improve them, and the level they are held against: the target, or without one the plain
    mean of their ratings."""
    known = rated(found, results)
    if not known or found.draws is None or not found.asked:
        return (), target or 0.0
    values = np.array([result.value for _, result in known])
    reach = np.array([min(1.0, driver.n / found.asked) for driver, _ in known])
    level = float(values.mean()) if target is None else target
    scores = priority_scores([d.share for d, _ in known], values, level, reach) * 100
    drawn = _drawn(found, known, target, reach)
    ends = (1 - conf) / 2, (1 + conf) / 2
    ranks = np.quantile(priority_ranks(drawn), ends, axis=0, method="inverted_cdf").astype(int)
    low, high = np.quantile(drawn, ends, axis=0)
    listed = [
        Priority(
            driver, result, max(0.0, level - result.value), float(reach[k]), float(scores[k]), float(min(low[k], scores[k])),
            float(max(high[k], scores[k])), rank, int(ranks[0, k]), int(ranks[1, k]),
        )
        for k, ((driver, result), rank) in enumerate(zip(known, priority_ranks(scores).tolist(), strict=True))
    ]  # fmt: skip
    return tuple(sorted(listed, key=lambda one: (one.rank, -one.driver.share))), level


def _drawn(
    found: Drivers, known: Sequence[tuple[Driver, Estimate]], target: float | None, reach: np.ndarray
) -> np.ndarray:
    """(draws, items) scores with importance, ratings and reach drawn anew: the first from the responses, the others as shares
    of their answers."""
    rng = np.random.default_rng(SEED)
    names = [driver.name for driver in found.items]
    places = [names.index(driver.name) for driver, _ in known]
    shares = (found.draws if found.draws is not None else np.empty((DRAWS, 0)))[:, places]
    answers, values = np.array([r.n for _, r in known]), np.array([r.value for _, r in known])
    rating = rng.binomial(answers, values, size=shares.shape) / answers
    reached = rng.binomial(found.asked, reach, size=shares.shape) / found.asked
    level = rating.mean(axis=1, keepdims=True) if target is None else target
    return priority_scores(shares, rating, level, reached) * 100
