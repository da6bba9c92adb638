"""A metric, declared once as a frozen value: what it asks, what it counts, how it is computed and judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from metrics.frames import RESPONDENTS, Frame
from metrics.results import Change, Result


class Unit(StrEnum):
    """How a value is written. Shares are stored 0..1 and shown in per cent."""

    SHARE = "share"
    POINTS = "points"
    SCORE = "score"
    COUNT = "count"
    HOURS = "hours"
    PER_THOUSAND = "per_thousand"


class Better(StrEnum):
    """Which direction is good news."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Counts(Protocol):
    """Columns of a frame by name, equally long: a DataFrame, or a plain mapping of arrays (192 cells cost less so)."""

    def __getitem__(self, name: Any, /) -> Any: ...


class Compute(Protocol):
    """counts of one cell (a period and group), and of all groups of that period, to a result with an interval at `conf`."""

    def __call__(self, cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = 0.95, /) -> Result: ...


class Compare(Protocol):
    """before, after, level of the interval → the change; None when either is withheld."""

    def __call__(self, before: Result, after: Result, conf: float = 0.95, /) -> Change | None: ...


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: rows of the frame (keys and counts), and what must come out (to 1e-6).

    whole: rows of all groups of the period, where they are more than the cell's own.
    """

    rows: tuple[Mapping[str, Any], ...]
    value: float
    low: float | None
    high: float | None
    n: int
    options: Mapping[str, Any] = field(default_factory=dict)
    whole: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Answering:
    """What one answer counts, so that weights and several answers of one customer can be reckoned with (catalogue A9).

    measure: score (the answer) | top (1 in the top boxes, else 0) | net (1 for 9-10, -1 for 0-6, else 0) ·
    top: the lowest answer of the top boxes by scale, (scale_min, scale_max, answer); other scales take their top two ·
    people: the frame of sums over those who gave the metric's answers.
    """

    measure: str
    top: tuple[tuple[float, float, float], ...] = ()
    people: Frame = RESPONDENTS


@dataclass(frozen=True, slots=True)
class Metric:
    """One declaration, read by page, table, drill-down, CSV, PowerPoint and glossary alike.

    key: for links and `manage.py show` · title: short name that says the variant · question: the manager's question ·
    topic: channel_mix | journeys | satisfaction | recovery · frame and options: which counts · compute / compare ·
    unit, better · name: the noun a sentence uses (title when empty) · done: for times, the participle ("resolved") ·
    counted: what n counts (answers, complaints, contacts …) · min_n: below it scores are withheld (None: operational
    counts are always shown) · date_basis: answered | occurred | opened … · maturity: when a unit counts, in words ·
    inner: dimensions the computation needs inside one cell · needs_by: has a value only within a breakdown ·
    required: options without a default · least_change: a smaller change (as `Change.diff`) is never called up or down ·
    answering: for means and shares over answers, what one answer counts ·
    few_above: withheld where the numerator, not n, is below min_n (who stands there could be recognised) ·
    above, below: what the numerator and the denominator count (below empty: `counted`) ·
    formula_words, formula: in words and in symbols · exclusions: who is left out, in words · source: author, year.
    """

    key: str
    title: str
    question: str
    topic: str
    frame: Frame
    compute: Compute
    compare: Compare | None
    unit: Unit
    better: Better
    counted: str
    formula_words: str
    formula: str
    source: str
    example: Example
    options: Mapping[str, Any] = field(default_factory=dict)
    min_n: int | None = 10
    maturity: str = ""
    exclusions: str = ""
    name: str = ""
    done: str = ""
    inner: tuple[str, ...] = ()
    needs_by: bool = False
    required: tuple[str, ...] = ()
    least_change: float = 0.0
    answering: Answering | None = None
    above: str = ""
    below: str = ""
    version: int = 1
    few_above: bool = False
    decimals: int = 0  # digits shown after the point, in the shown unit

    @property
    def noun(self) -> str:
        """What a sentence calls the metric."""
        return self.name or self.title

    @property
    def weighable(self) -> bool:
        """Whether what it counts may weigh more or less than one."""
        return "weights" in self.options

    @property
    def takes_target(self) -> bool:
        """Whether a target says something: a direction is better, and the value does not grow with the period's length."""
        return self.better is not Better.NEITHER and (self.unit is not Unit.COUNT or self.frame.snapshot)

    @property
    def date_basis(self) -> str:
        return self.frame.time
