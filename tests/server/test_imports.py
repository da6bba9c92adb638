"""Work in the background: its progress, its outcome, its end by a person."""

from __future__ import annotations

import threading
from itertools import count

import pytest

from data_access.importing.errors import DataError
from server import imports

SECONDS = 30.0
_numbers = count()


@pytest.fixture
def key() -> str:
    return f"key-{next(_numbers)}"


def over(key: str) -> imports.Work:
    work = imports.wait("me", key, SECONDS)
    assert work is not None
    return work


def test_the_outcome_is_kept_until_it_is_told(key):
    imports.begin("me", key, "a.csv", lambda report: report(0.5, "storing") or 42)
    done = over(key)
    assert (done.state, done.share, done.result, done.name) == (imports.DONE, 1.0, 42, "a.csv")
    imports.forget("me", key)
    assert imports.get("me", key) is None


def test_the_same_key_is_the_same_work(key):
    go = threading.Event()
    runs = []

    def task(report):
        runs.append(1)
        go.wait(SECONDS)

    imports.begin("me", key, "a.csv", task)
    imports.begin("me", key, "a.csv", task)
    go.set()
    over(key)
    assert runs == [1]


def test_progress_is_seen_while_it_runs(key):
    told, go = threading.Event(), threading.Event()

    def task(report):
        report(0.25, "reading")
        told.set()
        go.wait(SECONDS)

    imports.begin("me", key, "a.csv", task)
    assert told.wait(SECONDS)
    work = imports.get("me", key)
    assert (work.state, work.share, work.what) == (imports.RUNNING, 0.25, "reading")
    go.set()
    over(key)


def test_it_stops_at_its_next_report(key):
    asked, stopped = threading.Event(), threading.Event()
    after = []

    def task(report):
        asked.set()
        stopped.wait(SECONDS)
        report(0.5, "reading")
        after.append(1)

    imports.begin("me", key, "a.csv", task)
    assert asked.wait(SECONDS)
    imports.stop("me", key)
    stopped.set()
    assert over(key).state == imports.STOPPED
    assert after == []


def test_a_refusal_comes_with_its_words_and_a_failure_without_any(key):
    def refused(report):
        raise DataError("No.", "Yes.", "Try.")

    def broken(report):
        raise ZeroDivisionError("secret")

    imports.begin("me", key, "a.csv", refused)
    assert (over(key).state, over(key).error) == (imports.FAILED, "No. Yes. Try.")
    imports.begin("me", key + "b", "a.csv", broken)
    assert (over(key + "b").state, over(key + "b").error) == (imports.FAILED, "")


def test_nobody_sees_the_work_of_others(key):
    imports.begin("me", key, "a.csv", lambda report: 1)
    over(key)
    assert imports.get("you", key) is None
    assert key not in [work.key for work in imports.of("you")]
    imports.stop("you", key)  # nothing happens
    assert key in [work.key for work in imports.of("me")]


def test_only_so_many_run_at_once(key):
    going, peak, lock, go = [], [], threading.Lock(), threading.Event()

    def task(report):
        with lock:
            going.append(1)
            peak.append(len(going))
        go.wait(0.2)
        with lock:
            going.pop()

    keys = [f"{key}-{i}" for i in range(5)]
    for each in keys:
        imports.begin("me", each, "a.csv", task)
    for each in keys:
        assert over(each).state == imports.DONE
    assert max(peak) <= imports.AT_ONCE
