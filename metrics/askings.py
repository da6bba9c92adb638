"""When which question was asked on which scale: whether the answers of a score belong together at all (catalogue A6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from metrics.periods import next_period
from metrics.slicing import Cell

Span = tuple[date, date]  # first day of the first period, first day after the last


@dataclass(frozen=True, slots=True)
class Asking:
    """One question of a score on one scale: how many answered it, and the stretches of periods in which somebody did."""

    metric: str
    question: str
    scale: tuple[float, float]
    answers: int
    spans: tuple[Span, ...]

    @property
    def first(self) -> date:
        return self.spans[0][0]

    @property
    def last(self) -> date:
        """The first day after the last period."""
        return self.spans[-1][1]


def askings(metric: str, cell: Cell, grain: str) -> tuple[Asking, ...]:
    """From the frame `scores` of one kind by question and period; the first asked comes first."""
    found: dict[tuple[str, float, float], dict[date, int]] = defaultdict(lambda: defaultdict(int))
    columns = (cell[name] for name in ("question", "scale_min", "scale_max", "period", "n"))
    for question, low, high, period, n in zip(*columns, strict=True):
        found[str(question), float(low), float(high)][period] += int(n)
    every = [
        Asking(metric, question, (low, high), sum(periods.values()), stretches(periods, grain))
        for (question, low, high), periods in found.items()
    ]
    return tuple(sorted(every, key=lambda one: (one.first, -one.answers, one.question, one.scale)))


def stretches(periods: Iterable[date], grain: str) -> tuple[Span, ...]:
    """Periods that follow one another joined; a period without answers parts them."""
    spans: list[Span] = []
    for period in sorted(periods):
        after = next_period(period, grain)
        spans = [*spans[:-1], (spans[-1][0], after)] if spans and spans[-1][1] == period else [*spans, (period, after)]
    return tuple(spans)


def scales_of(asked: Sequence[Asking]) -> tuple[tuple[float, float], ...]:
    """The different scales, the first asked first."""
    return tuple(dict.fromkeys(one.scale for one in asked))
