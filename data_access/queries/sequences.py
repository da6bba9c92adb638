"""Contacts in order, unit by unit: what transitions, handovers, channel sets and paths share.

Order is (time, place in the file); the record settles what is left, so that both engines number alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnClause, ColumnElement, FromClause, Label, Select, and_, case, func, literal_column, select

from data_access.dialects import Dialect
from data_access.queries.contacts import in_period
from data_access.queries.question import ONE, Question, known, literal, moment, split
from data_access.schema import contacts
from metrics.errors import FrameError

_SEPARATOR: ColumnClause[str] = literal_column("chr(31)")
_EMPTY: ColumnClause[str] = literal_column("''")
UNITS: dict[str, Callable[[FromClause], ColumnElement[Any]]] = {
    "customer": lambda t: func.nullif(t.c.customer, _EMPTY),
    "case": lambda t: func.nullif(t.c.case_id, _EMPTY),
    "issue": lambda t: func.nullif(t.c.customer, _EMPTY).op("||")(_SEPARATOR).op("||")(known(t.c.reason, "(none)")),
}
STEPS = ("channel", "stage", "touchpoint")


@dataclass(frozen=True, slots=True)
class Order:
    """The options all sequences share, read and checked. `gap`: microseconds, None without a limit."""

    counted: str
    step: str
    skip_unnamed: bool
    gap: int | None

    @classmethod
    def of(cls, question: Question) -> Order:
        """Raises FrameError for an option that makes no sequence."""
        gap = question.option("gap_seconds")
        if gap is not None and (not isinstance(gap, int) or gap < 0):
            raise FrameError(f"gap_seconds={gap!r} of {question.frame.key}: expected whole seconds from 0, or none")
        return cls(
            question.option("counted", *UNITS),
            question.option("step", *STEPS),
            question.option("unnamed", "skipped", None) == "skipped",
            None if gap is None else gap * 1_000_000,
        )

    def in_time(self, rows: FromClause) -> list[ColumnElement[Any]]:
        return [rows.c.t, rows.c.place, rows.c.seq, rows.c.record]

    def beside(self, rows: FromClause, name: str, *, ahead: bool = False) -> ColumnElement[Any]:
        """The same column of the unit's contact before, or after, this one."""
        look = func.lead if ahead else func.lag
        return look(rows.c[name]).over(partition_by=rows.c.unit, order_by=self.in_time(rows))

    def near(self, earlier: ColumnElement[int], later: ColumnElement[int]) -> ColumnElement[bool]:
        """Both there, and no further apart than a sequence allows."""
        both = and_(earlier.is_not(None), later.is_not(None))
        return both if self.gap is None else and_(both, later - earlier <= literal(self.gap))

    def still_open(self, question: Question, dialect: Dialect, last: ColumnElement[int]) -> ColumnElement[bool]:
        """Whether a next contact may yet come in time. Without a limit nothing tells: FALSE."""
        if self.gap is None:
            return literal_column("FALSE")
        return last + literal(self.gap) > dialect.micros(moment(question.as_of))


def events(
    question: Question, order: Order, dialect: Dialect, *more: Label[Any], table: FromClause = contacts, place: int = 0
) -> Select[Any]:
    """unit, t, ts, place, seq, record, step, asked (1 or NULL: chosen by period and filters), `more`, groups.

    place: before or after others of the same moment; steps are looked for at place 0 only.
    """
    unit = UNITS[order.counted](table)
    source, groups = split(question, dialect, table, table.c.day)
    step = table.c[order.step]
    where = [*question.scope.where(table), table.c.ts <= moment(question.as_of), unit.is_not(None)]
    if order.skip_unnamed and place == 0:
        where.append(func.nullif(step, _EMPTY).is_not(None))
    columns: list[Label[Any]] = [
        unit.label("unit"),
        dialect.micros(table.c.ts).label("t"),
        table.c.ts.label("ts"),
        literal(place).label("place"),
        table.c.seq.label("seq"),
        table.c.record.label("record"),
        (known(step) if place == 0 else step).label("step"),
        case((and_(*in_period(question, table)), ONE)).label("asked"),
    ]
    return select(*columns, *more, *groups).select_from(source).where(*where)
