"""Staged rows beside what the store already holds: new, duplicate or in conflict."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, and_, func, select

from data_access.batches import CONFLICT, Rejected
from data_access.errors import LoadError
from data_access.schema import records

CONFLICT_REASON = "A row with the same identity and other content is already stored; the stored one was kept."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the staged records: new, duplicate of a stored one, in conflict with one."""

    new: int
    duplicate: int
    conflicts: tuple[Rejected, ...]

    @classmethod
    def of(cls, connection: Connection, stage: Table) -> Outcome:
        same = same_record(stage)
        total = connection.execute(select(func.count()).select_from(stage)).scalar_one()
        known = select(func.count(), func.count().filter(records.c.fingerprint == stage.c.fingerprint)).select_from(
            stage.join(records, same)
        )
        met, duplicate = connection.execute(known).one()
        differing = (
            select(stage.c.line, stage.c.seq, stage.c.cells)
            .select_from(stage.join(records, same))
            .where(records.c.fingerprint != stage.c.fingerprint)
        )
        conflicts = tuple(
            Rejected(seq if line is None else line, CONFLICT, None, CONFLICT_REASON, tuple(json.loads(cells or "[]")))
            for line, seq, cells in (connection.execute(differing) if met > duplicate else ())
        )
        return cls(int(total - met), int(duplicate), conflicts)


def same_record(stage: Table) -> Any:
    return and_(records.c.source == stage.c.source, records.c.kind == stage.c.kind, records.c.record == stage.c.record)


def check_unique(connection: Connection, stage: Table, columns: tuple[str, ...], what: str) -> None:
    keys = [stage.c[name] for name in columns]
    twice = connection.execute(select(*keys).group_by(*keys).having(func.count() > 1).limit(1)).first()
    if twice is not None:
        raise LoadError(f"A {what} appears twice in one batch ({', '.join(map(str, twice))}): expected each once.")
