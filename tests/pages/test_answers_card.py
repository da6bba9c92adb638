"""What customers answer: the card, its question, its waves and its crossing, counted from the rows of the store."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from metrics.results import Estimate
from pages.cards.answers import KEY, answers_given
from pages.cards.behind import Behind
from pages.cards.card import CardView
from pages.cards.contents import card_content
from pages.cards.receipt import card_receipt
from pages.ui import rows as rows_dialog
from reports.reading import csv_lines
from reports.table import csv_file
from tests.laws.test_rows_behind import ask_of
from tests.pages.opened import Opened
from tests.pages.small_stores import HOSTILE, STORES, fill

NOTE = "The files hold responses (90 in this selection) and no scores, so CSAT, NPS and CES are empty."
CSAT = "Are customers satisfied, and is that changing?"


def card(store: Store, weights: bool = False, **chosen: Any) -> CardView:
    ask = ask_of(store, LOCAL_ADMIN)
    assert ask is not None
    return answers_given(replace(ask, weights=weights), **chosen)


def shares(view: CardView, place: int = 0) -> dict[tuple[str, ...], tuple[float, int]]:
    return {
        row.group: (row.result.value, row.result.n) for row in view.readouts[place].rows if isinstance(row.result, Estimate)
    }  # fmt: skip


def plans() -> Counter[str]:
    found: Counter[str] = Counter(row["value"] for row in STORES["only responses"]["attributes"] if row["name"] == "1、plan")
    return found


def test_the_card_leads_where_nothing_is_scored_and_says_why_scores_are_empty(bare: Store) -> None:
    fill(bare, "only responses")
    opened = Opened().page("satisfaction")
    titles = list(opened.cards())
    assert titles == ["What do customers answer? 1、plan", "Where is it higher or lower: Share of responses by channel"]
    assert NOTE in opened.words() and opened.cards()[titles[0]].startswith("Largest: Basic with 33.3 %")
    assert NOTE in Opened().page("overview").words()


def test_where_scores_are_the_card_stands_behind_them_and_nothing_is_explained(company: Store) -> None:
    opened = Opened().page("satisfaction")
    titles = list(opened.cards())
    assert titles.index("What do customers answer? Age group") > titles.index(CSAT)
    assert "no scores" not in opened.words()


def test_each_answer_has_its_share_of_those_who_answered(bare: Store) -> None:
    fill(bare, "only responses")
    view = card(bare)
    n = plans().total()
    assert shares(view) == {(plan,): (pytest.approx(k / n), n) for plan, k in plans().items()}
    assert view.caption.startswith("81 responses · 9 without an answer to the question") and view.key == KEY
    several = card(bare, question="2、heard")
    assert "several answers are possible: the shares add up to more than 100 %" in several.caption
    lines = [line for line in csv_lines(csv_file(card_content(several).readouts)) if line["level"] == "row"]
    assert {line["answer"]: float(line["value"]) for line in lines} == {
        group[0]: value for group, (value, _) in shares(several).items()
    }  # fmt: skip


def test_rows_stand_behind_every_answer(bare: Store) -> None:
    fill(bare, "only responses")
    ask = ask_of(bare, LOCAL_ADMIN)
    assert ask is not None
    for question in (None, "2、heard", "channel"):
        view = answers_given(ask, question=question)
        for row in (None, *view.main.rows):
            behind = Behind(ask, view.main, row)
            assert behind.count() == behind.expected() > 0
        assert set(behind.newest()["answer"]) == {view.main.rows[-1].group[0]}
        line = next(csv.DictReader(rows_dialog._file(behind, 1, view.question).read_text("utf-8-sig").splitlines()))
        assert (line["question"], line["answer"]) == (view.question, view.main.rows[-1].group[0])


def test_two_waves_stand_side_by_side(bare: Store) -> None:
    fill(bare, "only responses")
    ask = ask_of(bare, LOCAL_ADMIN)
    assert ask is not None
    now = replace(ask, filters=Filters(date(2026, 3, 15), date(2026, 3, 27)), compare="previous")
    view = answers_given(now)
    earlier = answers_given(replace(now, filters=Filters(date(2026, 3, 2), date(2026, 3, 14)), compare="none"))
    assert shares(view, 1) == shares(earlier) and len(view.readouts) == 2
    assert "No answer was clearly given more or less often than before." in view.verdict
    assert "before: previous period (2 – 14 Mar 2026)" in view.caption.replace("2 Mar 2026 – 14", "2 – 14")
    assert view.draw is not None
    drawn = view.draw("light")
    assert drawn["layout"]["xaxis"]["range"] == drawn["layout"]["xaxis2"]["range"], "one scale for both"


def test_a_crossing_shares_out_each_group_and_weights_say_what_they_are_worth(bare: Store) -> None:
    fill(bare, "only responses")
    view = card(bare, across="channel", across_label="channel")
    cells = shares(view)
    for channel in ("Web", "Phone"):
        assert sum(value for (_, other), (value, _) in cells.items() if other == channel) == pytest.approx(1)
    assert "each share is of the responses of its own channel" in view.caption
    weighted = card(bare, weights=True)
    told = dict(card_receipt(weighted))
    rows = STORES["only responses"]["responses"]
    mine = [row["weight"] for row in rows if row["record"] % 10]
    effective = sum(mine) ** 2 / sum(w * w for w in mine)
    assert told["Answers worth as plain ones"] == f"{effective:,.6g}"
    assert float(told["Design effect of weights and repeated answers"]) == pytest.approx(len(mine) / effective, rel=1e-5)
    by_hand = Counter[str]()
    plan_of = {row["record"]: row["value"] for row in STORES["only responses"]["attributes"] if row["name"] == "1、plan"}
    for row in rows:
        if row["record"] in plan_of:
            by_hand[plan_of[row["record"]]] += row["weight"]
    assert {group[0]: value for group, (value, _) in shares(weighted).items()} == pytest.approx(
        {plan: w / sum(mine) for plan, w in by_hand.items()}
    )


def test_the_choice_is_in_the_link_and_what_files_say_never_becomes_markup(bare: Store) -> None:
    fill(bare, "hostile words")
    opened = Opened(asked=HOSTILE, asked_and="channel").page("satisfaction")
    title = next(title for title in opened.cards() if title.startswith("What do customers answer, by channel?"))
    assert HOSTILE in title
    assert not any("<img" in body for body in opened.html())
    assert not any("](http://evil)" in text and "\\" not in text for text in opened.markdown())


def test_an_older_link_to_the_share_of_answers_shows_the_share_of_responses(bare: Store) -> None:
    fill(bare, "only responses")
    opened = Opened(score="answer_share", score_by="channel").page("satisfaction")
    assert "Where is it higher or lower: Share of responses by channel" in opened.cards()
    assert "not there (any more)" not in opened.words()
