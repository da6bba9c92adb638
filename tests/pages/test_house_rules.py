"""What the house decided, on the pages: calendar periods, to-date comparisons, weights, targets, notes, interval level."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote

import pytest

from data_access.scope import LOCAL_ADMIN
from data_access.settings.document import change
from data_access.store import Store
from metrics.results import Reason, Withheld
from metrics.rules import Note, Rules, Target
from pages.ui.tiles import spark
from tests.charts.chart_factories import csat_months
from tests.conftest import load_rows
from tests.data_access.facts import answer
from tests.pages.opened import Opened
from tests.pages.small_stores import START


def decide(store: Store, **rules: Any) -> None:
    now = store.settings()
    change(store, replace(now, rules=replace(now.rules, **rules)), LOCAL_ADMIN, "test")


@pytest.mark.parametrize(
    ("period", "days"),
    [("month", "1 Sep 2026 – 30 Sep 2026"), ("quarter", "1 Jul 2026 – 30 Sep 2026"), ("year", "1 Jan 2026 – 30 Sep 2026")],
)
def test_a_calendar_period_ends_with_the_data(company: Store, period: str, days: str) -> None:
    assert f"{days} · as of" in Opened(period=period).page("channels").words()


@pytest.mark.parametrize(
    ("end", "days"), [("2026-02-28", "1 Feb 2026 – 28 Feb 2026"), ("2026-06-10", "1 Jun 2026 – 10 Jun 2026")]
)
def test_a_calendar_period_follows_the_as_of(company: Store, end: str, days: str) -> None:
    assert f"{days} · as of" in Opened(period="month", as_of=end).page("channels").words()


def test_to_date_is_offered_and_a_period_without_a_unit_says_why(company: Store) -> None:
    like = Opened(period="quarter", compare="to_date").page("satisfaction")
    assert like.at.selectbox(key="compare").value == "to_date"
    assert "nothing to compare with" not in like.words().lower()
    odd = Opened(period="90d", compare="to_date").page("satisfaction")
    assert "the period does not begin with a week, a month, a quarter or a year" in odd.words()


def weigh(store: Store) -> None:
    """Sixty answers; every second one is a 5 that weighs three times as much as the 1 beside it."""
    load_rows(store, "answers", [
        {"record": i, **answer(START + timedelta(hours=7 * i), (1.0, 5.0)[i % 2], None, weight=(1.0, 3.0)[i % 2])}
        for i in range(60)
    ])  # fmt: skip


def test_weights_are_a_choice_where_files_weigh_their_answers(bare: Store) -> None:
    weigh(bare)
    plain = Opened().page("satisfaction")
    assert plain.tiles()["CSAT, top two boxes"] == "50.0 %"
    assert "every answer counts once, though files weigh them" in plain.words()
    heavy = Opened(weights="source").page("satisfaction")
    assert heavy.tiles()["CSAT, top two boxes"] == "75.0 %"
    assert "answers count as their files weigh them" in heavy.words()
    assert "60 answers" in heavy.words()


def test_a_link_that_asks_for_weights_there_are_none_of_is_told(company: Store) -> None:
    shown = Opened(weights="source").page("satisfaction")
    assert "not there (any more): weights: source." in shown.words().replace("\\", "")
    with pytest.raises(KeyError):
        shown.at.selectbox(key="weights")


def test_targets_and_notes_stand_on_tile_trend_and_caption(bare: Store) -> None:
    weigh(bare)
    before = Opened().page("satisfaction")
    assert "target" not in before.words()
    decide(bare, targets=(Target("csat", 0.9),), notes=(Note(date(2026, 3, 9), "New desk"),))
    shown = Opened().page("satisfaction")
    tile = next(body for body in shown.html() if "ts-tile" in body)
    assert "target 90.0 %: missed" in re.sub(r"<[^>]+>|\u2060", "", tile)
    trend = shown.charts()[0]
    assert any(shape["y0"] == shape["y1"] == 0.9 for shape in trend["layout"]["shapes"])
    assert "1: 9 Mar 2026, New desk" in shown.words()


def test_a_spark_line_marks_the_target_where_it_keeps_its_shape() -> None:
    rows = csat_months().rows
    assert "h9" not in unquote(spark(rows))
    assert "h9" in unquote(spark(rows, 0.80))
    assert unquote(spark(rows, 0.1)) == unquote(spark(rows))


def test_a_spark_line_is_drawn_where_most_of_it_is_unbroken() -> None:
    value, gap = csat_months().rows[0], replace(csat_months().rows[0], result=Withheld(Reason.EMPTY, 0))
    assert spark([value, gap, value, value, value]) and spark([value] * 3)
    assert not spark([value] * 2)
    assert not spark([gap, value, value, gap])
    assert not spark([*[value, gap] * 4, value, value, value])


def test_the_interval_level_widens_what_a_tile_says(bare: Store) -> None:
    weigh(bare)
    usual = Opened().page("satisfaction").words()
    decide(bare, conf=0.99)
    assert bare.rules() == Rules(conf=0.99)
    surer = Opened().page("satisfaction").words()
    between = re.compile(r"between\s+([\d.]+)\s%\s+and\s+([\d.]+)\s%")
    found = [between.search(words.replace("\u2060", "")) for words in (usual, surer)]
    (low, high), (lower, higher) = (tuple(map(float, ends.groups())) for ends in found if ends)
    assert lower < low < high < higher


def test_fewer_answers_than_the_house_asks_for_are_withheld(bare: Store) -> None:
    weigh(bare)
    decide(bare, least_answers=100)
    shown = Opened().page("satisfaction")
    assert shown.tiles()["CSAT, top two boxes"] == "too few answers"
    assert "Too few answers: 60 of at least 100." in shown.words()
