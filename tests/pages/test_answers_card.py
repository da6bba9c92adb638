"""What customers answer: the card, its question, its waves and its crossing, counted from the rows of the store."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import delete
from streamlit.testing.v1.element_tree import Block

from data_access.filters import Filters
from data_access.schema import attributes
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from data_access.surveyed import SEVERAL
from metrics.registry import by_key
from metrics.results import Estimate
from pages.cards import answers
from pages.cards.answers import KEY, answers_given
from pages.cards.behind import Behind
from pages.cards.card import CardView
from pages.cards.contents import card_content
from pages.cards.dimensions import dimensions_of
from pages.cards.receipt import card_receipt
from pages.ui import rows as rows_dialog
from reports.reading import csv_lines
from reports.table import csv_file
from tests.conftest import load_rows
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


def two_of_a_name(store: Store) -> None:
    """Ninety responses: thirty tick TV and Web each, in March; in April twenty answer the column of the same name."""
    load_rows(store, "responses", [
        {"ts": datetime(2026, 3 + (i >= 60), 1 + i % 28), "record": i, "channel": "Web"} for i in range(90)
    ])  # fmt: skip
    ticked = [(i, f"Seen: {('TV', 'Web')[i % 2]}", "yes") for i in range(60)]
    load_rows(store, "attributes", [
        {"record": i, "facts": "answers", "name": name, "value": value}
        for i, name, value in [*ticked, *((i, "Seen", ("Radio", "Print")[i % 2]) for i in range(70, 90))]
    ])  # fmt: skip


def test_two_questions_of_one_name_are_both_there_and_told_apart(bare: Store) -> None:
    two_of_a_name(bare)
    one, several = card(bare, question="Seen"), card(bare, question="Seen" + SEVERAL)
    assert [row.group[0] for row in one.main.rows] == ["Print", "Radio"]
    assert [row.group[0] for row in several.main.rows] == ["TV", "Web"]
    assert several.question == "What do customers answer? Seen (several answers)" and several.question != one.question
    offered = Opened(asked="Seen" + SEVERAL).page("satisfaction")
    assert several.question in offered.cards()
    assert {"Seen", "Seen (several answers)"} <= {*offered.at.selectbox(key="asked").options}


def test_the_first_question_is_one_that_this_period_answers(bare: Store) -> None:
    two_of_a_name(bare)
    ask = ask_of(bare, LOCAL_ADMIN)
    assert ask is not None
    for month, days, expected in ((3, 31, "Seen" + SEVERAL), (4, 30, "Seen")):
        filters = Filters(date(2026, month, 1), date(2026, month, days))
        assert answers.first_question(replace(ask, filters=filters)) == expected
    nobody = replace(ask, filters=Filters(date(2025, 1, 1), date(2025, 1, 31)))
    assert answers.first_question(nobody) == answers.first_question(ask), "nobody answered anything: the first there is"


def test_a_question_taken_out_while_it_is_looked_at_is_said_and_its_crossing_goes_with_it(bare: Store) -> None:
    fill(bare, "only responses")
    opened = Opened(asked="1、plan", asked_and="channel").page("satisfaction")
    assert "What do customers answer, by channel? 1、plan" in opened.cards()
    with bare.writing() as connection:
        connection.execute(delete(attributes).where(attributes.c.name == "1、plan"))
    opened.again()
    assert "What was chosen is not there any more: Question: 1、plan" in opened.words().replace("\\", "")
    assert "asked_and" not in opened.at.query_params and "What do customers answer? 2、heard" in opened.cards()
    assert "not there any more" not in opened.again().words(), "said once"


def test_what_a_link_asks_for_in_vain_is_said_above_the_row_of_choices(bare: Store) -> None:
    fill(bare, "only responses")
    opened = Opened(asked="gone", asked_and="nothing like it").page("satisfaction")
    said = [str(node.value) for node in opened.nodes() if node.type == "warning"]
    assert len(said) == 2 and "gone" in said[0] and "nothing like it" in said[1]
    blocks = [node for node in opened.nodes() if isinstance(node, Block) and node.proto]
    rows = [node for node in blocks if node.proto.flex_container.direction == node.proto.FlexContainer.Direction.HORIZONTAL]
    assert rows and not any(child.type == "warning" for row in rows for child in row.children.values())


def test_a_name_as_long_as_a_page_is_cut_in_titles_and_choices_and_whole_in_the_receipt(bare: Store) -> None:
    long = "word " * 2000 + "end"
    load_rows(bare, "responses", [{"ts": datetime(2026, 3, 1), "record": i, "channel": "Web"} for i in range(20)])
    load_rows(bare, "attributes", [
        {"record": i, "facts": "answers", "name": long, "value": "ab"[i % 2]} for i in range(20)
    ])  # fmt: skip
    opened = Opened(score="response_share", score_by=f"attr:{long}").page("satisfaction")
    assert all(len(title) < 250 for title in opened.cards()) and any(title.endswith("…") for title in opened.cards())
    boxes = [opened.at.selectbox(key=key) for key in ("asked", "asked_and", "score_by", "score_by_and")]
    assert all(len(option) < 130 for box in boxes for option in box.options)
    assert dict(card_receipt(card(bare)))["Question"] == long


def test_a_dimension_nobody_filled_is_not_offered(bare: Store) -> None:
    load_rows(bare, "responses", [{"ts": datetime(2026, 3, 1), "record": i, "segment": "AB"[i % 2]} for i in range(40)])
    offered = dimensions_of(by_key("response_share"), bare, LOCAL_ADMIN)
    assert "segment" in offered and "channel" not in offered
