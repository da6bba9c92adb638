"""Batches: atomic, harmless twice, conserving rows, and reversible."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import func, select, text, update

from data_access import audit
from data_access.batches import ChangedCell, Rejected, batches, changed_cells_of, rejected
from data_access.errors import LoadError, StoreError
from data_access.loading import NewBatch, load, undo
from data_access.schema import ASIDE, FACTS, METADATA, contacts, records
from data_access.schema import audit as audit_table
from data_access.store import Store

TIMES = [datetime(2026, 3, day, 8, tzinfo=None) for day in (5, 2, 9)]


def new(rows_read: int, **more: Any) -> NewBatch:
    return NewBatch("till", "contacts", "till.csv", "ab" * 32, "{}", "ada", rows_read, **more)


def identities(*pairs: tuple[int, int]) -> pa.Table:
    """(record, fingerprint) …"""
    return pa.table(
        {
            "source": ["till"] * len(pairs),
            "kind": ["contacts"] * len(pairs),
            "record": [r for r, _ in pairs],
            "fingerprint": [f for _, f in pairs],
            "seq": list(range(len(pairs))),
            "line": list(range(2, len(pairs) + 2)),
        }
    )


def visits(*found: int) -> pa.Table:
    return pa.table(
        {
            "source": ["till"] * len(found),
            "record": list(found),
            "seq": list(range(len(found))),
            "ts": pa.array([TIMES[r % 3] for r in found], pa.timestamp("us")),
            "day": pa.array([TIMES[r % 3].date() for r in found], pa.date32()),
            "channel": ["Branch"] * len(found),
        }
    )


def stored(store: Store, table: Any) -> int:
    with store.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def everything(store: Store) -> dict[str, int]:
    return {name: stored(store, table) for name, table in METADATA.tables.items()} | {
        "version": int(store.data_version()[0])
    }


def test_loads_facts_sorted_by_time_with_a_ledger(stores: Store) -> None:
    refused = (
        Rejected(5, "rejected", "when", "No date", ("a", "ü")),
        Rejected(6, "conflict", None, "Twice in the file", ("b",)),
    )
    facts = {
        "records": identities((1, 1), (2, 2), (3, 3)),
        "contacts": visits(1, 2, 3),
        "attributes": pa.table(
            {"source": ["till"], "record": [2], "facts": ["contacts"], "name": ["shop"], "value": ["Ost"]}
        ),
    }
    loaded = load(
        stores,
        new(
            7,
            rejected=refused,
            rows_duplicate_in_file=2,
            rows_conflict_in_file=1,
            rows_flagged=1,
            cells={"q": {"valid": 3}},
        ),
        facts,
    )
    assert (
        loaded.rows_read,
        loaded.rows_loaded,
        loaded.rows_rejected,
        loaded.rows_duplicate,
        loaded.rows_conflict,
    ) == (7, 3, 1, 2, 1)
    assert loaded.loaded == {"contacts": 3, "attributes": 1}
    assert (loaded.first_day, loaded.last_day) == (date(2026, 3, 2), date(2026, 3, 9))
    assert (loaded.cells, loaded.created_by, loaded.state) == ({"q": {"valid": 3}}, "ada", "loaded")
    assert rejected(stores, loaded.id) == list(refused)
    assert batches(stores) == [loaded]
    with stores.engine.connect() as connection:
        times = connection.execute(select(contacts.c.ts)).scalars().all()
    assert times == sorted(TIMES)


def test_the_same_file_again_adds_nothing(stores: Store) -> None:
    tables = {"records": identities((1, 1), (2, 2)), "contacts": visits(1, 2)}
    load(stores, new(2), tables)
    again = load(stores, new(2), tables)
    assert (again.rows_loaded, again.rows_duplicate, again.loaded) == (0, 2, {"contacts": 0})
    assert (again.first_day, stored(stores, contacts), stored(stores, records)) == (None, 2, 2)


def test_a_longer_file_adds_the_rest_and_shows_what_changed(stores: Store) -> None:
    load(stores, new(2), {"records": identities((1, 1), (2, 2)), "contacts": visits(1, 2)})
    facts = visits(1, 2, 3).set_column(5, "channel", pa.array(["Branch", "Phone", "Web"]))
    second = load(
        stores, new(3, names={"channel": "Came by"}), {"records": identities((1, 1), (2, 99), (3, 3)), "contacts": facts}
    )
    assert (second.rows_loaded, second.rows_new, second.rows_changed) == (2, 1, 1)
    assert (second.rows_duplicate, second.rows_conflict) == (1, 0)
    assert changed_cells_of(stores, second.id) == [ChangedCell(3, "Came by", "Branch", "Phone")]
    with stores.engine.connect() as connection:
        columns = contacts.c.record, contacts.c.batch_id, contacts.c.channel
        found = connection.execute(select(*columns).order_by(contacts.c.record)).all()
    assert [tuple(row) for row in found] == [(1, 1, "Branch"), (2, 2, "Phone"), (3, 2, "Web")]
    assert (stored(stores, ASIDE["contacts"]), stored(stores, ASIDE["records"])) == (1, 1)


def test_other_sources_do_not_meet(stores: Store) -> None:
    load(stores, new(1), {"records": identities((1, 1)), "contacts": visits(1)})
    other = identities((1, 7)).set_column(0, "source", pa.array(["web"]))
    moved = visits(1).set_column(0, "source", pa.array(["web"]))
    assert load(stores, new(1), {"records": other, "contacts": moved}).rows_loaded == 1


def test_parquet_files_load_like_tables(stores: Store, tmp_path: Path) -> None:
    for name, table in (("records", identities((1, 1), (2, 2))), ("contacts", visits(1, 2))):
        pq.write_table(table, tmp_path / f"{name}.parquet", row_group_size=1)
    done = load(stores, new(2), {name: tmp_path / f"{name}.parquet" for name in ("records", "contacts")})
    assert (done.rows_loaded, stored(stores, contacts)) == (2, 2)


def test_text_survives_the_journey(stores: Store) -> None:
    odd = ['say "hi", you', "line\nbreak", "", "\\N", "中文", "'; DROP TABLE contacts; --", None, "NULL"]
    table = visits(*range(len(odd))).set_column(5, "channel", pa.array(odd))
    load(stores, new(len(odd)), {"records": identities(*((n, n) for n in range(len(odd)))), "contacts": table})
    with stores.engine.connect() as connection:
        found = connection.execute(select(contacts.c.channel).order_by(contacts.c.record)).scalars().all()
    assert found == odd


def test_times_with_a_zone_are_stored_as_utc(stores: Store) -> None:
    zoned = pa.array([datetime(2026, 3, 2, 8, tzinfo=UTC)], pa.timestamp("us", tz="Asia/Shanghai"))
    load(stores, new(1), {"records": identities((1, 1)), "contacts": visits(1).set_column(3, "ts", zoned)})
    with stores.engine.connect() as connection:
        assert connection.execute(select(contacts.c.ts)).scalar_one() == datetime(2026, 3, 2, 8)


@pytest.mark.parametrize(
    ("batch", "tables", "said"),
    [
        (new(3), {"records": identities((1, 1), (2, 2)), "contacts": visits(1, 2)}, "do not add up: 3 read, but 2 new"),
        (new(2), {"records": identities((1, 1), (1, 1)), "contacts": visits(1)}, "record appears twice"),
        (
            new(1),
            {"records": identities((1, 1)), "contacts": visits(1).append_column("colour", pa.array(["red"]))},
            "'colour' does not exist",
        ),
        (
            new(1),
            {"records": identities((1, 1)), "contacts": visits(1).drop_columns("ts")},
            "'ts' of contacts is missing",
        ),
        (
            new(1),
            {"records": identities((1, 1)), "contacts": visits(1).set_column(4, "day", pa.array([None], pa.date32()))},
            "is empty in 1 rows",
        ),
        (
            new(1),
            {"records": identities((1, 1)), "contacts": visits(1).set_column(3, "ts", pa.array(["soon"]))},
            "Expected timestamp",
        ),
        (new(1), {"contacts": visits(1)}, "table of records is missing"),
        (new(1), {"records": identities((1, 1)), "people": visits(1)}, "'people' is no table of facts"),
        (
            new(1),
            {
                "records": identities((1, 1)),
                "contacts": visits(1),
                "attributes": pa.table(
                    {
                        "source": ["till"] * 2,
                        "record": [1, 1],
                        "facts": ["contacts"] * 2,
                        "name": ["a", "a"],
                        "value": ["x", "y"],
                    }
                ),
            },
            "column of a row appears twice",
        ),
    ],
)
def test_what_does_not_fit_leaves_nothing_behind(stores: Store, batch: NewBatch, tables: Any, said: str) -> None:
    before = everything(stores)
    with pytest.raises(LoadError, match=said):
        load(stores, batch, tables)
    assert everything(stores) == before
    good = load(stores, new(1), {"records": identities((1, 1)), "contacts": visits(1)})
    assert (good.id, good.rows_loaded) == (1, 1), "the store still works after a refusal"


def test_undo_takes_everything_back(stores: Store) -> None:
    load(stores, new(1), {"records": identities((9, 9)), "contacts": visits(9)})
    kept = everything(stores)
    tables = {
        "records": identities((1, 1), (2, 2)),
        "contacts": visits(1, 2),
        "attributes": pa.table(
            {"source": ["till"], "record": [2], "facts": ["contacts"], "name": ["shop"], "value": ["Ost"]}
        ),
    }
    second = load(stores, new(3, rejected=(Rejected(4, "rejected", None, "Ragged", ()),)), tables)
    done = undo(stores, second.id, "bob")
    assert (done.state, done.undone_at is not None) == ("undone", True)
    after = everything(stores)
    assert {t.name: after[t.name] for t in FACTS} == {t.name: kept[t.name] for t in FACTS}
    assert {name: after[t.name] for name, t in ASIDE.items() if after[t.name]} == {"contacts": 2, "attributes": 1, "records": 2}
    assert after["rejected_rows"] == 1, "what was refused stays known: the batch may come back"
    assert (after["version"], after["batches"]) == (kept["version"] + 2, 2)
    with pytest.raises(StoreError, match="already undone"):
        undo(stores, second.id, "bob")
    with pytest.raises(StoreError, match="no batch 7\\. The last one is 2"):
        undo(stores, 7, "bob")
    assert load(stores, new(3, rejected=(Rejected(4, "rejected", None, "Ragged", ()),)), tables).rows_loaded == 2


def test_every_change_is_on_the_audit_chain(store: Store) -> None:
    load(store, new(1), {"records": identities((1, 1)), "contacts": visits(1)})
    undo(store, 1, "bob")
    with store.engine.begin() as connection:
        trail = connection.execute(select(audit_table.c.subject, audit_table.c.action).order_by(audit_table.c.id)).all()
        assert [tuple(row) for row in trail] == [("ada", "import"), ("bob", "undo")]
        assert audit.first_broken(connection) is None
        connection.execute(update(audit_table).where(audit_table.c.id == 1).values(subject="eve"))
        assert audit.first_broken(connection) == 1


def test_a_removed_audit_row_is_noticed(store: Store) -> None:
    load(store, new(1), {"records": identities((1, 1)), "contacts": visits(1)})
    undo(store, 1, "bob")
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit WHERE id = 1"))
        assert audit.first_broken(connection) == 2
