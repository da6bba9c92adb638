"""Columns of survey files put together to the questions people were asked."""

from __future__ import annotations

from datetime import date, datetime

from data_access.filters import Filters
from data_access.scope import Scope
from data_access.store import Store
from data_access.surveyed import SEVERAL, SurveyQuestion, as_asked
from tests.conftest import load_rows


def test_choices_of_one_stem_are_one_question() -> None:
    found = as_asked([
        ("10、city", 40, "Ulm"), ("6、hobbies: food: home", 1, "yes"), ("6、hobbies: sport", 1, "Yes"),
        ("第8题(体育(类))", 1, "yes"), ("第8题(财经)", 1, "yes"), ("2、price", 9, "0"),
        ("Reached us: by mail", 1, "by mail"), ("Reached us: by phone", 1, "By phone"),
    ])  # fmt: skip
    assert found == (
        SurveyQuestion("2、price", "attr:2、price"),
        SurveyQuestion("6、hobbies", (("food: home", "attr:6、hobbies: food: home"), ("sport", "attr:6、hobbies: sport"))),
        SurveyQuestion("第8题", (("体育(类)", "attr:第8题(体育(类))"), ("财经", "attr:第8题(财经)"))),
        SurveyQuestion("10、city", "attr:10、city"),
        SurveyQuestion("Reached us", (("by mail", "attr:Reached us: by mail"), ("by phone", "attr:Reached us: by phone"))),
    )
    assert [one.several for one in found] == [False, True, True, False, True]


def test_what_only_looks_like_a_choice_stays_a_question_of_its_own() -> None:
    alone = [
        ("plan: now", 1, "yes"), ("note: a", 1, "Berlin"), ("note: b", 1, "Bonn"), ("size: s", 2, "yes"), ("size: m", 2, "yes"),
    ]  # fmt: skip
    assert [one.asked for one in as_asked(alone)] == [f"attr:{name}" for name, *_ in sorted(alone)]


def test_two_questions_of_one_name_have_a_key_each_and_the_column_keeps_the_name() -> None:
    found = as_asked([("Seen", 3, "TV"), ("Seen: TV", 1, "yes"), ("Seen: Web", 1, "yes")])
    assert {one.key: one.several for one in found} == {"Seen": False, "Seen" + SEVERAL: True}
    assert {one.name for one in found} == {"Seen"}
    taken = as_asked([("Seen", 3, "TV"), ("Seen" + SEVERAL, 3, "TV"), ("Seen: TV", 1, "yes"), ("Seen: Web", 1, "yes")])
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
