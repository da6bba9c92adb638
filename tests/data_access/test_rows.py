"""Drill-down: as many rows as were counted, the asker's own, and no key, pseudonym or comment among the columns."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.rows import ROW_CAP, rows
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.store import Store
from metrics.errors import FrameError
from metrics.frames import BY_KEY, CONTACTS, FLOW, Frame
from tests.conftest import load_rows
from tests.data_access.facts import AS_OF, RETAIL, at, contact, load_everything
from tests.data_access.test_frames import OPTIONS

SIMPLE = (
    "scores",
    "contacts",
    "complaints",
    "responses",
    "deadlines",
    "confirmed",
    "durations",
    "duration_faults",
    "backlog",
    "recovery",
)
SELECTIONS = (Filters(), Filters(date(2026, 3, 3), date(2026, 3, 9)), Filters.of(channel="Web"))
UNKNOWABLE = ("not_recorded", "no_deadlines")  # of sources that do not record it: said, not counted


def counted(frame: Frame, found: Any) -> int:
    wanted = ["n"] if "n" in frame.counts else [name for name in frame.counts if name not in UNKNOWABLE]
    return int(found[wanted].to_numpy().sum())


@pytest.mark.parametrize("key", SIMPLE)
def test_as_many_rows_as_the_frame_counts(stores: Store, key: str) -> None:
    load_everything(stores)
    frame, options = BY_KEY[key], OPTIONS.get(key, {})
    fetch = Fetch.now(stores, LOCAL_ADMIN, AS_OF)
    for scope in (LOCAL_ADMIN, Scope("r", "viewer", (RETAIL,))):
        for filters in SELECTIONS:
            behind = rows(stores, frame, filters, scope, AS_OF, options=options)
            assert len(behind) == counted(frame, fetch(frame, filters, scope, options=options))
            assert scope is LOCAL_ADMIN or set(behind["business_unit"]) <= {RETAIL}


def test_columns_are_the_business_ones_newest_row_first(store: Store) -> None:
    load_everything(store)
    found = rows(store, CONTACTS, Filters(), LOCAL_ADMIN, AS_OF)
    assert not {"record", "seq", "batch_id", "customer", "text"} & set(found.columns)
    assert found["ts"].is_monotonic_decreasing
    assert found["case_id"].iloc[0] == "k4"


def test_capped_and_refused_where_counts_are_no_rows(store: Store) -> None:
    load_rows(store, "contacts", [contact(at(2), "Web", "ada", record=n) for n in range(ROW_CAP + 5)])
    assert len(rows(store, CONTACTS, Filters(), LOCAL_ADMIN, AS_OF)) == ROW_CAP
    assert len(rows(store, CONTACTS, Filters(), LOCAL_ADMIN, AS_OF, limit=10 * ROW_CAP)) == ROW_CAP
    assert len(rows(store, CONTACTS, Filters(), LOCAL_ADMIN, AS_OF, limit=3)) == 3
    with pytest.raises(FrameError, match="flow does not count rows"):
        rows(store, FLOW, Filters(), LOCAL_ADMIN, AS_OF)
