"""What a change of the settings does to facts: exactly the rows concerned, on their way in alike, and back again exactly."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Table, literal_column, select

from data_access.loading import NewBatch, load
from data_access.schema import FACTS, answers, attributes, complaints, contacts
from data_access.scope import LOCAL_ADMIN
from data_access.settings import document
from data_access.settings.model import AS_DELIVERED, Channel, Effect, Settings, ValueLabel
from data_access.settings.taxonomy import Taxonomy, key
from data_access.settings.zones import local_day, offsets
from data_access.store import Store
from tests.conftest import load_rows
from tests.data_access.facts import answer, at, complaint, contact, load_everything

LISBON, AUCKLAND = "Europe/Lisbon", "Pacific/Auckland"
PHONE = Channel("Phone", ("Call centre", "telefon", "TEL."), "assisted", 4.5)


def rows_of(store: Store, table: Table, *names: str) -> list[tuple[Any, ...]]:
    with store.engine.connect() as connection:
        columns = [table.c[name] for name in names]
        order = table.c.get("seq", table.c.record)
        return [tuple(row) for row in connection.execute(select(*columns).order_by(order, *columns))]


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    return {table.name: sorted(rows_of(store, table, *table.c.keys()), key=str) for table in FACTS}


def brought(store: Store, table: Table, rows: list[dict[str, Any]], source: str = "till") -> None:
    """Through the door every file takes."""
    count = len(rows)
    identity = {"source": [source] * count, "record": list(range(count)), "seq": list(range(count))}
    records = {**identity, "kind": [table.name] * count, "fingerprint": [0] * count, "line": list(range(count))}
    facts = {**identity, **{name: [row.get(name) for row in rows] for name in {n for row in rows for n in row}}}
    new = NewBatch(source, table.name, "f.csv", "ab" * 32, "{}", "ada", count)
    if table is attributes:
        facts.pop("seq")
    load(store, new, {"records": pa.table(records), table.name: pa.table(facts)})


def change(store: Store, new: Settings) -> tuple[Effect, ...]:
    foreseen = document.preview(store, new)
    made = document.change(store, new, LOCAL_ADMIN)
    assert foreseen == made.effects, "what was promised is what happened"
    return made.effects


@pytest.mark.parametrize("name", ["call centre", "CALL-CENTRE", " Call  Centre.", "callcentre", "Tel", "PHONE", "phone"])
def test_names_are_compared_without_case_spaces_and_punctuation(name: str) -> None:
    assert Taxonomy([PHONE]).of(name) is PHONE


def test_names_of_signs_alone_stay_apart_and_scripts_are_kept() -> None:
    assert (key("-"), key("电话"), key("E-Mail")) == ("-", "电话", "email")
    assert Taxonomy([PHONE]).of("Phone 2") is None


def test_channels_change_exactly_the_rows_concerned(stores: Store) -> None:
    load_rows(
        stores, "contacts",
        [
            contact(at(2), "telefon", None), contact(at(3), "Phone", None, cost=9.0), contact(at(4), "Web", None, cost=1.0),
            contact(at(5), None, None), contact(at(6), "Call-Centre", None, mode="automated"),
            contact(at(7), "", None, mode=""),
        ],
    )  # fmt: skip
    load_rows(stores, "answers", [answer(at(2), 5, None, channel="TEL"), answer(at(3), 5, None)])
    before = everything(stores)
    effects = change(stores, Settings(channels=(PHONE,)))
    assert rows_of(stores, contacts, "channel", "mode", "cost", "channel_written") == [
        ("Phone", "assisted", 4.5, "telefon"), ("Phone", "assisted", 9.0, "Phone"), ("Web", None, 1.0, "Web"),
        (None, None, None, None), ("Phone", "automated", 4.5, "Call-Centre"), ("", "", None, ""),
    ]  # fmt: skip
    assert [row[0] for row in rows_of(stores, answers, "channel")] == ["Phone", "Web"]
    assert set(effects) == {
        Effect("channel", "contacts", 2, date(2026, 3, 2), date(2026, 3, 6)),
        Effect("mode", "contacts", 2, date(2026, 3, 2), date(2026, 3, 3)),
        Effect("cost", "contacts", 2, date(2026, 3, 2), date(2026, 3, 6)),
        Effect("channel", "answers", 1, date(2026, 3, 2), date(2026, 3, 2)),
    }
    renamed = replace(PHONE, name="Hotline", aliases=(*PHONE.aliases, "Phone"), cost_per_contact=None)
    change(stores, Settings(channels=(renamed,)))
    assert rows_of(stores, contacts, "channel", "cost")[:3] == [("Hotline", None), ("Hotline", 9.0), ("Web", 1.0)]
    change(stores, AS_DELIVERED)
    assert everything(stores) == before


def test_a_colour_alone_moves_no_fact(store: Store) -> None:
    load_everything(store)
    assert change(store, Settings(channels=(Channel("Kiosk", colour=4),))) == (Effect("colours"),)
    assert change(store, Settings(channels=(Channel("Kiosk", colour=5),))) == (Effect("colours"),)


def test_files_brought_later_are_read_the_same_way(stores: Store) -> None:
    """The same rows before and after a change end up alike, whichever settings follow."""
    rows = [
        {"ts": datetime(2026, 6, 30, 23, 30), "day": date(2026, 6, 30), "channel": "telefon"},
        {"ts": datetime(2026, 6, 30), "day": date(2026, 6, 30), "channel": "Web", "dated": True, "cost": 2.0},
    ]
    brought(stores, contacts, rows, "early")
    change(stores, Settings(channels=(PHONE,), timezone=AUCKLAND))
    brought(stores, contacts, rows, "late")
    for new in (None, Settings(timezone=LISBON), AS_DELIVERED):
        if new is not None:
            change(stores, new)
        names = [c.name for c in contacts.c if c.name not in ("source", "batch_id")]
        found = {source: [] for source in ("early", "late")}
        for source, *row in rows_of(stores, contacts, "source", *names):
            found[source].append(row)
        assert found["early"] == found["late"]
    assert rows_of(stores, contacts, "day", "channel")[::2] == [
        (date(2026, 6, 30), "telefon"), (date(2026, 6, 30), "Web"),
    ]  # fmt: skip


def test_the_days_of_a_batch_are_those_of_the_house(store: Store) -> None:
    change(store, Settings(timezone=AUCKLAND))
    brought(store, contacts, [{"ts": datetime(2026, 6, 30, 23, 30), "day": date(2026, 6, 30)}])
    assert rows_of(store, contacts, "day", "day_written") == [(date(2026, 7, 1), date(2026, 6, 30))]


def test_codes_get_their_labels_and_lose_them_again(stores: Store) -> None:
    for source, name in (("a", "airline"), ("b", "shop")):
        brought(stores, attributes, [{"facts": "answers", "name": name, "value": v} for v in ("3", "4")], source)
    before = everything(stores)
    effects = change(stores, Settings(labels=(ValueLabel("airline", "3", "Delta"), ValueLabel("airline", "9", "None"))))
    assert sorted(rows_of(stores, attributes, "name", "value")) == [
        ("airline", "4"), ("airline", "Delta"), ("shop", "3"), ("shop", "4"),
    ]  # fmt: skip
    assert effects == (Effect("label", "attributes", 1),)
    brought(stores, attributes, [{"facts": "answers", "name": "airline", "value": "3"}], "c")
    assert sorted(rows_of(stores, attributes, "value", "value_written")) == [
        ("3", "3"), ("4", "4"), ("4", "4"), ("Delta", "3"), ("Delta", "3"),
    ]  # fmt: skip
    change(stores, AS_DELIVERED)
    after = everything(stores)
    assert [row for row in after["attributes"] if row[0] != "c"] == before["attributes"]


def test_a_zone_moves_times_and_never_days_without_a_time(stores: Store) -> None:
    late = datetime(2026, 3, 2, 23, 30)
    load_rows(
        stores, "complaints",
        [
            complaint(late, None, resolved_at=datetime(2026, 7, 2, 23, 30), resolved_day=date(2026, 7, 2)),
            complaint(datetime(2026, 3, 2), None, dated=True, resolved_at=datetime(2026, 7, 3), resolved_dated=True,
                      resolved_day=date(2026, 7, 3)),
            complaint(datetime(2026, 3, 2, 0, 5), None),
        ],
    )  # fmt: skip
    before = everything(stores)
    effects = change(stores, Settings(timezone=LISBON))  # on summer time in July only
    assert rows_of(stores, complaints, "day", "resolved_day") == [
        (date(2026, 3, 2), date(2026, 7, 3)), (date(2026, 3, 2), date(2026, 7, 3)), (date(2026, 3, 2), None),
    ]  # fmt: skip
    assert effects == (Effect("resolved_day", "complaints", 1, date(2026, 3, 2), date(2026, 3, 2)),)
    change(stores, Settings(timezone="America/New_York"))
    assert [row[0].day for row in rows_of(stores, complaints, "day")] == [2, 2, 1]
    change(stores, AS_DELIVERED)
    assert everything(stores) == before


def instants(zone: str) -> Iterable[datetime]:
    """Around every change of the clock between 1985 and 2037, and anywhere in between."""
    place, step = ZoneInfo(zone), timedelta(hours=6)
    moment, pick = datetime(1985, 1, 1), random.Random(zone)
    offset = place.utcoffset(moment)
    while moment < datetime(2037, 1, 1):
        moment += step
        now = place.fromutc(moment.replace(tzinfo=place)).utcoffset()
        if now != offset:
            offset = now
            yield from (moment + timedelta(minutes=minutes) for minutes in range(-360, 30, 29))
        elif pick.random() < 0.002:
            yield moment + timedelta(seconds=pick.randrange(21_600))


@pytest.mark.parametrize(
    "zone", [LISBON, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", AUCKLAND, "UTC"]
)
def test_days_agree_with_the_zone_database_around_every_clock_change(stores: Store, zone: str) -> None:
    moments = sorted(set(instants(zone)))
    load_rows(stores, "purchases", [{"ts": moment} for moment in moments])
    document.change(stores, Settings(timezone=zone), LOCAL_ADMIN)
    place = ZoneInfo(zone)
    expected = [place.fromutc(moment.replace(tzinfo=place)).date() for moment in moments]
    purchases = next(table for table in FACTS if table.name == "purchases")
    assert [row[0] for row in rows_of(stores, purchases, "day")] == expected


@given(
    st.sampled_from([LISBON, "Pacific/Apia", "Africa/Casablanca", "America/St_Johns"]),
    st.datetimes(datetime(1950, 1, 1), datetime(2049, 12, 31)), st.integers(0, 40_000), st.integers(0, 10**9),
)  # fmt: skip
def test_offsets_are_those_of_the_zone_at_every_moment(zone: str, first: datetime, hours: int, at_random: int) -> None:
    last = first + timedelta(hours=hours)
    held = offsets(zone, first, last)
    assert held[0][0] == first and [since for since, _ in held] == sorted({since for since, _ in held})
    moment = first + (last - first) * (at_random / 10**9)
    place = ZoneInfo(zone)
    offset = [offset for since, offset in held if since <= moment][-1]
    assert offset == place.fromutc(moment.replace(tzinfo=place)).utcoffset()


def test_a_zone_without_changes_is_one_sum() -> None:
    held = offsets("Asia/Kathmandu", datetime(2000, 1, 1), datetime(2030, 1, 1))
    assert str(local_day(literal_column("ts"), held)) == "CAST(CAST(ts + INTERVAL '20700 seconds' AS DATETIME) AS DATE)"
