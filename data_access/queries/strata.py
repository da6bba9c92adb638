"""S11: customers who complained beside customers of the same month who did not.

One stream per customer holds contacts, purchases and the moments compared at; a moment sees the last contact or purchase
up to it (its block) and the next one after it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    Function,
    Integer,
    Label,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from data_access.dialects import Dialect
from data_access.queries import months
from data_access.queries.question import ONE, Question, count_if, literal, moment, split
from data_access.schema import complaints, contacts, purchases
from metrics.errors import FrameError

OUTCOMES = ("purchase", "contact")
_DAY = 86_400_000_000  # microseconds
_SPREAD = 28  # every month has these days
_ZERO = literal(0)
_ORDER = ("t", "place", "seq", "record")


@dataclass(frozen=True, slots=True)
class Plan:
    """The options, read and checked. Days."""

    outcome: str
    window: int
    active: int
    tenure: tuple[int, ...]
    bought: tuple[int, ...]

    @classmethod
    def of(cls, question: Question) -> Plan:
        """Raises FrameError for an option that compares nothing."""
        days = {name: question.option(name) for name in ("window_days", "active_days")}
        for name, value in days.items():
            if not isinstance(value, int) or value < 1:
                raise FrameError(f"option {name}={value!r} of strata: expected whole days from 1")
        steps = {name: question.option(name) or () for name in ("tenure_days", "purchases")}
        for name, given in steps.items():
            if not isinstance(given, tuple) or not all(isinstance(step, int) for step in given):
                raise FrameError(f"option {name}={given!r} of strata: expected a tuple of whole numbers")
        return cls(
            question.option("outcome", *OUTCOMES), days["window_days"], days["active_days"], steps["tenure_days"],
            steps["purchases"],
        )  # fmt: skip


def strata(question: Question, dialect: Dialect) -> Select[Any]:
    """The 2x2 counts per stratum."""
    plan = Plan.of(question)
    labels = [label for label in question.groups if label != "period"]
    at = _compared(plan, _blocks(plan, _stream(question, dialect, labels), labels), labels)
    now, window = dialect.micros(moment(question.as_of)), literal(plan.window * _DAY)
    mature = at.c.t + window <= now
    happened = and_(mature, at.c.next_t <= at.c.t + window)
    exposed, control = at.c.exposed == ONE, at.c.exposed == _ZERO
    period = [dialect.period(question.grain, at.c.day, question.week_start).label("period")] if question.grain else []
    keys: list[Label[Any]] = [
        *period,
        *(at.c[label].label(label) for label in labels),
        _reached(at.c.t - at.c.first_t, [days * _DAY for days in plan.tenure]).label("tenure"),
        _reached(at.c.bought, list(plan.bought)).label("bought"),
    ]
    counts = [
        count_if(and_(exposed, mature)).label("exposed"),
        count_if(and_(exposed, happened)).label("exposed_events"),
        count_if(and_(control, mature)).label("controls"),
        count_if(and_(control, happened)).label("control_events"),
        count_if(at.c.t + window > now).label("open"),
    ]
    return select(*keys, *counts).where(*question.filters.within(at.c.day)).group_by(*(key.element for key in keys))


def _stream(question: Question, dialect: Dialect, labels: list[str]) -> FromClause:
    made = [_made(question, dialect, table, bought) for table, bought in ((contacts, 0), (purchases, 1))]
    at = _moments(question, dialect).subquery("at")
    nothing: list[Label[Any]] = [cast(null(), Integer).label("asked"), *(cast(null(), String).label(label) for label in labels)]
    place = [ONE.label("place"), _ZERO.label("seq"), _ZERO.label("record")]
    made_nothing = [_ZERO.label("is_made"), _ZERO.label("is_bought")]
    moments = select(at.c.customer, at.c.t, *place, at.c.day, at.c.exposed, *made_nothing, *nothing)
    return union_all(*made, moments).subquery("stream")


def _made(question: Question, dialect: Dialect, table: FromClause, bought: int) -> Select[Any]:
    """Contacts or purchases, with what they say of the stratum."""
    source, groups = split(replace(question, grain=None), dialect, table, table.c.day)
    asked = case((and_(literal_column("TRUE"), *question.filters.where(table, question.frame)), ONE))
    return (
        select(
            table.c.customer, dialect.micros(table.c.ts).label("t"), _ZERO.label("place"), table.c.seq, table.c.record,
            table.c.day, cast(null(), Integer).label("exposed"), ONE.label("is_made"),
            literal(bought).label("is_bought"), asked.label("asked"), *groups,
        )
        .select_from(source)
        .where(*_of_customers(question, table))
    )  # fmt: skip


def _moments(question: Question, dialect: Dialect) -> Select[Any]:
    """One moment per customer and month: the first complaint, else a day that the pseudonym settles."""
    in_order = [complaints.c.ts, complaints.c.seq, complaints.c.record, complaints.c.source]
    month = months.number(complaints.c.day)
    told = (
        select(
            complaints.c.customer,
            month.label("month"),
            complaints.c.day,
            dialect.micros(complaints.c.ts).label("t"),
            func.row_number().over(partition_by=(complaints.c.customer, month), order_by=in_order).label("place"),
        )
        .where(*_of_customers(question, complaints))
        .subquery("told")
    )
    complained = select(told.c.customer, told.c.month, told.c.day, told.c.t).where(told.c.place == ONE).subquery("complained")
    lived = _lived(question, dialect)
    start = months.first_day(lived.c.month)
    offset = _settled(lived.c.customer)
    day = cast(cast(start, DateTime).op("+")(offset.op("*")(literal_column("INTERVAL '1 day'"))), Date)
    quiet_t = dialect.micros(cast(start, DateTime)) + offset * literal(_DAY)
    same = and_(complained.c.customer == lived.c.customer, complained.c.month == lived.c.month)
    t = func.coalesce(complained.c.t, quiet_t)
    return (
        select(
            lived.c.customer,
            func.coalesce(complained.c.day, day).label("day"),
            t.label("t"),
            case((complained.c.t.is_not(None), ONE), else_=_ZERO).label("exposed"),
        )
        .select_from(lived.outerjoin(complained, same))
        .where(t <= dialect.micros(moment(question.as_of)))
    )


def _lived(question: Question, dialect: Dialect) -> FromClause:
    """Customers and their months from the first contact or purchase to as_of, as far as the period reaches."""
    made = union_all(
        *(
            select(table.c.customer, months.number(table.c.day).label("month")).where(*_of_customers(question, table))
            for table in (contacts, purchases)
        )
    ).subquery("made")
    began = select(made.c.customer, func.min(made.c.month).label("month")).group_by(made.c.customer).subquery("began")
    start, end = question.filters.start, question.filters.end
    first = began.c.month if start is None else func.greatest(began.c.month, literal(months.of(start)))
    now = months.of(question.as_of.date())
    last = literal(now if end is None else min(now, months.of(end)))
    each = dialect.each_whole(first, last).label("month")
    return select(began.c.customer, each).where(first <= last).subquery("lived")


def _blocks(plan: Plan, rows: FromClause, labels: list[str]) -> FromClause:
    """Running facts: how many so far (`block`), the first, the last and the next wanted one, purchases so far."""
    order = [rows.c[name] for name in _ORDER]
    wanted = rows.c.is_bought == (ONE if plan.outcome == "purchase" else _ZERO)
    made = case((rows.c.is_made == ONE, rows.c.t))

    def so_far(what: Function[Any]) -> ColumnElement[Any]:
        return what.over(partition_by=rows.c.customer, order_by=order, rows=(None, 0))

    next_t = func.min(case((and_(rows.c.is_made == ONE, wanted), rows.c.t)))
    return select(
        *rows.c,
        so_far(func.sum(rows.c.is_made)).label("block"),
        so_far(func.sum(rows.c.is_bought)).label("bought"),
        so_far(func.min(made)).label("first_t"),
        so_far(func.max(made)).label("last_t"),
        next_t.over(partition_by=rows.c.customer, order_by=order, rows=(0, None)).label("next_t"),
    ).subquery("blocks")


def _compared(plan: Plan, rows: FromClause, labels: list[str]) -> FromClause:
    """The moments, with the stratum of the contact or purchase that opens their block."""
    block = (rows.c.customer, rows.c.block)
    told = [func.max(rows.c[label]).over(partition_by=block).label(label) for label in labels]
    asked = func.max(rows.c.asked).over(partition_by=block).label("asked_for")
    kept = [rows.c[name] for name in ("t", "day", "exposed", "is_made", "bought", "first_t", "last_t", "next_t")]
    all_rows = select(*kept, asked, *told).subquery("placed")
    active = all_rows.c.t - all_rows.c.last_t <= literal(plan.active * _DAY)
    return select(*all_rows.c).where(all_rows.c.is_made == _ZERO, all_rows.c.asked_for == ONE, active).subquery("compared")


def _settled(customer: ColumnElement[str]) -> ColumnElement[int]:
    """Days 0 to 27, spread by the pseudonym's first letters: the same on every engine, and independent of what happens."""
    letters = [func.ascii(func.substr(customer, literal(k + 1), ONE)) * literal(3**k) for k in range(6)]
    return func.mod(reduce(lambda a, b: a + b, letters), literal(_SPREAD))


def _reached(value: ColumnElement[Any], steps: list[int]) -> ColumnElement[int]:
    """How many of the thresholds a value reaches."""
    reached: list[ColumnElement[int]] = [case((value >= literal(step), ONE), else_=_ZERO) for step in steps]
    return reduce(lambda a, b: a + b, reached, cast(_ZERO, Integer))


def _of_customers(question: Question, table: FromClause) -> list[ColumnElement[bool]]:
    named = [table.c.customer.is_not(None), table.c.customer != literal_column("''")]
    return [*question.scope.where(table), table.c.ts <= moment(question.as_of), *named]
