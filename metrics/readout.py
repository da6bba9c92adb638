"""A Readout: everything a card, a table or an export needs to speak of one metric, and nothing it must recompute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from metrics.by_answer import question_asked
from metrics.metric import Metric
from metrics.restated import Restated
from metrics.results import Change, Result
from metrics.rules import STANDARD, Note, Rules, target_at
from metrics.saying import say, word


class Word:
    """The four words of a verdict; used everywhere and only there."""

    UP = word("up")
    DOWN = word("down")
    SAME = word("no clear change")
    FEW = word("too few answers")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known about a change: the word, whether it is good news, the change, the smallest one n could show.

    others: how many further changes it was judged together with (false discoveries are controlled over all of them)."""

    word: str
    tone: str  # better | worse | neutral
    before: Result
    after: Result
    change: Change | None
    smallest: float | None = None  # smallest change this n could show (80 % power), in the unit of `change.diff`
    needed: int | None = None  # observations still missing for a verdict
    others: int = 0


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


class Selection(Protocol):
    """What was selected, in the reader's language (see `data_access.filters.Filters`)."""

    def period(self) -> str: ...
    def sentence(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Compared:
    """What a selection is compared with. name: a template, its `{period}` filled with the earlier selection's."""

    name: str
    selection: Selection | None = None

    def label(self) -> str:
        """previous period (1 Jun – 31 Aug 2026)."""
        return say(self.name, period=self.selection.period() if self.selection else "")


@dataclass(frozen=True, slots=True)
class Readout:
    """A metric evaluated: overall, per row, compared, with its circumstances.

    overall: one result for the whole period and selection · rows: per period and/or group, in order · verdict:
    against the comparison period, None when none was asked or it cannot be compared · compared: with what, also when that
    period is not inside the data · selected: the filters as they were asked · left_out: (reason, count) pairs, a reason
    being a template that follows its count · not_applied: filters that cannot apply to this metric's facts · rules: what
    the house decided (interval level, weeks, colours) · goal: the target of this selection · notes: what happened in the
    period · restated: what of these facts in the period was changed after it had been told · unit: the one business unit that
    is selected, whose targets hold · weights: "applied", "at hand" (sources weigh their answers, but it was not asked for) or
    "" (no source does) · reversed: the whole moved against every one of its channels, so that its change must not be told
    alone (catalogue A13).
    """

    metric: Metric
    by: tuple[str, ...]
    grain: str | None
    overall: Result
    rows: tuple[Row, ...]
    verdict: Verdict | None
    compared: Compared | None
    selected: Selection | None
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
    unit: str | None = None
    weights: str = ""
    restated: tuple[Restated, ...] = ()
    reversed: bool = False

    def target_on(self, day: date) -> float | None:
        """The target that holds on a day, None where there is none or the metric takes none."""
        found = target_at(self.rules, self.metric.key, self.unit, day) if self.metric.takes_target else None
        return None if found is None else found.value

    @property
    def sentence(self) -> str:
        """The filters in words, and the question whose answers are told."""
        told, asked = self.selected.sentence() if self.selected else "", question_asked(self.options)
        return " · ".join(part for part in (told, say("question: {question}", question=asked) if asked else "") if part)

    @property
    def comparison_label(self) -> str:
        """What it is compared with, in words; empty where nothing was asked."""
        return self.compared.label() if self.compared else ""
