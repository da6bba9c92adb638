"""How fresh each source is: its last day, its own rhythm, and whether more should have come by now."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert

from data_access.looking import Freshness
from data_access.schema import batches
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.store import Store
from tests.conftest import load_rows
from tests.data_access.facts import answer, contact

LOADED = datetime(2026, 3, 20, 8)
COUNTS = ("rows_read", "rows_loaded", "rows_rejected", "rows_duplicate", "rows_conflict", "rows_flagged")


def came(store: Store, source: str, kind: str, *moments: datetime, state: str = "loaded", first: int = 1) -> None:
    """Batches as the store remembers them."""
    rows = [
        {
            "id": first + i, "source": source, "kind": kind, "file_name": "f", "sha256": "", "mapping": "{}", "state": state,
            "cells": "{}", "loaded": "{}", "created_at": moment, "created_by": "tester", **dict.fromkeys(COUNTS, 0),
        }
        for i, moment in enumerate(moments)
    ]  # fmt: skip
    with store.writing() as connection:
        connection.execute(insert(batches), rows)


def days(source: str, *every: int, start: datetime = datetime(2026, 3, 2, 9)) -> list[dict[str, object]]:
    return [contact(start + timedelta(days=day), "Web", "ada", source=source) for day in every]


def test_the_rhythm_is_the_median_step_between_days(stores: Store) -> None:
    load_rows(stores, "contacts", [*days("weekly", 0, 7, 7, 14, 21, 60), *days("single", 3, 3)])
    load_rows(stores, "answers", [answer(datetime(2026, 3, 5), 5.0, None, source="weekly")])
    came(stores, "weekly", "contacts", LOADED, LOADED + timedelta(days=7))
    came(stores, "weekly", "answers", LOADED, first=11)
    single, weekly = stores.sources(LOCAL_ADMIN)
    assert (single.source, single.rhythm, single.rows, single.loads, single.due()) == ("single", None, 2, 0, None)
    assert (weekly.rhythm, weekly.rows, weekly.loads) == (7, 7, 2)  # steps 3, 4, 7, 7, 39
    assert (weekly.last_day, weekly.last_batch) == (date(2026, 5, 1), LOADED + timedelta(days=7))


def test_batches_that_were_taken_back_do_not_count(stores: Store) -> None:
    load_rows(stores, "contacts", days("daily", 0, 1, 2))
    came(stores, "daily", "contacts", LOADED)
    came(stores, "daily", "contacts", LOADED + timedelta(days=1), state="undone", first=2)
    [daily] = stores.sources(LOCAL_ADMIN)
    assert (daily.loads, daily.last_batch, daily.due()) == (1, LOADED, None)


def test_only_what_one_may_see_is_told(stores: Store) -> None:
    digital = contact(datetime(2026, 3, 9), "Web", "ada", "Digital", source="digital")
    load_rows(stores, "contacts", [*days("open", 0, 1), digital])
    assert [s.source for s in stores.sources(Scope("d", "viewer", ("Digital",)))] == ["digital"]


def test_one_statement_and_none_when_warm(store: Store) -> None:
    load_rows(store, "contacts", days("daily", 0, 1, 2))
    store.version_at_hand()
    start = store.statements
    store.sources(LOCAL_ADMIN)
    assert store.statements == start + 1
    store.sources(LOCAL_ADMIN)
    assert store.statements == start + 1


@pytest.mark.parametrize(("rhythm", "loads", "silent", "late"), [
    (1, 2, 3, False), (1, 2, 4, True), (7, 5, 21, False), (7, 5, 22, True), (1, 1, 400, False), (None, 9, 400, False),
])
def test_late_is_three_usual_steps_after_the_last_day(rhythm, loads, silent, late) -> None:
    source = Freshness("s", date(2026, 3, 1), LOADED, 10, rhythm, loads)
    assert source.late(date(2026, 3, 1) + timedelta(days=silent)) is late
