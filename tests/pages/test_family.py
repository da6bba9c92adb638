"""The changes one screen tells of are judged together: tile, card, receipt and files of a screen say the same word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from metrics.definitions.cells import share
from metrics.readout import Verdict, Word
from metrics.results import Change
from metrics.rules import Rules
from metrics.stats.multiplicity import bh_adjust
from metrics.verdict import in_family, p_of, sentence
from pages.cards import complaints, satisfaction
from pages.cards.ask import Ask
from pages.cards.contents import page_content
from pages.cards.family import MIX, mix, standings
from pages.cards.pages import CHANNELS, OVERVIEW, PAGES, RECOVERY, SATISFACTION, tile
from pages.cards.receipt import receipt
from pages.cards.usual_journey import usual_journey
from sample_data.load import load_sample


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """The last third of a tenth of the sample company against the third before."""
    path: Path = tmp_path_factory.mktemp("family") / "touchstone.duckdb"
    store = Store.open(f"duckdb:///{path}")
    load_sample(store, scale=0.1)
    as_of, span = store.as_of(LOCAL_ADMIN), store.span(LOCAL_ADMIN)
    assert as_of is not None and span is not None
    half = Filters(span[0] + (span[1] - span[0]) * 2 / 3, span[1])
    yield Ask(Fetch(store, as_of, store.data_version()), half, LOCAL_ADMIN, "previous", "month")
    store.close()


def on(ask: Ask, page: object) -> Ask:
    return replace(ask, family=page.family)  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_every_change_a_page_tells_of_is_in_its_family(page, ask):
    journey = usual_journey(ask) if page.needs_journey else None
    asked = replace(on(ask, page), journey=journey)
    told = [view.main for view in (build(asked) for build in page.cards) if view.verdict == sentence(view.main)]
    metrics = {readout.metric.key for readout in told if readout.verdict is not None and readout.verdict.change is not None}
    if len(metrics) > 1:
        assert metrics <= set(page.family)


@pytest.mark.parametrize("page", [OVERVIEW, SATISFACTION, RECOVERY], ids=lambda page: page.key)
def test_the_words_of_a_screen_are_those_of_false_discovery_control(page, ask):
    asked = on(ask, page)
    alone = {metric: tile(ask, metric).verdict for metric, _ in page.tiles}
    tested = [m for m in page.family if m in standings(asked)]
    p = [mix(ask).p if m == MIX else p_of(ask.readout(m).verdict) for m in tested]
    expected = dict(zip(tested, bh_adjust(p, 0.05)["reject"], strict=True))
    assert {m: standing.keep for m, standing in standings(asked).items()} == expected
    for metric, verdict in alone.items():
        found = tile(asked, metric).verdict
        if verdict is None or metric not in expected:
            assert found == verdict
            continue
        assert found.others == len(tested) - 1 > 0
        kept = verdict.word if expected[metric] or verdict.word == Word.FEW else Word.SAME
        assert found.word == kept


def test_a_change_that_is_not_kept_among_the_others_is_no_clear_change(ask):
    verdict = Verdict(Word.UP, "better", share(50, 100), share(70, 100), Change(0.2, 0.07, 0.33, 0.004, "n_minus_1_chi2"))
    dropped, kept = (in_family(verdict, keep=keep, others=7) for keep in (False, True))
    assert (dropped.word, dropped.tone, dropped.others, dropped.change) == (Word.SAME, "neutral", 7, verdict.change)
    assert kept == replace(verdict, others=7)


def test_tile_card_and_file_say_the_same(ask):
    asked = on(ask, SATISFACTION)
    card = satisfaction.nps_trend(asked)
    content = page_content(SATISFACTION, ask)
    in_file = next(c for c in content.cards if c.key == card.key)
    assert card.main.verdict == tile(asked, "nps").verdict == in_file.readouts[0].verdict
    assert in_file.verdict == card.verdict
    lines = dict(in_file.receipt)
    assert lines["Judged together with"] == f"{card.main.verdict.others} other changes on this page"


def test_a_surer_house_calls_fewer(ask):
    asked = on(ask, RECOVERY)
    strict = Fetch(ask.fetch.store, ask.fetch.as_of, ask.fetch.data_version, Rules(conf=0.999999))
    usual, surer = ({m for m, s in standings(a).items() if s.keep} for a in (asked, replace(asked, fetch=strict, grain="year")))
    assert surer < usual or not usual


def test_one_change_alone_needs_no_family(ask):
    assert standings(replace(ask, family=("nps",))) == {}
    assert complaints.first_response(ask).main.verdict.others == 0


def test_a_family_costs_no_statement_once_its_page_was_seen(ask):
    asked = replace(on(ask, SATISFACTION), grain="quarter")
    for metric, _ in SATISFACTION.tiles:
        tile(asked, metric)
    before = asked.fetch.store.statements
    for metric, _ in SATISFACTION.tiles:
        tile(asked, metric)
    satisfaction.nps_trend(asked)
    assert asked.fetch.store.statements == before


def test_the_mix_is_not_compared_with_a_period_before_the_data_begin(ask):
    """As contacts are not: half an earlier period, mostly empty, would call a change that nobody saw."""
    first = ask.fetch.store.span(LOCAL_ADMIN)[0]
    asked = replace(on(ask, CHANNELS), filters=Filters(first + timedelta(days=100), first + timedelta(days=229)))
    assert asked.readout("contacts").verdict is None
    assert asked.before() is None
    assert mix(asked) is None


def test_a_period_that_is_not_over_is_compared_with_as_many_days(ask):
    start, as_of = ask.filters.start, ask.fetch.as_of.date()
    open_still = replace(on(ask, CHANNELS), filters=Filters(start, as_of + timedelta(days=60)))
    over = replace(open_still, filters=Filters(start, as_of))
    assert open_still.before().filters == over.before().filters == over.readout("contacts").compared.selection
    assert mix(open_still) == mix(over)


def test_the_receipt_says_where_counts_are_compared_per_day(ask):
    """March beside February: the change of a count is per day, and its receipt says so."""
    asked = replace(ask, filters=Filters(date(2026, 3, 1), date(2026, 3, 31)), compare="to_date")
    terms = {term for term, _ in receipt(asked.readout("contacts"))}
    assert "Change per day" in terms
    equal = replace(asked, filters=Filters(date(2026, 9, 1), date(2026, 9, 30)))
    assert "Change" in {term for term, _ in receipt(equal.readout("contacts"))}
