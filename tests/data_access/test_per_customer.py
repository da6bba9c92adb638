"""One answer of each customer, and how many each gave, against counting customer by customer on random answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

import pytest

from data_access.drill import count_rows, rows
from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.store import Store
from metrics.errors import FrameError
from metrics.evaluate import evaluate
from metrics.frames import REPEATS, SCORES, UNKNOWN
from metrics.registry import by_key
from tests.conftest import load_rows
from tests.data_access.facts import AS_OF, DIGITAL, RETAIL, answer, at
from tests.data_access.test_frames_respondents import log

CASES: list[tuple[Scope, Filters, Any]] = [
    (LOCAL_ADMIN, Filters(), lambda row: True),
    (Scope("r", "viewer", (RETAIL,)), Filters(), lambda row: row["business_unit"] == RETAIL),
    (Scope("d", "viewer", (DIGITAL,)), Filters(), lambda row: row["business_unit"] == DIGITAL),
    (
        LOCAL_ADMIN, Filters.of(date(2026, 3, 2), date(2026, 3, 9), channel=("Web", UNKNOWN)),
        lambda row: date(2026, 3, 2) <= row["ts"].date() <= date(2026, 3, 9) and row["channel"] != "Phone",
    ),
]  # fmt: skip


def respondent(row: dict[str, Any]) -> Any:
    return row["customer"] or (row["source"], row["record"])


def moment(row: dict[str, Any]) -> tuple[Any, ...]:
    """Later by time; at one moment by source and place in the file; of one row the higher score."""
    return row["ts"], row["source"], row["seq"], row["record"], row["score"], row["scale_max"]


def one_each(rows: list[dict[str, Any]], whose: str, by_channel: bool) -> dict[tuple[Any, ...], tuple[float, ...]]:
    """Counts per cell and score, as the frame has them."""
    chosen: dict[Any, dict[str, Any]] = {}
    for row in rows:
        cell = (row["channel"] or UNKNOWN,) if by_channel else ()
        key = (cell, respondent(row))
        other = chosen.get(key)
        if other is None or (moment(row) > moment(other)) == (whose == "latest"):
            chosen[key] = row
    found: dict[tuple[Any, ...], list[float]] = defaultdict(lambda: [0, 0.0, 0.0])
    for (cell, _), row in chosen.items():
        weight = row["weight"] or 1.0
        counts = found[(*cell, row["scale_min"], row["scale_max"], row["score"])]
        counts[0], counts[1], counts[2] = counts[0] + 1, counts[1] + weight, counts[2] + weight * weight
    return {key: tuple(counts) for key, counts in found.items()}


@pytest.mark.parametrize("whose", ["latest", "first"])
@pytest.mark.parametrize("kind", ["nps", "csat"])
def test_equal_to_choosing_customer_by_customer(stores: Store, whose: str, kind: str) -> None:
    everything = log(20240601)
    load_rows(stores, "answers", everything)
    fetch = Fetch(stores, AS_OF, stores.data_version())
    for scope, filters, keep in CASES:
        mine = [row for row in everything if row["ts"] <= AS_OF and keep(row) and row["kind"] == kind]
        for by in ((), ("channel",)):
            found = fetch(SCORES, filters, scope, by=by, options={"kind": kind, "per_customer": whose})
            width = len(by) + 3
            seen = {row[:width]: row[width:] for row in found.itertuples(index=False, name=None)}
            assert seen == one_each(mine, whose, bool(by))


def test_nobody_counts_twice_and_nobody_is_lost(stores: Store) -> None:
    everything = log(7)
    load_rows(stores, "answers", everything)
    fetch = Fetch(stores, AS_OF, stores.data_version())
    people = {respondent(row) for row in everything if row["ts"] <= AS_OF}
    for whose in ("latest", "first"):
        assert fetch(SCORES, Filters(), LOCAL_ADMIN, options={"per_customer": whose})["n"].sum() == len(people)


def test_the_period_decides_which_is_the_latest(stores: Store) -> None:
    given = [answer(at(day), score, RETAIL, customer="ada", record=day) for day, score in ((2, 1.0), (5, 3.0), (9, 5.0))]
    load_rows(stores, "answers", given)
    fetch = Fetch(stores, AS_OF, stores.data_version())
    until = Filters.of(date(2026, 3, 1), date(2026, 3, 6))
    scores = {
        (whose, filters): fetch(SCORES, filters, LOCAL_ADMIN, options={"per_customer": whose})["score"].tolist()
        for whose in ("latest", "first") for filters in (Filters(), until)
    }  # fmt: skip
    assert scores == {
        ("latest", Filters()): [5.0], ("first", Filters()): [1.0], ("latest", until): [3.0], ("first", until): [1.0],
    }  # fmt: skip


def test_how_many_each_gave(stores: Store) -> None:
    everything = log(99)
    load_rows(stores, "answers", everything)
    fetch = Fetch(stores, AS_OF, stores.data_version())
    for scope, filters, keep in CASES:
        given = Counter(respondent(row) for row in everything if row["ts"] <= AS_OF and keep(row) and row["kind"] == "csat")
        named = Counter(n for who, n in given.items() if isinstance(who, str))
        unnamed = Counter(n for who, n in given.items() if not isinstance(who, str))
        found = fetch(REPEATS, filters, scope, options={"kind": "csat"})
        assert list(found.itertuples(index=False, name=None)) == [(n, named[n], unnamed[n]) for n in sorted(named | unnamed)]


def test_the_rows_behind_are_those_that_count(stores: Store) -> None:
    """A listing of one answer a customer holds as many lines as the number counts, and the right ones."""
    everything = [row for row in log(3) if row["kind"] == "nps"]
    load_rows(stores, "answers", everything)
    fetch = Fetch(stores, AS_OF, stores.data_version())
    for whose in ("latest", "first"):
        options = {"kind": "nps", "per_customer": whose}
        counted = fetch(SCORES, Filters(), LOCAL_ADMIN, options=options)
        listed = rows(fetch, SCORES, Filters(), LOCAL_ADMIN, options=options)
        assert count_rows(fetch, SCORES, Filters(), LOCAL_ADMIN, options=options) == counted["n"].sum() == len(listed)
        assert Counter(listed["score"]) == Counter(
            {score: int(n) for score, n in counted.groupby("score")["n"].sum().items()}
        )


def test_a_metric_takes_it_and_needs_no_respondents(store: Store) -> None:
    """One answer of each customer is independent of the others: no design effect is left."""
    load_rows(store, "answers", [answer(at(2 + i % 8), float(1 + i % 5), RETAIL, customer=f"c{i % 20}", record=i)
                                 for i in range(60)])  # fmt: skip
    fetch = Fetch(store, AS_OF, store.data_version())
    every = evaluate(by_key("csat"), fetch, Filters(), LOCAL_ADMIN, compare="none").overall
    latest = evaluate(
        by_key("csat"), fetch, Filters(), LOCAL_ADMIN, compare="none", options={"per_customer": "latest"}
    ).overall
    assert (every.n, latest.n) == (60, 20)
    assert every.detail["respondents"] == 20
    assert "design_effect" not in latest.detail


def test_another_choice_is_refused(store: Store) -> None:
    load_rows(store, "answers", [answer(at(2), 5.0, RETAIL)])
    with pytest.raises(FrameError, match="per_customer='best' of scores: expected one of latest, first"):
        Fetch(store, AS_OF, store.data_version())(SCORES, Filters(), LOCAL_ADMIN, options={"per_customer": "best"})
