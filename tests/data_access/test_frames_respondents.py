"""S2 against sums taken customer by customer, on random answers."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date
from typing import Any

import pytest

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.store import Store
from metrics.errors import FrameError
from metrics.frames import RESPONDENTS, UNKNOWN
from tests.conftest import load_rows
from tests.data_access.facts import AS_OF, DIGITAL, RETAIL, at

SCALES = ((0.0, 10.0), (1.0, 5.0), (1.0, 7.0), (0.0, 1.0), (0.0, 100.0), (2.0, 6.0))
TOP = ((1, 5, 4), (1, 7, 6), (0, 10, 9), (0, 1, 1))
LOWEST = {(0, 10): 9, (1, 5): 4, (1, 7): 6, (0, 1): 1, (2, 6): 5}  # 2-6 is not named: its top two


def log(seed: int) -> list[dict[str, Any]]:
    """Responses of several answers each; some customers, some none, some beyond as_of."""
    rng = random.Random(seed)
    rows = []
    for record in range(140):
        scale = rng.choice(SCALES)
        response = {
            "record": record, "ts": at(rng.randint(1, 11), rng.randint(0, 23)),
            "customer": rng.choice(("a", "b", "c", "", None)), "channel": rng.choice(("Web", "Phone", None, "")),
            "business_unit": rng.choice((RETAIL, DIGITAL, None)), "kind": rng.choice(("nps", "csat")), "question": "Q",
            "source": rng.choice(("one", "two")),
        }  # fmt: skip
        for seq in range(rng.randint(1, 3)):
            own = {"scale_min": scale[0], "scale_max": scale[1], "score": float(rng.randint(int(scale[0]), int(scale[1])))}
            rows.append({**response, **own, "seq": seq, "weight": rng.choice((None, 0.5, 2.0))})
    return rows


def value(row: dict[str, Any], measure: str) -> float | None:
    scale = (int(row["scale_min"]), int(row["scale_max"]))
    if measure == "score":
        return float(row["score"])
    if measure == "net":
        return (row["score"] >= 9) - (row["score"] <= 6) if scale == (0, 10) else None
    return float(row["score"] >= LOWEST[scale]) if scale in LOWEST else None


def expected(rows: list[dict[str, Any]], measure: str, weighted: bool, keep: Any) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    people: dict[tuple[Any, ...], dict[Any, list[tuple[float, float | None]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row["ts"] <= AS_OF and keep(row):
            cell = (row["ts"].date().replace(day=1), row["channel"] or UNKNOWN, row["scale_min"], row["scale_max"])
            weight = (row["weight"] or 1.0) if weighted else 1.0
            people[cell][row["customer"] or (row["source"], row["record"])].append((weight, value(row, measure)))
    found = {}
    for cell, mine in people.items():
        n = [sum(w for w, _ in given) for given in mine.values()]
        defined = all(v is not None for given in mine.values() for _, v in given)
        x = [sum(w * (v or 0) for w, v in given) for given in mine.values()]
        sums = (sum(x), sum(b * b for b in n), sum(b * b for b in x), sum(a * b for a, b in zip(n, x, strict=True)))
        with_x = (sums[0], sums[1], sums[2], sums[3]) if defined else (None, sums[1], None, None)
        found[cell] = (len(mine), sum(n), *with_x)
    return found


@pytest.mark.parametrize("measure", ["score", "top", "net"])
def test_equal_to_sums_taken_customer_by_customer(stores: Store, measure: str) -> None:
    rows = log(20240601)
    load_rows(stores, "answers", rows)
    fetch = Fetch(stores, AS_OF, stores.data_version())
    some = Filters.of(date(2026, 3, 2), date(2026, 3, 9), channel=("Web", UNKNOWN))
    cases: list[tuple[Scope, Filters, Any]] = [
        (LOCAL_ADMIN, Filters(), lambda row: True),
        (Scope("r", "viewer", (RETAIL,)), Filters(), lambda row: row["business_unit"] == RETAIL),
        (LOCAL_ADMIN, some, lambda row: date(2026, 3, 2) <= row["ts"].date() <= date(2026, 3, 9) and row["channel"] != "Phone"),
    ]
    for scope, filters, keep in cases:
        for weights in (None, "source"):
            for kind in (None, "nps"):
                options = {"measure": measure, "top": TOP, "weights": weights, "kind": kind}
                given = {name: chosen for name, chosen in options.items() if chosen is not None}
                found = fetch(RESPONDENTS, filters, scope, by=("channel",), grain="month", options=given)
                seen = {
                    row[:4]: tuple(None if cell != cell else cell for cell in row[4:])
                    for row in found.itertuples(index=False, name=None)
                }
                wanted = expected(rows, measure, weights is not None, lambda r, k=keep, n=kind: k(r) and n in (None, r["kind"]))
                assert seen == wanted


def test_answers_without_a_customer_belong_to_their_response(stores: Store) -> None:
    answer = {"ts": at(2), "kind": "csat", "question": "Q", "scale_min": 1.0, "scale_max": 5.0, "score": 5.0}
    load_rows(stores, "answers", [{**answer, "record": record} for record in (1, 1, 2)])
    found = Fetch(stores, AS_OF, stores.data_version())(RESPONDENTS, Filters(), LOCAL_ADMIN, options={"measure": "score"})
    assert found.to_numpy().tolist() == [[1, 5, 2, 3, 15, 5, 125, 25]]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "measure=None of respondents: expected one of score, top, net"),
        ({"measure": "top", "top": ((1, 5),)}, "scale_min, scale_max, answer"),
        ({"measure": "top", "weights": "mine"}, "expected one of source"),
    ],
)
def test_refuses_what_it_does_not_know(store: Store, options: dict[str, Any], said: str) -> None:
    with pytest.raises(FrameError, match=said):
        Fetch(store, AS_OF, store.data_version())(RESPONDENTS, Filters(), LOCAL_ADMIN, options=options)
