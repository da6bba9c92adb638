"""S12: customers' months at risk, by what happened in the months before.

First the rows at risk, then one stream per customer in which complaints and contacts stand after the month they fall in:
what a month sees of them lies in months before it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Label,
    Select,
    String,
    and_,
    case,
    cast,
    column,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
    values,
)

from data_access.dialects import Dialect
from data_access.queries import months
from data_access.queries.question import ONE, Question, literal, moment, split
from data_access.schema import complaints, contacts, customers, purchases
from metrics.errors import FrameError

EVENTS = ("lapse", "status")
GRAINS = ("month", "quarter", "year")
MAX_MONTHS = 60
_ZERO = literal(0)


def person_periods(question: Question, dialect: Dialect) -> Select[Any]:
    """Raises FrameError for a grain finer than a month, or an option there is not."""
    if question.grain not in (*GRAINS, None):
        raise FrameError(f"grain {question.grain!r} of person_periods: expected one of {', '.join(GRAINS)}")
    event = question.option("event", *EVENTS)
    risk = _lapsing(question, dialect) if event == "lapse" else _by_status(question, dialect)
    labels = [label for label in question.groups if label != "period"]
    seen = _seen(question, risk, labels)
    day = months.first_day(seen.c.month)
    period = [dialect.period(question.grain, day).label("period")] if question.grain else []
    since = seen.c.month - literal(_months(question, "exposed_months"))
    keys: list[Label[Any]] = [
        *period,
        *(seen.c[label].label(label) for label in labels),
        _yes(seen.c.last_complaint >= since).label("exposed"),
        _yes(seen.c.last_contact >= since).label("contacted"),
    ]
    counts = [func.count().label("person_periods"), func.count(case((seen.c.event == ONE, ONE))).label("events")]
    where = [seen.c.asked == ONE, *question.filters.within(day)]
    return select(*keys, *counts).where(*where).group_by(*(key.element for key in keys))


def _lapsing(question: Question, dialect: Dialect) -> Select[Any]:
    """customer, month, event, asked, groups: from each month with purchases to the next one, or to silence."""
    silent, t = _months(question, "silent_months"), purchases
    month = months.number(t.c.day)
    source, groups = split(replace(question, grain=None), dialect, t, t.c.day)
    newest = [t.c.ts.desc(), t.c.seq.desc(), t.c.record.desc(), t.c.source.desc()]
    bought = (
        select(
            t.c.customer,
            month.label("month"),
            _asked(question, t).label("asked"),
            *groups,
            func.row_number().over(partition_by=(t.c.customer, month), order_by=newest).label("place"),
        )
        .select_from(source)
        .where(*_of_customers(question, t))
        .subquery("bought")
    )
    following = func.lead(bought.c.month).over(partition_by=bought.c.customer, order_by=bought.c.month)
    active = select(*bought.c, following.label("next_month")).where(bought.c.place == ONE).subquery("active")
    ahead = values(column("months", Integer), name="ahead", literal_binds=True).data([(k,) for k in range(1, silent + 1)])
    at_risk = active.c.month + ahead.c.months
    stays = or_(active.c.next_month.is_(None), at_risk <= active.c.next_month)
    lapses = and_(ahead.c.months == literal(silent), func.coalesce(active.c.next_month > at_risk, literal_column("TRUE")))
    return (
        select(
            active.c.customer,
            at_risk.label("month"),
            case((lapses, ONE), else_=_ZERO).label("event"),
            active.c.asked,
            *(active.c[label.name] for label in groups),
        )
        .select_from(active.join(ahead, literal_column("TRUE")))
        .where(stays, at_risk <= literal(months.last_whole(question.as_of)))
    )


def _by_status(question: Question, dialect: Dialect) -> Select[Any]:
    """The same from the customers' file: from the month after the first contact or purchase to the last one."""
    churned = question.option("churned")
    if not isinstance(churned, tuple) or not churned or not all(isinstance(one, str) and one for one in churned):
        raise FrameError(f"option churned={churned!r} of person_periods: expected the statuses that mean lost")
    t = customers
    source, groups = split(replace(question, grain=None), dialect, t, literal_column("NULL"))
    lost = case((t.c.status.in_(churned), ONE), else_=_ZERO)
    known = (
        select(
            t.c.customer,
            func.max(lost).over(partition_by=t.c.customer).label("lost"),
            _asked(question, t).label("asked"),
            *groups,
            func.row_number().over(partition_by=t.c.customer, order_by=[t.c.source, t.c.seq, t.c.record]).label("place"),
        )
        .select_from(source)
        .where(*question.scope.where(t), t.c.customer != literal_column("''"))
        .subquery("known")
    )
    done = union_all(*(_months_of(question, table) for table in (contacts, purchases))).subquery("done")
    ends = [func.min(done.c.month).label("first_month"), func.max(done.c.month).label("last_month")]
    life = select(done.c.customer, *ends).group_by(done.c.customer).subquery("life")
    over = literal(months.last_whole(question.as_of))
    until = case((known.c.lost == ONE, func.least(life.c.last_month, over)), else_=over)
    joined = known.join(life, life.c.customer == known.c.customer)
    rows = (
        select(
            *known.c,
            life.c.last_month,
            dialect.each_whole(life.c.first_month + ONE, until).label("month"),
        )
        .select_from(joined)
        .where(known.c.place == ONE, life.c.first_month < until)
        .subquery("lived")
    )
    event = case((and_(rows.c.lost == ONE, rows.c.month == rows.c.last_month), ONE), else_=_ZERO)
    return select(
        rows.c.customer, rows.c.month, event.label("event"), rows.c.asked, *(rows.c[label.name] for label in groups)
    )


def _seen(question: Question, risk: Select[Any], labels: list[str]) -> FromClause:
    """The rows at risk beside the last month before with a complaint, and with a contact."""
    at_risk = risk.subquery("at_risk")
    names = ("customer", "month", "event", "asked", *labels)
    nothing = [cast(null(), Integer).label("event"), cast(null(), Integer).label("asked")]
    unlabelled = [cast(null(), String).label(label) for label in labels]

    def happened(table: FromClause, kind: int) -> Select[Any]:
        found = _months_of(question, table).subquery(f"happened_{kind}")
        return select(found.c.customer, found.c.month, *nothing, *unlabelled, literal(kind).label("kind"))

    mine = select(*(at_risk.c[name] for name in names), _ZERO.label("kind"))
    stream = union_all(mine, happened(complaints, 1), happened(contacts, 2)).subquery("stream")

    def last(kind: int) -> ColumnElement[int]:
        month = case((stream.c.kind == literal(kind), stream.c.month))
        # Within a month the row at risk comes first, so that it sees earlier months only.
        order = [stream.c.month, stream.c.kind]
        return func.max(month).over(partition_by=stream.c.customer, order_by=order, rows=(None, 0))

    rows = select(*stream.c, last(1).label("last_complaint"), last(2).label("last_contact")).subquery("looked_back")
    return select(*rows.c).where(rows.c.kind == _ZERO).subquery("seen")


def _months_of(question: Question, table: FromClause) -> Select[Any]:
    """Customers and the months in which the table has something of them."""
    found = select(table.c.customer, months.number(table.c.day).label("month"))
    return found.where(*_of_customers(question, table)).distinct()


def _of_customers(question: Question, table: FromClause) -> list[ColumnElement[bool]]:
    named = [table.c.customer.is_not(None), table.c.customer != literal_column("''")]
    return [*question.scope.where(table), table.c.ts <= moment(question.as_of), *named]


def _asked(question: Question, table: FromClause) -> ColumnElement[int]:
    return case((and_(literal_column("TRUE"), *question.filters.where(table, question.frame)), ONE))


def _months(question: Question, name: str) -> int:
    number = question.option(name)
    if not isinstance(number, int) or not 1 <= number <= MAX_MONTHS:
        raise FrameError(f"option {name}={number!r} of person_periods: expected 1 to {MAX_MONTHS} months")
    return number


def _yes(condition: ColumnElement[bool]) -> ColumnElement[str]:
    yes, no = (cast(literal_column(f"'{word}'"), String) for word in ("yes", "no"))
    return case((condition, yes), else_=no)
