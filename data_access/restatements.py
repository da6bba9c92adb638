"""The log of history that changed: what, when, by whom, which days, which numbers moved."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, insert, select, update

from data_access import audit
from data_access.errors import StoreError
from data_access.schema import restatements as table
from data_access.scope import Scope
from data_access.touching import Touched
from metrics.restated import Restated

if TYPE_CHECKING:
    from data_access.store import Store

SETTINGS, CORRECTION, LATE, UNDO, REDO, REPLACEMENT = "settings", "correction", "late", "undo", "redo", "replacement"
CAUSES = (SETTINGS, CORRECTION, LATE, UNDO, REDO, REPLACEMENT)


@dataclass(frozen=True, slots=True)
class Restatement:
    """One change of history. cause: one of CAUSES · batch: its number, None for settings · rows: file rows that came, went
    or show something else · facts: the tables they stand in · units: their business units, None among them for rows of none
    · moved: the headline numbers before and after, as their teller wrote them (`pages.cards.headline`), None: not told."""

    id: int
    at: datetime
    subject: str
    cause: str
    what: str
    batch: int | None = None
    rows: int = 0
    facts: tuple[str, ...] = ()
    units: tuple[str | None, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    moved: tuple[Mapping[str, Any], ...] | None = None


def record(
    connection: Connection, subject: str, cause: str, what: str, touched: Touched, *, batch: int | None = None
) -> int | None:
    """Write one entry into the caller's transaction; nothing where no row is touched. Returns its number."""
    if not touched.rows:
        return None
    number = int(connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()) + 1
    connection.execute(
        insert(table).values(
            id=number, at=audit.utc_now(), subject=subject, what=what, first_day=touched.first_day,
            last_day=touched.last_day, acknowledged=False, cause=cause, batch_id=batch, rows=touched.rows,
            facts=json.dumps(sorted(touched.facts)),
            units=json.dumps(sorted(touched.units, key=lambda unit: (unit is not None, unit))), moved=None,
        )
    )
    return number


def restatements(store: Store, scope: Scope | None = None) -> tuple[Restatement, ...]:
    """The log, newest first: whole, or what touched settings or units this person may see."""
    with store.engine.connect() as connection:
        found = [_restatement(row) for row in connection.execute(select(table).order_by(table.c.id.desc()))]
    units = None if scope is None else scope.units
    return tuple(one for one in found if units is None or one.cause == SETTINGS or set(one.units) & set(units))


def visible(store: Store, scope: Scope) -> tuple[Restated, ...]:
    """What trends say of the log: the entries with days."""
    return tuple(
        Restated(one.cause, one.at.date(), one.rows, one.first_day, one.last_day, frozenset(one.facts))
        for one in restatements(store, scope)
        if one.first_day is not None and one.last_day is not None
    )  # fmt: skip


def of_batch(store: Store, batch: int) -> tuple[Restatement, ...]:
    """What one batch, its undoing and its return changed, newest first."""
    return tuple(one for one in restatements(store) if one.batch == batch)


def last_number(store: Store) -> int:
    """The number of the newest entry, 0 before the first."""
    with store.engine.connect() as connection:
        return int(connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one())


def tell_moved(store: Store, number: int, moved: Sequence[Mapping[str, Any]]) -> None:
    """Keep which numbers an entry moved: asked before and after by whoever made the change. Raises StoreError."""
    with store.writing(None) as connection:
        text = json.dumps([dict(one) for one in moved], ensure_ascii=False)
        done = connection.execute(update(table).where(table.c.id == number).values(moved=text))
        if done.rowcount == 0:
            raise StoreError(f"There is no restatement {number}. Look at the list of them.")


def _restatement(row: Row[Any]) -> Restatement:
    moved = None if row.moved is None else tuple(json.loads(row.moved))
    return Restatement(
        row.id, row.at, row.subject, row.cause or SETTINGS, row.what, row.batch_id, row.rows or 0,
        tuple(json.loads(row.facts or "[]")), tuple(json.loads(row.units or "[]")), row.first_day, row.last_day, moved,
    )
