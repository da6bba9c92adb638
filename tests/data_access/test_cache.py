"""The result cache: single flight, bounded, and never across versions, scopes or selections."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from data_access.cache import ResultCache
from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.store import Store
from metrics.frames import COMPLAINTS, CONTACTS
from tests.conftest import load_rows
from tests.data_access.facts import AS_OF, DIGITAL, RETAIL, at, contact, load_everything


def test_identical_work_is_done_once_at_a_time() -> None:
    cache, begun, go = ResultCache(), threading.Event(), threading.Event()
    calls: list[int] = []

    def produce() -> tuple[str, bool]:
        calls.append(1)
        begun.set()
        assert go.wait(10)
        return "answer", False  # not kept: those who waited must still get it

    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(cache.get, "key", produce)
        assert begun.wait(10)
        others = [pool.submit(cache.get, "key", produce) for _ in range(7)]
        while len(cache._flights) != 1 or not all(future.running() for future in others):
            pass
        timer = threading.Timer(0.2, go.set)  # lets the seven reach the flight before it lands
        timer.start()
        assert {first.result(10), *(future.result(10) for future in others)} == {"answer"}
    assert len(calls) == 1
    assert len(cache) == 0


def test_a_failure_is_not_kept_and_wakes_the_waiters() -> None:
    cache, begun, go = ResultCache(), threading.Event(), threading.Event()

    def fail() -> tuple[str, bool]:
        begun.set()
        assert go.wait(10)
        raise RuntimeError("engine gone")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cache.get, "key", fail)
        assert begun.wait(10)
        second = pool.submit(cache.get, "key", lambda: ("fine", True))
        go.set()
        with pytest.raises(RuntimeError, match="engine gone"):
            first.result(10)
        assert second.result(10) == "fine"
    assert cache.get("key", fail) == "fine"


def test_bounded_by_entries_and_by_rows_least_recently_used_first() -> None:
    cache = ResultCache(max_entries=3, max_rows=10)
    for key in "abc":
        cache.get(key, lambda: ([0] * 3, True))
    cache.get("a", lambda: ([], True))  # used again: b is the oldest now
    cache.get("d", lambda: ([0] * 3, True))
    made: list[str] = []
    for key in "acd":
        cache.get(key, lambda key=key: (made.append(key) or [0] * 3, True))  # type: ignore[misc]
    assert made == []
    cache.get("b", lambda: (made.append("b") or [0] * 9, True))
    assert made == ["b"]
    assert len(cache) == 1, "nine rows leave room for no other entry of three"
    cache.get("huge", lambda: ([0] * 11, True))
    assert len(cache) == 1, "an answer above the bound is given, not kept"


def test_same_question_asks_the_engine_once(stores: Store) -> None:
    load_everything(stores)
    fetch = Fetch.now(stores, LOCAL_ADMIN, AS_OF)
    before = stores.statements
    with ThreadPoolExecutor(8) as pool:
        frames = list(pool.map(lambda _: fetch(CONTACTS, Filters(), LOCAL_ADMIN, by=("channel",)), range(16)))
    assert stores.statements == before + 1
    assert all(frame.equals(frames[0]) for frame in frames)


def test_other_version_scope_as_of_and_selection_miss(store: Store) -> None:
    load_everything(store)
    store.settings()  # once, whatever is loaded later

    def asked(scope: Scope = LOCAL_ADMIN, as_of: datetime = AS_OF, filters: Filters | None = None) -> tuple[int, int]:
        before = store.statements
        found = Fetch.now(store, scope, as_of)(CONTACTS, filters or Filters(), scope)
        return store.statements - before, int(found["n"].sum())

    assert asked() == (1, 6)
    assert asked() == (0, 6)
    assert asked(Scope("x", "viewer", (RETAIL,))) == (1, 3)
    assert asked(Scope("y", "admin", (RETAIL,))) == (0, 3), "two people with the same units share an answer"
    assert asked(Scope("x", "viewer", (DIGITAL,))) == (1, 2)
    assert asked(as_of=AS_OF - timedelta(days=7)) == (1, 3)
    assert asked(filters=Filters.of(channel="Web")) == (1, 2)
    load_rows(store, "contacts", [contact(at(6), "Web", "eve")])
    assert asked() == (1, 7)


def test_an_answer_of_a_newer_store_is_not_kept_under_the_old_version(store: Store) -> None:
    load_everything(store)
    old = Fetch.now(store, LOCAL_ADMIN, AS_OF)
    load_rows(store, "contacts", [contact(at(6), "Web", "eve")])
    old(CONTACTS, Filters(), LOCAL_ADMIN)
    before = store.statements
    old(CONTACTS, Filters(), LOCAL_ADMIN)
    assert store.statements == before + 1


def test_what_a_caller_does_to_a_frame_stays_with_the_caller(store: Store) -> None:
    load_everything(store)
    fetch = Fetch.now(store, LOCAL_ADMIN, AS_OF)
    mine = fetch(COMPLAINTS, Filters(), LOCAL_ADMIN)
    mine.loc[:, "n"] = 0
    mine["more"] = 1
    assert fetch(COMPLAINTS, Filters(), LOCAL_ADMIN)["n"].tolist() == [6]
