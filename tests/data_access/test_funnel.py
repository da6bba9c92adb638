"""Funnels against the definition taken literally: random logs with ties, duplicates, events on the window's edge."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from metrics.errors import FrameError
from metrics.frames import FUNNEL, FUNNEL_OPEN, UNKNOWN
from tests.conftest import load_rows
from tests.data_access.funnel_reference import Event, depths

LOGS, UNITS, MODES = 80, 6, ("ordered", "strictly_later", "adjacent", "any_order")
WINDOW = timedelta(minutes=30)
NOON = datetime(2026, 3, 9, 12)
AS_OF = NOON + timedelta(hours=26, minutes=40)  # amid the last events: some windows are open, some events unseen
STEPS = {
    "three different": ("A", "B", "C"),
    "four different": ("A", "B", "C", "D"),
    "one": ("A",),
    "first again": ("A", "B", "A"),
    "the same twice": ("A", "A", "B"),
    "back and forth": ("A", "B", "A", "B"),
    "three times": ("B", "B", "B"),
}


def logs() -> list[Event]:
    """LOGS logs of UNITS units: coarse times give ties, some of them multiples of the window events on its edge."""
    rng = random.Random(20240601)
    events: list[Event] = []
    for log in range(LOGS):
        for unit in range(UNITS):
            start = NOON + timedelta(hours=rng.choice((0, 13, 26)))
            for _ in range(rng.randint(1, 9)):
                jump = rng.choice((0, 1, 5, 10, 15, 29, 30, 31, 45))
                ts = (
                    start
                    + timedelta(minutes=jump * rng.randint(0, 2))
                    + timedelta(microseconds=rng.choice((0, 0, 0, 1)))
                )
                stage, channel = (
                    rng.choice(("A", "A", "B", "B", "C", "D", "X", None)),
                    rng.choice(("Web", "App", None, "")),
                )
                for _ in range(1 + (rng.random() < 0.15)):
                    seq = rng.randrange(50)
                    events.append(Event(f"{log}-{unit}", ts, seq, len(events), stage, channel, f"log {log}"))
    return events


EVENTS = logs()


@pytest.fixture
def logged(stores: Store) -> Store:
    rows = [
        {
            "ts": e.ts,
            "seq": e.seq,
            "record": e.record,
            "stage": e.stage,
            "channel": e.channel,
            "source": e.source,
            "customer": e.unit,
            "case_id": e.unit,
        }
        for e in EVENTS
    ]
    load_rows(stores, "contacts", rows)
    return stores


def ask(store: Store, frame: Any = FUNNEL, filters: Filters | None = None, **options: Any) -> Counter[tuple[Any, ...]]:
    fetch = Fetch(store, AS_OF, store.data_version())
    given = {"mode": "ordered", "window_seconds": int(WINDOW.total_seconds()), "counted": "customer"} | options
    found = fetch(frame, filters or Filters(), LOCAL_ADMIN, by=("source", "channel"), grain="day", options=given)
    return Counter({tuple(row[:-1]): row[-1] for row in found.itertuples(index=False, name=None)})


def expected(
    steps: tuple[str, ...], mode: str, *, mature: bool = True, opens: Any = lambda _: True
) -> Counter[tuple[Any, ...]]:
    known = [e for e in EVENTS if e.ts <= AS_OF]
    best = depths(known, steps, mode, WINDOW, lambda e: (e.ts + WINDOW <= AS_OF) == mature and opens(e))
    return Counter((e.ts.date(), e.source, e.channel or UNKNOWN, depth) for e, depth in best)


@pytest.mark.parametrize("mode", MODES)
def test_equal_to_the_definition(logged: Store, mode: str) -> None:
    for name, steps in STEPS.items():
        assert ask(logged, steps=steps, mode=mode) == expected(steps, mode), name


@pytest.mark.parametrize("mode", MODES)
def test_open_windows_are_apart(logged: Store, mode: str) -> None:
    found = ask(logged, FUNNEL_OPEN, steps=("A", "B", "C"), mode=mode)
    assert found == expected(("A", "B", "C"), mode, mature=False)
    assert found, "the logs end within a window of as_of"


@pytest.mark.parametrize("mode", MODES)
def test_filters_choose_entries_only(logged: Store, mode: str) -> None:
    web = Filters.of(date(2026, 3, 10), date(2026, 3, 10), channel="Web")
    for steps in (("A", "B", "C"), ("A", "B", "A")):
        only = expected(steps, mode, opens=lambda e: e.channel == "Web" and e.ts.date() == date(2026, 3, 10))
        assert ask(logged, filters=web, steps=steps, mode=mode) == only


def test_stage_filters_do_not_apply_and_say_so(logged: Store) -> None:
    staged = Filters.of(stage="B", touchpoint="Till")
    assert ask(logged, filters=staged, steps=("A", "B")) == ask(logged, steps=("A", "B"))
    assert staged.not_applied(FUNNEL) == ("stage", "touchpoint")


def test_cases_are_counted_like_customers(logged: Store) -> None:
    assert ask(logged, steps=("A", "B", "C"), counted="case") == ask(logged, steps=("A", "B", "C"))


def test_the_logs_reach_every_depth_and_tell_the_modes_apart() -> None:
    """Without this, the comparisons above could hold for want of cases."""
    found = {mode: expected(("A", "B", "C"), mode) for mode in MODES}
    assert all({key[-1] for key in counts} == {1, 2, 3} for counts in found.values())
    assert len({frozenset(counts.items()) for counts in found.values()}) == len(MODES)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"steps": ()}, "1 to 12 named steps"),
        ({"steps": ("A", "")}, "1 to 12 named steps"),
        ({"steps": ("A",), "mode": "loose"}, "strictly_later"),
        ({"steps": ("A",), "window_seconds": -1}, "whole seconds"),
        ({"steps": ("A",), "counted": "visit"}, "customer, case"),
    ],
)
def test_refuses_what_is_no_funnel(store: Store, options: dict[str, Any], said: str) -> None:
    with pytest.raises(FrameError, match=said):
        ask(store, **options)


def test_seven_customers_of_the_catalogue(stores: Store) -> None:
    """Vector `funnel_7_customers` (metrics.md D2), whose "strict" is `adjacent` here."""
    cases = json.loads((Path(__file__).parents[1] / "vectors_public.json").read_text(encoding="utf-8"))["cases"]
    case = next(case for case in cases if case["name"] == "funnel_7_customers")
    given, wanted = case["inputs"], case["expected"]
    rows = [
        {"ts": NOON - timedelta(days=2) + timedelta(seconds=second), "stage": stage, "customer": customer}
        for customer, mine in given["events_by_customer_time_type"].items()
        for second, stage in mine
    ]
    load_rows(stores, "contacts", rows)
    fetch = Fetch(stores, AS_OF, stores.data_version())
    for mode, name in (("ordered", "ordered"), ("adjacent", "strict"), ("any_order", "any_order")):
        options = {"steps": given["steps"], "mode": mode, "window_seconds": given["window"], "counted": "customer"}
        found = fetch(FUNNEL, Filters(), LOCAL_ADMIN, options=options)
        assert [found.loc[found["depth"] >= k, "n"].sum() for k in (1, 2, 3)] == wanted[name]
