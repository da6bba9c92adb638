"""Words of comments: cut without a model for scripts with spaces, by a dictionary for Chinese, counted once a comment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.store import Store
from data_access.words import counting
from data_access.words.counting import WordCounts, unhappy_words
from data_access.words.tokens import tokens
from metrics.definitions.satisfaction import TOP_BOXES
from tests.conftest import load_rows

AS_OF, BEGAN = datetime(2026, 6, 30), datetime(2026, 3, 1, 9)


@pytest.mark.parametrize("text, expected", [
    ("My BILL is wrong, my bill!", {"bill", "wrong"}), ("the company’s app", {"company", "app"}),
    ("Call [number] or [e-mail]", {"call"}), ("404 24/7 x", set()), ("Où est l'été ?", {"où", "est", "l'été"}),
    ("手机应用卡住了，只能重来", {"手机", "应用", "卡住"}), ("app 很慢 refund", {"app", "refund"}),
    ("", set()), ("[e-mail]", set()), ("x" * 41, set()), ("cafe\u0301 closed", {"café", "closed"}),
    ("대기 시간", {"대기", "시간"}),
])  # fmt: skip
def test_words_of_a_text(text: str, expected: set[str]) -> None:
    assert tokens(text) == expected


@given(st.text(max_size=60))
def test_any_text_has_words_that_stand_in_it(text: str) -> None:
    from unicodedata import normalize

    plain = normalize("NFC", text).lower().replace("\u2019", "'")
    assert all(2 <= len(word) <= 40 and word in plain for word in tokens(text))


def response(record: int, text: str, score: float, customer: str | None, day: int = 0, unit: str = "Retail") -> dict[str, Any]:
    ts = BEGAN + timedelta(days=day, minutes=record)
    return {"ts": ts, "record": record, "customer": customer, "business_unit": unit, "text": text, "score": score}


def fill(store: Store, rows: list[dict[str, Any]], complaints: list[dict[str, Any]]) -> Fetch:
    load_rows(store, "comments", [{k: v for k, v in row.items() if k != "score"} for row in rows])
    scale = {"kind": "csat", "question": "Overall", "scale_min": 1.0, "scale_max": 5.0}
    load_rows(store, "answers", [{k: v for k, v in row.items() if k != "text"} | scale for row in rows])
    load_rows(store, "complaints", [{"record": 900 + i, "business_unit": "Retail", **one} for i, one in enumerate(complaints)])
    return Fetch(store, AS_OF, store.data_version())


def count(fetch: Fetch, scope: Scope = LOCAL_ADMIN, least: int = 2) -> WordCounts:
    return unhappy_words(fetch, Filters(), scope, least=least, top=TOP_BOXES)


def test_counted_by_whether_the_customer_complained(stores: Store) -> None:
    rows = [
        response(1, "bill bill wrong", 1, "ada"), response(2, "bill slow", 2, "bob"), response(3, "slow app", 1, "cyd"),
        response(4, "bill great", 5, "dan"), response(5, "bill", 1, None), response(6, "bill late", 1, "eve", 110),
    ]  # fmt: skip
    fetch = fill(stores, rows, [{"ts": BEGAN + timedelta(days=30), "customer": "ada"}, {"ts": AS_OF, "customer": "bob"}])
    found = count(fetch)
    # happy, unknown and too young ones are not compared; the second complaint came too late to be about it
    assert found == WordCounts((("bill", 1, 1), ("slow", 2, 0)), (4, 2), (2, 1))
    assert count(fetch, least=3).words == () and count(fetch, least=3).totals == (4, 2)


def test_scopes_never_mix(store: Store) -> None:
    rows = [response(1, "bill", 1, "ada"), response(2, "app", 1, "bob", unit="Digital")]
    fetch = fill(store, rows, [])
    digital = count(fetch, Scope("d", "viewer", ("Digital",)), least=1)
    assert digital.words == (("app", 1, 0),)
    assert {word for word, *_ in count(fetch, least=1).words} == {"bill", "app"}
    assert count(fetch, Scope("nobody", "viewer", ()), least=1) == WordCounts((), (0, 0), (0, 0))


def test_never_more_texts_are_read_than_the_limit(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_READ", 3)
    fetch = fill(store, [response(i, "bill", 1, f"c{i}") for i in range(10)], [])
    assert count(fetch).comments == (3, 0)


def test_only_counts_are_kept(store: Store) -> None:
    fetch = fill(store, [response(i, "secret bill", 1, f"c{i}") for i in range(5)], [])
    count(fetch)
    kept = [value for value, _ in store.cache._kept.values()]
    assert not any("secret bill" in repr(value) for value in kept)
