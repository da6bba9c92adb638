"""Which version of a record is shown: that of the newest batch that is loaded. All others stand aside, none is destroyed.

A version is a record as one batch brought it: its line in `records` and all facts with the same (source, record, batch).
Declarative: whatever was done to the batches, `settle` brings the tables to what their states say.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    MetaData,
    Select,
    String,
    Subquery,
    Table,
    and_,
    delete,
    func,
    insert,
    literal,
    literal_column,
    select,
    union,
    union_all,
)

from data_access.schema import ASIDE, FACTS, batches, records

LOADED, UNDONE = "loaded", "undone"
IDENTITY = ("source", "kind", "record")
_HERE: ColumnElement[int] = literal_column("1")
_BOTH = (records, ASIDE["records"])


def versions_of(numbers: list[int]) -> Select[Any]:
    """The identities of every record these batches brought, shown or not."""
    found = union(*(select(*(t.c[n] for n in IDENTITY)).where(t.c.batch_id.in_(numbers)) for t in _BOTH)).subquery()
    return select(*(found.c[name] for name in IDENTITY))


def settle(connection: Connection, touched: Select[Any]) -> None:
    """Show the version of the newest loaded batch for each of these identities (source, kind, record), and no other."""
    with _moves(connection, touched) as moves:
        ways = connection.execute(select(moves.c.inwards).distinct()).scalars().all()
        for table in FACTS:
            if False in ways:
                _move(connection, moves, table, ASIDE[table.name], inwards=False)
            if True in ways:
                _move(connection, moves, ASIDE[table.name], table, inwards=True)


def temporary(connection: Connection, name: str, *columns: Column[Any]) -> Table:
    """An empty temporary table; whoever makes it drops it (after an error the transaction takes it along)."""
    made = Table(name, MetaData(), *columns, prefixes=["TEMPORARY"])
    made.create(connection)
    return made


def identity_columns() -> list[Column[Any]]:
    """What a record is known by, and the batch of one of its versions."""
    return [Column("source", String), Column("kind", String), Column("record", BigInteger), Column("batch_id", BigInteger)]


def same(a: Any, b: Any, *names: str) -> ColumnElement[bool]:
    """Equal in all these columns."""
    return and_(*(a.c[name] == b.c[name] for name in names))


@contextmanager
def _moves(connection: Connection, touched: Select[Any]) -> Iterator[Table]:
    """The versions that stand on the wrong side, decided before any of them moves."""
    moves = temporary(connection, "moves", *identity_columns(), Column("inwards", Boolean))
    wanted = touched.subquery("touched")
    best = _winners(wanted)
    aside, names = ASIDE["records"], [column.name for column in moves.c]
    wins = select(_HERE).where(same(best, records, *IDENTITY, "batch_id")).exists()
    out = select(*(records.c[n] for n in (*IDENTITY, "batch_id")), literal(False)).where(
        select(_HERE).where(same(wanted, records, *IDENTITY)).exists(), ~wins
    )
    back = select(*(aside.c[n] for n in (*IDENTITY, "batch_id")), literal(True)).select_from(
        aside.join(best, same(best, aside, *IDENTITY, "batch_id"))
    )
    connection.execute(insert(moves).from_select(names, union_all(out, back)))
    yield moves
    moves.drop(connection)


def _winners(wanted: Subquery) -> Subquery:
    """(identity, newest loaded batch) of each wanted record that any loaded batch brought."""
    every = union_all(*(select(*(t.c[n] for n in (*IDENTITY, "batch_id"))) for t in _BOTH)).subquery("every_version")
    return (
        select(*(every.c[n] for n in IDENTITY), func.max(every.c.batch_id).label("batch_id"))
        .select_from(every.join(batches, batches.c.id == every.c.batch_id))
        .where(batches.c.state == LOADED, select(_HERE).where(same(wanted, every, *IDENTITY)).exists())
        .group_by(*(every.c[n] for n in IDENTITY))
        .subquery("winners")
    )


def _move(connection: Connection, moves: Table, origin: Table, target: Table, *, inwards: bool) -> None:
    names = [column.name for column in origin.c]
    keys = (*IDENTITY, "batch_id") if origin in _BOTH else ("source", "record", "batch_id")
    mine = select(_HERE).where(moves.c.inwards.is_(inwards), same(moves, origin, *keys)).exists()
    rows = select(*(origin.c[name] for name in names)).where(mine)
    if "ts" in origin.c:
        rows = rows.order_by(origin.c.ts)
    connection.execute(insert(target).from_select(names, rows))
    connection.execute(delete(origin).where(mine))
