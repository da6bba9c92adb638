"""The drivers on the command line: the page's own reckoning, in words, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json

import pytest

import manage
from data_access.store import Store
from pages.cards.drivers import importance
from pages.cards.drivers_answer import answer
from tests.conftest import load_rows
from tests.laws.test_rows_behind import ask_of
from tests.pages.test_drivers_page import ITEMS, survey


def run(store: Store, *argv: object) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return manage.run([str(one) for one in argv], out, err, store), out.getvalue(), err.getvalue()


@pytest.fixture
def asked(store: Store) -> Store:
    load_rows(store, "answers", survey(1, n=300))
    return store


def test_importance_is_that_of_the_page_with_interval_and_n(asked: Store) -> None:
    ask = ask_of(asked)
    assert ask is not None
    found = answer(ask, "csat").found
    assert found is not None
    code, out, err = run(asked, "show", "drivers", "--format", "json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert [(one["item"], one["importance"], one["low"], one["high"], one["answers"]) for one in told["items"]] == [
        (one.name, one.share, one.low, one.high, one.n) for one in found.items
    ]
    assert (told["complete_answers"], told["explained"]["value"]) == (found.n, found.r2)
    lines = list(csv.DictReader(io.StringIO(run(asked, "show", "drivers", "--outcome", "csat", "--format", "csv")[1])))
    assert [float(line["importance"]) for line in lines] == [one.share for one in found.items]
    table = run(asked, "show", "drivers")[1]
    assert importance(ask).verdict in table and importance(ask).caption in table
    strongest = found.items[0]
    assert f"{strongest.share * 100:.1f} %" in table and all(item in table for item in ITEMS)


def test_what_drivers_cannot_be_asked_is_refused(asked: Store) -> None:
    assert "leave out --by" in run(asked, "show", "drivers", "--by", "channel")[2]
    assert "this selection has csat" in run(asked, "show", "drivers", "--outcome", "nps")[2]
    assert "--outcome is for drivers" in run(asked, "show", "nps", "--outcome", "nps")[2]


def test_a_survey_without_items_says_what_is_missing(store: Store) -> None:
    load_rows(store, "answers", survey(1, items=ITEMS[:1]))
    code, out, _ = run(store, "show", "drivers")
    assert code == 0 and "No survey in this selection asks for CSAT and rates two items." in out
    assert json.loads(run(store, "show", "drivers", "--format", "json")[1])["items"] == []
