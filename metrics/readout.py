"""A Readout: everything a card, a table or an export needs to speak of one metric, and nothing it must recompute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from metrics.metric import Metric
from metrics.results import Change, Result
from metrics.rules import STANDARD, Note, Rules


class Word:
    """The four words of a verdict; used everywhere and only there."""

    UP = "up"
    DOWN = "down"
    SAME = "no clear change"
    FEW = "too few answers"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known about a change: the word, whether it is good news, the change, the smallest one n could show."""

    word: str
    tone: str  # better | worse | neutral
    before: Result
    after: Result
    change: Change | None
    smallest: float | None = None  # smallest change this n could show (80 % power), in the metric's unit
    needed: int | None = None  # observations still missing for a verdict


@dataclass(frozen=True, slots=True)
class Row:
    """One period and group.

    provisional: the period was not over or not wholly asked for, or windows were open, at as_of · verdict: against the
    same group in the comparison period, controlled for the number of rows; only for groups without a grain.
    """

    period: date | None
    group: tuple[str, ...]
    result: Result
    provisional: bool = False
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """The target that holds for this selection, in the metric's unit. status: met | missed | uncertain | no_data
    (catalogue A24); uncertain means "not yet clear": the interval lies on both sides."""

    target: float
    status: str


@dataclass(frozen=True, slots=True)
class Readout:
    """A metric evaluated: overall, per row, compared, with its circumstances.

    overall: one result for the whole period and selection · rows: per period and/or group, in order · verdict:
    against the comparison period, None when none was asked or it cannot be compared · comparison_label: "previous
    period (1 Jun - 31 Aug 2026)", also when that period is not inside the data · sentence: the filters in words ·
    left_out: (reason, count) pairs · not_applied: filters that cannot apply to this metric's facts · rules: what the house
    decided (interval level, weeks, colours) · goal: the target of this selection · notes: what happened in the period.
    """

    metric: Metric
    by: tuple[str, ...]
    grain: str | None
    overall: Result
    rows: tuple[Row, ...]
    verdict: Verdict | None
    comparison_label: str
    sentence: str
    start: date | None
    end: date | None
    as_of: datetime
    data_version: str
    left_out: tuple[tuple[str, int], ...] = ()
    not_applied: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    rules: Rules = STANDARD
    goal: Goal | None = None
    notes: tuple[Note, ...] = ()
