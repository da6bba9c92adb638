"""In, once; out, for good; in again only when asked."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from data_access.loading import undo
from data_access.schema import FACTS, contacts, customers
from data_access.store import Store
from sample_data.load import is_loaded, load_sample, remove_sample, was_removed
from sample_data.tables import KINDS

SCALE = 0.02


@pytest.fixture(autouse=True)
def key_file(tmp_path, monkeypatch):
    """A PostgreSQL store has no folder of its own for the key."""
    monkeypatch.setenv("TOUCHSTONE_KEY_FILE", str(tmp_path / "customers.key"))


def rows_by_table(store: Store) -> dict[str, int]:
    with store.engine.connect() as connection:
        return {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in FACTS}


def test_one_batch_per_kind_under_one_source(stores):
    assert not is_loaded(stores)
    loaded = load_sample(stores, scale=SCALE)
    assert [batch.kind for batch in loaded] == list(KINDS)
    assert {batch.source for batch in loaded} == {"sample-company"}
    assert all(batch.rows_loaded == batch.rows_read > 0 for batch in loaded)
    assert is_loaded(stores)
    assert min(rows_by_table(stores).values()) > 0


def test_a_second_start_adds_nothing(store):
    load_sample(store, scale=SCALE)
    before = rows_by_table(store)
    assert load_sample(store, scale=SCALE) == []
    assert rows_by_table(store) == before


def test_what_is_missing_is_completed(store):
    """A start that was cut off between two batches, or one batch taken back by hand."""
    loaded = load_sample(store, scale=SCALE)
    before = rows_by_table(store)
    undo(store, loaded[0].id, "somebody")
    assert [batch.kind for batch in load_sample(store, scale=SCALE)] == [loaded[0].kind]
    assert rows_by_table(store) == before


def test_removed_is_gone_and_stays_gone(stores):
    load_sample(stores, scale=SCALE)
    assert {batch.state for batch in remove_sample(stores, "somebody")} == {"undone"}
    assert not is_loaded(stores)
    assert set(rows_by_table(stores).values()) == {0}
    assert was_removed(stores)
    assert load_sample(stores, scale=SCALE) == []
    assert not is_loaded(stores)


def test_comes_back_when_asked_on_purpose(store):
    load_sample(store, scale=SCALE)
    before = rows_by_table(store)
    remove_sample(store, "somebody")
    assert len(load_sample(store, "somebody", again=True, scale=SCALE)) == len(KINDS)
    assert rows_by_table(store) == before
    assert not was_removed(store)


def test_data_version_moves(store):
    versions = [store.data_version()]
    load_sample(store, scale=SCALE)
    versions.append(store.data_version())
    remove_sample(store, "somebody")
    versions.append(store.data_version())
    assert len(set(versions)) == 3


def test_no_customer_number_is_stored(store):
    load_sample(store, scale=SCALE)
    with store.engine.connect() as connection:
        stored = set(connection.execute(select(customers.c.customer)).scalars())
        in_contact = set(connection.execute(select(contacts.c.customer)).scalars())
    assert all(len(value) == 32 and not value.startswith("C0") for value in stored)
    assert in_contact - {None} <= stored
