"""What a metric answers: an Estimate that says how sure it is, or Withheld with the reason. Never a bare number."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """Why a number is not given. The text shown to people lives with the pages (`pages/ui/text.py`)."""

    EMPTY = "empty"  # nothing was observed: n = 0
    TOO_FEW = "too_few"  # observed, but below the metric's minimum n
    PROTECTED = "protected"  # enough observed, but a smaller group could be found by subtracting this one from the total
    UNDEFINED = "undefined"  # the formula has no value here (variance of one answer, percentile not reached …)
    WINDOW_OPEN = "window_open"  # no unit has had its full window yet
    SCALES_MIXED = "scales_mixed"  # answers on different scales cannot be pooled
    NOT_RECORDED = "not_recorded"  # the source never records what this metric needs


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval and the number of observations behind it.

    Units are those of the metric (`Metric.unit`): shares 0..1, points -100..100, hours, counts.
    `low`/`high` bound the value at `conf`; `None` on one side means "not bounded by what was observed"
    (a survival curve that never reaches the percentile). `detail` carries further counts for receipts, by name.
    `evidence` holds the sufficient statistics a comparison needs (`metrics.evidence`); it is never shown.
    """

    value: float
    low: float | None
    high: float | None
    n: int
    numerator: float | None = None
    denominator: float | None = None
    detail: Mapping[str, float] = field(default_factory=dict)
    evidence: object | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise ValueError(f"an Estimate needs a finite value, got {self.value!r}; use Withheld with a reason")
        if self.n < 0:
            raise ValueError(f"n == {self.n}, must be >= 0")


@dataclass(frozen=True, slots=True)
class Withheld:
    """No number, and why. `needed` is how many more observations would lift a TOO_FEW."""

    reason: Reason
    n: int
    needed: int | None = None
    detail: Mapping[str, float] = field(default_factory=dict)


Result = Estimate | Withheld


@dataclass(frozen=True, slots=True)
class Change:
    """The difference of two results in the metric's unit (second minus first), with its interval and two-sided p."""

    diff: float
    low: float | None
    high: float | None
    p: float | None
    test: str
    relative: bool = False  # True: `diff`, `low`, `high` are shares of the first value (volumes, rates of time)

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval leaves out "nothing changed"."""
        return (self.low is not None and self.low > 0) or (self.high is not None and self.high < 0)
