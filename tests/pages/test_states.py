"""Every page on every kind of store: it opens, asks its question, and says what it has or has not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import load_rows
from tests.data_access.facts import answer, complaint
from tests.pages.opened import NUMBERS, QUESTIONS, Opened
from tests.pages.small_stores import HOSTILE, START, STORES, fill, many

BROKEN = re.compile(r"\b(nan|NaN|None|inf|Traceback)\b")
SPARK = re.compile(r'<img alt="" src="data:image/svg')  # our own little lines on the tiles
LIVE = re.compile(r"(?<!\\)<img|(?<!\\)\]\(http")  # not escaped: Markdown would draw or link it
CARDS = {"overview": 4, "channels": 5, "journeys": 3, "satisfaction": 7, "drivers": 3, "voices": 3, "trust": 6, "recovery": 9}
TILES = {"overview": 6, "satisfaction": 5, "voices": 3, "recovery": 6}
NOTHING = "No data for this selection."


@pytest.mark.parametrize("page", NUMBERS)
def test_a_page_of_the_sample_company(company, page):
    shown = Opened().page(page)
    assert QUESTIONS[page] in shown.words()
    assert len(shown.cards()) >= CARDS[page]
    assert all(first for first in shown.cards().values())
    assert len(shown.charts()) == len(shown.cards())
    assert all(trace.get("y") is not None or trace.get("x") is not None for chart in shown.charts() for trace in chart["data"])
    assert len(shown.tiles()) == TILES.get(page, 0)
    assert not BROKEN.findall(shown.words())
    assert "could not be computed" not in shown.words()


def test_every_card_is_of_the_selection_it_names(company):
    said = [body for body in Opened().page("overview").html() if "as of" in body]
    assert re.search(r"1 Oct 2025 – 30 Sep 2026 · as of 30 Sep 2026, \d\d:\d\d UTC · newest data 30 Sep 2026", said[0])


def test_the_data_page_lists_the_batches(company):
    shown = Opened().page("data")
    listed = shown.at.dataframe[0].value
    assert set(listed["Holds"]) == {"customers", "complaints", "purchases", "invitations", "answers", "contacts"}
    assert (listed["Read"] == listed["Loaded"]).all()


@pytest.mark.parametrize("name", STORES)
def test_pages_of_a_small_store(bare, name):
    fill(bare, name)
    for page, question in QUESTIONS.items():
        shown = Opened().page(page)
        said = shown.words()
        assert question in said
        assert not BROKEN.findall(said), (page, said)
        assert "could not be computed" not in said, page
        assert not re.search(r"\b1 (contacts|answers|complaints)\b", said), page
        if name == "empty" and page in NUMBERS:
            assert "There is no data yet." in said
            assert not shown.charts()


@pytest.mark.parametrize(("name", "tile", "value"), [
    ("one contact", "Contacts", "1"), ("one channel", "Contacts", "80"),
    ("one answer", "CSAT, top two boxes", "too few answers"), ("only answers", "CSAT, top two boxes", "40.0 %"),
    ("one complaint", "Complaints", "1"), ("only complaints", "Complaints", "60"),
])
def test_tiles_tell_what_there_is_and_what_is_not(bare, name, tile, value):
    fill(bare, name)
    tiles = Opened().page("overview").tiles()
    assert tiles.pop(tile) == value
    others = [v for n, v in tiles.items() if n in ("Contacts", "CSAT, top two boxes", "NPS", "Complaints")]
    assert set(others) == {"no data"}


def test_a_card_without_data_names_the_way_to_some(bare):
    fill(bare, "only answers")
    shown = Opened().page("channels")
    assert set(shown.cards().values()) == {NOTHING}
    assert "Bring a file that holds it on the Data page." in shown.words()
    narrow = Opened(period="30d", channel="Web").page("channels")
    assert "Widen the period or remove a filter." in narrow.words()
    assert all("ts-nothing" in body for body in narrow.html() if "ts-card" in body)  # stands behind cards that have something


@pytest.mark.parametrize(("items", "wide"), [(6, False), (20, True)])
def test_a_card_with_a_long_list_takes_the_whole_width(bare, items, wide):
    load_rows(bare, "answers", many(400, lambda ts, i: answer(
        ts, 1.0 + i % 5, None, kind="rating", question=f"Item {i % items}"
    )))
    shown = Opened(period="all").page("satisfaction")
    listed = next(body for body in shown.html() if "How are the single items rated?" in body)
    assert ("ts-wide" in listed) is wide


def test_nothing_waiting_needs_no_wider_period(bare):
    hours = [START + timedelta(hours=i) for i in range(40)]
    load_rows(bare, "complaints", [complaint(ts, None, resolved_at=ts + timedelta(hours=2)) for ts in hours])
    shown = Opened(period="30d").page("overview")
    firsts = list(shown.cards().values())
    assert "Nothing is waiting." in firsts
    advised = [body for body in shown.html() if "ts-state" in body]
    assert len(advised) == firsts.count(NOTHING)


def test_a_store_without_steps_says_that_there_are_no_journeys(bare):
    fill(bare, "only complaints")
    assert "There are no journeys in the data yet." in Opened().page("journeys").words()


@pytest.mark.parametrize("page", list(QUESTIONS))
def test_words_of_the_data_and_of_the_link_stay_words(bare, page):
    """A channel, step, question or column may be called anything; nothing of it becomes a picture or a link."""
    fill(bare, "hostile words")
    link = "<img src=y> [b](http://evil)"
    shown = Opened(channel=link, steps=link, attribute=HOSTILE, contacts_by="segment", outcome_by="severity").page(page)
    assert "<img" not in SPARK.sub("", " ".join(shown.html()))
    assert not LIVE.findall(" ".join(shown.markdown()))
    for chart in shown.charts():
        assert not [text for text in texts([chart["data"], chart["layout"]]) if "<img" in text or "<a " in text]
    if page not in ("data", "overview", "methods", "drivers"):  # one rated item has no drivers: see test_drivers_page
        assert "&lt;img src=x onerror=1&gt;" in " ".join(shown.html()) + str(shown.charts())


def texts(part: Any, key: str = "") -> Iterator[str]:
    """Every text of a figure that Plotly draws (customdata is only carried along)."""
    if isinstance(part, str) and key != "customdata":
        yield part
    elif isinstance(part, dict):
        for name, inner in part.items():
            yield from texts(inner, name)
    elif isinstance(part, list):
        for inner in part:
            yield from texts(inner, key)
