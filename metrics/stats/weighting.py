"""What weights and repeated answers cost: design effect and effective sample size (catalogue A9)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from metrics.stats.checks import require_aligned, require_part
from metrics.stats.nps import nps_interval
from metrics.stats.proportions import wilson

# Differences of sums this far below their terms are rounding.
_ROUNDING = 1e-13


def kish(n: float, sum_w: float, sum_w2: float) -> tuple[float, float] | None:
    """(design effect, effective sample size) of weights from their count, sum and sum of squares; None without weight.

    Source: Kish 1965, Survey Sampling.
    """
    return (n * sum_w2 / sum_w**2, sum_w**2 / sum_w2) if sum_w > 0 else None


@dataclass(frozen=True, slots=True)
class WeightedSums:
    """Sums a weighted mean of y needs; like `ScoreSums` they add."""

    n: int
    w: float
    w2: float
    wy: float
    w2y: float
    w2y2: float

    @property
    def mean(self) -> float | None:
        """Weighted mean, None without weight."""
        return self.wy / self.w if self.w else None

    @property
    def standard_error(self) -> float | None:
        """Linearised standard error of the weighted mean, None below two answers.

        Source: Cochran 1977, Sampling Techniques, chapter 6.
        """
        mean = self.mean
        if mean is None or self.n < 2:
            return None
        spread = self.w2y2 - 2 * mean * self.w2y + mean * mean * self.w2
        if spread <= _ROUNDING * self.w2y2:
            return 0.0
        return math.sqrt(self.n / (self.n - 1) * spread) / self.w


def weighted_sums(rows: Iterable[tuple[float, float]]) -> WeightedSums:
    """Sums of (weight, y) rows. A negative or missing weight raises ValueError: it is a fault of the weighting."""
    pairs = list(rows)
    for position, (weight, _) in enumerate(pairs, 1):
        _require_weight(position, weight)
    return WeightedSums(
        len(pairs),
        math.fsum(w for w, _ in pairs),
        math.fsum(w * w for w, _ in pairs),
        math.fsum(w * y for w, y in pairs),
        math.fsum(w * w * y for w, y in pairs),
        math.fsum(w * w * y * y for w, y in pairs),
    )


def design_effect(weights: Sequence[float], y: Sequence[float | None]) -> dict[str, Any]:
    """Weighted mean of y, and how many plain answers the weighted ones are worth (catalogue A9).

    Keys: mean_w, deff_kish, n_eff, se_linearised, n, n_missing (answers without y, left out), status.

    Source: Kish 1965; Cochran 1977.
    """
    require_aligned(weights=weights, y=y)
    sums = weighted_sums((w, value) for w, value in zip(weights, y, strict=True) if value is not None)
    answer = {"mean_w": sums.mean, **_effect(sums), "se_linearised": sums.standard_error, "n": sums.n}
    answer["n_missing"] = len(y) - sums.n
    if sums.mean is None:
        return answer | {"status": "empty"}
    se = sums.standard_error
    return answer | {"status": "insufficient" if se is None else "ok" if se else "degenerate"}


def nps_weighted(rows_category_weight: Sequence[tuple[int, float]], conf: float = 0.95) -> dict[str, Any]:
    """NPS of weighted answers: 1 promoter, 0 passive, -1 detractor (catalogue A9).

    Keys: nps, deff_kish, n_eff, lo, hi (the interval of `nps_interval` on effective counts), n, status.
    """
    strange = sorted({category for category, _ in rows_category_weight} - {1, 0, -1})
    if strange:
        raise ValueError(f"categories hold {strange}; expected 1 (promoter), 0 (passive) or -1 (detractor).")
    sums = weighted_sums((weight, category) for category, weight in rows_category_weight)
    effect = _effect(sums)
    n_eff = effect["n_eff"]
    if sums.mean is None or n_eff is None:
        return {"nps": None, **effect, "lo": None, "hi": None, "n": sums.n, "status": "empty"}
    promoters, passives, detractors = (
        n_eff / sums.w * math.fsum(w for category, w in rows_category_weight if category == kind) for kind in (1, 0, -1)
    )
    low, high = nps_interval(promoters, passives, detractors, conf)
    return {"nps": 100 * sums.mean, **effect, "lo": low, "hi": high, "n": sums.n, "status": "ok"}


@dataclass(frozen=True, slots=True)
class ClusterSums:
    """Sums over customers of n_i answers whose values (1 for a hit, or a score) add to k_i: all the clustered variance
    of a share or a mean needs. Weighted answers: n_i and k_i are sums of weights and of weighted values."""

    clusters: int
    k: float
    n: float
    kk: float
    kn: float
    nn: float

    @property
    def variance(self) -> float | None:
        """Variance of the share or mean k/n when the answers of one customer hang together; None below two customers.

        Source: Cochran 1977, Sampling Techniques, chapter 9 (ratio estimate over clusters).
        """
        if self.clusters < 2:
            return None
        p = self.k / self.n
        spread = self.kk - 2 * p * self.kn + p * p * self.nn
        if spread <= _ROUNDING * max(self.nn, self.kk):
            spread = 0.0
        return self.clusters / (self.clusters - 1) * spread / self.n**2


def cluster_sums(k: Sequence[int], n: Sequence[int]) -> ClusterSums:
    """Sums over customers; one without answers is no cluster."""
    require_aligned(k=k, n=n)
    for position, (hits, answers) in enumerate(zip(k, n, strict=True), 1):
        require_part(f"k of customer {position}", hits, f"n of customer {position}", answers)
    return ClusterSums(
        sum(answers > 0 for answers in n), sum(k), sum(n),
        sum(hits * hits for hits in k), sum(hits * answers for hits, answers in zip(k, n, strict=True)),
        sum(answers * answers for answers in n),
    )  # fmt: skip


def clustered_proportion(
    k_per_customer: Sequence[int], n_per_customer: Sequence[int], conf: float = 0.95
) -> dict[str, Any]:
    """A share over answers of customers who answered several times (catalogue A9).

    Keys: rate, se_cluster, deff (never below 1), n_eff, lo, hi (Wilson on n_eff), n, clusters, status. When all or no
    answers are hits the design effect has no value and each customer counts once: "degenerate". One customer:
    "insufficient".

    Source: Kish 1965; Cochran 1977.
    """
    sums = cluster_sums(k_per_customer, n_per_customer)
    answer: dict[str, Any] = dict.fromkeys(("rate", "se_cluster", "deff", "n_eff", "lo", "hi"))
    answer |= {"n": sums.n, "clusters": sums.clusters}
    if sums.n == 0:
        return answer | {"status": "empty"}
    p, variance = sums.k / sums.n, sums.variance
    answer["rate"] = p
    if variance is None:
        return answer | {"status": "insufficient"}
    deff = max(1.0, variance / (p * (1 - p) / sums.n)) if 0 < p < 1 else None
    n_eff = sums.clusters if deff is None else sums.n / deff
    low, high = wilson(p * n_eff, n_eff, conf)
    return answer | {
        "se_cluster": math.sqrt(variance), "deff": deff, "n_eff": n_eff, "lo": low, "hi": high,
        "status": "degenerate" if deff is None else "ok",
    }  # fmt: skip


def _effect(sums: WeightedSums) -> dict[str, float | None]:
    deff, n_eff = kish(sums.n, sums.w, sums.w2) or (None, None)
    return {"deff_kish": deff, "n_eff": n_eff}


def _require_weight(position: int, weight: float | None) -> None:
    if weight is None or not (weight >= 0 and math.isfinite(weight)):
        raise ValueError(f"weight {position} is {weight}, must be a finite number >= 0; correct the weighting first.")
