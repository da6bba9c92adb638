"""What is known about the drivers of one outcome. Holds numbers and the data's own names, no words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from metrics.stats.cross_products import Floats

LMG, RELATIVE = "lmg", "relative"  # Shapley values of R² · relative weights


@dataclass(frozen=True, slots=True)
class Driver:
    """One rated item. Its `share` of what the items explain together (0..1) with its interval; `weight` in R², with its own.

    other: its weight by the other method, None where that is not reckoned · r: correlation with the outcome · vif: how much
    of it the other items tell already (1: nothing), infinite for a copy · varies: False where everybody answered it alike ·
    best, worst: its rank (1 matters most) in all but the tails of the draws · n: all answers to it in the selection,
    complete or not.
    """

    name: str
    share: float
    low: float
    high: float
    weight: float
    weight_low: float
    weight_high: float
    other: float | None
    r: float
    vif: float
    varies: bool
    best: int
    worst: int
    n: int


@dataclass(frozen=True, slots=True)
class Survey:
    """One instrument with an outcome and its rated items, the most answered first: (question, answers).

    mixed: items answered on more than one scale, which cannot be taken.
    """

    instrument: str
    outcome: str
    answered: int
    items: tuple[tuple[str, int], ...]
    mixed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drivers:
    """The items of one survey by what they have to do with its outcome, the strongest first.

    kind: csat | nps · filters: the selection, narrowed to the survey · n: responses with an answer to everything · asked:
    responses with an answer to any of it · r2: what the items explain together, with its interval · method: LMG or RELATIVE ·
    missing: items left out so that enough responses are complete, (item, answers) · alike: pairs that are answered almost
    alike · others: further surveys with such an outcome · drawn: responses the intervals were drawn from · draws: shares,
    (draws, items), in the items' order · needed: complete responses still lacking (then there are no items), else 0.
    """

    kind: str
    survey: Survey
    filters: Any
    n: int
    asked: int
    items: tuple[Driver, ...] = ()
    r2: float = 0.0
    r2_low: float = 0.0
    r2_high: float = 0.0
    method: str = LMG
    missing: tuple[tuple[str, int], ...] = ()
    alike: tuple[tuple[str, str], ...] = ()
    others: tuple[str, ...] = ()
    drawn: int = 0
    needed: int = 0
    draws: Floats | None = field(default=None, compare=False, repr=False)

    @property
    def incomplete(self) -> int:
        """Responses that rate the outcome and lack an item."""
        return self.survey.answered - self.n

    @property
    def leading(self) -> tuple[Driver, ...]:
        """The items that may be the one that matters most."""
        return tuple(one for one in self.items if one.best == 1)
