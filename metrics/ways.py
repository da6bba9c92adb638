"""The same answers counted in several ways: whether the story of the change depends on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from metrics.metric import Unit
from metrics.readout import Readout, Word
from metrics.results import Estimate
from metrics.verdict import judge_many

EVERY, LATEST, FIRST = "every", "latest", "first"
WHOSE = (EVERY, LATEST, FIRST)  # whose answers count: all, or one of each customer


@dataclass(frozen=True, slots=True)
class Way:
    """One way of counting: a metric over every answer, or over one answer of each customer. value, low, high: in points of
    100 (shares and means of any scale) or of NPS."""

    whose: str
    readout: Readout

    @property
    def points(self) -> tuple[float, float | None, float | None] | None:
        """Value, low and high in points; None where there is no value."""
        result = self.readout.overall
        if not isinstance(result, Estimate):
            return None
        low, high = (None if end is None else self.in_points(end) for end in (result.low, result.high))
        return self.in_points(result.value), low, high

    def in_points(self, amount: float) -> float:
        """An amount of the metric in points: shares times 100, scores as per cent of the way up their scale (catalogue A6)."""
        low, high = self._ends
        return 100 * (amount - low) / (high - low)

    def change_in_points(self, diff: float) -> float:
        """A difference in points."""
        low, high = self._ends
        return 100 * diff / (high - low)

    @property
    def _ends(self) -> tuple[float, float]:
        """What 0 and 100 points are in the metric's unit."""
        unit, detail = self.readout.metric.unit, self.readout.overall.detail
        if unit is Unit.SCORE:
            return detail.get("scale_min", 0.0), detail.get("scale_max", 1.0)
        return (0.0, 1.0) if unit is Unit.SHARE else (0.0, 100.0)

    @property
    def word(self) -> str | None:
        return self.readout.verdict.word if self.readout.verdict else None


def judged(ways: Sequence[Way]) -> tuple[Way, ...]:
    """The ways with their verdicts judged together: twelve looks at one period bring chance finds."""
    readouts = judge_many([way.readout for way in ways])
    return tuple(Way(way.whose, readout) for way, readout in zip(ways, readouts, strict=True))


def by_word(ways: Iterable[Way]) -> dict[str, list[Way]]:
    """The ways by what they say of the change, the words in the order of `Word`; those that say nothing are left out."""
    found: dict[str, list[Way]] = {Word.UP: [], Word.DOWN: [], Word.SAME: []}
    for way in ways:
        if way.word in found:
            found[way.word].append(way)
    return {word: same for word, same in found.items() if same}


def widest(ways: Sequence[Way]) -> float:
    """How far apart the ways of one metric lie, in points: the most over all metrics."""
    values: dict[str, list[float]] = {}
    for way in ways:
        if way.points is not None:
            values.setdefault(way.readout.metric.key, []).append(way.points[0])
    return max((max(one) - min(one) for one in values.values()), default=0.0)
