"""Taking batches back and bringing them in again, in any order: one transaction each, nothing is destroyed.

Afterwards every record shows the version of the newest batch that is loaded (`data_access.showing`), and the log of
restatements says which history that changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, select, update

from data_access import audit, restatements
from data_access.batches import LOADED, UNDONE, Batch, batch
from data_access.errors import StoreError
from data_access.schema import batches as table
from data_access.showing import settle, versions_of
from data_access.touching import watching
from metrics.phrases import phrase

if TYPE_CHECKING:
    from data_access.store import Store


def undo(store: Store, batch_id: int, subject: str) -> Batch:
    """Take a batch back whole: what it brought is set aside, what it had replaced is shown again. Raises StoreError."""
    with store.writing() as connection:
        return _switched(connection, _loaded(connection, batch_id), subject, UNDONE)


def redo(store: Store, batch_id: int, subject: str) -> Batch:
    """Bring an undone batch in again, as it was loaded. Raises StoreError when it is not undone, or was replaced."""
    with store.writing() as connection:
        found = batch(connection, batch_id)
        if found.state == LOADED:
            loaded = "Batch {n} ({file}) is loaded: there is nothing to bring back."
            raise StoreError(phrase(loaded, n=batch_id, file=found.file_name))
        wanted = [number for number in (batch_id, found.completes) if number is not None]
        newer = connection.execute(select(table).where(table.c.replaces.in_(wanted), table.c.state == LOADED)).first()
        if newer is not None:
            raise StoreError(
                phrase(
                    "Batch {n} ({file}) was replaced by batch {newer} ({newer_file}): both together would count rows twice."
                    " Take batch {newer} back first.",
                    n=batch_id, file=found.file_name, newer=newer.id, newer_file=newer.file_name,
                )
            )
        return _switched(connection, found, subject, LOADED)


def take_out(connection: Connection, batch_id: int) -> list[int]:
    """For a batch that is replaced, in the transaction of the one that comes: it and the mended rows that completed it are
    undone. Returns their numbers. Raises StoreError when it is not loaded."""
    _loaded(connection, batch_id)
    completing = select(table.c.id).where(table.c.completes == batch_id, table.c.state == LOADED)
    numbers = [batch_id, *connection.execute(completing).scalars()]
    _set_state(connection, numbers, UNDONE)
    settle(connection, versions_of(numbers))
    return numbers


def _loaded(connection: Connection, batch_id: int) -> Batch:
    found = batch(connection, batch_id)
    if found.state != LOADED:
        raise StoreError(phrase("Batch {n} ({file}) is already undone.", n=batch_id, file=found.file_name))
    return found


def _switched(connection: Connection, found: Batch, subject: str, state: str) -> Batch:
    versions = versions_of([found.id])
    with watching(connection, versions) as watch:
        _set_state(connection, [found.id], state)
        settle(connection, versions)
        touched = watch.touched()
    cause, done = (restatements.UNDO, "taken back") if state == UNDONE else (restatements.REDO, "brought in again")
    what = f"batch {found.id}: {found.file_name}"
    told = f"{what} {done}, {touched.rows} rows show something else"
    restatements.record(connection, subject, cause, told, touched, batch=found.id)
    audit.record(connection, subject, cause, f"{what}, {found.rows_loaded} rows")
    return batch(connection, found.id)


def _set_state(connection: Connection, numbers: list[int], state: str) -> None:
    values = {"state": state, "undone_at": audit.utc_now() if state == UNDONE else None}
    connection.execute(update(table).where(table.c.id.in_(numbers)).values(values))
