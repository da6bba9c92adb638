"""A card that fails stands alone; a page that is warm asks nothing."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event, text

from tests.pages.opened import NUMBERS, Opened
from tests.pages.small_stores import fill

# Statements: six tiles and four cards with their comparison, who gave the answers of three of them, the channels of two whose
# change is told (does none of them show it?), the weeks of one (did its level change?), the filters' choices, freshness, the
# settings.
COLD_OVERVIEW = 60


@pytest.fixture
def without_scores(bare, caplog):
    """A store whose answers cannot be read."""
    fill(bare, "one channel")
    with bare.engine.begin() as connection:
        connection.execute(text("ALTER TABLE answers RENAME COLUMN score TO gone"))
    return bare


def test_a_card_that_fails_says_so_and_the_others_stand(without_scores, caplog):
    shown = Opened().page("satisfaction")
    assert shown.words().count("could not be computed") == 8  # the tiles and seven cards
    reference = re.search(r"reference ([0-9a-f]{8})", shown.words())[1]
    assert f"reference {reference}" in caplog.text
    assert "gone" not in shown.words()  # what broke is for the log
    overview = Opened().page("overview")
    assert overview.words().count("could not be computed") == 2
    assert "Largest: Phone with 100.0 % (80 contacts)." in overview.cards().values()
    assert len(overview.charts()) == 1


def test_a_cold_overview_asks_little_and_a_warm_one_nothing(company):
    company.cache.clear()
    start = company.statements
    first = Opened().page("overview")
    assert 0 < company.statements - start <= COLD_OVERVIEW
    start = company.statements
    first.again()
    Opened().page("overview")  # another session, the same selection
    assert company.statements == start


@pytest.mark.parametrize("page", NUMBERS)
def test_a_warm_page_sends_the_engine_only_its_version_questions(company, page):
    """Counted at the engine, whoever asks: the data version, and whether the sample is loaded."""
    Opened().page(page)
    sent: list[str] = []
    listener = lambda *args: sent.append(args[2])  # noqa: E731 (removed again by identity)
    event.listen(company.engine, "before_cursor_execute", listener)
    try:
        Opened().page(page)
    finally:
        event.remove(company.engine, "before_cursor_execute", listener)
    tables = {name for statement in sent for name in re.findall(r"FROM (\w+)", statement)}
    assert tables <= {"versions", "batches"}
    assert len(sent) <= 4


def test_another_selection_asks_again_and_the_first_is_kept(company):
    company.cache.clear()
    shown = Opened().page("overview")
    shown.at.multiselect(key="channel").set_value(["Phone"]).run()
    start = company.statements
    shown.at.multiselect(key="channel").set_value([]).run()
    shown.at.multiselect(key="channel").set_value(["Phone"]).run()
    assert company.statements == start
    shown.at.multiselect(key="channel").set_value(["Chat"]).run()
    assert company.statements > start
