"""How many more answers a change of a given size needs to be seen, and how long they take to come in (catalogue A23)."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.metric import Unit
from metrics.power import answers_per_side
from metrics.readout import Readout
from metrics.results import Estimate, Result

DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Plan:
    """One group. have: answers in the selected period · monthly: how many come in a month · needed: answers each of two
    periods must have to show the change four times out of five; None where it cannot be told."""

    name: str
    result: Result
    have: int
    monthly: float
    needed: int | None

    @property
    def more(self) -> int | None:
        """Answers the period lacks; 0 when there are enough."""
        return None if self.needed is None else max(self.needed - self.have, 0)

    @property
    def months(self) -> float | None:
        """How long they take at the present pace; None where nothing comes in."""
        return None if self.more is None or not self.monthly else self.more / self.monthly


def plans(readout: Readout, points: float, days: int) -> tuple[Plan, ...]:
    """A plan a group of the readout, the one that lacks least time first, those nothing can be told of last.

    points: of a share's per cent, or of NPS · days: length of the selected period.
    """
    change = points / 100 if readout.metric.unit is Unit.SHARE else points
    months = max(days, 1) / DAYS_A_MONTH
    found = [
        Plan(" · ".join(row.group), row.result, row.result.n, row.result.n / months,
             needed(row.result, change, readout.rules.conf))
        for row in readout.rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda plan: (plan.months is None, plan.months or 0.0, -plan.have, plan.name)))


def needed(result: Result, change: float, conf: float) -> int | None:
    """Answers per period that show `change` four times out of five, weighted and repeated as these are."""
    return answers_per_side(result, result, change, conf) if isinstance(result, Estimate) else None
