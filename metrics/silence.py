"""What those who did not answer could do to a score: its bounds whatever they would have said (catalogue A7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.metric import Unit
from metrics.readout import Readout
from metrics.results import Estimate, Result
from metrics.stats.response import response_rate

ENDS = {Unit.SHARE: (0.0, 1.0), Unit.POINTS: (-100.0, 100.0)}


@dataclass(frozen=True, slots=True)
class Silence:
    """One group: share of the delivered invitations that were answered, the score of the answers, and the score of everybody
    asked if all others were unhappy (worst) or happy (best). None where either is withheld."""

    name: str
    rate: Result
    score: Result
    bounds: tuple[float, float] | None


def bounded(value: float, rate: float, ends: tuple[float, float]) -> tuple[float, float]:
    """Lowest and highest score of all asked: the silent ones all at one end of the scale.

    Source: Manski 1989, Journal of Human Resources 24:343.
    """
    low, high = (rate * value + (1 - rate) * end for end in ends)
    return low, high


def silence(rates: Readout, scores: Readout, name: str) -> tuple[Silence, ...]:
    """All together (`name`), then every group of the rates by one dimension, the lowest rate first; a group without a score
    has no bounds."""
    unit = scores.metric.unit
    by_group = {row.group: row.result for row in scores.rows}
    known = [row for row in rates.rows if isinstance(row.result, Estimate)]
    known.sort(key=lambda row: (row.result.value if isinstance(row.result, Estimate) else 0.0, row.group))
    found = [_one(name, rates.overall, scores.overall, unit)]
    found += [_one(" · ".join(row.group), row.result, by_group[row.group], unit) for row in known if row.group in by_group]
    return tuple(found)


def _one(name: str, rate: Result, score: Result, unit: Unit) -> Silence:
    both = isinstance(rate, Estimate) and isinstance(score, Estimate)
    bounds = bounded(score.value, rate.value, ENDS[unit]) if both else None  # type: ignore[union-attr]
    return Silence(name, rate, score, bounds)


def cautions(rates: Readout) -> tuple[str, ...]:
    """"low_response" below one in five, "differs_by_channel" where groups answer at rates that differ beyond chance."""
    whole = rates.overall
    if not isinstance(whole, Estimate):
        return ()
    groups = [_counts(row.result) for row in rates.rows if isinstance(row.result, Estimate)]
    answered, delivered = _counts(whole)
    found: Sequence[str] = response_rate(delivered, 0, answered, by_channel=groups)["cautions"]
    return tuple(found)


def _counts(result: Estimate) -> tuple[int, int]:
    return int(result.numerator or 0), int(result.denominator or 0)
