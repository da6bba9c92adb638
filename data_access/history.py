"""What a load does to history: rows that change, rows that come late, a batch put in another's place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, Select, Table, false, func, literal_column, select, union

from data_access import restatements
from data_access.matching import Outcome
from data_access.schema import ASIDE, FACTS, batches, records
from data_access.showing import IDENTITY, LOADED, same, settle, versions_of
from data_access.touching import Touched, Watch, measured, watching

_HERE: ColumnElement[int] = literal_column("1")
_DATED = tuple(table for table in FACTS if "day" in table.c)


@dataclass(frozen=True, slots=True)
class Changing:
    """One load, watched from before its first row to after its last."""

    connection: Connection
    watch: Watch
    covered: tuple[date, date] | None  # days this source and kind told of before
    replaces: int | None

    @classmethod
    @contextmanager
    def of(
        cls, connection: Connection, source: str, kind: str, stage: Table, outcome: Outcome, replaces: int | None
    ) -> Iterator[Changing]:
        """Remember what the rows concerned show: those that change, and all of a batch that is replaced."""
        nobody = select(*(records.c[name] for name in IDENTITY)).where(false())
        concerned = _concerned(connection, stage, replaces) if outcome.changed or replaces is not None else nobody
        with watching(connection, concerned) as watch:
            yield cls(connection, watch, _covered(connection, source, kind), replaces)

    def finish(self, number: int, file_name: str, subject: str, outcome: Outcome) -> None:
        """Show the newest versions, and write down what history became."""
        if outcome.changed:
            mine = select(*(records.c[name] for name in IDENTITY)).where(records.c.batch_id == number)
            settle(self.connection, mine)
        concerned = outcome.changed or self.replaces is not None  # else nothing that was shown can show otherwise now
        touched = self.watch.touched() if concerned else Touched()
        what = f"batch {number}: {file_name}"
        if self.replaces is not None:
            told = f"{what} instead of batch {self.replaces}, {touched.rows} rows show something else"
            restatements.record(self.connection, subject, restatements.REPLACEMENT, told, touched, batch=number)
            return
        late = _late(self.connection, number, self.covered)
        parts = [f"{touched.rows} rows corrected"] * bool(touched.rows) + [f"{late.rows} late rows"] * bool(late.rows)
        cause = restatements.CORRECTION if touched.rows else restatements.LATE
        restatements.record(self.connection, subject, cause, f"{what}, {', '.join(parts)}", touched | late, batch=number)


def _concerned(connection: Connection, stage: Table, replaces: int | None) -> Select:
    changed = (
        select(*(stage.c[name] for name in IDENTITY))
        .select_from(stage.join(records, same(stage, records, *IDENTITY)))
        .where(records.c.fingerprint != stage.c.fingerprint)
    )
    if replaces is None:
        return changed
    completing = connection.execute(select(batches.c.id).where(batches.c.completes == replaces)).scalars()
    every = union(versions_of([replaces, *completing]), select(*(stage.c[name] for name in IDENTITY))).subquery()
    return select(*(every.c[name] for name in IDENTITY))


def _covered(connection: Connection, source: str, kind: str) -> tuple[date, date] | None:
    """First and last day of what is loaded of a source and kind; None before its first file, or without days."""
    loaded = (batches.c.source == source, batches.c.kind == kind, batches.c.state == LOADED)
    first, last = connection.execute(select(func.min(batches.c.first_day), func.max(batches.c.last_day)).where(*loaded)).one()
    return None if first is None else (first, last)


def _late(connection: Connection, number: int, covered: tuple[date, date] | None) -> Touched:
    """New rows on days the source had already told of. Its last day is none of them: it may not have been over."""
    first, last = connection.execute(
        select(batches.c.first_day, batches.c.last_day).where(batches.c.id == number)
    ).one()
    if covered is None or first is None or first >= covered[1] or last < covered[0]:
        return Touched()
    rows, found = 0, Touched()
    aside, loaded = ASIDE["records"], select(batches.c.id).where(batches.c.state == LOADED)
    for table in _DATED:
        known = select(_HERE).where(same(aside, table, "source", "record"), aside.c.batch_id.in_(loaded)).exists()
        late = (table.c.batch_id == number, table.c.day >= covered[0], table.c.day < covered[1], ~known)
        found |= measured(connection, table, *late)
        rows = max(rows, connection.execute(select(func.count(table.c.record.distinct())).where(*late)).scalar_one())
    return Touched(int(rows)) | found
