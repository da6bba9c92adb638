"""What is known about a change: one of four words, whether it is good news, and what it would take to know more.

A change is called only when p < 1 - conf (5 % at an interval level of 95 %) and the interval of the difference leaves
out 0, both: near 5 % they can differ, and a claim should need neither reading. The tests belong to the metrics
(`metrics.comparing`). Volumes must also have changed by a least amount (`Metric.least_change`), because their test takes
every event for independent.
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
from metrics.rules import STANDARD
from metrics.stats.checks import alpha_of
from metrics.stats.multiplicity import bh_adjust
from metrics.wording import sentence

__all__ = ["MixVerdict", "judge", "judge_many", "judge_rows", "mix_verdict", "sentence", "spread"]

CONF = STANDARD.conf
_ROUNDING = 1e-12  # 102 / 100 - 1 need not be exactly 2 %


def judge(metric: Metric, before: Result, after: Result, conf: float = CONF) -> Verdict | None:
    """The verdict on two results of one metric at an interval level; None when they cannot be compared at all."""
    if metric.compare is None:
        return None
    if isinstance(before, Estimate) and isinstance(after, Estimate):
        change = metric.compare(before, after, conf)
        return None if change is None else _verdict(metric, before, after, change, conf)
    withheld = [result for result in (before, after) if isinstance(result, Withheld)]
    if all(result.reason is Reason.TOO_FEW for result in withheld):
        needed = max((result.needed or 0 for result in withheld), default=0)
        return Verdict(Word.FEW, "neutral", before, after, None, needed=needed or None)
    return None


def judge_rows(
    metric: Metric, rows: Sequence[Row], before: Mapping[tuple[str, ...], Result], conf: float = CONF
) -> tuple[Row, ...]:
    """Rows with a verdict each against the same group before, controlled for how many are judged (catalogue A12)."""
    verdicts = [judge(metric, before[row.group], row.result, conf) if row.group in before else None for row in rows]
    return tuple(replace(row, verdict=verdict) for row, verdict in zip(rows, _controlled(verdicts, conf), strict=True))


def judge_many(readouts: Sequence[Readout]) -> tuple[Readout, ...]:
    """The readouts of one screen, their verdicts controlled for how many there are (Benjamini & Hochberg 1995)."""
    conf = max((readout.rules.conf for readout in readouts), default=CONF)
    verdicts = _controlled([readout.verdict for readout in readouts], conf)
    return tuple(replace(readout, verdict=verdict) for readout, verdict in zip(readouts, verdicts, strict=True))


def _controlled(verdicts: Iterable[Verdict | None], conf: float) -> list[Verdict | None]:
    found = list(verdicts)
    tested = [p_of(verdict) for verdict in found]
    judged = bh_adjust(tested, alpha_of(conf))
    return [
        verdict if verdict is None or p is None else in_family(verdict, keep=bool(keep), others=judged["m"] - 1)
        for verdict, p, keep in zip(found, tested, judged["reject"], strict=True)
    ]


def p_of(verdict: Verdict | None) -> float | None:
    """The p a verdict enters its family with; None where nothing was tested.

    1 for a change that is not called by itself, such as a volume's below its least change: with thousands of contacts its
    own p is next to 0, and a find nobody tells of would lower the bar for the others.
    """
    if verdict is None or verdict.change is None or verdict.change.p is None:
        return None
    return verdict.change.p if verdict.word in (Word.UP, Word.DOWN) else 1.0


def in_family(verdict: Verdict, *, keep: bool, others: int) -> Verdict:
    """A verdict as one of several judged together: a change that is not kept is no clear change."""
    called = verdict.word in (Word.UP, Word.DOWN)
    if called and not keep:
        return replace(verdict, word=Word.SAME, tone="neutral", others=others)
    return replace(verdict, others=others)


def _verdict(metric: Metric, before: Estimate, after: Estimate, change: Change, conf: float) -> Verdict:
    word = _word(change, metric.least_change, conf)
    needed = _needed(metric, before, after, conf) if word == Word.SAME else None
    smallest = smallest_change(before, after, conf)
    if smallest is not None:
        smallest = max(smallest, metric.least_change)
    return Verdict(word, _tone(metric.better, word), before, after, change, smallest, needed)


def _word(change: Change, least: float, conf: float) -> str:
    too_small = abs(change.diff) < least - _ROUNDING
    if change.p is None or change.p >= alpha_of(conf) or too_small:
        return Word.SAME
    if change.diff > 0 and change.low is not None and change.low > 0:
        return Word.UP
    return Word.DOWN if change.diff < 0 and change.high is not None and change.high < 0 else Word.SAME


def _tone(better: Better, word: str) -> str:
    if better is Better.NEITHER or word not in (Word.UP, Word.DOWN):
        return "neutral"
    return "better" if (word == Word.UP) == (better is Better.HIGHER) else "worse"


def _needed(metric: Metric, before: Estimate, after: Estimate, conf: float) -> int | None:
    """Observations each period still lacks for a change worth seeing; None when there are enough, or it is unknown."""
    change = worth_seeing(metric, after)
    per_side = answers_per_side(before, after, change, conf) if change else None
    return None if per_side is None else max(per_side - min(before.n, after.n), 0) or None
