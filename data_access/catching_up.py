"""Rows loaded before responses were counted: the same file again brings the responses it could not bring then.

Such a row was stored by its other columns alone. It is the same row, so the ledger says "already there"; its response
belongs to the batch that brought it, and goes and comes with that batch.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Select, Table, func, insert, literal_column, select, update

from data_access.schema import WRITTEN, batches, records, responses
from data_access.settings.deriving import Shown
from data_access.showing import IDENTITY, same


def catch_up(connection: Connection, stage: Table, rows: Table, derived: Shown) -> int:
    """Inserts the responses that are missing of stored rows that come again; how many.

    stage, rows: the staged records and responses · derived: what they show that settings decide.
    """
    missing = _missing(stage, rows, derived)
    names = [column.name for column in missing.selected_columns]
    done = connection.execute(
        insert(responses).from_select(names, missing.order_by(rows.c.ts)), execution_options={"preserve_rowcount": True}
    )
    if done.rowcount:
        _tell_batches(connection)
    return done.rowcount


def _missing(stage: Table, rows: Table, derived: Shown) -> Select[Any]:
    names = [column.name for column in responses.c if column.name != "batch_id"]
    values = [derived.get(name, rows.c[name.removesuffix(WRITTEN)]).label(name) for name in names]
    stored = same(stage, records, *IDENTITY, "fingerprint")
    there = select(literal_column("1")).where(same(responses, rows, "source", "record")).exists()
    return (
        select(*values, records.c.batch_id)
        .select_from(rows.join(stage, same(rows, stage, "source", "record")).join(records, stored))
        .where(~there)
    )


def _tell_batches(connection: Connection) -> None:
    """The batches that hold more now say so: a number names the files it came from, and their days."""
    days = func.min(responses.c.day), func.max(responses.c.day)
    held = select(responses.c.batch_id, func.count(), *days).group_by(responses.c.batch_id)
    counted = {number: found for number, *found in connection.execute(held)}
    for number, loaded in list(connection.execute(select(batches.c.id, batches.c.loaded))):
        told = json.loads(loaded)
        if number in counted and "responses" not in told:
            n, first, last = counted[number]
            values = {"loaded": json.dumps({**told, "responses": n}), "first_day": first, "last_day": last}
            connection.execute(update(batches).where(batches.c.id == number).values(values))
