"""S6: what directly follows what, and what became of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    FromClause,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal_column,
    select,
    union_all,
)

from data_access.dialects import Dialect
from data_access.queries.contacts import outcome
from data_access.queries.question import ONE, Question, literal, moment
from data_access.queries.sequences import Order, events
from data_access.schema import contacts
from metrics.frames import END, OPEN, START

_ARRIVES, _LEAVES = literal(1), literal(2)


def transitions(question: Question, dialect: Dialect) -> Select[Any]:
    """Each contact arrives from somewhere; the last of a sequence also leaves."""
    steps = _steps(question, Order.of(question), dialect)
    seconds = cast(func.sum(steps.c.micros), Double) / literal_column("1000000.0")
    counts = [func.count().label("n"), seconds.label("seconds"), func.count(steps.c.unit.distinct()).label("units")]
    keys = _groups(question, steps, "from_step", "to_step")
    return select(*keys, *counts).group_by(*keys)


def transition_times(question: Question, dialect: Dialect) -> Select[Any]:
    """Waiting begins at a contact: what comes from START has not waited."""
    steps = _steps(question, Order.of(question), dialect)
    keys = _groups(question, steps, "from_step", "to_step", "minutes")
    return select(*keys, func.count().label("n")).where(steps.c.minutes.is_not(None)).group_by(*keys)


def handovers(question: Question, dialect: Dialect) -> Select[Any]:
    """Contacts that have one before them, by whether the step changed and how they ended."""
    order = Order.of(question)
    stream = _stream(question, order, dialect)
    came = order.near(stream.c.previous_t, stream.c.t)
    rows = (
        select(
            *_groups(question, stream),
            _word(stream.c.step != stream.c.previous_step, "yes", "no").label("switched"),
            stream.c.outcome.label("outcome"),
            case(
                (order.near(stream.c.t, stream.c.next_t), _text("yes")),
                (order.still_open(question, dialect, stream.c.t), _text("open")),
                else_=_text("no"),
            ).label("followed"),
        )
        .where(stream.c.asked == ONE, came)
        .subquery("handed")
    )
    keys = _groups(question, rows, "switched", "outcome", "followed")
    return select(*keys, func.count().label("n")).group_by(*keys)


def _stream(question: Question, order: Order, dialect: Dialect) -> FromClause:
    """Every contact beside the one before and the one after it."""
    rows = events(question, order, dialect, outcome(contacts).label("outcome")).subquery("events")
    return select(
        *rows.c,
        order.beside(rows, "step").label("previous_step"),
        order.beside(rows, "t").label("previous_t"),
        order.beside(rows, "ts").label("previous_ts"),
        order.beside(rows, "t", ahead=True).label("next_t"),
    ).subquery("stream")


def _steps(question: Question, order: Order, dialect: Dialect) -> FromClause:
    """One row per arrival and one per departure: from_step, to_step, micros, minutes, unit, groups."""
    stream = _stream(question, order, dialect)
    ways = union_all(select(_ARRIVES.label("way")), select(_LEAVES.label("way"))).subquery("ways")
    arrives = ways.c.way == _ARRIVES
    came, goes_on = order.near(stream.c.previous_t, stream.c.t), order.near(stream.c.t, stream.c.next_t)
    left = case((order.still_open(question, dialect, stream.c.t), _text(OPEN)), else_=_text(END))
    waited = dialect.whole_minutes(stream.c.previous_ts, stream.c.ts)
    waits = dialect.whole_minutes(stream.c.ts, moment(question.as_of))
    return (
        select(
            *_groups(question, stream),
            stream.c.unit,
            case((arrives, case((came, stream.c.previous_step), else_=_text(START))), else_=stream.c.step).label("from_step"),
            case((arrives, stream.c.step), else_=left).label("to_step"),
            case((and_(arrives, came), stream.c.t - stream.c.previous_t)).label("micros"),
            case((and_(arrives, came), waited), (ways.c.way == _LEAVES, waits)).label("minutes"),
        )
        .select_from(stream.join(ways, (ways.c.way == _ARRIVES) | ~func.coalesce(goes_on, literal_column("FALSE"))))
        .where(stream.c.asked == ONE)
        .subquery("steps")
    )


def _groups(question: Question, rows: FromClause, *keys: str) -> list[ColumnElement[Any]]:
    return [rows.c[name] for name in (*question.groups, *keys)]


def _text(value: str) -> ColumnElement[str]:
    return cast(literal_column(f"'{value}'"), String)


def _word(condition: ColumnElement[bool], yes: str, no: str) -> ColumnElement[str]:
    return case((condition, _text(yes)), else_=_text(no))
