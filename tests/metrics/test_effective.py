"""Weights and several answers of one customer: values from the weighted counts, intervals from what they are worth."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.filters import Filters
from metrics.errors import QuestionError
from metrics.evaluate import evaluate
from metrics.readout import Readout, Word
from metrics.registry import by_key
from metrics.results import Estimate, Reason, Withheld
from metrics.stats.proportions import wilson
from metrics.stats.weighting import clustered_proportion, design_effect, nps_weighted
from tests.metrics.tables import TableFetch, answers

QUARTER = Filters.of(date(2025, 4, 1), date(2025, 6, 30))
DAY = date(2025, 5, 10)
NPS = (0, 10)


def row(score: int, *, customer: str | None = None, weight: float = 1.0, n: int = 1, day: date = DAY,
        scale: tuple[int, int] = (1, 5), **more: Any) -> dict[str, Any]:  # fmt: skip
    found = answers(day, {score: n}, scale=scale, customer=customer, **more)[0]
    return found | {"sw": n * weight, "sww": n * weight**2}


def asked(key: str, rows: list[dict[str, Any]], *, weights: str | None = None, compare: str = "none", **more: Any) -> Readout:
    fetch = TableFetch({"scores": pd.DataFrame(rows)}, datetime(2025, 6, 30, 20))
    return evaluate(by_key(key), fetch, QUARTER, None, compare=compare, options={"weights": weights}, **more)


def estimate(found: Readout) -> Estimate:
    assert isinstance(found.overall, Estimate)
    return found.overall


def test_a_share_of_repeated_answers_is_the_catalogues() -> None:
    """Twelve customers, some with several answers."""
    hits, given_ = [3, 0, 1, 2, 0, 1, 4, 1, 0, 2, 1, 1], [3, 2, 1, 2, 3, 1, 4, 1, 1, 2, 2, 2]
    rows = []
    for i, (k, n) in enumerate(zip(hits, given_, strict=True)):
        rows += [row(5, customer=f"c{i}", n=k)] * (k > 0) + [row(1, customer=f"c{i}", n=n - k)] * (n > k)
    found, known = estimate(asked("csat", rows)), clustered_proportion(hits, given_)
    assert (found.value, found.n) == (pytest.approx(known["rate"]), sum(given_))
    assert (found.low, found.high) == (pytest.approx(known["lo"]), pytest.approx(known["hi"]))
    assert found.detail["respondents"] == 12
    assert found.detail["design_effect"] == pytest.approx(known["deff"])
    assert found.detail["effective_n"] == pytest.approx(known["n_eff"])


def test_one_answer_each_changes_nothing() -> None:
    named = [row(score, customer=f"{score}-{i}") for score, n in {5: 30, 4: 10, 2: 20}.items() for i in range(n)]
    plain = answers(DAY, {5: 30, 4: 10, 2: 20})
    for key in ("csat", "csat_mean"):
        assert estimate(asked(key, named)) == estimate(asked(key, plain))


def test_where_all_agree_each_person_counts_once() -> None:
    rows = [row(5, customer=f"c{i}", n=10) for i in range(4)]
    found = estimate(asked("csat", rows))
    assert (found.value, found.n, found.detail["effective_n"]) == (1, 40, 4)
    assert (found.low, found.high) == wilson(4, 4)


def test_one_single_person_bounds_nothing() -> None:
    found = estimate(asked("csat", [row(5, customer="c", n=30), row(1, customer="c", n=10)]))
    assert (found.value, found.n, found.low, found.high) == (0.75, 40, None, None)


def brute_deff(values: dict[str, list[float]], sample: bool) -> float:
    """Catalogue A9 by its words: cluster-robust variance over the variance of as many plain answers."""
    every = np.concatenate([np.asarray(v) for v in values.values()])
    mean, n, g = every.mean(), len(every), len(values)
    robust = g / (g - 1) * sum((sum(v) - mean * len(v)) ** 2 for v in values.values()) / n**2
    plain = every.var(ddof=1 if sample else 0) / n
    return max(1.0, robust / plain)


customers = st.lists(st.lists(st.integers(0, 10), min_size=1, max_size=5), min_size=3, max_size=12).filter(
    lambda c: sum(map(len, c)) >= 10 and sum(map(len, c)) > len(c) and len({x for one in c for x in one}) > 1
)


@settings(max_examples=40, deadline=None)
@given(customers)
def test_the_design_effect_of_every_measure_is_brute_forces(given_: list[list[int]]) -> None:
    rows = [row(s, customer=f"c{i}", scale=NPS, kind="nps") for i, scores in enumerate(given_) for s in scores]
    measures = {
        "nps": (lambda s: (s >= 9) - (s <= 6), False), "csat": (lambda s: float(s >= 9), False), "csat_mean": (float, True),
    }  # fmt: skip
    for key, (value, sample) in measures.items():
        found = estimate(asked(key, rows))
        values = {f"c{i}": [value(s) for s in scores] for i, scores in enumerate(given_)}
        if len({v for one in values.values() for v in one}) > 1:
            assert found.detail["design_effect"] == pytest.approx(brute_deff(values, sample), rel=1e-9)
        assert found.n == sum(map(len, given_))


def test_a_verdict_knows_that_one_customer_said_it_twelve_times() -> None:
    """A rise that would be more than chance among independent answers is not, where a few customers gave them all."""
    def half(day: date, hits: int, customers: bool) -> list[dict[str, Any]]:
        return [
            row(5 if i < hits else 1, customer=f"c{i}" if customers else None, n=12, day=day) for i in range(20)
        ]  # fmt: skip
    def word(customers: bool) -> Any:
        rows = half(date(2025, 2, 10), 10, customers) + half(DAY, 13, customers) + answers(date(2024, 12, 30), {3: 1})
        return asked("csat", rows, compare="previous").verdict
    alone, together = word(False), word(True)
    assert (alone.word, together.word) == (Word.UP, Word.SAME)
    assert together.smallest > 2 * alone.smallest
    assert alone.before.n == together.before.n == 240
    assert together.needed > 1000


def test_every_cell_has_its_own_design_effect_and_the_whole_another() -> None:
    rows = [row(5 if i % 2 else 1, customer=f"c{i}", n=6, channel="Phone") for i in range(8)]
    rows += [row(5 if i % 3 else 1, customer=f"c{i}", channel="Chat") for i in range(24)]
    found = asked("csat", rows, by=("channel",))
    cells = {r.group[0]: r.result for r in found.rows}
    assert isinstance(cells["Phone"], Estimate) and isinstance(cells["Chat"], Estimate)
    assert cells["Phone"].detail["effective_n"] == pytest.approx(7, abs=0.01)  # 8/7 more variance than 8 plain answers
    assert "respondents" not in cells["Chat"].detail
    assert estimate(found).detail["respondents"] == 24  # 8 of them wrote on both channels


def test_nobody_answering_twice_costs_one_question_more() -> None:
    fetch = TableFetch({"scores": pd.DataFrame(answers(DAY, {5: 40, 1: 2}, channel="Phone"))}, datetime(2025, 6, 30, 20))
    evaluate(by_key("csat"), fetch, QUARTER, None, by=("channel",), grain="month", compare="none")
    assert [key for key, _, _ in fetch.asked] == ["scores", "respondents"]


WEIGHTED = [(5, 2.0, 30), (4, 0.5, 20), (2, 1.0, 25), (1, 3.0, 15)]


def weighted_rows() -> list[dict[str, Any]]:
    return [row(score, weight=w, n=n) for score, w, n in WEIGHTED]


def test_weights_are_applied_only_when_asked() -> None:
    plain, found = asked("csat", weighted_rows()), asked("csat", weighted_rows(), weights="source")
    assert (plain.weights, found.weights) == ("at hand", "applied")
    assert estimate(plain).value == 50 / 90
    weight = [w for _, w, n in WEIGHTED for _ in range(n)]
    hits = [float(s >= 4) for s, _, n in WEIGHTED for _ in range(n)]
    known = design_effect(weight, hits)
    result = estimate(found)
    assert (result.value, result.n) == (pytest.approx(known["mean_w"]), 90)
    assert result.detail["effective_n"] == pytest.approx(known["n_eff"])
    assert result.detail["design_effect"] == pytest.approx(known["deff_kish"])
    low, high = wilson(known["mean_w"] * known["n_eff"], known["n_eff"])
    assert (result.low, result.high) == (pytest.approx(low), pytest.approx(high))
    assert result.numerator is not None and result.denominator == pytest.approx(90)
    assert asked("csat", answers(DAY, {5: 30}), weights="source").weights == ""


def test_a_weighted_net_score_is_the_catalogues() -> None:
    given_ = [(10, 2.0, 20), (8, 0.5, 12), (3, 1.5, 10)]
    rows = [row(score, weight=w, n=n, scale=NPS) for score, w, n in given_]
    known = nps_weighted([(1 if s >= 9 else -1 if s <= 6 else 0, w) for s, w, n in given_ for _ in range(n)])
    found = estimate(asked("nps", rows, weights="source"))
    assert found.value == pytest.approx(known["nps"])
    assert (found.low, found.high) == (pytest.approx(known["lo"]), pytest.approx(known["hi"]))


def test_a_weighted_mean_keeps_its_value_and_widens() -> None:
    plain = estimate(asked("csat_mean", weighted_rows()))
    weighted = estimate(asked("csat_mean", weighted_rows(), weights="source"))
    total = sum(w * n for _, w, n in WEIGHTED)
    assert weighted.value == pytest.approx(sum(s * w * n for s, w, n in WEIGHTED) / total)
    assert weighted.high is not None and weighted.low is not None and plain.high is not None and plain.low is not None
    assert weighted.high - weighted.low > plain.high - plain.low
    assert weighted.denominator == pytest.approx(90)


def test_equal_weights_change_nothing_whatever_their_size() -> None:
    rows = [row(5, weight=7.0, n=30), row(1, weight=7.0, n=20)]
    plain, weighted = estimate(asked("csat", rows)), estimate(asked("csat", rows, weights="source"))
    assert (weighted.value, weighted.n) == (plain.value, plain.n)
    assert (weighted.low, weighted.high) == (plain.low, plain.high)


def test_weights_of_nothing_leave_no_value() -> None:
    assert asked("csat", [row(5, weight=0.0, n=30)], weights="source").overall == Withheld(Reason.UNDEFINED, 30)


def test_few_answers_stay_few_however_heavy() -> None:
    found = asked("csat", [row(5, weight=100.0, n=9)], weights="source")
    assert found.overall == Withheld(Reason.TOO_FEW, 9, 1)


def test_weights_and_repeated_answers_together_cost_the_more() -> None:
    rows = [row(5 if i % 2 else 1, customer=f"c{i}", n=5, weight=1.0 + i % 3) for i in range(20)]
    both = estimate(asked("csat", rows, weights="source"))
    assert both.detail["respondents"] == 20
    assert both.detail["effective_n"] < 20 < both.n == 100
    assert not math.isnan(both.value)


def test_weights_there_are_none_of_are_refused() -> None:
    with pytest.raises(QuestionError, match="give 'source'"):
        asked("csat", weighted_rows(), weights="census")
    with pytest.raises(QuestionError, match="does not take the option 'weights'"):
        asked("answers", weighted_rows(), weights="source")
