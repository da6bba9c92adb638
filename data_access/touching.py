"""What a change of versions touches: how many records show something else, on which days, in which tables and units."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    func,
    insert,
    literal_column,
    or_,
    select,
)

from data_access.schema import ASIDE, FACTS, batches, records
from data_access.showing import IDENTITY, identity_columns, same, temporary

Unit = str | None
_HERE: ColumnElement[int] = literal_column("1")


@dataclass(frozen=True, slots=True)
class Touched:
    """rows: records that show something else, came or went · facts: the tables they stand in · units: their business
    units, None among them where a row has none · first_day, last_day: the days they lie on, None where none has any."""

    rows: int = 0
    facts: frozenset[str] = frozenset()
    units: frozenset[Unit] = frozenset()
    first_day: date | None = None
    last_day: date | None = None

    def __or__(self, other: Touched) -> Touched:
        firsts = [day for day in (self.first_day, other.first_day) if day]
        lasts = [day for day in (self.last_day, other.last_day) if day]
        return Touched(
            self.rows + other.rows, self.facts | other.facts, self.units | other.units,
            min(firsts, default=None), max(lasts, default=None),
        )


class Watch:
    """What some records show, remembered before a change, to be compared with what they show after it."""

    def __init__(self, connection: Connection, before: Table) -> None:
        self._connection, self._before = connection, before

    def touched(self) -> Touched:
        """The records that show something else now: other content, or the same content read by another mapping."""
        both = temporary(self._connection, "touched", *identity_columns(), Column("after", BigInteger))
        self._connection.execute(insert(both).from_select([c.name for c in both.c], self._differing()))
        found = Touched(int(self._connection.execute(select(func.count()).select_from(both)).scalar_one()))
        if found.rows:
            for table in FACTS:
                if table is not records:
                    found |= self._measured(ASIDE[table.name], both, both.c.batch_id)
                    found |= self._measured(table, both, both.c.after)
        both.drop(self._connection)
        return found

    def _differing(self) -> Select[Any]:
        before, then, now = self._before, batches.alias("then"), batches.alias("now")
        joined = (
            before.outerjoin(records, same(before, records, *IDENTITY))
            .outerjoin(then, then.c.id == before.c.batch_id)
            .outerjoin(now, now.c.id == records.c.batch_id)
        )
        otherwise = or_(
            before.c.fingerprint.is_distinct_from(records.c.fingerprint), then.c.mapping.is_distinct_from(now.c.mapping)
        )
        columns = [*(before.c[name] for name in (*IDENTITY, "batch_id")), records.c.batch_id]
        return select(*columns).select_from(joined).where(otherwise)

    def _measured(self, table: Table, both: Table, batch: ColumnElement[Any]) -> Touched:
        here = select(_HERE).where(same(both, table, "source", "record"), batch == table.c.batch_id).exists()
        return measured(self._connection, table, here)


@contextmanager
def watching(connection: Connection, identities: Select[Any]) -> Iterator[Watch]:
    """Remember what these identities (source, kind, record) show now."""
    before = temporary(connection, "watched", *identity_columns(), Column("fingerprint", BigInteger))
    wanted = identities.subquery("wanted")
    shown = wanted.outerjoin(records, same(wanted, records, *IDENTITY))
    rows = select(*(wanted.c[n] for n in IDENTITY), records.c.batch_id, records.c.fingerprint).select_from(shown)
    connection.execute(insert(before).from_select([c.name for c in before.c], rows))
    yield Watch(connection, before)
    before.drop(connection)


def measured(connection: Connection, table: Table, *where: ColumnElement[bool]) -> Touched:
    """Days, table and units of these facts; `rows` stays 0, because facts are not records."""
    days = (func.min(table.c.day), func.max(table.c.day)) if "day" in table.c else (literal_column("NULL"),) * 2
    n, first, last = connection.execute(select(func.count(), *days).where(and_(*where))).one()
    if not n:
        return Touched()
    units: frozenset[Unit] = frozenset()
    if "business_unit" in table.c:
        units = frozenset(connection.execute(select(table.c.business_unit).where(and_(*where)).distinct()).scalars())
    name = table.name.removesuffix("_aside")
    return Touched(0, frozenset({name}), units, first, last)
