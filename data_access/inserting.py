"""Staged rows into the tables of facts, sorted by time, because engines prune by time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Table, and_, insert, literal, literal_column, select
from sqlalchemy.sql.selectable import Select

from data_access.schema import FACTS, WRITTEN
from data_access.settings.deriving import Shown
from data_access.sources import ArrowSource, count, in_time_order
from data_access.staging import portions

Report = Callable[[float], None]
_TABLES = {table.name: table for table in FACTS}


@dataclass
class Coming:
    """The tables of one batch on their way in, a part of a large one at a time. report: told the share of cells that are in."""

    connection: Connection
    number: int
    tables: Mapping[str, ArrowSource]
    report: Report | None = None
    _cells: int = 0

    def insert(self, table: Table, rows: Table, fresh: Any, derived: Shown | None = None) -> int:
        """Inserts the staged rows of one table; how many. derived, fresh: see insert_from."""
        source, width = self.tables[table.name], len(table.c)
        sort = "ts" in rows.c and not in_time_order(source)
        inserted, total = 0, sum(count(self.tables[name]) * len(_TABLES[name].c) for name in self.tables)
        for done in [count(source)] if sort else portions(self.connection, rows, source):
            inserted += insert_from(self.connection, self.number, table, rows, fresh, derived, sort=sort)
            if self.report is not None and total:
                self.report((self._cells + done * width) / total)
        self._cells += count(source) * width
        return inserted


def columns_of_a_file(table: Table) -> list[Column[Any]]:
    """What a file tells: no batch, and each value once (it is kept as written when it is stored)."""
    own = [c for c in table.c if c.name != "batch_id" and not c.name.endswith(WRITTEN)]
    return [Column(c.name, c.type, nullable=c.nullable) for c in own]


def insert_from(
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
