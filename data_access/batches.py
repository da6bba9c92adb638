"""The ledger of batches: what was loaded from which file, what was refused, and taking a batch back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, delete, select, update
from sqlalchemy import func as sql

from data_access import audit
from data_access.errors import StoreError
from data_access.schema import FACTS, rejected_rows
from data_access.schema import batches as table

if TYPE_CHECKING:
    from data_access.store import Store

LOADED, UNDONE = "loaded", "undone"
REJECTED, CONFLICT = "rejected", "conflict"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file row that was not loaded: its line (1: header), the outcome, the column at fault, why, its raw cells."""

    line: int
    outcome: str  # rejected | conflict
    column: str | None
    reason: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """One loaded file. rows_read = rows_loaded + rows_rejected + rows_duplicate + rows_conflict, always."""

    id: int
    source: str
    kind: str
    file_name: str
    sha256: str
    mapping: str
    state: str
    rows_read: int
    rows_loaded: int
    rows_rejected: int
    rows_duplicate: int
    rows_conflict: int
    rows_flagged: int
    cells: Mapping[str, Any]
    loaded: Mapping[str, int]
    first_day: date | None
    last_day: date | None
    created_at: datetime
    created_by: str
    undone_at: datetime | None = None


def batches(store: Store) -> list[Batch]:
    """Every batch, newest first, undone ones included."""
    with store.engine.connect() as connection:
        return [_batch(row) for row in connection.execute(select(table).order_by(table.c.id.desc())).mappings()]


def batch(connection: Connection, batch_id: int) -> Batch:
    """One batch. Raises StoreError when there is none with this number."""
    row = connection.execute(select(table).where(table.c.id == batch_id)).mappings().first()
    if row is None:
        last = connection.execute(select(sql.max(table.c.id))).scalar()
        raise StoreError(
            f"There is no batch {batch_id}. {f'The last one is {last}.' if last else 'None was loaded yet.'}"
        )
    return _batch(row)


def rejected(store: Store, batch_id: int) -> list[Rejected]:
    """A batch's rows that were not loaded, in the file's order. Raises StoreError for an unknown batch."""
    columns = rejected_rows.c
    with store.engine.connect() as connection:
        batch(connection, batch_id)
        rows = connection.execute(
            select(columns.line, columns.outcome, columns.column_name, columns.reason, columns.cells)
            .where(columns.batch_id == batch_id)
            .order_by(columns.line, columns.outcome, columns.reason)
        )
        return [Rejected(r.line, r.outcome, r.column_name, r.reason, tuple(json.loads(r.cells))) for r in rows]


def undo(store: Store, batch_id: int, subject: str) -> Batch:
    """Take a batch back whole: facts, records, attributes, rejected rows. Raises StoreError if it is not loaded."""
    with store.writing() as connection:
        found = batch(connection, batch_id)
        if found.state != LOADED:
            raise StoreError(f"Batch {batch_id} ({found.file_name}) is already undone.")
        for facts in (*FACTS, rejected_rows):
            connection.execute(delete(facts).where(facts.c.batch_id == batch_id))
        connection.execute(update(table).where(table.c.id == batch_id).values(state=UNDONE, undone_at=audit.utc_now()))
        audit.record(connection, subject, "undo", f"batch {batch_id}: {found.file_name}, {found.rows_loaded} rows")
        return batch(connection, batch_id)


def _batch(row: RowMapping) -> Batch:
    values = dict(row)
    values["cells"], values["loaded"] = json.loads(values["cells"]), json.loads(values["loaded"])
    return Batch(**values)
