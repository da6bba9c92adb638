"""One batch into the store: one transaction, whole or not at all, the same file again harmless.

The parser has typed the rows; here they meet what the store already shows. A row whose record is known with the same
fingerprint is a duplicate; with another fingerprint it is changed: its facts are shown from now on, those before are set
aside. Facts go in sorted by time, because engines prune by time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Table,
    and_,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from data_access import audit
from data_access.batches import LOADED, REJECTED, Batch, ChangedCell, Rejected, batches, rejected
from data_access.batches import batch as stored_batch
from data_access.catching_up import catch_up
from data_access.differing import MOST_CELLS, differences
from data_access.errors import LoadError
from data_access.history import Changing
from data_access.inserting import Coming, Report, columns_of_a_file, insert_from
from data_access.matching import Outcome, changed_rows, check_unique
from data_access.schema import FACTS, changed_cells, records, rejected_rows
from data_access.schema import batches as batches_table
from data_access.settings.deriving import shown
from data_access.settings.document import stored_settings
from data_access.showing import IDENTITY, same
from data_access.sources import ArrowSource, repeats
from data_access.staging import staged
from data_access.undoing import redo, take_out, undo
from metrics.phrases import in_a_row, listed, phrase

if TYPE_CHECKING:
    from data_access.store import Store

__all__ = ["Batch", "NewBatch", "Rejected", "batches", "load", "redo", "rejected", "undo"]

_TABLES = {table.name: table for table in FACTS}
_OF_RECORDS: list[Column[Any]] = [Column(c.name, c.type, nullable=False) for c in records.c if c.name != "batch_id"]
RECORD_COLUMNS: list[Column[Any]] = [
    *_OF_RECORDS, Column("seq", BigInteger, nullable=False), Column("line", BigInteger), Column("returned", BigInteger),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewBatch:
    """What the parser knows of a file: its ledgers and the rows it refused. `mapping` is JSON as used.

    replaces: the batch to be undone as this one is loaded · completes: the batch whose refused rows it brings back mended ·
    names: what a cell became → the column as the file calls it (see `differing.differences`).
    """

    source: str
    kind: str
    file_name: str
    sha256: str
    mapping: str
    subject: str
    rows_read: int
    rejected: tuple[Rejected, ...] = ()
    rows_duplicate_in_file: int = 0
    rows_conflict_in_file: int = 0
    rows_flagged: int = 0
    cells: Mapping[str, Any] = field(default_factory=dict)
    replaces: int | None = None
    completes: int | None = None
    names: Mapping[str, str] = field(default_factory=dict)


def load(store: Store, batch: NewBatch, tables: Mapping[str, ArrowSource], report: Report | None = None) -> Batch:
    """Load one batch and return its ledger.

    tables: "records" (source, kind, record, fingerprint, seq, line; optional returned: the line a mended row had in the
    file it completes) and any fact tables, as Arrow tables or paths of Parquet files. Raises LoadError when a table does
    not fit, a record appears twice, or the rows do not add up, StoreError when the batch to be replaced is not loaded;
    nothing is stored then. report: told the share of cells that are in, now and then.
    """
    unknown = sorted(set(tables) - set(_TABLES))
    if unknown or "records" not in tables:
        missing = phrase("The table of records is missing.")
        seen = phrase("{table!r} is no table of facts.", table=unknown[0]) if unknown else missing
        raise LoadError(in_a_row(seen, phrase("Expected 'records' and any of {names}.", names=listed(_TABLES))))
    with store.writing() as connection, ExitStack() as stack:
        number = int(connection.execute(select(func.coalesce(func.max(batches_table.c.id), 0))).scalar_one()) + 1
        stage = stack.enter_context(staged(connection, "records", tables["records"], RECORD_COLUMNS))
        if repeats(tables["records"], "record"):
            check_unique(connection, stage, IDENTITY, "record")
        outcome = Outcome.of(connection, stage)
        changed = changed_rows(connection, stage, MOST_CELLS) if outcome.changed else []
        cells = differences(connection, changed, tables, batch.names)
        changing = stack.enter_context(Changing.of(connection, batch.source, batch.kind, stage, outcome, batch.replaces))
        if batch.replaces is not None:
            take_out(connection, batch.replaces)
            outcome = Outcome.of(connection, stage)
        _check_sum(batch, outcome)
        facts = _insert_facts(Coming(connection, number, tables, report), stage, outcome)
        _insert_rejected(connection, number, batch.rejected)
        _insert_batch(connection, number, batch, outcome, facts)
        _insert_changed(connection, number, cells)
        _mark_returned(connection, number, batch.completes, stage)
        changing.finish(number, batch.file_name, batch.subject, outcome)
        audit.record(connection, batch.subject, "import", _told(number, batch, outcome))
        return stored_batch(connection, number)


def _told(number: int, batch: NewBatch, outcome: Outcome) -> str:
    changed = f", {outcome.changed} of them changed" if outcome.changed else ""
    instead = f", instead of batch {batch.replaces}" if batch.replaces is not None else ""
    return f"batch {number}: {batch.file_name}, {outcome.loaded} rows{changed}{instead}"


def _check_sum(new: NewBatch, outcome: Outcome) -> None:
    refused = _count(new, REJECTED)
    duplicate = outcome.duplicate + new.rows_duplicate_in_file
    if new.rows_read != outcome.loaded + refused + duplicate + new.rows_conflict_in_file:
        raise LoadError(
            phrase(
                "The rows of {file} do not add up: {read} read, but {new} new, {changed} changed, {rejected} rejected,"
                " {duplicate} duplicate and {conflict} in conflict. Nothing was stored.",
                file=new.file_name, read=new.rows_read, new=outcome.new, changed=outcome.changed, rejected=refused,
                duplicate=duplicate, conflict=new.rows_conflict_in_file,
            )
        )


def _count(new: NewBatch, outcome: str) -> int:
    return sum(1 for row in new.rejected if row.outcome == outcome)


def _insert_facts(coming: Coming, stage: Table, outcome: Outcome) -> tuple[dict[str, int], list[date]]:
    """Facts of new and changed records only. Returns rows per table and the days they span."""
    connection, number = coming.connection, coming.number
    settings = stored_settings(connection)
    fresh = None
    if outcome.duplicate:
        stored = select(literal_column("1")).where(same(stage, records, *IDENTITY, "fingerprint")).exists()
        fresh = select(stage.c.source, stage.c.record).where(~stored).subquery()
    loaded: dict[str, int] = {}
    days: list[date] = []
    for name, source in coming.tables.items():
        if name == "records":
            continue
        table = _TABLES[name]
        with staged(connection, name, source, columns_of_a_file(table)) as rows:
            if name == "attributes":
                check_unique(connection, rows, ("source", "record", "name"), "column of a row")
            derived = shown(connection, settings, rows)
            if name == "responses" and fresh is not None:
                catch_up(connection, stage, rows, derived)
            loaded[name] = coming.insert(table, rows, fresh, derived)
        if "day" in table.c and loaded[name]:
            mine = select(func.min(table.c.day), func.max(table.c.day)).where(table.c.batch_id == number)
            days.extend(connection.execute(mine).one())
    coming.insert(records, stage, fresh)  # last: until then "not stored" means "new or changed"
    return loaded, days


def _insert_rejected(connection: Connection, number: int, refused: Iterable[Rejected]) -> None:
    rows = list(refused)
    if not rows:
        return
    columns = [Column(c.name, c.type, nullable=c.nullable) for c in rejected_rows.c if c.name != "batch_id"]
    arrow = pa.table(
        {
            "line": [row.line for row in rows],
            "outcome": [row.outcome for row in rows],
            "column_name": pa.array([row.column for row in rows], pa.string()),
            "reason": [row.reason for row in rows],
            "cells": [json.dumps(row.cells, ensure_ascii=False) for row in rows],
            "record": pa.array([row.record for row in rows], pa.int64()),
            "origin": pa.array([row.origin for row in rows], pa.int32()),
        }
    )
    with staged(connection, "rejected_rows", arrow, columns) as stage:
        insert_from(connection, number, rejected_rows, stage, None)


def _insert_changed(connection: Connection, number: int, cells: Sequence[ChangedCell]) -> None:
    if cells:
        rows = [
            {"batch_id": number, "place": i, "line": c.line, "column_name": c.column, "stored": c.stored, "new": c.new}
            for i, c in enumerate(cells)
        ]
        connection.execute(insert(changed_cells), rows)


def _mark_returned(connection: Connection, number: int, completes: int | None, stage: Table) -> None:
    """The refused rows that came back: loaded now, or there already."""
    if completes is None:
        return
    came = select(stage.c.returned).where(stage.c.returned.is_not(None))
    later = select(batches_table.c.id).where(batches_table.c.completes == completes)
    mine = or_(
        and_(rejected_rows.c.batch_id == completes, rejected_rows.c.line.in_(came)),
        and_(rejected_rows.c.batch_id.in_(later), rejected_rows.c.origin.in_(came)),
    )
    elsewhere = select(batches_table.c.id).where(batches_table.c.state == LOADED, batches_table.c.id != number)
    open_ = or_(rejected_rows.c.returned_by.is_(None), rejected_rows.c.returned_by.not_in(elsewhere))
    connection.execute(update(rejected_rows).where(mine, open_).values(returned_by=number))


def _insert_batch(
    connection: Connection, number: int, new: NewBatch, outcome: Outcome, facts: tuple[dict[str, int], list[date]]
) -> None:
    loaded, days = facts
    connection.execute(
        insert(batches_table).values(
            id=number,
            source=new.source,
            kind=new.kind,
            file_name=new.file_name,
            sha256=new.sha256,
            mapping=new.mapping,
            state=LOADED,
            rows_read=new.rows_read,
            rows_loaded=outcome.loaded,
            rows_changed=outcome.changed,
            rows_rejected=_count(new, REJECTED),
            rows_duplicate=outcome.duplicate + new.rows_duplicate_in_file,
            rows_conflict=new.rows_conflict_in_file,
            rows_flagged=new.rows_flagged,
            cells=json.dumps(dict(new.cells), ensure_ascii=False),
            loaded=json.dumps(loaded),
            first_day=min(days, default=None),
            last_day=max(days, default=None),
            created_at=audit.utc_now(),
            created_by=new.subject,
            undone_at=None,
            replaces=new.replaces,
            completes=new.completes,
        )
    )
