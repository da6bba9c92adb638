"""From the columns of one cell to results: the steps most metrics share. None of them minds how rows are split."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from metrics.errors import FrameError
from metrics.evidence import Events, Mean, Share
from metrics.metric import Counts
from metrics.results import Estimate, Reason, Result, Withheld
from metrics.stats.means import mean_interval
from metrics.stats.poisson import garwood
from metrics.stats.proportions import wilson
from metrics.stats.scores import TOP_BOX, Scale, ScoreSums

Floats = npt.NDArray[np.float64]
EMPTY = Withheld(Reason.EMPTY, 0)
NOT_RECORDED = Withheld(Reason.NOT_RECORDED, 0)
CONF = 0.95


class Scores(NamedTuple):
    """Answers on one scale: each score and how often it was given (a score may appear in several rows)."""

    scale: Scale
    score: Floats
    n: Floats

    @property
    def total(self) -> float:
        """Answers, or what weighted or repeated answers are worth."""
        return _plain(self.n.sum())

    def at_least(self, threshold: float) -> float:
        return _plain(self.n[self.score >= threshold].sum())


def _plain(count: float) -> float:
    """A whole count as such: a file that says 80.0 answers looks wrong."""
    return int(count) if count == int(count) else float(count)


def column(cell: Counts, name: str) -> Floats:
    """One column as numbers; what the store left empty is NaN."""
    return np.asarray(cell[name], dtype=float)


def total(cell: Counts, name: str) -> int:
    """Sum of one count."""
    return int(column(cell, name).sum())


def nothing(cell: Counts, *counted: str) -> Withheld:
    """Why a cell has no number: NOT_RECORDED when it holds complaints, all of sources that never record what is counted.

    counted: further counts that tell of sources which do.
    """
    silent = total(cell, "not_recorded") > 0 and not any(total(cell, name) for name in counted)
    return NOT_RECORDED if silent else EMPTY


def distinct(cell: Counts, name: str) -> int:
    """A distinct count: one row or none, because distinct units do not add (FrameError otherwise)."""
    values = column(cell, name)
    if len(values) > 1:
        raise FrameError(
            f"distinct count {name!r} came in {len(values)} rows, expected at most 1: the same unit may be in several. "
            "Fetch the frame at the grain that is shown."
        )
    return int(values[0]) if len(values) else 0


def scores(cell: Counts) -> Scores | Withheld:
    """The scored answers of a cell; Withheld when there is none, or when they lie on several scales."""
    n = column(cell, "n")
    score = column(cell, "score")
    used = (n > 0) & ~np.isnan(score)
    if not used.any():
        return EMPTY
    low, high = column(cell, "scale_min")[used], column(cell, "scale_max")[used]
    if low.min() != low.max() or high.min() != high.max():
        return Withheld(Reason.SCALES_MIXED, int(n[used].sum()))
    return Scores((float(low[0]), float(high[0])), score[used], n[used])


def top_box(scale: Scale) -> float | None:
    """The lowest answer among the top boxes of a scale; None where the scale has no such boxes.

    The catalogue's thresholds (A1); other rating scales of 4 to 11 whole steps likewise take their top two answers.
    """
    low, high = scale
    known = TOP_BOX.get((low, high))
    if known is not None:
        return float(known)
    return high - 1 if 3 <= high - low <= 10 else None


def share(k: float, n: float, detail: Mapping[str, float] | None = None, conf: float = CONF) -> Result:
    """k of n with its Wilson interval; both may be effective counts."""
    if n == 0:
        return EMPTY
    low, high = wilson(k, n, conf)
    return Estimate(k / n, low, high, round(n), k, n, detail or {}, Share(k, n))


def top_share(cell: Counts, conf: float = CONF) -> Result:
    """Share of answers in the top boxes of their one scale."""
    answers = scores(cell)
    if isinstance(answers, Withheld):
        return answers
    threshold = top_box(answers.scale)
    if threshold is None:
        return Withheld(Reason.UNDEFINED, round(answers.total))
    detail = {"threshold": threshold, "scale_max": answers.scale[1]}
    return share(answers.at_least(threshold), answers.total, detail, conf)


def mean(answers: Scores, conf: float = CONF) -> Estimate:
    """Mean score with its t interval, cut to the scale. One answer, or no spread at all, bounds nothing."""
    n, score = answers.n, answers.score
    sums = ScoreSums(answers.total, float(n @ score), float(n @ (score * score)))
    found = mean_interval(sums.n, sums.total, sums.total_sq, conf)
    low, high = (None, None)
    if found.sd and found.low is not None and found.high is not None:
        low, high = max(found.low, answers.scale[0]), min(found.high, answers.scale[1])
    detail = {"scale_min": answers.scale[0], "scale_max": answers.scale[1]}
    if found.sd is not None:
        detail["sd"] = found.sd
    return Estimate(found.mean, low, high, round(sums.n), sums.total, sums.n, detail, Mean(sums, answers.scale))


def mean_score(cell: Counts, conf: float = CONF) -> Result:
    """Mean of the answers of their one scale."""
    answers = scores(cell)
    return answers if isinstance(answers, Withheld) else mean(answers, conf)


def count(n: int, detail: Mapping[str, float] | None = None, conf: float = CONF) -> Result:
    """A count of events with its exact Poisson interval (Garwood 1936)."""
    if n == 0:
        return EMPTY
    low, high = garwood(n, 1, conf)
    return Estimate(n, low, high, n, detail=detail or {}, evidence=Events(n))


def rate(events: int, exposure: int, per: int = 1000, conf: float = CONF) -> Result:
    """Events per `per` units of exposure with the exact Poisson interval; n is the exposure."""
    if exposure == 0:
        return NOT_RECORDED if events else EMPTY  # events of sources whose exposure nobody recorded
    low, high = garwood(events, exposure, conf)
    return Estimate(
        per * events / exposure, per * low, per * high, exposure, events, exposure, evidence=Events(events, exposure)
    )
