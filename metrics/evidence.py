"""Sufficient statistics an Estimate carries so that two of them can be compared without their rows."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.stats.scores import ScoreSums
from metrics.stats.survival import SurvivalCurve


@dataclass(frozen=True, slots=True)
class Share:
    """k of n units; effective counts where answers are weighted or repeated."""

    k: float
    n: float


@dataclass(frozen=True, slots=True)
class Net:
    """Answers of a net score: promoters, passives, detractors (effective counts as in `Share`)."""

    promoters: float
    passives: float
    detractors: float

    @property
    def n(self) -> float:
        return self.promoters + self.passives + self.detractors


@dataclass(frozen=True, slots=True)
class Mean:
    """Scores of one scale by count, sum and sum of squares."""

    sums: ScoreSums
    scale: tuple[float, float]

    @property
    def n(self) -> float:
        return self.sums.n


@dataclass(frozen=True, slots=True)
class Events:
    """Events over an exposure; a plain count has exposure 1 (compared with a period of other length: its part of the days)."""

    count: int
    exposure: float = 1.0


@dataclass(frozen=True, slots=True)
class Times:
    """A survival curve: when units were done, and how long the others have waited."""

    curve: SurvivalCurve


@dataclass(frozen=True, slots=True)
class Spread:
    """Entropy of a mix in nats, and its standard error."""

    entropy: float
    se: float
