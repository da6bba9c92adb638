"""The receipt: every metric's, complete, in words; the same lines on the screen and in files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data_access.drill import feeding
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.store import Store
from metrics.metric import Metric
from metrics.readout import Goal, Readout, Verdict, Word
from metrics.registry import METRICS, by_key
from metrics.results import Change, Estimate
from metrics.rules import Note, Rules
from pages.cards import satisfaction
from pages.cards.ask import Ask
from pages.cards.contents import card_content
from pages.cards.detail import detail_line
from pages.cards.receipt import _TESTS, card_receipt, receipt
from sample_data.load import load_sample
from tests.charts.chart_factories import csat_by, csat_months
from tests.laws.test_rows_behind import ask_of, readout

EACH = pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.key)
ALWAYS = ("Metric", "In words", "Formula", "Value", "Counted", "Left out", "Selection", "Compared with", "Date that counts",
          "As of", "Versions", "Source of the method")  # fmt: skip


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    path: Path = tmp_path_factory.mktemp("receipt") / "touchstone.duckdb"
    store = Store.open(f"duckdb:///{path}")
    load_sample(store, scale=0.1)
    found = ask_of(store)
    assert found is not None
    last_year = replace(found.filters, start=date(2025, 10, 1))
    yield replace(found, filters=last_year, compare="previous")
    store.close()


def lines(found: Readout) -> dict[str, str]:
    told = receipt(found)
    assert len({term for term, _ in told}) == len(told), "a term twice"
    return dict(told)


@EACH
def test_every_metric_has_a_whole_receipt(metric: Metric, ask: Ask) -> None:
    found = readout(ask, metric, by=("segment",) if metric.needs_by else ())
    told = lines(found)
    assert not [term for term in ALWAYS if not told.get(term)]
    assert told["Formula"] == metric.formula
    for text in told.values():
        assert not any(word in text for word in ("nan", "None", "inf "))
        assert text == metric.formula or not set("{}") & set(text)


@EACH
def test_what_stands_above_and_below_the_line_has_a_name(metric: Metric) -> None:
    frame = {**metric.options, **metric.example.options}
    rows = {name: [row[name] for row in metric.example.rows] for name in metric.example.rows[0]}
    whole = metric.example.whole or metric.example.rows
    found = metric.compute(rows, {name: [row[name] for row in whole] for name in whole[0]}, frame)
    assert isinstance(found, Estimate)
    if found.numerator is not None:
        assert metric.above, f"{metric.key} does not say what its numerator counts"


@EACH
def test_further_counts_are_told_in_words(metric: Metric, ask: Ask) -> None:
    result = readout(ask, metric, by=("segment",) if metric.needs_by else ()).overall
    for name, amount in result.detail.items():
        term, text = detail_line(name, amount)
        assert text
        assert term[0].isupper() or term[0].isdigit(), f"{name} has no words of its own"


def test_change_verdict_and_family_are_told() -> None:
    before, after = (Estimate(v, v - 0.02, v + 0.02, n, v * n, n) for v, n in ((0.5, 1000), (0.6, 1200)))
    verdict = Verdict(Word.UP, "better", before, after, Change(0.1, 0.05, 0.15, 0.001, "n_minus_1_chi2"), 0.041, others=7)
    told = lines(replace(csat_months(), overall=after, verdict=verdict))
    assert told["Verdict"] == "up"
    assert told["Value then"] == "50.0 % (between 48.0 % and 52.0 %), 1,000 answers"
    assert told["Change"] == "+10.0 points (between +5.0 points and +15.0 points)"
    assert told["Tested by"] == "N-1 chi-square test"
    assert told["Smallest change this could show"].startswith("4.1 points")
    assert told["Judged together with"] == "7 other changes on this page"
    assert (told["Above the line"], told["Below the line"]) == ("720 answers in the top boxes", "1,200 answers")


def test_a_volume_tells_its_change_as_a_share() -> None:
    before, after = (Estimate(n, n - 9.0, n + 9.0, n) for n in (100, 80))
    change = Change(-0.2, -0.41, 0.07, 0.2, "exact_poisson", relative=True)
    told = lines(replace(csat_months(), metric=by_key("contacts"), overall=after,
                         verdict=Verdict(Word.SAME, "neutral", before, after, change, 0.3)))  # fmt: skip
    assert told["Change"] == "−20 % (between −41 % and +7.0 %)"
    assert told["Smallest change this could show"].startswith("30 %")
    assert "Judged together with" not in told


def test_every_test_has_a_name(ask: Ask) -> None:
    for metric in METRICS:
        verdict = readout(ask, metric, by=("segment",) if metric.needs_by else ()).verdict
        if verdict is not None and verdict.change is not None:
            assert verdict.change.test in _TESTS


def test_the_level_of_the_house_stands_in_the_term() -> None:
    told = lines(replace(csat_by(), rules=Rules(conf=0.9)))
    assert "Interval (90 %)" in told and "Interval (95 %)" not in told


def test_target_and_notes_are_told() -> None:
    notes = (Note(date(2026, 5, 12), "New price list"),)
    told = lines(replace(csat_by(), goal=Goal(0.85, "missed"), notes=notes))
    assert "85" in told["Target"]
    assert told["Noted in this period"] == "12 May 2026: New price list"
    plain = lines(csat_by())
    assert "Target" not in plain and "Noted in this period" not in plain


def test_filters_that_cannot_apply_are_named_with_who_is_left_out() -> None:
    told = lines(replace(csat_by(), not_applied=("period", "business_unit", "attr:Age group")))
    assert told["Filters that cannot apply here"] == "period, business unit, Age group"
    assert told["Left out"].startswith("12 without a score · No answer")


def test_files_are_those_that_hold_the_facts_and_that_one_may_see(ask: Ask) -> None:
    store = ask.fetch.store
    (feed,) = feeding(store, "complaints", LOCAL_ADMIN)
    assert feed.source == "sample-company" and feed.files == ("Northbridge complaints",)
    told = dict(receipt(ask.readout("complaints"), (feed,)))
    assert told["Files"].startswith("sample-company (Northbridge complaints, until ")
    assert feeding(store, "complaints", Scope("x", "analyst", ("Nobody's",))) == ()


def test_a_card_and_its_files_hold_the_same_lines(ask: Ask) -> None:
    view = satisfaction.csat_trend(ask)
    assert card_content(view, ask).receipt == card_receipt(view, ask)
    assert dict(card_receipt(view, ask))["Metric"] == view.main.metric.title
