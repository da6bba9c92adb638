"""Northbridge into a store and out again, through the door of any file: batches that can be seen and taken back."""

from __future__ import annotations

import hashlib

import pyarrow as pa
from pyarrow.compute import field
from sqlalchemy import delete as remove
from sqlalchemy import insert, select

from data_access.loading import Batch, NewBatch, batches, load, undo
from data_access.pseudonym import Pseudonymiser
from data_access.schema import versions
from data_access.store import SETTINGS_VERSION, Store
from sample_data.company import GENERATOR_VERSION, build
from sample_data.tables import KINDS
from sample_data.world import SEED, SOURCE

REMOVED = "sample_removed"  # name in `versions` that keeps the sample from coming back by itself
_TABLES = {kind: (kind,) for kind in KINDS} | {
    "contacts": ("contacts", "attributes"), "answers": ("responses", "answers", "comments", "attributes"),
}


def load_sample(store: Store, subject: str = "setup", *, again: bool = False, scale: float = 1.0) -> list[Batch]:
    """Load what is missing of the sample company, one batch per kind; returns the batches loaded now.

    Nothing happens when it is there already, nor when somebody removed it, unless `again` asks for it on purpose.
    `scale` makes a smaller or larger company (tests, benchmarks).
    """
    if again:
        _remember_removed(store, False)
    missing = [kind for kind in KINDS if kind not in {batch.kind for batch in _loaded(store)}]
    if not missing or was_removed(store):
        return []
    tables = build(SEED, scale, pseudonym=Pseudonymiser.beside(store).customer)
    return [load(store, _new_batch(kind, tables, subject, scale), _of_kind(kind, tables)) for kind in missing]


def remove_sample(store: Store, subject: str) -> list[Batch]:
    """Take every batch of the sample out and remember that; returns the batches undone. Other data stays untouched."""
    _remember_removed(store, True)
    return [undo(store, batch.id, subject) for batch in _loaded(store)]


def is_loaded(store: Store) -> bool:
    """Whether any of the sample is in the store."""
    return bool(_loaded(store))


def was_removed(store: Store) -> bool:
    """Whether somebody removed the sample and nobody asked for it again."""
    with store.engine.connect() as connection:
        return connection.execute(select(versions.c.value).where(versions.c.name == REMOVED)).first() is not None


def _loaded(store: Store) -> list[Batch]:
    return [batch for batch in batches(store) if batch.source == SOURCE and batch.state == "loaded"]


def _remember_removed(store: Store, removed: bool) -> None:
    with store.writing(SETTINGS_VERSION) as connection:
        connection.execute(remove(versions).where(versions.c.name == REMOVED))
        if removed:
            connection.execute(insert(versions).values(name=REMOVED, value=1))


def _of_kind(kind: str, tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The rows of one batch: its records, its facts, and its part of the attributes."""
    records = tables["records"]
    chosen = {"records": records.filter(field("kind") == kind)}
    for name in _TABLES[kind]:
        facts = tables[name]
        chosen[name] = facts.filter(field("facts") == kind) if name == "attributes" else facts
    return chosen


def _new_batch(kind: str, tables: dict[str, pa.Table], subject: str, scale: float) -> NewBatch:
    made_by = f"{SOURCE} {kind} seed {SEED} scale {scale} generator {GENERATOR_VERSION}"
    return NewBatch(
        source=SOURCE, kind=kind, file_name=f"Northbridge {kind}", sha256=hashlib.sha256(made_by.encode()).hexdigest(),
        mapping="{}", subject=subject, rows_read=_of_kind(kind, tables)["records"].num_rows,
    )
