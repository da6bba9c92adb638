"""The planted stories as the product tells them: loaded into a store, asked through `evaluate`, read off verdicts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from data_access.words.counting import unhappy_words
from metrics.definitions.satisfaction import TOP_BOXES
from metrics.evaluate import evaluate
from metrics.mix import mix_verdict
from metrics.readout import Readout, Word
from metrics.registry import by_key
from metrics.results import Reason, Withheld
from metrics.stats.log_odds import log_odds
from sample_data import truths
from sample_data.load import load_sample

Ask = Callable[..., Readout]
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def ask(tmp_path_factory) -> Ask:
    """ask(metric, filters, by=…, grain=…, as_of=…, options=…) on the whole sample company."""
    store = Store.open(f"duckdb:///{tmp_path_factory.mktemp('shown')}/sample.duckdb")
    load_sample(store)

    def asked(metric: str, filters: Filters, *, as_of: datetime | None = None, **how) -> Readout:
        seen = as_of or store.as_of(LOCAL_ADMIN)
        return evaluate(by_key(metric), Fetch(store, seen, store.data_version()), filters, LOCAL_ADMIN, **how)

    yield asked
    store.close()


def words(readout: Readout) -> dict[str, str]:
    return {row.group[0]: row.verdict.word for row in readout.rows if row.verdict}


def test_8_who_complained_writes_of_the_bill(tmp_path):
    store = Store.open(f"duckdb:///{tmp_path}/sample.duckdb")
    load_sample(store)
    counted = unhappy_words(Fetch.now(store, LOCAL_ADMIN), Filters(), LOCAL_ADMIN, least=10, top=TOP_BOXES)
    store.close()
    silent, voiced = counted.comments
    assert silent > 2_000 and voiced > 150
    real = {one.word: one for one in log_odds(counted.words, counted.totals) if one.real}
    assert {"bill", "账单"} <= real.keys()
    assert all(one.ratio < 0.6 for one in real.values())


def test_1_the_mix_moves_to_the_chatbot(ask):
    launch = truths.CHATBOT_LAUNCH
    before, after = (
        {row.group[0]: row.result.n for row in ask("contacts", Filters(*period), by=("channel",)).rows}
        for period in ((launch - 182 * DAY, launch - DAY), (launch, launch + 181 * DAY))
    )
    verdict = mix_verdict(before, after)
    assert verdict.changed
    assert verdict.moved >= 0.08
    assert verdict.shifts[0].channel == truths.CHATBOT
    assert set(truths.TAKEN_AFTER_LAUNCH) | {truths.CHATBOT} <= verdict.real


def test_2_overall_falls_while_no_channel_does(ask):
    readout = ask("csat", Filters(*truths.HALF_YEAR_AFTER), by=("channel",))
    assert readout.verdict.word == Word.DOWN
    assert len(readout.rows) == len(truths.BETTER_SERVICE_LIFT)
    for row in readout.rows:
        assert row.verdict.after.value > row.verdict.before.value, row.group
        assert row.verdict.word in (Word.UP, Word.SAME)


def test_3_the_app_lets_nobody_pay(ask):
    options = {"steps": ("Checkout", "Payment"), "counted": "case", "mode": "ordered", "window_seconds": 7 * 86_400}
    readout = ask("funnel_conversion", Filters(*truths.CHECKOUT_BROKEN), by=("channel",), options=options)
    assert words(readout) == {"App": Word.DOWN, "Web": Word.SAME}


def test_4_complaints_pile_up_and_wait(ask):
    after, later = (
        ask("backlog", Filters(), as_of=datetime.combine(day, time())).overall.value
        for day in (truths.HOLIDAY[1] + DAY, truths.BACKLOG_GONE)
    )
    assert after > 2.5 * later
    response = ask("first_response", Filters(*truths.HOLIDAY))
    assert response.verdict.word == Word.UP
    assert response.verdict.tone == "worse"


@pytest.mark.parametrize("metric", ["recovery_rate", "confirmed_resolution"])
def test_5_the_programme_helps_one_theme(ask, metric):
    readout = ask(metric, Filters(truths.PROGRAMME_START, date(2026, 9, 30)), by=("theme",))
    better = {theme for theme, word in words(readout).items() if word == Word.UP}
    assert better == {truths.PROGRAMME_THEME}
    assert Word.DOWN not in words(readout).values()


def test_6_the_relationship_survey_stands_still(ask):
    """Detractors gain from one survey to the next (test_truths.py); the company as a whole does not move."""
    assert ask("nps", Filters(*truths.HALF_YEAR_AFTER)).verdict.word == Word.SAME


@pytest.mark.parametrize("metric", ["contacts", "csat"])
def test_7_a_quiet_month_is_a_gap(ask, metric):
    filters = Filters.of(date(2025, 4, 1), date(2025, 8, 31), channel=truths.QUIET_CHANNEL)
    months = {row.period: row.result for row in ask(metric, filters, grain="month").rows}
    assert months[truths.QUIET_MONTH[0]] == Withheld(Reason.EMPTY, 0)
    assert all(result.n > 0 for month, result in months.items() if month != truths.QUIET_MONTH[0])
