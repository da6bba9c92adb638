"""Satisfaction as if the answers divided like all customers do: weighting to known shares (catalogue A8, A9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from metrics.definitions.cells import Scores, column, scores, top_box
from metrics.results import Reason
from metrics.rules import KnownShare
from metrics.slicing import Cell
from metrics.stats.poststratification import poststratify, rake_2way
from metrics.stats.proportions import wilson

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One value of a dimension: its answers, and its share of all customers as the house knows it."""

    dimension: str
    value: str
    answers: int
    known: float


@dataclass(frozen=True, slots=True)
class Weighted:
    """value, low, high: the weighted share, None with a `reason` · n: answers weighted · design_effect: of the weights ·
    effective: plain answers they are worth · groups: the answers by known value · left_out: answers whose value has no known
    share · empty, few: values nobody, or too few, answered of · trimmed: cells whose weight was cut."""

    n: int
    groups: tuple[Group, ...]
    left_out: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    design_effect: float | None = None
    effective: float | None = None
    reason: Reason | None = None
    empty: Names = ()
    few: Names = ()
    trimmed: int = 0


@dataclass(frozen=True, slots=True)
class _Table:
    """Answers and satisfied answers of every cell of the known values, and the margins' shares adding up to 1."""

    margins: tuple[Mapping[str, float], ...]
    n: Mapping[Names, int]
    satisfied: Mapping[Names, int]

    def of(self, counts: Mapping[Names, int], place: int, value: str) -> int:
        """A margin of the cells."""
        return sum(number for cell, number in counts.items() if cell[place] == value)


def weighted(
    counts: Cell, dimensions: Sequence[str], known: Sequence[KnownShare], *, least: int, conf: float, repeated: float = 1.0
) -> Weighted:
    """The share of answers in the top boxes, weighted to the known shares of one or two `dimensions`.

    counts: the frame `scores` by these dimensions, one scale · least: a value of which fewer answered hides the whole, since
    it could be worked out · repeated: design effect of customers who answered several times, beside that of the weights.
    """
    margins = tuple(_normalised([one for one in known if one.dimension == name]) for name in dimensions)
    answers = scores(counts)
    if not isinstance(answers, Scores):
        return Weighted(answers.n, (), 0, reason=answers.reason)
    threshold = top_box(answers.scale)
    if threshold is None:
        return Weighted(round(answers.total), (), 0, reason=Reason.UNDEFINED)
    table = _table(counts, dimensions, margins, threshold)
    n = sum(table.n.values())
    left_out = round(answers.total) - n
    groups = tuple(
        Group(name, value, table.of(table.n, place, value), share)
        for place, (name, margin) in enumerate(zip(dimensions, margins, strict=True))
        for value, share in margin.items()
    )
    empty = tuple(group.value for group in groups if group.answers == 0)
    few = tuple(group.value for group in groups if 0 < group.answers < least)
    if empty or few:
        return Weighted(n, groups, left_out, reason=Reason.TOO_FEW, empty=empty, few=few)
    return _reckoned(table, groups, left_out, conf, repeated)


def _normalised(shares: Sequence[KnownShare]) -> dict[str, float]:
    """Shares that add up to 1 exactly: they were typed rounded."""
    total = sum(one.share for one in shares)
    return {one.value: one.share / total for one in shares}


def _table(counts: Cell, dimensions: Sequence[str], margins: Sequence[Mapping[str, float]], threshold: float) -> _Table:
    n: dict[Names, int] = dict.fromkeys(product(*margins), 0)
    satisfied = dict(n)
    named = zip(*(counts[name] for name in dimensions), strict=True)
    for cell, score, number in zip(named, column(counts, "score"), column(counts, "n"), strict=True):
        key = tuple(str(part) for part in cell)
        if key in n:
            n[key] += int(number)
            satisfied[key] += int(number) if score >= threshold else 0
    return _Table(tuple(margins), n, satisfied)


def _reckoned(table: _Table, groups: tuple[Group, ...], left_out: int, conf: float, repeated: float) -> Weighted:
    n = sum(table.n.values())
    try:
        found = _cells(table) if len(table.margins) == 1 else _raked(table, conf)
    except ValueError:  # the margins contradict combinations nobody answered of
        return Weighted(n, groups, left_out, reason=Reason.UNDEFINED)
    share, effective = found["weighted_csat"], found["effective"] / max(1.0, repeated)
    low, high = wilson(share * effective, effective, conf)
    return Weighted(n, groups, left_out, share, low, high, found["deff"], effective, trimmed=found["trimmed"])


def _cells(table: _Table) -> dict[str, Any]:
    """One dimension: each value weighted to its share; how sure comes from the variance within the values."""
    cells = list(table.n)
    found = poststratify(
        [table.n[cell] for cell in cells], [table.margins[0][cell[0]] for cell in cells],
        [table.satisfied[cell] for cell in cells],
    )  # fmt: skip
    p, se = found["weighted_csat"], found["se_stratified"]
    sure = p * (1 - p) / se**2 if se and 0 < p < 1 else found["n_eff"]
    return {"weighted_csat": min(1.0, p), "effective": sure, "deff": found["deff_kish"], "trimmed": 0}


def _raked(table: _Table, conf: float) -> dict[str, Any]:
    """Two dimensions: fitted to both by turns."""
    rows, columns = table.margins
    found = rake_2way(
        [[table.n[row, col] for col in columns] for row in rows], list(rows.values()), list(columns.values()),
        [[table.satisfied[row, col] for col in columns] for row in rows], conf,
    )  # fmt: skip
    return {
        "weighted_csat": found["weighted_csat"], "effective": found["n_eff"], "deff": found["kish_deff"],
        "trimmed": found["trimmed"],
    }  # fmt: skip
