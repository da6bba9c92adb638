"""Drill-down: as many lines as were counted, the asker's own, and no key, pseudonym or comment among the columns."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from data_access import audit
from data_access.drill import (
    FILE_CAP,
    NUMERATOR,
    ROW_CAP,
    Within,
    adds_up,
    count_rows,
    counts_what,
    may_read_rows,
    note_export,
    rows,
)
from data_access.drill.facts import LISTINGS as TABLES
from data_access.drill.units import LISTINGS as UNITS
from data_access.errors import NotAllowedError
from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.schema import METADATA
from data_access.schema import audit as trail
from data_access.scope import LOCAL_ADMIN, ROLES, Scope
from data_access.store import Store
from metrics.errors import FrameError
from metrics.frames import BY_KEY, CASES, COMPLAINTS, CONTACTS, EXPOSURE, FLOW, FUNNEL, UNKNOWN
from metrics.periods import calendar
from tests.conftest import load_rows
from tests.data_access.facts import AS_OF, RETAIL, at, contact, load_everything
from tests.data_access.test_frames import OPTIONS

SELECTIONS = (Filters(), Filters(date(2026, 3, 3), date(2026, 3, 9)), Filters.of(channel="Web"), Filters.of(channel=UNKNOWN))
SCOPES = (LOCAL_ADMIN, Scope("r", "analyst", (RETAIL,)))
FORBIDDEN = {"record", "seq", "batch_id", "customer", "agent", "text", "comment"}
COUNTED = {  # what the frame's counts say that the rows must be as many as
    "durations": ("events", "censored"),
    "responses": ("answered", "closed_unanswered", "waiting"),
    "deadlines": ("closed_within", "closed_late", "open_over"),
    "exposure": ("complaints",),
    "invitations": ("delivered",),
}


def counted(key: str, found: Any) -> int:
    if key == "recovery":
        found = found[found["score"].notna()]
    if key == "confirmed":
        found = found[found["confirmed"].isin(["yes", "no"])]
    return int(found[list(COUNTED.get(key, ("n",)))].to_numpy().sum())


def units(key: str, behind: Any) -> int:
    """What the lines stand for: one each, but for the invitations of a day."""
    return int(behind["delivered"].sum()) if adds_up(BY_KEY[key]) else len(behind)


@pytest.mark.parametrize("key", [*TABLES, *UNITS])
def test_as_many_rows_as_the_frame_counts(stores: Store, key: str) -> None:
    load_everything(stores)
    frame, options = BY_KEY[key], OPTIONS.get(key, {})
    fetch = Fetch.now(stores, LOCAL_ADMIN, AS_OF)
    seen = 0
    for scope in SCOPES:
        for filters in SELECTIONS:
            wanted = counted(key, fetch(frame, filters, scope, options=options))
            behind = rows(fetch, frame, filters, scope, options=options)
            assert (units(key, behind), count_rows(fetch, frame, filters, scope, options=options)) == (wanted, wanted)
            assert scope is LOCAL_ADMIN or set(behind.get("business_unit", [RETAIL])) <= {RETAIL}
            assert not FORBIDDEN & set(behind.columns)
            seen += wanted
    assert seen, "the sample has nothing of this: the equality says nothing"


@pytest.mark.parametrize("key", [*TABLES, *UNITS])
def test_one_row_of_a_breakdown_has_its_own_rows(stores: Store, key: str) -> None:
    """Every period and group: what the frame counts there is what is listed there."""
    load_everything(stores)
    frame, options = BY_KEY[key], OPTIONS.get(key, {})
    fetch = Fetch.now(stores, LOCAL_ADMIN, AS_OF)
    grain = None if frame.snapshot else "week"
    by = ("channel", "attr:age group")
    cut = fetch(frame, SELECTIONS[1], LOCAL_ADMIN, by=by, grain=grain, options=options)
    for group, cell in cut.groupby([*(["period"] if grain else []), *by]):
        period, *names = group if grain else (None, *group)
        within = Within(period, grain, tuple(zip(by, names, strict=True)))
        wanted = counted(key, cell)
        assert count_rows(fetch, frame, SELECTIONS[1], LOCAL_ADMIN, options=options, within=within) == wanted
        assert units(key, rows(fetch, frame, SELECTIONS[1], LOCAL_ADMIN, options=options, within=within)) == wanted


def test_a_period_is_cut_to_the_selection() -> None:
    march = Filters(date(2026, 3, 3), date(2026, 3, 20))
    weeks = [Within(day, "week").narrowed(march) for day in calendar(date(2026, 3, 2), date(2026, 3, 16), "week")]
    assert [(one.start, one.end) for one in weeks] == [
        (date(2026, 3, 3), date(2026, 3, 8)), (date(2026, 3, 9), date(2026, 3, 15)), (date(2026, 3, 16), date(2026, 3, 20)),
    ]  # fmt: skip
    chosen = Within(groups=(("channel", "Web"),)).narrowed(Filters.of(channel=("Web", "Phone"), segment="A"))
    assert chosen == Filters.of(channel="Web", segment="A")


def test_newest_first_with_the_business_columns(store: Store) -> None:
    load_everything(store)
    found = rows(Fetch.now(store, LOCAL_ADMIN, AS_OF), CONTACTS, Filters(), LOCAL_ADMIN)
    assert found["ts"].is_monotonic_decreasing
    assert found["case_id"].iloc[0] == "k4"
    assert list(found.columns[:3]) == ["day", "ts", "channel"]


def test_customers_are_numbered_and_cases_named(store: Store) -> None:
    load_everything(store)
    fetch = Fetch.now(store, LOCAL_ADMIN, AS_OF)
    people = rows(fetch, CASES, Filters(), LOCAL_ADMIN, options={"counted": "customer"})
    assert people.to_dict("records") == [
        {"number": 1, "first_contact": at(9), "last_contact": at(9), "contacts": 1, "channels": "Phone"},
        {"number": 2, "first_contact": at(3), "last_contact": at(4), "contacts": 2, "channels": f"{UNKNOWN}, Phone"},
        {"number": 3, "first_contact": at(2), "last_contact": at(2, 10), "contacts": 2, "channels": "Web"},
    ]
    cases = rows(fetch, CASES, Filters(), LOCAL_ADMIN, options={"counted": "case"})
    assert cases["case_id"].tolist() == ["k4", "k3", "k2", "k1"]


@pytest.mark.parametrize("mode", ["ordered", "strictly_later", "adjacent", "any_order"])
def test_journeys_say_how_far_they_came(store: Store, mode: str) -> None:
    load_everything(store)
    fetch = Fetch.now(store, LOCAL_ADMIN, AS_OF)
    options = {**OPTIONS["funnel"], "mode": mode}
    found = rows(fetch, FUNNEL, Filters(), LOCAL_ADMIN, options=options)
    frame = fetch(FUNNEL, Filters(), LOCAL_ADMIN, options=options)
    assert sorted(found["steps_reached"]) == sorted(frame["depth"].repeat(frame["n"]))
    newest = found.iloc[0]
    assert (newest["number"], newest["entered_at"], newest["done"]) == (1, at(9), False)
    assert ("deepest_step" in found) == (mode != "any_order")
    assert found["done"].sum() == 1  # ada, from A to B within the hour


def test_the_rows_of_a_rate_are_those_above_the_line(store: Store) -> None:
    load_everything(store)
    fetch = Fetch.now(store, LOCAL_ADMIN, AS_OF)
    assert counts_what(EXPOSURE) == NUMERATOR
    inside = fetch(EXPOSURE, Filters(), LOCAL_ADMIN)
    assert count_rows(fetch, EXPOSURE, Filters(), LOCAL_ADMIN) == inside["complaints"][0]
    assert inside["outside"][0] == 1  # opened the day after the last contact
    assert count_rows(fetch, COMPLAINTS, Filters(), LOCAL_ADMIN) == inside["complaints"][0] + 1


def test_capped_and_refused_where_counts_are_no_rows(store: Store) -> None:
    load_rows(store, "contacts", [contact(at(2), "Web", "ada", record=n) for n in range(ROW_CAP + 5)])
    fetch = Fetch.now(store, LOCAL_ADMIN, AS_OF)
    assert len(rows(fetch, CONTACTS, Filters(), LOCAL_ADMIN)) == ROW_CAP
    assert len(rows(fetch, CONTACTS, Filters(), LOCAL_ADMIN, limit=10 * FILE_CAP)) == ROW_CAP + 5
    assert len(rows(fetch, CONTACTS, Filters(), LOCAL_ADMIN, limit=3)) == 3
    assert count_rows(fetch, CONTACTS, Filters(), LOCAL_ADMIN) == ROW_CAP + 5
    with pytest.raises(FrameError, match="flow counts no rows"):
        rows(fetch, FLOW, Filters(), LOCAL_ADMIN)


def test_viewers_may_know_how_many_but_not_which(store: Store) -> None:
    load_everything(store)
    fetch = Fetch.now(store, LOCAL_ADMIN, AS_OF)
    for role in ROLES:
        person = Scope("p", role, None)
        assert count_rows(fetch, CONTACTS, Filters(), person) == 6
        if role == "viewer":
            assert not may_read_rows(person)
            with pytest.raises(NotAllowedError, match=r"analyst, uploader, admin.*role viewer"):
                rows(fetch, CONTACTS, Filters(), person)
        else:
            assert len(rows(fetch, CONTACTS, Filters(), person)) == 6


def test_an_export_is_written_into_the_trail_and_changes_no_number(store: Store) -> None:
    load_everything(store)
    before = store.data_version()
    note_export(store, Scope("kim", "analyst", None), "contacts: 6 rows")
    assert store.data_version() == before == store.version_at_hand()
    with store.engine.connect() as connection:
        last = connection.execute(select(trail).order_by(trail.c.id.desc())).first()
        assert audit.first_broken(connection) is None
    assert last is not None
    assert (last.subject, last.action, last.what) == ("kim", "export rows", "contacts: 6 rows")


def test_every_column_that_leaves_is_one_of_the_tables_own() -> None:
    from data_access.drill.facts import SHOWN

    for table, names in SHOWN.items():
        assert set(names) <= set(METADATA.tables[table].c.keys())
        assert not FORBIDDEN & set(names)
