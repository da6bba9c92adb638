"""Shares of responses: their base, their weights, and answers crossed with something else."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from data_access.filters import Filters
from metrics.consistency import consistency_lines
from metrics.crossed import crossed, standouts
from metrics.errors import QuestionError
from metrics.evaluate import evaluate
from metrics.readout import Readout
from metrics.registry import by_key
from metrics.results import Estimate, Reason, Withheld
from metrics.stats.proportions import wilson
from metrics.verdict import sentence
from tests.metrics.tables import TableFetch

YEAR, AS_OF = Filters.of(date(2025, 1, 1), date(2025, 12, 31)), datetime(2025, 12, 31)


def row(answer: str, k: int, n: int, weights: tuple[float, ...] = (), **more: Any) -> dict[str, Any]:
    sw, sww, ofw, ofww = weights or (k, k, n, n)
    counts = {"n": k, "sw": sw, "sww": sww, "of": n, "ofw": ofw, "ofww": ofww, "silent": 0}
    return {"answer": answer, **counts, "day": date(2025, 6, 1), **more}


def asked(
    rows: list[dict[str, Any]], by: tuple[str, ...] = ("answer",), grain: str | None = None, **options: Any
) -> Readout:
    fetch = TableFetch({"given_answers": pd.DataFrame(rows)}, AS_OF)
    return evaluate(by_key("response_share"), fetch, YEAR, None, by=by, grain=grain, compare="none",
                    options={"question": "attr:plan", **options})  # fmt: skip


def test_a_share_is_of_those_who_answered_and_may_add_up_to_more() -> None:
    found = asked([row("Mail", 60, 100), row("Web", 55, 100), row("Shop", 0, 100)])
    assert [(r.group, r.result.value, r.result.n) for r in found.rows if isinstance(r.result, Estimate)] == [
        (("Mail",), 0.6, 100), (("Web",), 0.55, 100), (("Shop",), 0.0, 100),
    ]  # fmt: skip
    assert sentence(found) == "Largest: Mail with 60.0 %, then Web with 55.0 % (100 responses)."
    assert consistency_lines(found) == (), "parts of one whole differ as they please"
    assert isinstance(found.overall, Withheld) and found.overall.reason is Reason.UNDEFINED


@pytest.mark.parametrize("months", [((500, 1_000), (507, 1_000)), ((100, 300), (907, 1_700)), ((333, 700), (674, 1_300))])
def test_a_share_pooled_over_months_is_the_share_to_the_last_digit(months: tuple[tuple[int, int], ...]) -> None:
    """1,007 of 2,000 is 50.3 %, however the months divide it."""
    rows = [row("y", k, n, day=date(2025, m, 1)) for m, (k, n) in enumerate(months, 1)]
    rows += [row("z", n - k, n, day=date(2025, m, 1)) for m, (k, n) in enumerate(months, 1)]
    assert sentence(asked(rows, grain="month")) == "Largest: y with 50.3 %, then z with 49.6 % (2,000 responses)."


def test_weights_give_the_share_and_the_interval_of_as_many_as_they_are_worth() -> None:
    """Twenty of forty answered Pro, ten weighing 3, ten 1, the others 0.5: by hand 40 / 50 of an effective 2500 / 105."""
    weighing = (40.0, 100.0, 50.0, 105.0)
    found = asked([row("Pro", 20, 40, weighing), row("Free", 20, 40, (10.0, 5.0, 50.0, 105.0))], weights="source")
    shares = {r.group: r.result for r in found.rows}
    pro, free = shares["Pro",], shares["Free",]
    assert isinstance(pro, Estimate) and isinstance(free, Estimate)
    effective = 2500 / 105
    assert (pro.value, pro.n, pro.numerator) == (pytest.approx(0.8), 40, 20)
    assert (pro.low, pro.high) == pytest.approx(wilson(0.8 * effective, effective, 0.95))
    assert dict(pro.detail) == pytest.approx({"weight": 50.0, "design_effect": 40 * 105 / 2500, "effective_n": effective})
    assert math.isclose(pro.value + free.value, 1)
    assert found.weights == "applied" and asked([row("Pro", 20, 40, weighing)]).weights == "at hand"


def test_a_weight_of_nothing_is_no_share() -> None:
    (only,) = asked([row("Pro", 2, 4, (0.0, 0.0, 0.0, 0.0))], weights="source").rows
    assert only.result == Withheld(Reason.UNDEFINED, 4)


def test_crossed_answers_are_held_against_the_same_answer_elsewhere() -> None:
    rows = [row("Pro", k, 200, channel=c) for c, k in (("Web", 120), ("Phone", 60), ("Shop", 60))]
    rows += [row("Free", 200 - k, 200, channel=c) for c, k in (("Web", 120), ("Phone", 60), ("Shop", 60))]
    found = asked(rows, by=("answer", "channel"))
    real = standouts(found)
    assert real.tested == 6 and ("Pro", "Web") in {r.group for r in real.higher}
    assert crossed(found).startswith(("Higher than the rest", "Lower than the rest"))
    weighted = [row("Pro", k, 200, (2.0 * k, 4.0 * k, 400.0, 800.0), channel=c) for c, k in (("Web", 120), ("Phone", 60))]
    assert standouts(asked(weighted, by=("answer", "channel"), weights="source")).groups == {("Pro", "Web"), ("Pro", "Phone")}


def test_no_answer_is_told_of_a_group_too_small_nor_of_one_it_could_be_subtracted_from() -> None:
    """One response of a VIP; A and B are large, B the smaller. What A answered stays, whatever the answer."""
    bases = {"A": 150, "B": 120, "VIP": 1}
    found = asked([row(answer, bases[s] // 2 + (s == "VIP" and answer == "Red"), bases[s], segment=s)
                   for s in bases for answer in ("Red", "Blue")], by=("answer", "segment"))  # fmt: skip
    fates = {r.group: "shown" if isinstance(r.result, Estimate) else r.result.reason for r in found.rows}
    hidden = {"A": "shown", "B": Reason.PROTECTED, "VIP": Reason.TOO_FEW}
    assert fates == {(answer, s): hidden[s] for s in bases for answer in ("Red", "Blue")}


def test_a_distribution_over_too_few_responses_is_withheld_and_a_rare_answer_of_many_is_not() -> None:
    few = asked([row("Red", 5, 9), row("Blue", 4, 9)])
    assert all(isinstance(r.result, Withheld) and r.result.needed == 1 for r in few.rows)
    assert "Largest" not in sentence(few) and "too few" in sentence(few).casefold(), sentence(few)
    crossed_few = asked([row("Red", 5, 9, channel="Web")], by=("answer", "channel"))
    assert "too few" in crossed(crossed_few).casefold(), crossed(crossed_few)
    rare = asked([row("Red", 1, 100), row("Blue", 99, 100)])
    assert all(isinstance(r.result, Estimate) for r in rare.rows)


def test_a_dimension_alone_is_the_question() -> None:
    fetch = TableFetch({"given_answers": pd.DataFrame([row("Web", 60, 100), row("Phone", 40, 100)])}, AS_OF)
    found = evaluate(by_key("response_share"), fetch, YEAR, None, by=("channel",), compare="none")
    assert (found.by, found.options["question"]) == (("answer",), "channel")
    assert found.sentence.endswith(" · question: channel")
    choices = (("TV", "attr:Where: seen: TV"), ("Web", "attr:Where: seen: Web"))
    for question, name in ((choices, "Where: seen"), ((("体育(类)", "attr:第8题(体育(类))"),), "第8题"), ("attr:plan", "plan")):
        assert asked([row("TV", 20, 40)], question=question).sentence.endswith(f" · question: {name}")
    with pytest.raises(QuestionError, match="cannot be broken down by 'Nope'"):
        evaluate(by_key("response_share"), fetch, YEAR, None, by=("Nope",), compare="none")
    with pytest.raises(QuestionError, match="question"):
        evaluate(by_key("response_share"), fetch, YEAR, None, by=("answer",), compare="none")
