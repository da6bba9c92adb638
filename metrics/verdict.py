"""What is known about a change: one of four words, whether it is good news, and what it would take to know more.

A change is called only when p < 0.05 and the interval of the difference leaves out 0, both: near 5 % they can differ,
and a claim should need neither reading. The tests belong to the metrics (`metrics.comparing`). Volumes must also have
changed by a least amount (`Metric.least_change`), because their test takes every event for independent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from metrics.groups import spread
from metrics.metric import Better, Metric
from metrics.mix import MixVerdict, mix_verdict
from metrics.power import answers_per_side, smallest_change, worth_seeing
from metrics.readout import Readout, Row, Verdict, Word
from metrics.results import Change, Estimate, Reason, Result, Withheld
from metrics.stats.multiplicity import bh_adjust
from metrics.wording import sentence

__all__ = ["MixVerdict", "judge", "judge_many", "judge_rows", "mix_verdict", "sentence", "spread"]

ALPHA = 0.05
_ROUNDING = 1e-12  # 102 / 100 - 1 need not be exactly 2 %


def judge(metric: Metric, before: Result, after: Result) -> Verdict | None:
    """The verdict on two results of one metric; None when they cannot be compared at all."""
    if metric.compare is None:
        return None
    if isinstance(before, Estimate) and isinstance(after, Estimate):
        change = metric.compare(before, after)
        return None if change is None else _verdict(metric, before, after, change)
    withheld = [result for result in (before, after) if isinstance(result, Withheld)]
    if all(result.reason is Reason.TOO_FEW for result in withheld):
        needed = max((result.needed or 0 for result in withheld), default=0)
        return Verdict(Word.FEW, "neutral", before, after, None, needed=needed or None)
    return None


def judge_rows(metric: Metric, rows: Sequence[Row], before: Mapping[tuple[str, ...], Result]) -> tuple[Row, ...]:
    """Rows with a verdict each against the same group before, controlled for how many are judged (catalogue A12)."""
    verdicts = [judge(metric, before[row.group], row.result) if row.group in before else None for row in rows]
    return tuple(replace(row, verdict=verdict) for row, verdict in zip(rows, _controlled(verdicts), strict=True))


def judge_many(readouts: Sequence[Readout]) -> tuple[Readout, ...]:
    """The readouts of one screen, their verdicts controlled for how many there are (Benjamini & Hochberg 1995)."""
    verdicts = _controlled([readout.verdict for readout in readouts])
    return tuple(replace(readout, verdict=verdict) for readout, verdict in zip(readouts, verdicts, strict=True))


def _controlled(verdicts: Iterable[Verdict | None]) -> list[Verdict | None]:
    found = list(verdicts)
    tested = [None if v is None or v.change is None else v.change.p for v in found]
    kept = bh_adjust(tested, ALPHA)["reject"]
    return [
        replace(v, word=Word.SAME, tone="neutral") if v and v.word in (Word.UP, Word.DOWN) and not keep else v
        for v, keep in zip(found, kept, strict=True)
    ]


def _verdict(metric: Metric, before: Estimate, after: Estimate, change: Change) -> Verdict:
    word = _word(change, metric.least_change)
    needed = _needed(metric, before, after) if word == Word.SAME else None
    return Verdict(word, _tone(metric.better, word), before, after, change, smallest_change(before, after), needed)


def _word(change: Change, least: float) -> str:
    too_small = abs(change.diff) < least - _ROUNDING
    if change.p is None or change.p >= ALPHA or too_small:
        return Word.SAME
    if change.diff > 0 and change.low is not None and change.low > 0:
        return Word.UP
    return Word.DOWN if change.diff < 0 and change.high is not None and change.high < 0 else Word.SAME


def _tone(better: Better, word: str) -> str:
    if better is Better.NEITHER or word not in (Word.UP, Word.DOWN):
        return "neutral"
    return "better" if (word == Word.UP) == (better is Better.HIGHER) else "worse"


def _needed(metric: Metric, before: Estimate, after: Estimate) -> int | None:
    """Observations each period still lacks for a change worth seeing; None when there are enough, or it is unknown."""
    change = worth_seeing(metric, after)
    per_side = answers_per_side(before, after, change) if change else None
    return None if per_side is None else max(per_side - min(before.n, after.n), 0) or None
