"""Staged rows beside what the store already shows: new, changed or the same."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, FromClause, Table, and_, func, select, union_all

from data_access.errors import LoadError
from data_access.schema import ASIDE, batches, records
from data_access.showing import IDENTITY, LOADED, same
from metrics.phrases import listed, phrase


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A record that is known and comes with other content; its line in the new file."""

    source: str
    record: int
    line: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of the staged records: new, changed (known, with other content) or duplicate of a stored one."""

    new: int
    changed: int
    duplicate: int

    @property
    def loaded(self) -> int:
        """Rows whose facts go in."""
        return self.new + self.changed

    @classmethod
    def of(cls, connection: Connection, stage: Table, shown: FromClause = records) -> Outcome:
        """shown: the versions to compare with, those the store shows unless said otherwise."""
        total = connection.execute(select(func.count()).select_from(stage)).scalar_one()
        met, equal = connection.execute(
            select(func.count(), func.count().filter(shown.c.fingerprint == stage.c.fingerprint)).select_from(
                stage.join(shown, same(stage, shown, *IDENTITY))
            )
        ).one()
        return cls(int(total - met), int(met - equal), int(equal))


def changed_rows(connection: Connection, stage: Table, most: int) -> list[ChangedRow]:
    """The first of the changed rows, in the file's order."""
    line = func.coalesce(stage.c.line, stage.c.seq)
    found = (
        select(stage.c.source, stage.c.record, line)
        .select_from(stage.join(records, same(stage, records, *IDENTITY)))
        .where(records.c.fingerprint != stage.c.fingerprint)
        .order_by(line, stage.c.record)
        .limit(most)
    )
    return [ChangedRow(*row) for row in connection.execute(found)]


def shown_without(batch_id: int) -> FromClause:
    """(identity, fingerprint) the store would show without a batch and the mended rows that complete it."""
    columns = (*IDENTITY, "fingerprint", "batch_id")
    every = union_all(*(select(*(t.c[n] for n in columns)) for t in (records, ASIDE["records"]))).subquery("every_version")
    kept = and_(batches.c.state == LOADED, batches.c.id != batch_id, batches.c.completes.is_distinct_from(batch_id))
    newest = func.row_number().over(partition_by=[every.c[n] for n in IDENTITY], order_by=every.c.batch_id.desc())
    ranked = (
        select(*(every.c[n] for n in (*IDENTITY, "fingerprint")), newest.label("place"))
        .select_from(every.join(batches, batches.c.id == every.c.batch_id))
        .where(kept)
        .subquery("ranked")
    )
    return select(ranked).where(ranked.c.place == 1).subquery("shown_without")


def check_unique(connection: Connection, stage: Table, columns: tuple[str, ...], what: str) -> None:
    """Raises LoadError where a key stands twice."""
    keys = [stage.c[name] for name in columns]
    twice = connection.execute(select(*keys).group_by(*keys).having(func.count() > 1).limit(1)).first()
    if twice is not None:
        told = phrase(
            "A {what} appears twice in one batch ({keys}): expected each once.",
            what=what, keys=listed(map(str, twice)),
        )
        raise LoadError(told)
