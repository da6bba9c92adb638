"""Rows loaded before responses were counted: the same file again brings the responses it could not bring then.

Such a row was stored by its other columns alone. It is the same row, so the ledger says "already there"; its response
belongs to the batch that brought it, and goes and comes with that batch.
"""

from __future__ import annotations

import json
from collections import Counter
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
    each = select(missing.subquery().c.batch_id)
    brought = Counter(connection.execute(each).scalars())
    done = connection.execute(
        insert(responses).from_select(names, missing.order_by(rows.c.ts)), execution_options={"preserve_rowcount": True}
    )
    if done.rowcount:
        _tell_batches(connection, brought)
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


def _tell_batches(connection: Connection, brought: dict[int, int]) -> None:
    """The batches that hold more now say so: a number names the files it came from, and their days. brought: batch →
    responses that it did not hold before."""
    days = func.min(responses.c.day), func.max(responses.c.day)
    held = select(responses.c.batch_id, *days).where(responses.c.batch_id.in_(brought)).group_by(responses.c.batch_id)
    span = {number: found for number, *found in connection.execute(held)}
    known = select(batches.c.id, batches.c.loaded, batches.c.first_day, batches.c.last_day).where(batches.c.id.in_(brought))
    for number, loaded, first, last in list(connection.execute(known)):
        told, (earliest, latest) = json.loads(loaded), span[number]
        values = {
            "loaded": json.dumps({**told, "responses": told.get("responses", 0) + brought[number]}),
            "first_day": min(earliest, first or earliest), "last_day": max(latest, last or latest),
        }  # fmt: skip
        connection.execute(update(batches).where(batches.c.id == number).values(values))
