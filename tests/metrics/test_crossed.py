"""Crossed dimensions: a cell is told apart from all the others, not from the whole it is in, and all are judged together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from data_access.filters import Filters
from metrics.crossed import _rest, crossed, standouts
from metrics.evaluate import evaluate
from metrics.evidence import Net, Share, Times
from metrics.metric import Metric
from metrics.readout import Readout, Row
from metrics.registry import by_key
from metrics.results import Estimate, Reason, Withheld
from metrics.rules import Rules
from tests.metrics.tables import TableFetch

AS_OF = datetime(2025, 12, 31)
YEAR = Filters.of(date(2025, 1, 1), date(2025, 12, 31))
CHANNELS, SEGMENTS = ("Phone", "Web", "Chat"), ("A", "B")
DAY = date(2025, 6, 15)


def scores(satisfied: dict[tuple[str, str], tuple[int, int]], kind: str = "csat") -> pd.DataFrame:
    """(channel, segment) → (satisfied, all), as rows of the scores frame with the dimensions beside."""
    rows = []
    for (channel, segment), (k, n) in satisfied.items():
        for score, count in ((5, k), (1, n - k)):
            rows.append(
                {"channel": channel, "segment": segment, "day": DAY, "scale_min": 1.0, "scale_max": 5.0, "score": float(score),
                 "n": count, "sw": float(count), "sww": float(count)}
            )  # fmt: skip
    return pd.DataFrame(rows)


def asked(table: pd.DataFrame, key: str = "csat", metric: Metric | None = None) -> Readout:
    found = metric or by_key(key)
    return evaluate(found, TableFetch({found.frame.key: table}, AS_OF), YEAR, None, by=("channel", "segment"), compare="none")


EVEN = {(c, s): (70, 100) for c in CHANNELS for s in SEGMENTS}


def test_where_all_are_alike_nothing_stands_out() -> None:
    found = standouts(asked(scores(EVEN)))
    assert (found.higher, found.lower, found.tested) == ((), (), 6)
    assert crossed(asked(scores(EVEN))) == "No combination clearly differs from the rest."


def test_the_one_that_differs_is_named_and_the_others_are_not() -> None:
    readout = asked(scores({**EVEN, ("Chat", "B"): (30, 100)}))
    found = standouts(readout)
    assert [row.group for row in found.lower] == [("Chat", "B")]
    assert found.higher == ()
    assert crossed(readout) == "Lower than the rest: Chat · B (30.0 %). This is more than chance."


def test_a_group_that_differs_throughout_is_named_once_and_the_farther_side_first() -> None:
    low = {("Chat", "A"): (20, 100), ("Chat", "B"): (10, 100)}
    told = crossed(asked(scores({**EVEN, **low})))
    assert told.startswith("Lower than the rest: Chat throughout (10.0 % to 20.0 %). Higher than the rest: ")


def test_a_cell_is_compared_with_the_rest_and_not_with_itself() -> None:
    """A cell of most answers pulls the whole to itself: against the whole it would hide."""
    readout = asked(scores({("Phone", "A"): (700, 1000), ("Web", "A"): (85, 100)}))
    rest = standouts(readout)
    assert {row.group for row in rest.higher} == {("Web", "A")}
    assert {row.group for row in rest.lower} == {("Phone", "A")}


def test_many_cells_are_judged_together() -> None:
    """One of six cells with p just below 5 % is no find; alone it would be."""
    table = {**EVEN, ("Web", "B"): (79, 100)}
    cell, others = (79, 100), (350, 500)
    alone = by_key("csat").compare(result(*others), result(*cell))
    assert alone is not None and 0.05 / 6 < alone.p < 0.05 * 1.6
    assert standouts(asked(scores(table))).groups == frozenset()


def result(k: int, n: int) -> Estimate:
    return Estimate(k / n, 0.0, 1.0, n, k, n, evidence=Share(k, n))


def test_few_answers_are_not_told_apart() -> None:
    readout = asked(scores({**EVEN, ("Chat", "B"): (0, 9)}))
    few = next(row for row in readout.rows if row.group == ("Chat", "B"))
    assert isinstance(few.result, Withheld) and few.result.reason is Reason.TOO_FEW
    assert few.group not in standouts(readout).groups


def test_the_level_of_the_house_decides() -> None:
    readout = asked(scores({**EVEN, ("Chat", "B"): (56, 100)}))
    assert standouts(readout).groups == {("Chat", "B")}
    assert standouts(replace(readout, rules=Rules(conf=0.999))).groups == frozenset()


@pytest.mark.parametrize("unit", ["nps", "mean", "times", "rate"])
def test_every_kind_of_evidence_has_a_rest(unit: str) -> None:
    """The rest reckoned from whole and cell is what counting the others gives."""
    rng = np.random.default_rng(5)
    groups = [(c, s) for c in CHANNELS for s in SEGMENTS]
    if unit == "times":
        rows = [
            {"channel": c, "segment": s, "day": DAY, "minutes": float(m), "events": 3, "censored": int(m % 7 == 0),
             "not_recorded": 0}
            for c, s in groups for m in rng.integers(60, 6000 if (c, s) != ("Chat", "B") else 60_000, 60)
        ]  # fmt: skip
        key = "resolution_time"
    elif unit == "rate":
        rows = [
            {"channel": c, "segment": s, "day": DAY, "complaints": 90 if (c, s) == ("Chat", "B") else 20, "contacts": 1000,
             "outside": 0, "customers": 900}
            for c, s in groups
        ]  # fmt: skip
        key = "complaint_rate"
    else:
        low, high = (0, 10) if unit == "nps" else (1, 5)
        rows = [
            {"channel": c, "segment": s, "day": DAY, "scale_min": float(low), "scale_max": float(high), "score": float(score),
             "n": int(n), "sw": float(n), "sww": float(n)}
            for c, s in groups for score in range(low, high + 1)
            if (n := rng.integers(5, 30) * (4 if (c, s) == ("Chat", "B") and score <= low + 1 else 1))
        ]  # fmt: skip
        key = "nps" if unit == "nps" else "csat_mean"
    table = pd.DataFrame(rows)
    readout = asked(table, key) if unit != "rate" else by_hand(table, key)
    odd = next(row for row in readout.rows if row.group == ("Chat", "B"))
    others = table[(table["channel"] != "Chat") | (table["segment"] != "B")]
    assert isinstance(readout.overall, Estimate) and isinstance(odd.result, Estimate)
    reckoned = _rest(readout.overall, odd.result, additive=True, conf=0.95)
    counted = by_key(key).compute(*(2 * [{str(n): others[n].to_numpy() for n in others.columns}]), readout.options)
    assert reckoned is not None and isinstance(counted, Estimate)
    assert alike(reckoned.evidence, counted.evidence)
    assert odd.group in standouts(readout).groups


def by_hand(table: pd.DataFrame, key: str) -> Readout:
    """A rate's rows and whole: its frame has distinct customers, which tables in memory do not count."""
    metric = by_key(key)

    def cell(part: pd.DataFrame) -> dict[str, np.ndarray]:
        return {str(name): part[name].to_numpy() for name in part.columns}

    rows = tuple(
        Row(None, (channel, segment), metric.compute(cell(part), cell(table), {}))
        for (channel, segment), part in table.groupby(["channel", "segment"])
    )
    base = asked(scores(EVEN))
    return replace(base, metric=metric, rows=rows, overall=metric.compute(cell(table), cell(table), {}), options={})


def alike(one: object, other: object) -> bool:
    if isinstance(one, Times) and isinstance(other, Times):
        return np.allclose(one.curve.survival, other.curve.survival) and np.array_equal(one.curve.times, other.curve.times)
    if isinstance(one, Net) and isinstance(other, Net):
        return np.allclose([one.promoters, one.passives, one.detractors], [other.promoters, other.passives, other.detractors])
    if hasattr(one, "sums"):
        mine, theirs = one.sums, other.sums  # type: ignore[attr-defined]
        return np.allclose([mine.n, mine.total, mine.total_sq], [theirs.n, theirs.total, theirs.total_sq])
    return one == other


def test_counts_and_shares_of_a_whole_are_told_but_not_tested() -> None:
    rows = [
        {"channel": c, "segment": s, "day": DAY, "n": 10 + 50 * (c == "Web"), "handling_seconds": 0.0, "cost": 0.0}
        for c in CHANNELS for s in SEGMENTS
    ]  # fmt: skip
    for key, told in (("contacts", "Most: Web · A (60 contacts)."), ("contact_share", "Largest: Web · A with 37.5 %")):
        readout = asked(pd.DataFrame(rows), key)
        assert standouts(readout).tested == 0
        assert crossed(readout).startswith(told)


def test_customers_who_are_in_several_cells_are_no_parts_of_the_whole() -> None:
    table = pd.DataFrame(
        {"channel": c, "segment": s, "day": DAY, "complaints": 20, "contacts": 1000, "outside": 0, "customers": 900}
        for c in CHANNELS for s in SEGMENTS
    )  # fmt: skip
    metric = by_key("complaint_rate_customers")
    readout = by_hand(table, "complaint_rate")
    cells = tuple(
        Row(None, row.group, metric.compute({k: np.array([v]) for k, v in line.items()}, {}, {}))
        for row, line in zip(readout.rows, table.to_dict("records"), strict=True)
    )
    whole = metric.compute({"complaints": np.array([120]), "customers": np.array([3000]), "outside": np.array([0])}, {}, {})
    assert standouts(replace(readout, metric=metric, rows=cells, overall=whole)).tested == 0


def test_the_rest_of_weighted_answers_is_reckoned_by_weight() -> None:
    """Many light answers and few heavy ones: the share of the others goes by what they weigh, not by how many they are."""
    weights = {"Phone": 0.1, "Web": 10.0, "Chat": 1.0}
    low = dict.fromkeys([("Phone", "A"), ("Phone", "B")], (300, 1000))
    table = scores({**dict.fromkeys(EVEN, (60, 100)), **low})
    each = table["channel"].map(weights)
    table = table.assign(sw=table["n"] * each, sww=table["n"] * each**2)
    fetch = TableFetch({"scores": table}, AS_OF)
    readout = evaluate(
        by_key("csat"), fetch, YEAR, None, by=("channel", "segment"), compare="none", options={"weights": "source"}
    )
    assert isinstance(readout.overall, Estimate) and readout.overall.detail["weight"] == pytest.approx(table["sw"].sum())
    for row in readout.rows:
        assert isinstance(row.result, Estimate)
        rest = _rest(readout.overall, row.result, additive=True, conf=0.95)
        others = table[(table["channel"] != row.group[0]) | (table["segment"] != row.group[1])]
        satisfied = others.loc[others["score"] == 5, "sw"].sum() / others["sw"].sum()
        assert rest is not None and isinstance(rest.evidence, Share)
        assert rest.evidence.k / rest.evidence.n == pytest.approx(satisfied)
