"""One batch into the store: one transaction, whole or not at all, the same file again harmless.

The parser has typed the rows; here they meet what the store already holds. A row whose record is known with the
same fingerprint is a duplicate, with another fingerprint a conflict (listed, not loaded); only the facts of new records
go in, sorted by time, because engines prune by time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    String,
    Table,
    and_,
    func,
    insert,
    literal,
    literal_column,
    select,
)
from sqlalchemy.sql.selectable import Select

from data_access import audit
from data_access.batches import LOADED, REJECTED, Batch, Rejected, batches, rejected, undo
from data_access.batches import batch as stored_batch
from data_access.errors import LoadError
from data_access.matching import CONFLICT_REASON, Outcome, check_unique, same_record
from data_access.schema import FACTS, WRITTEN, records, rejected_rows
from data_access.schema import batches as batches_table
from data_access.settings.deriving import Shown, shown
from data_access.settings.document import stored_settings
from data_access.sources import ArrowSource, count, in_time_order, repeats
from data_access.staging import portions, staged

if TYPE_CHECKING:
    from data_access.store import Store

__all__ = ["CONFLICT_REASON", "Batch", "NewBatch", "Rejected", "batches", "load", "rejected", "undo"]

Report = Callable[[float], None]
_TABLES = {table.name: table for table in FACTS}
_IDENTITY = [Column(c.name, c.type, nullable=False) for c in records.c if c.name != "batch_id"]
_RECORDS = [*_IDENTITY, Column("seq", BigInteger, nullable=False), Column("line", BigInteger), Column("cells", String)]


@dataclass(frozen=True, slots=True)
class NewBatch:
    """What the parser knows of a file: its ledgers and the rows it refused. `mapping` is JSON as used."""

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


def load(store: Store, batch: NewBatch, tables: Mapping[str, ArrowSource], report: Report | None = None) -> Batch:
    """Load one batch and return its ledger.

    tables: "records" (source, kind, record, fingerprint, seq, line; optional cells: the raw cells as a JSON list, kept
    for conflicts) and any fact tables, as Arrow tables or paths of Parquet files. Raises LoadError when a table does
    not fit, a record appears twice, or the rows do not add up; nothing is stored then. report: told the share of cells
    that are in, now and then.
    """
    unknown = sorted(set(tables) - set(_TABLES))
    if unknown or "records" not in tables:
        what = f"{unknown[0]!r} is no table of facts" if unknown else "The table of records is missing"
        raise LoadError(f"{what}. Expected 'records' and any of {', '.join(_TABLES)}.")
    with store.writing() as connection, ExitStack() as stack:
        number = int(connection.execute(select(func.coalesce(func.max(batches_table.c.id), 0))).scalar_one()) + 1
        stage = stack.enter_context(staged(connection, "records", tables["records"], _RECORDS))
        if repeats(tables["records"], "record"):
            check_unique(connection, stage, ("source", "kind", "record"), "record")
        outcome = Outcome.of(connection, stage)
        _check_sum(batch, outcome)
        coming = Coming(connection, number, tables, report)
        loaded, days = _insert_facts(coming, stage, outcome)
        _insert_rejected(connection, number, [*batch.rejected, *outcome.conflicts])
        _insert_batch(connection, number, batch, outcome, (loaded, days))
        audit.record(connection, batch.subject, "import", f"batch {number}: {batch.file_name}, {outcome.new} rows")
        return stored_batch(connection, number)


def _check_sum(new: NewBatch, outcome: Outcome) -> None:
    refused = sum(1 for row in new.rejected if row.outcome == REJECTED)
    duplicate = outcome.duplicate + new.rows_duplicate_in_file
    conflict = len(outcome.conflicts) + new.rows_conflict_in_file
    if new.rows_read != outcome.new + refused + duplicate + conflict:
        raise LoadError(
            f"The rows of {new.file_name} do not add up: {new.rows_read} read, but {outcome.new} new, "
            f"{refused} rejected, {duplicate} duplicate and {conflict} in conflict. Nothing was stored."
        )


@dataclass
class Coming:
    """The tables of one batch on their way in, a part of a large one at a time."""

    connection: Connection
    number: int
    tables: Mapping[str, ArrowSource]
    report: Report | None = None
    _cells: int = 0

    def insert(self, table: Table, rows: Table, fresh: Any, derived: Shown | None = None) -> int:
        """Inserts the staged rows of one table; how many. derived, fresh: see _insert_from."""
        source, width = self.tables[table.name], len(table.c)
        sort = "ts" in rows.c and not in_time_order(source)
        inserted, total = 0, sum(count(self.tables[name]) * len(_TABLES[name].c) for name in self.tables)
        for done in [count(source)] if sort else portions(self.connection, rows, source):
            inserted += _insert_from(self.connection, self.number, table, rows, fresh, derived, sort=sort)
            if self.report is not None and total:
                self.report((self._cells + done * width) / total)
        self._cells += count(source) * width
        return inserted


def _insert_facts(coming: Coming, stage: Table, outcome: Outcome) -> tuple[dict[str, int], list[date]]:
    """Facts of new records only. Returns rows per table and the days they span."""
    connection, number = coming.connection, coming.number
    settings = stored_settings(connection)
    fresh = None
    if outcome.duplicate or outcome.conflicts:
        stored = select(literal_column("1")).where(same_record(stage)).exists()
        fresh = select(stage.c.source, stage.c.record).where(~stored).subquery()
    loaded: dict[str, int] = {}
    days: list[date] = []
    for name, source in coming.tables.items():
        if name == "records":
            continue
        table = _TABLES[name]
        with staged(connection, name, source, _columns_of_a_file(table)) as rows:
            if name == "attributes":
                check_unique(connection, rows, ("source", "record", "name"), "column of a row")
            loaded[name] = coming.insert(table, rows, fresh, shown(connection, settings, rows))
        if "day" in table.c and loaded[name]:
            mine = select(func.min(table.c.day), func.max(table.c.day)).where(table.c.batch_id == number)
            days.extend(connection.execute(mine).one())
    coming.insert(records, stage, fresh)  # last: until then "not stored" means "new"
    return loaded, days


def _columns_of_a_file(table: Table) -> list[Column[Any]]:
    """What a file tells: no batch, and each value once (it is kept as written when it is stored)."""
    own = [c for c in table.c if c.name != "batch_id" and not c.name.endswith(WRITTEN)]
    return [Column(c.name, c.type, nullable=c.nullable) for c in own]


def _insert_from(
    connection: Connection, number: int, table: Table, rows: Table, fresh: Any, derived: Shown | None = None, *,
    sort: bool = True,
) -> int:  # fmt: skip
    """derived: what columns show that settings decide; all others as staged. sort: by time, where they have one."""
    names = [c.name for c in table.c if c.name != "batch_id"]
    values = [(derived or {}).get(name, rows.c[name.removesuffix(WRITTEN)]) for name in names]
    query: Select[Any] = select(*values, literal(number, BigInteger))
    if fresh is not None:
        same = and_(fresh.c.source == rows.c.source, fresh.c.record == rows.c.record)
        query = query.where(select(literal_column("1")).select_from(fresh).where(same).exists())
    if "ts" in rows.c and sort:
        query = query.order_by(rows.c.ts)
    done = connection.execute(
        insert(table).from_select([*names, "batch_id"], query), execution_options={"preserve_rowcount": True}
    )
    return done.rowcount


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
        }
    )
    with staged(connection, "rejected_rows", arrow, columns) as stage:
        _insert_from(connection, number, rejected_rows, stage, None)


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
            rows_loaded=outcome.new,
            rows_rejected=sum(1 for row in new.rejected if row.outcome == REJECTED),
            rows_duplicate=outcome.duplicate + new.rows_duplicate_in_file,
            rows_conflict=len(outcome.conflicts) + new.rows_conflict_in_file,
            rows_flagged=new.rows_flagged,
            cells=json.dumps(dict(new.cells), ensure_ascii=False),
            loaded=json.dumps(loaded),
            first_day=min(days, default=None),
            last_day=max(days, default=None),
            created_at=audit.utc_now(),
            created_by=new.subject,
            undone_at=None,
        )
    )
