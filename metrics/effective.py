"""What the answers of a cell are worth when they are weighted, or when one customer gave several (catalogue A9).

A value comes from the (weighted) counts; its interval and every test come from the same counts scaled down to the
effective number of answers. How many answered stays what it is: n, and the least number to show anything, count answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from metrics.definitions.cells import Floats, Scores, column, scores, top_box
from metrics.frames import RESPONDENTS
from metrics.metric import Answering, Metric
from metrics.results import Estimate, Reason, Result, Withheld
from metrics.slicing import Cell
from metrics.stats.nps import NPS_SCALE
from metrics.stats.weighting import ClusterSums, kish

_ROUNDING = 1e-12  # a variance below is rounding
WEIGHT = "weight"  # in `Estimate.detail` of weighted answers: the sum of their weights


@dataclass(frozen=True, slots=True)
class Worth:
    """answers: given · effective: independent plain answers they are worth, None where a single customer gave them all ·
    respondents: who gave them, None where nobody gave two."""

    answers: int
    effective: float | None
    respondents: int | None

    @property
    def detail(self) -> dict[str, float]:
        """For receipts: respondents (where fewer than answers), design effect and effective number."""
        found: dict[str, float] = {} if self.respondents is None else {"respondents": self.respondents}
        if self.effective is not None:
            found |= {"design_effect": self.answers / self.effective, "effective_n": self.effective}
        return found


def reckoned(
    metric: Metric, cell: Cell, whole: Cell, options: Mapping[str, Any], conf: float, people: Cell | None
) -> Result:
    """`metric.compute` with weights (option `weights`) and with respondents who answered several times (`people`: their
    sums, frame `respondents`, for the same cell). Plain where neither is the case."""
    weighted = options.get("weights") is not None
    answers = scores(cell) if metric.answering is not None and (weighted or people is not None) else None
    if metric.answering is None or not isinstance(answers, Scores):
        return metric.compute(cell, whole, options, conf)
    sample = _Sample.of(cell, answers, weighted)
    if not sample.weight.sum() > 0:
        return Withheld(Reason.UNDEFINED, sample.n)

    def computed(share: float) -> Result:
        """The (weighted) counts, in all as many as this share of the answers."""
        counts = column(cell, "sw" if weighted else "n") * (share * sample.n / sample.weight.sum())
        return metric.compute({**cell, "n": counts}, whole, options, conf)

    worth = _worth(metric.answering, sample, people)
    found = metric.compute(cell, whole, options, conf) if worth is None else _as_worth(computed, sample.n, worth)
    if not weighted or not isinstance(found, Estimate):
        return found
    return replace(found, detail={**found.detail, WEIGHT: float(sample.weight.sum())})


def _as_worth(computed: Callable[[float], Result], n: int, worth: Worth) -> Result:
    """The value of all n answers, with the interval and evidence of as many as they are worth."""
    found = computed(1.0)
    if not isinstance(found, Estimate):
        return replace(found, n=n)
    found = replace(found, n=n, low=None, high=None, evidence=None, detail={**found.detail, **worth.detail})
    if worth.effective is None:
        return found
    sure = computed(worth.effective / n)
    return replace(found, low=sure.low, high=sure.high, evidence=sure.evidence) if isinstance(sure, Estimate) else found


@dataclass(frozen=True, slots=True)
class _Sample:
    """The scored answers of a cell: how many (n), on which scale, and per row their score, weight and squared weight."""

    n: int
    scale: tuple[float, float]
    score: Floats
    weight: Floats
    squared: Floats

    @classmethod
    def of(cls, cell: Cell, answers: Scores, weighted: bool) -> _Sample:
        plain = column(cell, "n")
        used = (plain > 0) & ~np.isnan(column(cell, "score"))
        weight, squared = (column(cell, name)[used] if weighted else plain[used] for name in ("sw", "sww"))
        return cls(round(answers.total), answers.scale, answers.score, weight, squared)


def _worth(how: Answering, sample: _Sample, people: Cell | None) -> Worth | None:
    """None where answers all count alike and come from as many people, or have no value on their scale."""
    values = _values(how, sample)
    found = kish(sample.n, float(sample.weight.sum()), float(sample.squared.sum()))
    uneven = found[0] if found else 1.0
    sums = None if people is None else _sums(people, sample.scale)
    repeated = sums is not None and sums.clusters < sample.n
    if values is None or (uneven == 1.0 and not repeated):
        return None
    if sums is None or not repeated:
        return Worth(sample.n, sample.n / max(1.0, uneven), None)
    if sums.clusters < 2:
        return Worth(sample.n, None, sums.clusters)
    alone = _spread(values, sample, divisor=sample.n - 1 if how.measure == "score" else sample.n)
    # All alike says nothing about how alike one person's answers are: then each person counts once (catalogue A9).
    alike = (sums.variance or 0.0) / alone if alone > _ROUNDING else sample.n / sums.clusters
    return Worth(sample.n, sample.n / max(1.0, uneven, alike), sums.clusters)


def _sums(people: Cell, scale: tuple[float, float]) -> ClusterSums | None:
    """The respondents' sums on one scale; None where there are none, or answers on it have no value."""
    mine = (column(people, "scale_min") == scale[0]) & (column(people, "scale_max") == scale[1])
    total = {name: float(column(people, name)[mine].sum()) for name in RESPONDENTS.additive}
    if not total["clusters"] or np.isnan(total["x"]):
        return None
    return ClusterSums(int(total["clusters"]), total["x"], total["n"], total["xx"], total["nx"], total["nn"])


def _values(how: Answering, sample: _Sample) -> Floats | None:
    """What each score counts; None where this measure has no value on the scale."""
    if how.measure == "score":
        return sample.score
    if how.measure == "net":
        if sample.scale != NPS_SCALE:
            return None
        return np.where(sample.score >= 9, 1.0, np.where(sample.score <= 6, -1.0, 0.0))
    known = {(low, high): top for low, high, top in how.top}
    threshold = known.get(sample.scale, top_box(sample.scale))
    return None if threshold is None else np.asarray(sample.score >= threshold, dtype=float)


def _spread(values: Floats, sample: _Sample, *, divisor: int) -> float:
    """Variance of the (weighted) mean of as many plain answers. divisor: n, or the sample's n - 1 as a t interval has it."""
    mean = sample.weight @ values / sample.weight.sum()
    return float(sample.weight @ (values - mean) ** 2 / sample.weight.sum()) / divisor
