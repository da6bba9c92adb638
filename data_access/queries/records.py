"""S14: what the stored columns hold, and how late their rows were loaded."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnClause,
    ColumnElement,
    Date,
    DateTime,
    Double,
    Integer,
    Select,
    String,
    Table,
    and_,
    case,
    cast,
    column,
    func,
    literal_column,
    null,
    select,
    values,
)

from data_access.dialects import Dialect
from data_access.importing.roles import CHOICES
from data_access.importing.values import PLACEHOLDERS
from data_access.queries.contacts import Conditions, in_period
from data_access.queries.question import Question, count_if, literal, split
from data_access.schema import METADATA, batches
from data_access.schema.base import BEHIND
from metrics.errors import FrameError

TABLES = ("contacts", "responses", "answers", "comments", "invitations", "complaints", "purchases", "customers")
_OWN = frozenset({"source", "record", "seq", "batch_id", "day", "resolved_day"})  # ours, not the file's
_NOT_BELOW_ZERO = (
    "waiting_seconds", "handling_seconds", "cost", "compensation", "weight", "sent", "bounced", "answered", "partial",
)  # fmt: skip
_NOT_BEFORE = ("first_response_at", "due_at", "resolved_at", "closed_at", "reopened_at")  # the opening
_NOTHING: ColumnClause[Any] = literal_column("DATE '1900-01-01'")  # what programs write for no date


def profile(question: Question, dialect: Dialect) -> Select[Any]:
    """One row per column of the table."""
    table = _table(question)
    if question.grain and "day" not in table.c:
        raise FrameError(f"grain {question.grain!r} of {question.frame.key}: {table.name} have no dates, expected none")
    source, groups = split(question, dialect, table, table.c.get("day", literal_column("NULL")))
    fields = [field for field in table.c if field.name not in _OWN | BEHIND]
    counts: list[ColumnElement[Any]] = [func.count().label("rows")]
    for i, field in enumerate(fields):
        there = _present(field)
        counts += [
            count_if(there).label(f"present_{i}"),
            _valid(table, field, there).label(f"valid_{i}"),
            func.count(case((there, field)).distinct()).label(f"different_{i}"),
        ]
    wide = (
        select(*groups, *counts)
        .select_from(source)
        .where(*_where(question, table))
        .group_by(*(label.element for label in groups))
        .having(func.count() > literal(0))
        .subquery("wide")
    )
    names = values(column("field", String), column("place", Integer), name="fields").data(
        [(field.name, i) for i, field in enumerate(fields)]
    )

    def picked(name: str) -> ColumnElement[Any]:
        return case(*((names.c.place == literal(i), wide.c[f"{name}_{i}"]) for i in range(len(fields))))

    cell = [wide.c[label.name] for label in groups]
    told = [picked(name).label(name) for name in ("present", "valid", "different")]
    return select(*cell, names.c.field, wide.c.rows, *told).select_from(wide.join(names, literal_column("TRUE")))


def load_lags(question: Question, dialect: Dialect) -> Select[Any]:
    """Rows by whole hours from what happened to the load of its file."""
    table = _table(question)
    if "ts" not in table.c:
        raise FrameError(f"option facts={table.name!r} of {question.frame.key}: its rows have no time, expected another table")
    source, groups = split(question, dialect, table, table.c.day)
    joined = source.join(batches, batches.c.id == table.c.batch_id)
    early = batches.c.created_at < table.c.ts
    latest = func.greatest(batches.c.created_at, table.c.ts)
    minutes = cast(dialect.whole_minutes(table.c.ts, latest), Double)
    hours = cast(func.floor(minutes / literal_column("60.0")), BigInteger).label("hours")
    counts = [count_if(~early).label("n"), count_if(early).label("negative")]
    keys = [*groups, hours]
    return (
        select(*keys, *counts).select_from(joined).where(*in_period(question, table)).group_by(*(k.element for k in keys))
    )


def _table(question: Question) -> Table:
    return METADATA.tables[question.option("facts", *TABLES)]


def _where(question: Question, table: Table) -> Conditions:
    """Customers have no time: all of them are asked for, whatever the period and as_of."""
    if "ts" in table.c:
        return in_period(question, table)
    return [*question.scope.where(table), *question.filters.where(table, question.frame)]


def _present(field: ColumnElement[Any]) -> ColumnElement[bool]:
    """Filled, and not with what stands for nothing."""
    if isinstance(field.type, String):
        written = func.lower(func.trim(field))
        return and_(field.is_not(None), written.not_in(sorted(PLACEHOLDERS)))
    if isinstance(field.type, Date | DateTime):
        return and_(field.is_not(None), cast(field, Date) != _NOTHING)
    return field.is_not(None)


def _valid(table: Table, field: Any, there: ColumnElement[bool]) -> ColumnElement[Any]:
    """Present values that keep the rule known for the column; NULL where none is known."""
    rule = _rule(table, field)
    return cast(null(), BigInteger) if rule is None else count_if(and_(there, rule))


def _rule(table: Table, field: Any) -> ColumnElement[bool] | None:
    name = field.name
    if name in CHOICES and not isinstance(field.type, Boolean):
        allowed: ColumnElement[bool] = field.in_(sorted(CHOICES[name]))
        return allowed
    if name in _NOT_BELOW_ZERO:
        most = table.c.sent if name in ("bounced", "answered", "partial") else None
        return and_(field >= literal(0), *([] if most is None else [field <= most]))
    if name in _NOT_BEFORE:
        return and_(field >= table.c.ts)
    if name == "score":
        return and_(field.between(table.c.scale_min, table.c.scale_max))
    if name == "satisfaction_after":
        return and_(field.between(table.c.satisfaction_min, table.c.satisfaction_max))
    return None
