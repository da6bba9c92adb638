"""The document of settings: strict, versioned, changed by administrators only, cached, and read as rules."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from sqlalchemy import select

from data_access import audit
from data_access.errors import NotAllowedError, SettingsError
from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.schema import audit as audit_table
from data_access.schema import contacts, restatements
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.settings import document
from data_access.settings.model import (
    AS_DELIVERED,
    Channel,
    Effect,
    Prior,
    Settings,
    ValueLabel,
    WorkingHours,
)
from data_access.store import Store
from metrics.frames import CONTACTS
from metrics.rules import KnownShare, Note, Rules, Target
from tests.conftest import load_rows
from tests.data_access.facts import at, contact

FULL = Settings(
    Rules(
        0.9, 5, 6, (Target("csat", 0.8, "Retail", date(2026, 1, 1), None),), (Note(date(2026, 3, 1), "New menu"),), (),
        (KnownShare("segment", "Private", 0.625), KnownShare("segment", "Business", 0.375)),
    ),
    (Channel("Phone", ("Call", "telefon"), "assisted", 4.5, 3), Channel("Web")),
    WorkingHours((0, 1, 2, 3, 4, 5), time(8, 30), time(0), (date(2026, 12, 25),)),
    "Europe/Lisbon",
    ("99", "keine Angabe"),
    (ValueLabel("airline", "3", "Delta"),),
    (Prior("complain_share", 0.1, 0.05, 0.2),),
)


def _shares(**margins: dict[str, float]) -> tuple[KnownShare, ...]:
    return tuple(KnownShare(name, value, share) for name, margin in margins.items() for value, share in margin.items())


def test_rounded_thirds_and_files_columns_are_fine() -> None:
    thirds = _shares(**{"segment": dict.fromkeys("abc", 0.3333), "attr:Age group": {"18-29": 0.25, "30+": 0.75}})
    assert document.check(Settings(Rules(known_shares=thirds))).rules.known_shares == thirds


def test_known_shares_come_with_their_version_and_go_with_it(stores: Store) -> None:
    """A round trip on each engine: entered, read as rules bound to the data version, and taken back."""
    assert Fetch.now(stores, LOCAL_ADMIN).rules.known_shares == ()
    before = stores.data_version()
    shares = _shares(segment={"Private": 0.6, "Family": 0.25, "Business": 0.15})
    made = document.change(stores, replace(AS_DELIVERED, rules=Rules(known_shares=shares)), LOCAL_ADMIN, "register of 2026")
    assert made.effects == (Effect("known_shares"),)
    assert stores.data_version() != before
    assert Fetch.now(stores, LOCAL_ADMIN).rules.known_shares == shares
    assert document.history(stores)[0].settings.rules.known_shares == shares
    document.change(stores, AS_DELIVERED, LOCAL_ADMIN)
    assert Fetch.now(stores, LOCAL_ADMIN).rules.known_shares == ()


def test_the_whole_document_survives_the_journey() -> None:
    assert document.from_json(document.as_json(FULL)) == FULL
    assert document.from_json("{}") == AS_DELIVERED == document.from_json(document.as_json(AS_DELIVERED))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "no JSON"),
        ("[]", "settings holds []. An object"),
        ('{"colour": 1}', "no part 'colour'. Expected any of rules, channels"),
        ('{"rules": {"confidence": 0.9}}', "settings.rules has no part 'confidence'"),
        ('{"rules": {"conf": "0.9"}}', 'settings.rules.conf holds "0.9". Expected a number'),
        ('{"rules": {"conf": NaN}}', "settings.rules.conf holds NaN"),
        ('{"rules": {"conf": 1.5}}', "interval level of 1.5"),
        ('{"rules": {"least_answers": true}}', "least_answers holds true. Expected a whole number"),
        ('{"rules": {"notes": [{"day": "1.3.2026", "text": "x"}]}}', r'settings.rules.notes[0].day holds "1.3.2026"'),
        ('{"rules": {"colours": [["Web"]]}}', "settings.rules.colours[0] holds 1 values. 2 are expected"),
        ('{"channels": [{"aliases": []}]}', "settings.channels[0] lacks 'name'"),
        ('{"channels": "Web"}', 'settings.channels holds "Web". A list'),
        ('{"hours": {"opens": "25:00"}}', 'settings.hours.opens holds "25:00". Expected a time of day'),
        ('{"timezone": 3}', "settings.timezone holds 3. Expected a text"),
        ('{"timezone": "UTC", "timezone": null}', "gives 'timezone' twice"),
    ],
)
def test_reading_is_strict_and_names_the_place(text: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        document.from_json(text)
    assert said in str(caught.value)
    assert caught.value.next_step


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (Settings(channels=(Channel("Phone", ("call",)), Channel("Desk", ("C-A L L",)))), "Two channels claim 'C-A L L'"),
        (Settings(channels=(Channel("Phone"), Channel("phone"))), "Two channels claim 'phone'"),
        (Settings(channels=(Channel("Phone", mode="robot"),)), "'robot'. Expected assisted or automated"),
        (Settings(channels=(Channel("Phone", cost_per_contact=-1),)), "costs -1"),
        (Settings(channels=(Channel("Phone", colour=10),)), "colour of 'Phone' is 10"),
        (Settings(channels=(Channel(" "),)), "name or alias is empty"),
        (Settings(channels=(Channel("Phone", ("a\ud800",)),)), "cannot be stored: 'a\\ud800'"),
        (Settings(labels=(ValueLabel("a", "1", "x\x00"),)), "cannot be stored"),
        (Settings(Rules(notes=(Note(date(2026, 3, 1), "\udfff"),))), "A note holds a character"),
        (Settings(Rules(targets=(Target("csat", 0.8, "\x00"),))), "business unit holds a character"),
        (Settings(Rules(colours=(("\ud800", 1),))), "colour is for holds a character"),
        (Settings(hours=WorkingHours(days=())), "working days are []"),
        (Settings(hours=WorkingHours(opens=time(17), closes=time(9))), "starts at 17:00 and ends at 09:00"),
        (Settings(timezone="Europe/Lisboa"), "no time zone 'Europe/Lisboa'"),
        (Settings(timezone="../etc/passwd"), "no time zone"),
        (Settings(no_answer=("99", "99 ")), "given twice"),
        (Settings(labels=(ValueLabel("a", "1", "x"), ValueLabel("a", "1", "y"))), "label 'a 1' is given twice"),
        (Settings(priors=(Prior("luck", 1, 1, 1),)), "no assumption 'luck'. Known are dissatisfied_share"),
        (Settings(priors=(Prior("complain_share", 0.1, 0.2, 0.3),)), "is 0.1, from 0.2 to 0.3"),
        (Settings(Rules(targets=(Target("csat", 0.8), Target("csat", 0.9, None, date(2026, 1, 1))))), "Two targets for csat"),
        (Settings(Rules(known_shares=_shares(segment={"a": 0.6, "b": 0.3}))), "shares by segment add up to 90 %. 100 %"),
        (Settings(Rules(known_shares=_shares(segment={"a": 1.2}))), "known share of 'a' is 1.2"),
        (Settings(Rules(known_shares=_shares(segment={"a": 1.0, "b": 0.0}))), "known share of 'b' is 0"),
        (Settings(Rules(known_shares=_shares(segment={"a": float("nan")}))), "known share of 'a' is nan"),
        (Settings(Rules(known_shares=_shares(colour={"a": 1.0}))), "by 'colour'. Expected one of channel, segment"),
        (Settings(Rules(known_shares=_shares(segment={"a": 1.0}, region={"b": 1.0}, channel={"c": 1.0}))), "At most 2"),
        (Settings(Rules(known_shares=_shares(segment={"a": 0.5}) * 2)), "known share 'segment a' is given twice"),
        (Settings(Rules(known_shares=_shares(segment={" ": 1.0}))), "dimension or value is empty"),
        (Settings(Rules(targets=(Target("csat", 1, None, date(2026, 2, 1), date(2026, 1, 1)),))), "before it starts"),
    ],
)
def test_settings_that_cannot_be_are_refused_before_anything_moves(store: Store, new: Settings, said: str) -> None:
    for attempt in (document.preview, lambda s, n: document.change(s, n, LOCAL_ADMIN)):
        with pytest.raises(SettingsError) as caught:
            attempt(store, new)
        assert said in str(caught.value)
    assert (store.data_version(), document.history(store)) == ("0.0", ())


def test_targets_one_after_the_other_or_of_other_units_are_fine() -> None:
    whole = Target("csat", 0.8, None, None, date(2025, 12, 31))
    targets = (whole, replace(whole, value=0.9, start=date(2026, 1, 1), end=None), replace(whole, business_unit="Retail"))
    assert document.check(Settings(Rules(targets=targets)))


def test_a_reason_that_cannot_be_stored_is_refused_and_nothing_is(store: Store) -> None:
    for why in ("\ud800", "\x00", "x" * 1_001):
        with pytest.raises(SettingsError, match="The reason"):
            document.change(store, Settings(no_answer=("99",)), LOCAL_ADMIN, why)
    assert store.settings() == AS_DELIVERED


@pytest.mark.parametrize("role", ["viewer", "analyst", "uploader"])
def test_only_an_administrator_changes_settings(store: Store, role: str) -> None:
    with pytest.raises(NotAllowedError, match=rf"'ada' is {role}.*Ask one"):
        document.change(store, FULL, Scope("ada", role, None))
    assert store.settings() == AS_DELIVERED


def test_a_change_is_a_version_with_its_author_reason_and_trace(stores: Store) -> None:
    assert (stores.settings(), document.history(stores)) == (AS_DELIVERED, ())
    load_rows(stores, "contacts", [contact(at(2), "call", "ada"), contact(at(4), "Web", "bob")])
    admin = Scope("ada", "admin", None)
    made = document.change(stores, FULL, admin, "as agreed")
    assert (made.number, made.subject, made.why, made.settings) == (1, "ada", "as agreed", FULL)
    assert Effect("channel", "contacts", 1, date(2026, 3, 2), date(2026, 3, 2)) in made.effects
    assert stores.data_version() == "1.1" and stores.settings() == FULL
    second = document.change(stores, replace(FULL, no_answer=()), admin)
    assert document.history(stores) == (second, made)
    assert second.effects == (Effect("no_answer"),)
    with stores.engine.connect() as connection:
        assert audit.first_broken(connection) is None
        told = connection.execute(select(audit_table.c.subject, audit_table.c.action, audit_table.c.what)).all()
        restated = connection.execute(select(restatements)).mappings().all()
    assert told[0][:2] == ("ada", "settings") and "channel of 1 rows of contacts" in told[0].what
    assert told[1].what == "version 2: no_answer"
    assert [(r["id"], r["subject"], r["first_day"], r["last_day"], r["acknowledged"]) for r in restated] == [
        (1, "ada", date(2026, 3, 2), date(2026, 3, 2), False)
    ]


def test_equal_settings_change_nothing(store: Store) -> None:
    assert document.change(store, AS_DELIVERED, LOCAL_ADMIN).number == 0
    first = document.change(store, FULL, LOCAL_ADMIN)
    version = store.data_version()
    assert document.change(store, FULL, LOCAL_ADMIN, "again") == first
    assert (store.data_version(), len(document.history(store))) == (version, 1)


def test_versions_by_number(store: Store) -> None:
    made = document.change(store, FULL, LOCAL_ADMIN)
    assert (document.version(store, 1), document.version(store, 0).settings) == (made, AS_DELIVERED)
    with pytest.raises(SettingsError, match=r"no version 7 of the settings\. The last is 1"):
        document.version(store, 7)


def test_a_warm_run_asks_nothing(store: Store) -> None:
    document.change(store, FULL, LOCAL_ADMIN)
    version = store.version_at_hand()
    assert (store.settings(), store.rules(version).conf) == (FULL, 0.9)
    warm = store.statements
    assert (store.settings(version), store.rules().week_start, store.statements) == (FULL, 6, warm)


def test_rules_carry_the_colours_of_the_channels(store: Store) -> None:
    new = replace(FULL, rules=replace(FULL.rules, colours=(("Phone", 1), ("Kiosk", 2))))
    document.change(store, new, LOCAL_ADMIN)
    assert dict(store.rules().colours) == {"Phone": 3, "Kiosk": 2}


def test_every_fetch_reads_the_rules(stores: Store) -> None:
    load_rows(stores, "contacts", [contact(at(day), "Web", "ada") for day in (1, 6, 7, 8)])  # 1 and 8 March are Sundays

    def weeks() -> list[date]:
        fetch = Fetch.now(stores, LOCAL_ADMIN)
        frame = fetch(CONTACTS, Filters(), LOCAL_ADMIN, grain="week")
        return list(zip(frame["period"], frame["n"], strict=True))

    assert weeks() == [(date(2026, 2, 23), 1), (date(2026, 3, 2), 3)]
    document.change(stores, Settings(Rules(week_start=6)), LOCAL_ADMIN)
    assert weeks() == [(date(2026, 3, 1), 3), (date(2026, 3, 8), 1)]
    document.change(stores, Settings(Rules(week_start=5)), LOCAL_ADMIN)
    assert weeks() == [(date(2026, 2, 28), 2), (date(2026, 3, 7), 2)]


def test_a_killed_change_leaves_nothing(tmp_path: Path) -> None:
    """The process dies after every fact was restated, before the transaction ends."""
    url = f"duckdb:///{tmp_path / 's.duckdb'}"
    store = Store.open(url)
    load_rows(store, "contacts", [contact(at(2), "call", "ada")] * 3)
    store.close()
    code = (
        "import os, sys\nfrom data_access.settings import clock, document\nfrom data_access.store import Store\n"
        "from data_access.scope import LOCAL_ADMIN\nfrom tests.data_access.test_settings import FULL\n"
        "clock.write = lambda *_: os._exit(9)\n"
        "document.change(Store.open(sys.argv[1]), FULL, LOCAL_ADMIN)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, url], cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == 9
    store = Store.open(url)
    with store.engine.connect() as connection:
        assert set(connection.execute(select(contacts.c.channel)).scalars()) == {"call"}
        assert connection.execute(select(audit_table)).all() == []
    assert (store.settings(), document.history(store), store.data_version()) == (AS_DELIVERED, (), "1.0")
    store.close()


def test_the_document_is_plain_json() -> None:
    found = json.loads(document.as_json(FULL))
    assert found["rules"]["targets"][0] == {
        "metric": "csat", "value": 0.8, "business_unit": "Retail", "start": "2026-01-01", "end": None,
    }  # fmt: skip
    assert found["hours"]["opens"] == "08:30:00"
