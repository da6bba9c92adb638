"""What the store already knows of a source: its rows, and the mapping used last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Column, Connection, FromClause, String, Table, and_, delete, func, insert, select

from data_access import audit
from data_access.importing import roles
from data_access.importing.mapping import Mapping
from data_access.importing.rejects import MOST_REJECTED
from data_access.schema import answers, mappings, records
from data_access.staging import staged

if TYPE_CHECKING:
    from data_access.store import Store


def conflicts_possible(store: Store, mapping: Mapping) -> bool:
    """Only rows with their own identifiers, of a source already known, can contradict the store."""
    if not mapping.having(roles.ID):
        return False
    known = select(records.c.record).where(records.c.source == mapping.source, records.c.kind == mapping.kind).limit(1)
    with store.engine.connect() as connection:
        return connection.execute(known).first() is not None


def met(store: Store, staged_records: Path) -> tuple[int, int]:
    """(duplicates, conflicts) of staged records with stored ones."""
    with _compared(store, staged_records) as (connection, stage, pairs):
        equal = func.count().filter(records.c.fingerprint == stage.c.fingerprint)
        total, duplicate = connection.execute(select(func.count(), equal).select_from(pairs)).one()
        return int(duplicate or 0), int(total) - int(duplicate or 0)


def conflicting_lines(store: Store, staged_records: Path) -> list[int]:
    """Lines of the file that contradict a stored row: at most as many as rejected rows are kept."""
    with _compared(store, staged_records) as (connection, stage, pairs):
        differ = records.c.fingerprint != stage.c.fingerprint
        return list(connection.execute(select(stage.c.line).select_from(pairs).where(differ).limit(MOST_REJECTED)).scalars())


@contextmanager
def _compared(store: Store, path: Path) -> Iterator[tuple[Connection, Table, FromClause]]:
    """(connection, staged records, the same joined with stored ones of equal identity); nothing of it stays."""
    columns: list[Column[Any]] = [Column(c.name, c.type, nullable=False) for c in records.c if c.name != "batch_id"]
    extra: list[Column[Any]] = [Column("seq", BigInteger), Column("line", BigInteger), Column("cells", String)]
    with store.engine.connect() as connection, staged(connection, "records", path, [*columns, *extra]) as stage:
        same = and_(*(records.c[name] == stage.c[name] for name in ("source", "kind", "record")))
        yield connection, stage, stage.join(records, same)


def remembered(store: Store) -> list[tuple[str, str, str]]:
    """(source, kind, the mapping used last for them as JSON), the newest first."""
    known = select(mappings.c.source, mappings.c.kind, mappings.c.mapping).order_by(mappings.c.updated_at.desc())
    with store.engine.connect() as connection:
        return [(row.source, row.kind, row.mapping) for row in connection.execute(known)]


def scales(store: Store) -> dict[str, dict[str, list[tuple[float, float]]]]:
    """source → question → the scales its stored answers are on, the latest first."""
    each = (answers.c.source, answers.c.question, answers.c.scale_min, answers.c.scale_max)
    known = select(*each).group_by(*each).order_by(func.max(answers.c.ts).desc())
    found: dict[str, dict[str, list[tuple[float, float]]]] = {}
    with store.engine.connect() as connection:
        for source, question, low, high in connection.execute(known):
            found.setdefault(source, {}).setdefault(question, []).append((float(low), float(high)))
    return found


def remember(store: Store, source: str, kind: str, text: str) -> None:
    """Keeps a mapping for the next file of its source and kind."""
    with store.writing("settings") as connection:
        connection.execute(delete(mappings).where(mappings.c.source == source, mappings.c.kind == kind))
        connection.execute(insert(mappings).values(source=source, kind=kind, mapping=text, updated_at=audit.utc_now()))
