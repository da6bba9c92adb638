"""Handling, costs, column profiles and load lags against the plain rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from data_access.store import Store
from metrics.errors import FrameError
from metrics.frames import COST_SUMS, HANDLERS, HANDLING, LOAD_LAGS, PROFILE, UNKNOWN
from tests.conftest import load_rows
from tests.data_access.random_log import CASES, Case, Row, ask, contacts, group, load, table
from tests.data_access.test_frames_journeys import outcome, unit_of

BY = {"by": ("channel", "attr:shop"), "grain": "day"}


@pytest.fixture
def logged(stores: Store) -> tuple[Store, list[Row]]:
    rows = contacts(5)
    load(stores, "contacts", rows)
    return stores, list(rows)


def chosen(rows: list[Row], case: Case) -> list[Row]:
    return [row for row in rows if case.seen(row) and case.asked(row)]


def known(values: list[float | None]) -> tuple[int, float | None]:
    there = [value for value in values if value is not None]
    return len(there), sum(there) if there else None


def test_handling_by_transfer_and_outcome(logged: tuple[Store, list[Row]]) -> None:
    store, rows = logged
    for case in CASES:
        cells: dict[Any, list[Row]] = defaultdict(list)
        for row in chosen(rows, case):
            cells[*group(row), row["transferred_to"] or UNKNOWN, outcome(row)].append(row)
        wanted = {
            key: (len(mine), *known([r["cost"] for r in mine]), *known([r["handling_seconds"] for r in mine]))
            for key, mine in cells.items()
        }
        assert table(ask(store, HANDLING, case, {}, **BY), HANDLING) == wanted
        agents = Counter(
            (*group(row), row["agent"] or UNKNOWN, row["transferred_to"] or UNKNOWN) for row in chosen(rows, case)
        )
        assert table(ask(store, HANDLERS, case, {}, **BY), HANDLERS) == {key: (n,) for key, n in agents.items()}


@pytest.mark.parametrize("counted", ["customer", "case", "issue"])
def test_costs_are_summed_over_units(logged: tuple[Store, list[Row]], counted: str) -> None:
    store, rows = logged
    full = 0
    for case in CASES:
        cells: dict[Any, dict[Any, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for row in chosen(rows, case):
            cells[row["segment"] or UNKNOWN, row["mode"] or UNKNOWN][unit_of(row, counted)].append(row)
        wanted = {}
        for cell, units in cells.items():
            missing = len(units.pop(None, []))
            costed = [mine for mine in units.values() if all(row["cost"] is not None for row in mine)]
            c = [sum(row["cost"] for row in mine) for mine in costed]
            r = [int(any(row["resolved"] for row in mine)) for mine in costed]
            sums = (sum(c), sum(r), sum(a * a for a in c), sum(r), sum(a * b for a, b in zip(c, r, strict=True)))
            empty = (None, 0, None, 0, None)
            wanted[cell] = (len(costed), len(units) - len(costed), missing, *(sums if costed else empty))
            full += len(costed)
        assert table(ask(store, COST_SUMS, case, {"counted": counted}, by=("segment", "mode")), COST_SUMS) == wanted
    assert full


RULES: dict[str, Callable[[Any], bool]] = {
    "direction": lambda value: value in ("inbound", "outbound"),
    "mode": lambda value: value in ("assisted", "automated"),
    "transferred_to": lambda value: value in ("nobody", "specialist", "supervisor"),
    "handling_seconds": lambda value: value >= 0,
    "waiting_seconds": lambda value: value >= 0,
    "cost": lambda value: value >= 0,
}


def test_a_profile_tells_filled_valid_and_different_values(stores: Store) -> None:
    rows = contacts(6)
    for k, row in enumerate(rows):
        row |= {"channel": "N/A"} if k % 11 == 0 else {}
        row |= {"direction": "sideways", "cost": -1.0} if k % 7 == 0 else {}
    load(stores, "contacts", rows)
    for case in CASES:
        cells: dict[str, list[Row]] = defaultdict(list)
        for found in chosen(list(rows), case):
            cells[found["segment"] or UNKNOWN].append(found)
        seen = table(ask(stores, PROFILE, case, {"facts": "contacts"}, by=("segment",)), PROFILE)
        fields = {key[1] for key in seen}
        assert {"ts", "channel", "customer", "cost", "resolved", "owner"} <= fields
        assert not fields & {"record", "seq", "batch_id", "day"}
        for segment, mine in cells.items():
            for field in fields:
                there = [row[field] for row in mine if row.get(field) not in (None, "", "N/A")]
                valid = sum(map(RULES[field], there)) if field in RULES else None
                assert seen[segment, field] == (len(mine), len(there), valid, len(set(there))), (case.name, field)
        assert {key[0] for key in seen} == set(cells)


def test_a_profile_of_complaints_knows_what_cannot_be(stores: Store) -> None:
    opened = datetime(2026, 3, 2, 9)
    row = {"ts": opened, "satisfaction_min": 1.0, "satisfaction_max": 5.0}
    load_rows(stores, "complaints", [
        {**row, "resolved_at": opened - timedelta(hours=1), "satisfaction_after": 6.0, "upheld": "perhaps"},
        {**row, "resolved_at": opened, "satisfaction_after": 5.0, "upheld": "partly"},
        {**row, "resolved_at": datetime(1900, 1, 1), "theme": " - "},
    ])  # fmt: skip
    found = ask(stores, PROFILE, CASES[0], {"facts": "complaints"})
    told = {row[0]: row[1:] for row in found[["field", "present", "valid", "different"]].itertuples(index=False, name=None)}
    assert told["resolved_at"] == (2, 1, 2)
    assert told["satisfaction_after"] == (2, 1, 2)
    assert told["upheld"] == (2, 1, 2)
    assert told["theme"][0] == 0


def test_customers_have_no_dates(stores: Store) -> None:
    load_rows(stores, "customers", [{"customer": "ada", "status": "lost"}, {"customer": "bob", "since": date(2020, 1, 1)}])
    found = ask(stores, PROFILE, CASES[0], {"facts": "customers"})
    told = {row[0]: row[1:3] for row in found[["field", "rows", "present"]].itertuples(index=False, name=None)}
    assert told["customer"] == (2, 2)
    assert told["status"] == told["since"] == (2, 1)
    with pytest.raises(FrameError, match="customers have no dates"):
        ask(stores, PROFILE, CASES[0], {"facts": "customers"}, grain="month")
    with pytest.raises(FrameError, match="its rows have no time"):
        ask(stores, LOAD_LAGS, CASES[0], {"facts": "customers"})
    with pytest.raises(FrameError, match="facts='letters' of profile"):
        ask(stores, PROFILE, CASES[0], {"facts": "letters"})


def test_lags_run_from_what_happened_to_the_load(stores: Store) -> None:
    rows = contacts(8)
    loads = {1: datetime(2026, 3, 5, 9), 2: datetime(2026, 3, 20, 8, 30)}
    for row in rows:
        row["batch_id"] = 1 + row["record"] % 2
    load(stores, "contacts", rows)
    given = {"source": "test", "kind": "contacts", "file_name": "f", "sha256": "", "mapping": "", "state": "loaded"}
    counted = dict.fromkeys(
        ("rows_read", "rows_loaded", "rows_rejected", "rows_duplicate", "rows_conflict", "rows_flagged"), 0
    )
    told = {"cells": "{}", "loaded": "{}", "created_by": "local"}
    load_rows(stores, "batches", [{**given, **counted, **told, "id": k, "created_at": v} for k, v in loads.items()])
    for case in CASES:
        wanted: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
        for found in chosen(list(rows), case):
            lag = loads[found["batch_id"]] - found["ts"]
            late = lag >= timedelta()
            wanted[found["source"], lag // timedelta(hours=1) if late else 0][0 if late else 1] += 1
        seen = table(ask(stores, LOAD_LAGS, case, {"facts": "contacts"}, by=("source",)), LOAD_LAGS)
        assert seen == {key: tuple(counts) for key, counts in wanted.items()}, case.name
        assert case.name != "all" or any(counts[1] for counts in wanted.values())
