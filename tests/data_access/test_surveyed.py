"""Columns of survey files put together to the questions people were asked."""

from __future__ import annotations

from datetime import date, datetime

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.store import Store
from data_access.surveyed import SEVERAL, SurveyQuestion, as_asked
from metrics.frames import GIVEN_ANSWERS
from tests.conftest import load_rows


def test_choices_of_one_stem_are_one_question() -> None:
    found = as_asked([
        ("10、city", 40, "ulm", 1), ("6、hobbies: food: home", 0, "", 1), ("6、hobbies: sport", 0, "", 1),
        ("第8题(体育(类))", 0, "", 1), ("第8题(财经)", 0, "", 1), ("2、price", 9, "0", 1),
        ("Reached us: by mail", 1, "by mail", 1), ("Reached us: by Phone", 1, "by phone", 1),
    ])  # fmt: skip
    assert found == (
        SurveyQuestion("2、price", "attr:2、price"),
        SurveyQuestion("6、hobbies", (("food: home", "attr:6、hobbies: food: home"), ("sport", "attr:6、hobbies: sport"))),
        SurveyQuestion("第8题", (("体育(类)", "attr:第8题(体育(类))"), ("财经", "attr:第8题(财经)"))),
        SurveyQuestion("10、city", "attr:10、city"),
        SurveyQuestion("Reached us", (("by Phone", "attr:Reached us: by Phone"), ("by mail", "attr:Reached us: by mail"))),
    )
    assert [one.several for one in found] == [False, True, True, False, True]


def test_what_only_looks_like_a_choice_stays_a_question_of_its_own() -> None:
    alone = [
        ("plan: now", 0, "", 1), ("note: a", 1, "berlin", 1), ("note: b", 1, "bonn", 1), ("size: s", 2, "s", 1),
        ("size: m", 2, "m", 1), ("never: a", 0, "", 0), ("never: b", 0, "", 0),
    ]  # fmt: skip
    assert [one.asked for one in as_asked(alone)] == [f"attr:{name}" for name, *_ in sorted(alone)]


def test_a_choice_ticked_in_two_words_is_one_and_no_is_no_tick(stores: Store) -> None:
    """Wave one ticks with "yes", wave two with the choice's own name, wave three with 1 and 0; a note says more."""
    rows = [
        (1, "Seen: TV", "yes"), (1, "Seen: Web", "Yes "), (2, "Seen: TV", "tv"), (3, "Seen: TV", "0"), (3, "Seen: Web", "1"),
        (4, "Seen: TV", "No"), (4, "Seen: Web", "0"), (1, "Agreed: Yes", "1"), (2, "Agreed: No", "No"), (3, "Agreed: No", "0"),
        (1, "Note: TV", "yes"), (2, "Note: TV", "only at night"), (1, "Note: Web", "yes"),
    ]  # fmt: skip
    load_rows(stores, "responses", [{"ts": datetime(2026, 3, 2), "record": record} for record in range(1, 5)])
    load_rows(stores, "attributes", [
        {"facts": "answers", "record": record, "name": name, "value": value} for record, name, value in rows
    ])  # fmt: skip
    found = {one.name: one for one in stores.questions(LOCAL_ADMIN)}
    assert {name: one.several for name, one in found.items()} == {
        "Agreed": True, "Note: TV": False, "Note: Web": False, "Seen": True,
    }  # fmt: skip
    for name, expected in (("Seen", {"TV": (2, 3), "Web": (2, 3)}), ("Agreed", {"Yes": (1, 2), "No": (1, 2)})):
        table = Fetch.now(stores, LOCAL_ADMIN)(
            GIVEN_ANSWERS, Filters(), LOCAL_ADMIN, by=("answer",), grain=None, options={"question": found[name].asked}
        )
        assert {row.answer: (row.n, row.of) for row in table.itertuples()} == expected


def test_two_questions_of_one_name_have_a_key_each_and_the_column_keeps_the_name() -> None:
    found = as_asked([("Seen", 3, "tv", 1), ("Seen: TV", 0, "", 1), ("Seen: Web", 0, "", 1)])
    assert {one.key: one.several for one in found} == {"Seen": False, "Seen" + SEVERAL: True}
    assert {one.name for one in found} == {"Seen"}
    columns = [("Seen", 3, "tv", 1), ("Seen" + SEVERAL, 3, "tv", 1), ("Seen: TV", 0, "", 1), ("Seen: Web", 0, "", 1)]
    taken = as_asked(columns)
    assert len({one.key for one in taken}) == 3


def test_columns_filled_are_those_of_the_selection(stores: Store) -> None:
    load_rows(stores, "responses", [
        {"ts": datetime(2026, month, 2), "record": month, "business_unit": unit}
        for month, unit in ((3, "Retail"), (4, "Digital"))
    ])  # fmt: skip
    load_rows(stores, "attributes", [
        {"facts": "answers", "record": month, "name": name, "value": value}
        for month, name, value in ((3, "old", "a"), (4, "new", "b"), (3, "empty", ""))
    ])  # fmt: skip
    everybody, april = Scope("p", "viewer", None), Filters(date(2026, 4, 1), date(2026, 4, 30))
    assert stores.columns_filled(everybody, Filters()) == {"old", "new"}
    assert stores.columns_filled(everybody, april) == {"new"}
    assert stores.columns_filled(everybody, Filters(values=(("business_unit", ("Retail",)),))) == {"old"}
    assert stores.columns_filled(Scope("p", "viewer", ("Retail",)), april) == frozenset()


def test_only_answers_somebody_may_see_are_questions(stores: Store) -> None:
    when = datetime(2026, 3, 2, 9)
    load_rows(stores, "responses", [
        {"ts": when, "record": 1, "business_unit": "Retail"}, {"ts": when, "record": 2, "business_unit": "Digital"},
    ])  # fmt: skip
    load_rows(stores, "contacts", [{"ts": when, "record": 3, "business_unit": "Retail"}])
    load_rows(stores, "attributes", [
        {"facts": "answers", "record": 1, "name": "plan", "value": "Pro"},
        {"facts": "answers", "record": 2, "name": "shop", "value": "Ulm"},
        {"facts": "contacts", "record": 3, "name": "device", "value": "phone"},
    ])  # fmt: skip
    assert [one.name for one in stores.questions(Scope("p", "viewer", ("Retail",)))] == ["plan"]
    assert [one.name for one in stores.questions(Scope("p", "viewer", None))] == ["plan", "shop"]
