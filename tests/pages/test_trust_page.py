"""The page "How sure": every number counted again from the store, and what it says where there is little to go by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.schema import answers, invitations
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.settings import document
from data_access.settings.model import AS_DELIVERED
from data_access.store import Store
from metrics.power import answers_per_side
from metrics.readout import Word
from metrics.rules import KnownShare, Rules
from pages.cards.ask import Ask
from pages.cards.contents import page_content
from pages.cards.pages import TRUST
from pages.cards.receipt import card_receipt
from pages.cards.trust.asked import asked
from pages.cards.trust.counting import counting
from pages.cards.trust.planner import planner
from pages.cards.trust.repeats import repeated
from pages.cards.trust.silence import unanswered
from pages.cards.trust.weighting import weighting
from sample_data.load import load_sample
from tests.conftest import load_rows
from tests.data_access.facts import RETAIL, answer
from tests.pages.opened import Opened
from tests.pages.small_stores import START, fill, many

SEGMENTS = {"Private": 0.6, "Family": 0.2, "Student": 0.05, "Business": 0.15}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("trust") / "touchstone.duckdb"
    store = Store.open(f"duckdb:///{path}")
    load_sample(store, scale=0.1)
    yield store
    store.close()


def ask_of(store: Store, scope: Scope = LOCAL_ADMIN) -> Ask:
    """The last year of the data against the year before."""
    as_of = store.as_of(scope)
    assert as_of is not None
    filters = Filters.of(as_of.date() - timedelta(days=364), as_of.date())
    return Ask(Fetch.now(store, scope), filters, scope, "previous", "month")


def csat(store: Store, ask: Ask, *columns: Any) -> list[Any]:
    """CSAT answers of the selection, by plain SQL of the test."""
    days = answers.c.day.between(ask.filters.start, ask.filters.end)
    with store.engine.connect() as connection:
        return list(connection.execute(select(*columns).where(answers.c.kind == "csat", days)))


def points(view: Any, series: int = 0) -> dict[str, Any]:
    return dict(zip(view.chart.categories, view.chart.series[series].points, strict=True))


def test_the_four_ways_are_those_of_the_answers(sample: Store) -> None:
    ask = ask_of(sample)
    drawn = points(counting(ask))
    c = answers.c
    rows = csat(sample, ask, c.customer, c.source, c.record, c.seq, c.ts, c.score)
    latest = {
        row.customer or (row.source, row.record): row.score
        for row in sorted(rows, key=lambda row: (row.ts, row.source, row.seq, row.record, row.score))
    }
    assert len(latest) < len(rows)
    for whose, scores in (("all answers", [row.score for row in rows]), ("latest answers", list(latest.values()))):
        n = len(scores)
        assert drawn[f"CSAT, top two boxes, {whose}"].value == pytest.approx(100 * sum(s >= 4 for s in scores) / n)
        assert drawn[f"CSAT, top box only, {whose}"].value == pytest.approx(100 * sum(s >= 5 for s in scores) / n)
        assert drawn[f"CSAT, mean as 0 to 100, {whose}"].value == pytest.approx(100 * (sum(scores) / n - 1) / 4)
        assert drawn[f"CSAT, top two boxes, {whose}"].n == n
    assert drawn["NPS, all answers"].value == pytest.approx(ask.readout("nps").overall.value)
    assert all(point.low < point.value < point.high for point in drawn.values())


def test_the_story_is_told_by_the_words_of_its_rows(sample: Store) -> None:
    view = counting(ask_of(sample))
    written = [one["text"] for one in view.draw("light")["layout"]["annotations"]]
    words = {word for word in (Word.UP, Word.DOWN, Word.SAME) if any(word in text for text in written)}
    assert words and all(f": {word}" in view.verdict or f"{word}:" in view.verdict.lower() for word in words)


def given(counts: dict[int, int], first: int, day: int) -> list[dict[str, Any]]:
    """That many answers of every score, each of another customer, over twenty days."""
    scores = [float(score) for score, n in counts.items() for _ in range(n)]
    return [
        answer(START + timedelta(days=day + 19.5 * i / len(scores)), score, RETAIL, customer=f"c{first + i}", record=first + i)
        for i, score in enumerate(scores)
    ]


def test_a_flip_is_said(store: Store) -> None:
    """The best answers became more and so did the worst: the top box went up, the two top boxes down."""
    load_rows(store, "answers", [*given({1: 100, 4: 700, 5: 200}, 0, 0), *given({1: 500, 4: 50, 5: 450}, 5000, 20)])
    days = Filters(START.date() + timedelta(days=20), START.date() + timedelta(days=39))
    view = counting(Ask(Fetch.now(store, LOCAL_ADMIN), days, LOCAL_ADMIN, "previous", "month"))
    assert view.verdict.startswith("It depends on the way of counting, and the ways contradict each other.")
    assert "Up: CSAT, top box only" in view.verdict
    assert "Down: CSAT, top two boxes" in view.verdict


def test_without_customers_nobody_says_that_nobody_answered_twice(bare: Store) -> None:
    fill(bare, "only answers")
    cards = Opened(period="all").page("trust").cards()
    assert "The answers name no customer" in cards["Does the story depend on how we count?"]
    assert cards["Are these all different customers?"].startswith("The answers name no customer")


def test_how_often_the_same_customers_answered(sample: Store) -> None:
    ask = ask_of(sample)
    view = repeated(ask)
    per = Counter(row.customer for row in csat(sample, ask, answers.c.customer) if row.customer)
    told = re.match(
        r"([\d,]+) answers from ([\d,]+) customers: .*?([\d,]+) customers answered more than once, one of them (\d+) times\.",
        view.verdict,
    )
    assert told, view.verdict
    numbers = [int(number.replace(",", "")) for number in told.groups()]
    assert numbers == [sum(per.values()), len(per), sum(n > 1 for n in per.values()), max(per.values())]
    assert points(view)["Twice"].value == sum(n == 2 for n in per.values())


def test_worst_and_best_case_follow_from_the_rate_and_the_score(sample: Store) -> None:
    ask = ask_of(sample)
    view = unanswered(ask)
    days = invitations.c.day.between(ask.filters.start, ask.filters.end)
    sums = select(func.sum(invitations.c.answered), func.sum(invitations.c.sent - func.coalesce(invitations.c.bounced, 0)))
    asks_csat = {row.instrument for row in csat(sample, ask, answers.c.instrument)}
    with sample.engine.connect() as connection:
        answered, delivered = connection.execute(sums.where(days, invitations.c.instrument.in_(asks_csat))).one()
    rate, scores = answered / delivered, [row.score for row in csat(sample, ask, answers.c.score)]
    share = sum(score >= 4 for score in scores) / len(scores)
    assert points(view, 0)["all"].value == pytest.approx(rate * share)
    assert points(view, 1)["all"].value == pytest.approx(share)
    assert points(view, 2)["all"].value == pytest.approx(rate * share + 1 - rate)
    assert f"{rate * 100:.1f} % answered." in view.verdict


def test_the_weighted_score_is_that_of_answers_weighted_one_by_one(sample: Store) -> None:
    ask = ask_of(sample)
    shares = tuple(KnownShare("segment", value, share) for value, share in SEGMENTS.items())
    rules = replace(ask.fetch.rules, known_shares=shares)
    known = replace(ask, fetch=Fetch(sample, ask.fetch.as_of, ask.fetch.data_version, rules))
    rows = [row for row in csat(sample, ask, answers.c.segment, answers.c.score) if row.segment in SEGMENTS]
    sizes = Counter(row.segment for row in rows)
    weights = [SEGMENTS[row.segment] / sizes[row.segment] for row in rows]
    expected = sum(w * (row.score >= 4) for w, row in zip(weights, rows, strict=True)) / sum(weights)
    view = weighting(known)
    drawn = points(view)
    assert drawn["by known shares"].value == pytest.approx(expected)
    assert drawn["by known shares"].n == len(rows)
    left = len(csat(sample, ask, answers.c.score)) - len(rows)
    assert f"{left:,} answers without a known share left out" in view.caption
    part = replace(known, filters=replace(known.filters, values=(("segment", ("Private",)),)))
    assert "only a part is selected by segment" in weighting(part).verdict
    assert list(points(weighting(part))) == ["as answered"]
    assert "Settings" in weighting(ask).verdict and "Settings" not in view.verdict


def test_files_own_weights_stand_beside_the_plain_score(bare: Store) -> None:
    load_rows(bare, "answers", many(300, lambda ts, i: answer(
        ts, 5.0 if i % 3 else 2.0, RETAIL, customer=f"c{i}", record=i, weight=0.5 if i % 3 else 2.0
    )))
    as_of = bare.as_of(LOCAL_ADMIN)
    ask = Ask(Fetch.now(bare, LOCAL_ADMIN), Filters(START.date(), as_of.date()), LOCAL_ADMIN, "none", "month")
    for chosen in (ask, replace(ask, weights=True)):
        drawn = points(weighting(chosen))
        assert drawn["as answered"].value == pytest.approx(2 / 3)
        assert drawn["as files weigh it"].value == pytest.approx(200 * 0.5 / (200 * 0.5 + 100 * 2.0))


def test_a_plan_of_weighted_answers_needs_as_many_more_as_weights_cost(bare: Store) -> None:
    """By hand (Kish): half weigh 1, half 3, so n Σw² / (Σw)² = 300·(150 + 150·9) / 600² = 1.25 times as many."""
    load_rows(bare, "answers", many(300, lambda ts, i: answer(
        ts, 5.0 if i % 4 < 2 else 2.0, RETAIL, customer=f"c{i}", record=i, weight=1.0 if i % 2 else 3.0
    )))
    as_of = bare.as_of(LOCAL_ADMIN)
    ask = Ask(Fetch.now(bare, LOCAL_ADMIN), Filters(START.date(), as_of.date()), LOCAL_ADMIN, "none", "month")
    plain, weighted = (
        planner(one).chart.series[1].points[0].value for one in (ask, replace(ask, weights=True))
    )  # fmt: skip
    assert weighted / plain == pytest.approx(1.25, rel=1e-3)


def test_other_scales_over_time_are_said_and_never_joined(bare: Store) -> None:
    old = many(60, lambda ts, i: answer(ts, 4.0, RETAIL, record=i))
    new = [answer(START + timedelta(days=90, hours=i), 6.0, RETAIL, record=1000 + i, scale_max=7.0) for i in range(40)]
    load_rows(bare, "answers", [*old, *new])
    as_of = bare.as_of(LOCAL_ADMIN)
    ask = Ask(Fetch.now(bare, LOCAL_ADMIN), Filters(START.date(), as_of.date()), LOCAL_ADMIN, "none", "month")
    view = asked(ask)
    assert "CSAT was asked on different scales: 1 to 5 (Mar 2026); 1 to 7 (May 2026 – Jun 2026)." in view.verdict
    assert "never counted together" in view.verdict
    assert {name: point.value for name, point in points(view).items()} == {
        "CSAT · Overall (1 to 5)": 60, "CSAT · Overall (1 to 7)": 40,
    }
    assert "mixed scales" in str(counting(ask).draw("light"))


@pytest.mark.parametrize(("metric", "change"), [("csat", 0.03), ("nps", 3.0)])
def test_the_plan_is_that_of_the_verdicts(sample: Store, metric: str, change: float) -> None:
    """The planner and the sentence "we would need about so many more" reckon with one function."""
    ask = ask_of(sample)
    view = planner(ask, metric=metric, points="3")
    have, wanted = points(view, 0), points(view, 1)
    for row in view.main.rows:
        needed = answers_per_side(row.result, row.result, change)
        assert have[row.group[0]].value == row.result.n
        assert wanted[row.group[0]].value == needed
        assert ("enough" in wanted[row.group[0]].words) == (needed <= row.result.n)


def test_what_is_planned_stands_in_the_url(company: Store) -> None:
    shown = Opened(plan="nps", points="5").page("trust")
    assert "How many more answers to see a change of 5 points?" in shown.cards()
    assert "How many more answers to see a change of 3 points?" in Opened().page("trust").cards()
    wrong = Opened(points="9").page("trust")
    assert "The link asks for what is not there (any more)" in wrong.words()


def test_a_person_sees_only_their_units(sample: Store) -> None:
    unit = next(unit for unit in sample.choices("business_unit", LOCAL_ADMIN) if unit != "(unknown)")
    mine, everybody = ask_of(sample, Scope("r", "viewer", (unit,))), ask_of(sample)
    for card in (counting, repeated, unanswered, weighting, asked):
        one, all_ = card(mine), card(everybody)
        assert one.main.overall.n < all_.main.overall.n
    per = Counter(
        row.customer
        for row in csat(sample, mine, answers.c.customer, answers.c.business_unit) if row.customer and row.business_unit == unit
    )  # fmt: skip
    assert f"{sum(per.values()):,} answers from {len(per):,} customers" in repeated(mine).verdict


def test_every_card_has_a_receipt_and_an_export_with_its_own_numbers(sample: Store) -> None:
    ask = ask_of(sample)
    content = page_content(TRUST, ask)
    assert len(content.cards) == 6
    for card in content.cards:
        assert card.chart.drawable, card.question
        assert all(point.n is not None for one in card.chart.series for point in one.points)
    for build in TRUST.builders():
        lines = card_receipt(build(replace(ask, family=TRUST.family)), ask)
        assert all(term and text for term, text in lines)


def test_settings_reach_the_page(company: Store) -> None:
    before = Opened().page("trust").cards()["Would other answerers give another score?"]
    shares = tuple(KnownShare("segment", value, share) for value, share in SEGMENTS.items())
    document.change(company, replace(AS_DELIVERED, rules=Rules(known_shares=shares)), LOCAL_ADMIN)
    try:
        after = Opened().page("trust").cards()["Would other answerers give another score?"]
    finally:
        document.change(company, AS_DELIVERED, LOCAL_ADMIN)
    assert "Settings, Known shares" in before
    assert "by known shares" in after
