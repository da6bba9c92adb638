"""Reading comments: who may, from how many on, what a search finds, and in which order pages follow each other."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from data_access.drill.comments import COLUMNS, comments, count_comments, enough
from data_access.drill.wanted import ANY, NO_TOPIC, UNSCORED, Wanted
from data_access.errors import NotAllowedError
from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.store import Store
from metrics.definitions.satisfaction import TOP_BOXES
from metrics.rules import Rules
from metrics.topics import Topic
from tests.conftest import load_rows

AS_OF, BEGAN = datetime(2026, 6, 30), datetime(2026, 3, 1, 9)
TEXTS = ("100% Late_bill", "bill", "I waited", "我等了很久", "O'Neil's <b>bold</b>", "fine")
EVERY = Filters()


@pytest.fixture
def fetch(stores: Store) -> Fetch:
    rows = [
        {"ts": BEGAN + timedelta(minutes=i), "record": i, "business_unit": "Retail" if i < 24 else "Digital", "channel": "Web",
         "text": TEXTS[i % len(TEXTS)], "customer": f"secret{i}"} for i in range(30)
    ]  # fmt: skip
    load_rows(stores, "comments", rows)
    scores = [{"ts": BEGAN, "record": i, "business_unit": "Retail", "kind": "csat", "question": "q", "score": float(i % 5 + 1),
               "scale_min": 1.0, "scale_max": 5.0} for i in range(20)]
    load_rows(stores, "answers", scores)
    topics = (Topic("Bill", ("bill",)), Topic("Wait", ("wait*", "等了")))
    return Fetch(stores, AS_OF, stores.data_version(), Rules(topics=topics))


def count(fetch: Fetch, scope: Scope = LOCAL_ADMIN, filters: Filters = EVERY, **wanted: str) -> int:
    return count_comments(fetch, filters, scope, Wanted(**wanted), TOP_BOXES)


@pytest.mark.parametrize("wanted, n", [
    ({}, 30), ({"words": "BILL"}, 10), ({"words": "100%"}, 5), ({"words": "%"}, 5), ({"words": "_"}, 5), ({"words": "等了"}, 5),
    ({"words": "late 100"}, 5), ({"words": "late fine"}, 0), ({"words": "' OR 1=1 --"}, 0), ({"words": "o'neil"}, 5),
    ({"topic": "Bill"}, 5), ({"topic": "Wait"}, 10), ({"topic": NO_TOPIC}, 15), ({"topic": "Gone"}, 0),
    ({"band": "low"}, 8), ({"band": "middle"}, 4), ({"band": "high"}, 8), ({"band": UNSCORED}, 10),
    ({"band": "low", "topic": "Wait", "words": "等"}, 1),
])  # fmt: skip
def test_what_is_asked_for_is_found(fetch: Fetch, wanted: dict[str, str], n: int) -> None:
    assert count(fetch, **wanted) == n
    found = comments(fetch, EVERY, LOCAL_ADMIN, Wanted(**wanted), TOP_BOXES, limit=100)
    assert len(found) == n and tuple(found.columns) == COLUMNS


def test_pages_follow_each_other_newest_first(fetch: Fetch) -> None:
    pages = [comments(fetch, EVERY, LOCAL_ADMIN, ANY, TOP_BOXES, limit=7, offset=at) for at in range(0, 35, 7)]
    times = [moment for page in pages for moment in page["ts"]]
    assert times == sorted(times, reverse=True) and len(set(times)) == 30
    assert [len(page) for page in pages] == [7, 7, 7, 7, 2]


def test_nobody_is_named(fetch: Fetch) -> None:
    found = comments(fetch, EVERY, LOCAL_ADMIN, ANY, TOP_BOXES, limit=100)
    assert "secret" not in found.to_csv()


def test_viewers_read_nothing_and_count_nothing(fetch: Fetch) -> None:
    viewer = Scope("vera", "viewer", None)
    for ask in (
        lambda: count(fetch, viewer), lambda: count(fetch, viewer, words="O'Neil"),
        lambda: comments(fetch, EVERY, viewer, ANY, TOP_BOXES, limit=5),
    ):  # fmt: skip
        with pytest.raises(NotAllowedError, match="may read rows"):
            ask()


def test_a_selection_of_few_is_closed_whatever_is_searched(fetch: Fetch) -> None:
    few, enough_of = Scope("a", "analyst", ("Digital",)), Scope("a", "analyst", ("Retail",))
    assert not enough(fetch, EVERY, few, TOP_BOXES) and enough(fetch, EVERY, enough_of, TOP_BOXES)
    for ask in (
        lambda: count(fetch, few), lambda: comments(fetch, EVERY, few, Wanted(words="bill"), TOP_BOXES, limit=5),
        lambda: count(fetch, filters=Filters.of(business_unit=("Digital",))),
    ):  # fmt: skip
        with pytest.raises(NotAllowedError, match="fewer than 10"):
            ask()
    assert count(fetch, enough_of) == 24
    assert set(comments(fetch, EVERY, enough_of, ANY, TOP_BOXES, limit=100)["source"]) == {"test"}


def test_a_band_there_is_none_of() -> None:
    with pytest.raises(ValueError, match="expected one of high, middle, low, none"):
        Wanted(band="best")
