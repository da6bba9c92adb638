"""The ledger of batches: what was loaded from which file, what it changed and what was refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, or_, select
from sqlalchemy import func as sql

from data_access.errors import StoreError
from data_access.schema import batches as table
from data_access.schema import changed_cells, rejected_rows
from data_access.showing import LOADED, UNDONE
from metrics.phrases import in_a_row, phrase

if TYPE_CHECKING:
    from data_access.store import Store

__all__ = [
    "CONFLICT", "LOADED", "REJECTED", "UNDONE", "Batch", "ChangedCell", "Rejected", "batch", "batch_of", "batches",
    "changed_cells_of", "left", "rejected",
]

REJECTED, CONFLICT = "rejected", "conflict"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file row that was not loaded: its line (1: header), the outcome, the column at fault, why, its raw cells.

    record: its identity, where it has an id of its own · origin: the line where it was refused before, of a mended row that
    was refused again · returned_by: the batch that brought it back mended.
    """

    line: int
    outcome: str  # rejected | conflict
    column: str | None
    reason: str
    cells: tuple[str, ...] = ()
    record: int | None = None
    origin: int | None = None
    returned_by: int | None = None


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """One cell of a row that was known: its line in the new file, the column as the file calls it, what was stored and what
    is now. Customers by their hash's first characters, comments as stored: redacted."""

    line: int | None
    column: str
    stored: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Batch:
    """One loaded file. rows_read = rows_loaded + rows_rejected + rows_duplicate + rows_conflict, always.

    rows_changed: of those loaded, rows with a known id and other content, which they replace · replaces: the batch this one
    was loaded in place of · completes: the batch whose refused rows it brought back mended.
    """

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
    rows_changed: int = 0
    replaces: int | None = None
    completes: int | None = None

    @property
    def rows_new(self) -> int:
        """Rows of records that were not known."""
        return self.rows_loaded - self.rows_changed


def batches(store: Store) -> list[Batch]:
    """Every batch, newest first, undone ones included."""
    with store.engine.connect() as connection:
        return [_batch(row) for row in connection.execute(select(table).order_by(table.c.id.desc())).mappings()]


def batch_of(store: Store, batch_id: int) -> Batch:
    """One batch. Raises StoreError when there is none with this number."""
    with store.engine.connect() as connection:
        return batch(connection, batch_id)


def batch(connection: Connection, batch_id: int) -> Batch:
    """One batch. Raises StoreError when there is none with this number."""
    row = connection.execute(select(table).where(table.c.id == batch_id)).mappings().first()
    if row is None:
        last = connection.execute(select(sql.max(table.c.id))).scalar()
        raise StoreError(
            in_a_row(
                phrase("There is no batch {n}.", n=batch_id),
                phrase("The last one is {n}.", n=last) if last else phrase("None was loaded yet."),
            )
        )
    return _batch(row)


def rejected(store: Store, batch_id: int) -> list[Rejected]:
    """A batch's rows that were not loaded, in the file's order. Raises StoreError for an unknown batch."""
    columns = rejected_rows.c
    with store.engine.connect() as connection:
        batch(connection, batch_id)
        rows = connection.execute(
            select(*(column for column in columns if column.name != "batch_id"))
            .where(columns.batch_id == batch_id)
            .order_by(columns.line, columns.outcome, columns.reason)
        )
        return [
            Rejected(
                r.line, r.outcome, r.column_name, r.reason, tuple(json.loads(r.cells)), r.record, r.origin, r.returned_by
            )
            for r in rows
        ]


def left(store: Store, batch_id: int) -> int:
    """How many of a batch's refused rows no loaded batch has brought back mended."""
    joined = rejected_rows.outerjoin(table, table.c.id == rejected_rows.c.returned_by)
    still = or_(rejected_rows.c.returned_by.is_(None), table.c.state != LOADED)
    with store.engine.connect() as connection:
        counted = select(sql.count()).select_from(joined).where(rejected_rows.c.batch_id == batch_id, still)
        return int(connection.execute(counted).scalar_one())


def changed_cells_of(store: Store, batch_id: int) -> list[ChangedCell]:
    """The first of the cells a batch changed in rows that were known, in the file's order."""
    columns = changed_cells.c
    with store.engine.connect() as connection:
        rows = connection.execute(
            select(columns.line, columns.column_name, columns.stored, columns.new)
            .where(columns.batch_id == batch_id)
            .order_by(columns.place)
        )
        return [ChangedCell(*row) for row in rows]


def _batch(row: RowMapping) -> Batch:
    values = dict(row)
    values["cells"], values["loaded"] = json.loads(values["cells"]), json.loads(values["loaded"])
    return Batch(**values)
