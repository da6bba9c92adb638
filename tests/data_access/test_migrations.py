"""Stores of the first version, brought to today's tables with everything in them."""

from __future__ import annotations

from datetime import date, datetime

import pyarrow as pa
import pytest
from alembic import command
from sqlalchemy import Connection, inspect, select, text

from data_access import engines, migrating
from data_access.batches import batches
from data_access.health import checks
from data_access.loading import NewBatch, load, redo, undo
from data_access.restatements import restatements
from data_access.schema import ASIDE, attributes, complaints, contacts, responses
from data_access.scope import LOCAL_ADMIN
from data_access.settings import document
from data_access.settings.model import AS_DELIVERED, Channel, Prior, Settings
from data_access.store import Store
from metrics.rules import Note, Rules, Target

_FACTS = (
    "INSERT INTO contacts (source, record, seq, batch_id, ts, day, channel, mode, cost) VALUES"
    " ('t', 1, 1, 1, '2026-03-02 10:00:00', '2026-03-02', 'call', 'assisted', 2.5),"
    " ('t', 2, 2, 1, '2026-03-03 00:00:00', '2026-03-03', NULL, NULL, NULL)",
    "INSERT INTO complaints (source, record, seq, batch_id, ts, day, resolved_at, resolved_day) VALUES"
    " ('t', 3, 3, 1, '2026-03-02 23:30:00', '2026-03-02', '2026-03-05 00:00:00', '2026-03-05'),"
    " ('t', 4, 4, 1, '2026-03-02 00:00:00', '2026-03-02', NULL, NULL)",
    "INSERT INTO attributes (source, record, batch_id, facts, name, value) VALUES ('t', 1, 1, 'contacts', 'airline', '3')",
)
_LOADED = (
    "INSERT INTO batches (id, source, kind, file_name, sha256, mapping, state, rows_read, rows_loaded, rows_rejected,"
    " rows_duplicate, rows_conflict, rows_flagged, cells, loaded, first_day, last_day, created_at, created_by) VALUES"
    " (1, 't', 'contacts', 'f.csv', 'ab', '{}', 'loaded', 2, 2, 0, 0, 0, 0, '{}', '{\"contacts\": 2}', '2026-03-02',"
    " '2026-03-03', '2026-03-04 10:00:00', 'ada')",
    "INSERT INTO records (source, kind, record, fingerprint, batch_id) VALUES"
    " ('t', 'contacts', 1, 11, 1), ('t', 'contacts', 2, 12, 1)",
    "INSERT INTO restatements (id, \"at\", subject, what, first_day, last_day, acknowledged) VALUES (1, '2026-03-05 10:00:00',"
    " 'ada', 'settings 1: channel of 12 rows of contacts, mode of 3 rows of answers', '2026-03-02', '2026-03-03', FALSE)",
)
_SURVEYED = (
    "INSERT INTO records (source, kind, record, fingerprint, batch_id) VALUES ('s', 'answers', 1, 11, 2),"
    " ('s', 'answers', 2, 12, 2), ('s', 'answers', 3, 13, 2), ('d', 'contacts', 1, 14, 3)",
    "INSERT INTO records_aside (source, kind, record, fingerprint, batch_id) VALUES ('s', 'answers', 1, 10, 1)",
    "INSERT INTO answers (source, record, seq, batch_id, ts, day, day_written, dated, channel, channel_written, customer,"
    " instrument, weight, question, kind, scale_min, scale_max, score) VALUES"
    " ('s', 1, 1, 2, '2026-03-02 10:00:00', '2026-03-02', '2026-03-02', FALSE, 'Web', 'www', 'ada', 'W1', 0.5,"
    " 'A', 'csat', 1, 5, 4),"
    " ('s', 1, 1, 2, '2026-03-02 10:00:00', '2026-03-02', '2026-03-02', FALSE, 'Web', 'www', 'ada', 'W1', 0.5,"
    " 'B', 'csat', 1, 5, 2),"
    " ('d', 1, 1, 3, '2026-03-02 10:00:00', '2026-03-02', '2026-03-02', FALSE, 'Web', 'www', 'ada', NULL, NULL,"
    " 'A', 'csat', 1, 5, 4)",
    "INSERT INTO comments (source, record, seq, batch_id, ts, day, day_written, dated, channel, channel_written, customer,"
    " text) VALUES ('s', 1, 1, 2, '2026-03-02 10:00:00', '2026-03-02', '2026-03-02', FALSE, 'Web', 'www', 'ada', 'so'),"
    " ('s', 2, 2, 2, '2026-03-03 00:00:00', '2026-03-03', '2026-03-03', TRUE, NULL, NULL, NULL, 'good')",
    "INSERT INTO answers_aside (source, record, seq, batch_id, ts, day, day_written, dated, channel, channel_written, question,"
    " kind, scale_min, scale_max, score) VALUES"
    " ('s', 1, 7, 1, '2026-03-01 10:00:00', '2026-03-01', '2026-03-01', FALSE, 'Web', 'www', 'A', 'csat', 1, 5, 1)",
    "INSERT INTO attributes (source, record, batch_id, facts, name, value, value_written) VALUES"
    " ('s', 3, 2, 'answers', 'plan', 'Pro', 'Pro')",
    *(
        "INSERT INTO batches (id, source, kind, file_name, sha256, mapping, state, rows_read, rows_loaded, rows_rejected,"
        " rows_changed, rows_duplicate, rows_conflict, rows_flagged, cells, loaded, first_day, last_day, created_at,"
        " created_by)"
        f" VALUES ({n}, '{source}', '{kind}', 'f{n}.csv', 'ab', '{{}}', 'loaded', {found}, {found}, 0, 0, 0, 0, 0, '{{}}',"
        f" '{{\"answers\": {found}}}', '2026-03-02', '2026-03-03', '2026-03-04 10:00:00', 'ada')"
        for n, source, kind, found in ((1, "s", "answers", 1), (2, "s", "answers", 3), (3, "d", "contacts", 1))
    ),
)
_STATE = (
    "INSERT INTO channels (alias, channel, mode, cost_per_contact, colour) VALUES"
    " ('call', 'Phone', 'assisted', 4.5, 2), ('telefon', 'Phone', 'assisted', 4.5, 2), ('www', 'Web', NULL, NULL, NULL)",
    "INSERT INTO targets (id, metric, business_unit, start, \"end\", value) VALUES"
    " (1, 'csat', 'Retail', '2026-01-01', NULL, 0.8)",
    "INSERT INTO notes (id, day, text, created_by) VALUES (1, '2026-03-01', 'New menu', 'ada')",
    "INSERT INTO priors (name, value) VALUES ('complain_share', 0.1)",
)


@pytest.fixture
def first(addressed: str) -> str:
    """The address of an empty store with the tables of revision 0001."""
    return at_revision(addressed, "0001")


@pytest.fixture(params=["duckdb", pytest.param("postgresql", marks=pytest.mark.postgres)])
def addressed(request: pytest.FixtureRequest) -> str:
    """Where a store may be made."""
    if request.param == "duckdb":
        url = f"duckdb:///{request.getfixturevalue('tmp_path') / 's.duckdb'}"
    else:
        opened: Store = request.getfixturevalue("postgres_store")
        url = opened.engine.url.render_as_string(hide_password=False)
    return url


def at_revision(url: str, revision: str) -> str:
    """The address, with the tables of that revision and nothing in them."""
    engine = engines.connect(engines.parse(url))
    with engine.begin() as connection:
        for name in inspect(connection).get_table_names():
            connection.execute(text(f"DROP TABLE {name}"))
        config, _ = migrating._scripts()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engines.dispose(engine)
    return url


def filled(url: str, statements: tuple[str, ...]) -> Store:
    engine = engines.connect(engines.parse(url))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engines.dispose(engine)
    return Store.open(url)


def test_facts_keep_what_they_show_as_what_was_written(first: str) -> None:
    store = filled(first, _FACTS)
    with store.engine.connect() as connection:
        assert rows(connection, contacts, "channel_written", "mode_written", "cost_written", "day_written", "dated") == [
            ("call", "assisted", 2.5, date(2026, 3, 2), False), (None, None, None, date(2026, 3, 3), True),
        ]  # fmt: skip
        assert rows(connection, complaints, "dated", "resolved_day_written", "resolved_dated") == [
            (False, date(2026, 3, 5), True), (True, None, False),
        ]  # fmt: skip
        assert connection.execute(select(attributes.c.value_written)).scalar_one() == "3"
    assert (store.settings(), document.history(store)) == (AS_DELIVERED, ())
    document.change(store, Settings(timezone="Pacific/Auckland", channels=(Channel("Phone", ("call",)),)), LOCAL_ADMIN)
    with store.engine.connect() as connection:
        assert rows(connection, contacts, "channel", "day") == [("Phone", date(2026, 3, 2)), (None, date(2026, 3, 3))]
        assert rows(connection, complaints, "day", "resolved_day") == [
            (date(2026, 3, 3), date(2026, 3, 5)), (date(2026, 3, 2), None),
        ]  # fmt: skip
    store.close()


def test_the_tables_before_become_the_first_version(first: str) -> None:
    store = filled(first, _STATE)
    (made,) = document.history(store)
    assert (made.number, made.subject, made.effects) == (1, "migration", ())
    assert made.settings == store.settings() == Settings(
        Rules(targets=(Target("csat", 0.8, "Retail", date(2026, 1, 1)),), notes=(Note(date(2026, 3, 1), "New menu"),)),
        (Channel("Phone", ("call", "telefon"), "assisted", 4.5, 2), Channel("Web", ("www",))),
        priors=(Prior("complain_share", 0.1, 0.1, 0.1),),
    )
    with store.engine.connect() as connection:
        assert not {"channels", "targets", "notes", "priors"} & set(inspect(connection).get_table_names())
    store.close()


def test_batches_of_a_store_before_versions_can_be_corrected_and_taken_back(first: str) -> None:
    """What was loaded and restated before stays, with its numbers; what comes then is kept version by version."""
    store = filled(first, (*_FACTS, *_LOADED))
    (old,) = batches(store)
    assert (old.rows_loaded, old.rows_changed, old.rows_new, old.replaces, old.completes) == (2, 0, 2, None, None)
    (entry,) = restatements(store)
    assert (entry.cause, entry.rows, entry.facts, entry.batch) == ("settings", 12, ("answers", "contacts"), None)
    stamp = {"source": ["t"], "record": [1], "seq": [1]}
    ts = pa.array([datetime(2026, 3, 2, 10)], pa.timestamp("us"))
    tables = {
        "records": pa.table({**stamp, "kind": ["contacts"], "fingerprint": [77]}),
        "contacts": pa.table({**stamp, "ts": ts, "day": [date(2026, 3, 2)], "channel": ["chat"]}),
    }
    made = load(store, NewBatch("t", "contacts", "g.csv", "ab" * 32, "{}", "ada", 1), tables)
    assert (made.rows_changed, _channels(store)) == (1, [(1, "chat"), (2, None)])
    undo(store, made.id, "ada")
    assert _channels(store) == [(1, "call"), (2, None)]
    undo(store, old.id, "ada")
    redo(store, made.id, "ada")
    assert _channels(store) == [(1, "chat")]
    store.close()


def test_responses_are_told_from_the_scores_and_comments_of_surveys(addressed: str) -> None:
    """One per file row, shown or aside; not of a contact file's scores, not of a row that said neither."""
    store = filled(at_revision(addressed, "0003"), _SURVEYED)
    shown = ("record", "batch_id", "seq", "day", "day_written", "dated", "channel", "channel_written", "customer", "instrument",
             "weight")
    second, third, before = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 1)
    with store.engine.connect() as connection:
        assert rows(connection, responses, *shown) == [
            (1, 2, 1, second, second, False, "Web", "www", "ada", "W1", 0.5),
            (2, 2, 2, third, third, True, None, None, None, None, None),
        ]  # fmt: skip
        assert rows(connection, ASIDE["responses"], "record", "batch_id", "seq", "day") == [(1, 1, 7, before)]
    assert {one.id: one.loaded for one in batches(store)} == {
        1: {"answers": 1, "responses": 1}, 2: {"answers": 3, "responses": 2}, 3: {"answers": 1},
    }  # fmt: skip
    undo(store, 2, "ada")
    with store.engine.connect() as connection:
        assert rows(connection, responses, "record", "batch_id", "day") == [(1, 1, before)]
    store.close()


def test_a_survey_loaded_before_responses_were_counted_is_completed_by_the_same_file(addressed: str) -> None:
    store = filled(at_revision(addressed, "0003"), _SURVEYED)
    assert _uncounted(store) == "batch 2: 1 of its 3 rows are not counted as responses yet: load the file again"
    stamp = {"source": ["s"] * 3, "record": [1, 2, 3], "seq": [1, 2, 3]}
    ts = pa.array([datetime(2026, 3, day, 10) for day in (2, 3, 4)], pa.timestamp("us"))
    tables = {
        "records": pa.table({**stamp, "kind": ["answers"] * 3, "fingerprint": [11, 12, 13]}),
        "responses": pa.table({**stamp, "ts": ts, "day": [date(2026, 3, day) for day in (2, 3, 4)], "channel": ["x"] * 3}),
    }
    made = load(store, NewBatch("s", "answers", "f2.csv", "ab" * 32, "{}", "ada", 3), tables)
    assert (made.rows_loaded, made.rows_duplicate, made.loaded.get("responses")) == (0, 3, 0)
    assert {one.id: one.loaded["responses"] for one in batches(store) if one.id != 3} == {1: 1, 2: 3, made.id: 0}
    (caught,) = [one for one in batches(store) if one.id == 2]
    assert caught.last_day == date(2026, 3, 4), "the day of the response it could not bring then"
    with store.engine.connect() as connection:
        wanted = [(1, 2, "Web"), (2, 2, None), (3, 2, "x")]
        assert rows(connection, responses, "record", "batch_id", "channel") == wanted, "only what was missing came in"
    assert _uncounted(store) == "every row of a survey is counted"
    undo(store, 2, "ada")
    redo(store, 2, "ada")
    with store.engine.connect() as connection:
        assert rows(connection, responses, "record", "batch_id", "channel") == wanted
    store.close()


def _uncounted(store: Store) -> str:
    return next(check.seen for check in checks(store) if check.name == "responses")


def _channels(store: Store) -> list[tuple]:
    with store.engine.connect() as connection:
        return rows(connection, contacts, "record", "channel")


def rows(connection: Connection, table, *names: str) -> list[tuple]:
    return [tuple(row) for row in connection.execute(select(*(table.c[n] for n in names)).order_by(table.c.record))]
