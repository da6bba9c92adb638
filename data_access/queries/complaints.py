"""Complaints: opened, waiting, due, open now, arriving and leaving, repaired."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnClause,
    ColumnElement,
    Date,
    Label,
    Select,
    String,
    and_,
    case,
    cast,
    false,
    func,
    literal_column,
    not_,
    or_,
    union_all,
)

from data_access.dialects import Dialect
from data_access.queries.contacts import Conditions, in_period
from data_access.queries.question import Question, count_if, grouped, known, moment, split, visible
from data_access.schema import complaints, contacts

CLOCKS = ("first_response", "resolution")
_T = complaints
_done = func.coalesce(_T.c.resolved_at, _T.c.closed_at)


def opened(question: Question, dialect: Dialect) -> Select[Any]:
    """Complaints opened in the period."""
    source, groups = split(question, dialect, _T, _T.c.day)
    return grouped(source, groups, [func.count().label("n")], in_period(question, _T))


def durations(question: Question, dialect: Dialect) -> Select[Any]:
    """S10: events and censored by whole hours. Events before the opening are left out (see `duration_faults`)."""
    event = _event(question)
    source, groups = split(question, dialect, _T, _T.c.day)
    hours = dialect.whole_hours(_T.c.ts, func.coalesce(event, moment(question.as_of))).label("hours")
    counts = [func.count(event).label("events"), (func.count() - func.count(event)).label("censored")]
    return grouped(source, [*groups, hours], counts, timed(question))


def duration_faults(question: Question, dialect: Dialect) -> Select[Any]:
    """What `durations` leaves out, by fault."""
    source, groups = split(question, dialect, _T, _T.c.day)
    fault: Label[Any] = cast(literal_column("'negative'"), String).label("fault")  # a bare literal cannot be grouped by
    return grouped(source, [*groups, fault], [func.count().label("n")], faulty(question))


def responses(question: Question, dialect: Dialect) -> Select[Any]:
    """E3: a response recorded by as_of, resolved without one, neither."""
    now = moment(question.as_of)
    answered = func.coalesce(_T.c.first_response_at <= now, false())
    done = func.coalesce(_done <= now, false())
    source, groups = split(question, dialect, _T, _T.c.day)
    counts = [
        count_if(answered).label("answered"),
        count_if(and_(not_(answered), done)).label("closed_unanswered"),
        count_if(and_(not_(answered), not_(done))).label("waiting"),
    ]
    return grouped(source, groups, counts, in_period(question, _T))


def deadlines(question: Question, dialect: Dialect) -> Select[Any]:
    """E5: every complaint in exactly one of six groups; negative durations first, then those without a due time."""
    now, due = moment(question.as_of), _T.c.due_at
    negative = and_(_done <= now, _done < _T.c.ts)
    waiting = or_(_done.is_(None), _done > now)
    closed = and_(_done <= now, _done >= _T.c.ts)
    source, groups = split(question, dialect, _T, _T.c.day)
    counts = [
        count_if(and_(closed, _done <= due)).label("closed_within"),
        count_if(and_(closed, _done > due)).label("closed_late"),
        count_if(and_(waiting, due < now)).label("open_over"),
        count_if(and_(waiting, due >= now)).label("open_within"),
        count_if(and_(or_(waiting, closed), due.is_(None))).label("no_due"),
        count_if(negative).label("negative"),
    ]
    return grouped(source, groups, counts, in_period(question, _T))


def backlog(question: Question, dialect: Dialect) -> Select[Any]:
    """E6: open at as_of by whole hours of age. It is one moment's count: with a grain, the period is as_of's."""
    now = moment(question.as_of)
    source, groups = split(question, dialect, _T, cast(now, Date))
    age = dialect.whole_hours(_T.c.ts, now).label("age_hours")
    return grouped(source, [*groups, age], [func.count().label("n")], still_open(question))


def flow(question: Question, dialect: Dialect) -> Select[Any]:
    """E6: arrivals by the day opened, closures by the day resolved."""
    zero: ColumnClause[int] = literal_column("0")
    gone = func.coalesce(_T.c.resolved_day, cast(_done, Date))
    source, groups = split(question, dialect, _T, _T.c.day)
    arrivals = grouped(
        source, groups, [func.count().label("arrivals"), zero.label("closures")], in_period(question, _T)
    )
    source, groups = split(question, dialect, _T, gone)
    left = [*visible(question, _T), _done <= moment(question.as_of), *question.filters.within(gone)]
    closures = grouped(source, groups, [zero.label("arrivals"), func.count().label("closures")], left)
    return _summed(question, arrivals, closures)


def recovery(question: Question, dialect: Dialect) -> Select[Any]:
    """E10: resolved complaints by the score the customer gave afterwards; NULL where none was given."""
    source, groups = split(question, dialect, _T, _T.c.day)
    given = _T.c.satisfaction_after
    keys = [
        case((given.is_not(None), _T.c.satisfaction_min)).label("scale_min"),
        case((given.is_not(None), _T.c.satisfaction_max)).label("scale_max"),
        given.label("score"),
    ]
    return grouped(source, [*groups, *keys], [func.count().label("n")], resolved(question))


def confirmed(question: Question, dialect: Dialect) -> Select[Any]:
    """Complaints by what the customer says: yes, no, unknown."""
    source, groups = split(question, dialect, _T, _T.c.day)
    said = known(_T.c.confirmed, "unknown").label("confirmed")
    return grouped(source, [*groups, said], [func.count().label("n")], in_period(question, _T))


def exposure(question: Question, dialect: Dialect) -> Select[Any]:
    """E1: complaints opened beside contacts and distinct customers in contact, in the same period and group."""
    zero: ColumnClause[int] = literal_column("0")
    source, groups = split(question, dialect, _T, _T.c.day)
    counts = [func.count().label("complaints"), zero.label("contacts"), zero.label("customers")]
    complaining = grouped(source, groups, counts, in_period(question, _T))
    source, groups = split(question, dialect, contacts, contacts.c.day)
    counts = [
        zero.label("complaints"),
        func.count().label("contacts"),
        func.count(func.nullif(contacts.c.customer, literal_column("''")).distinct()).label("customers"),
    ]
    return _summed(question, complaining, grouped(source, groups, counts, in_period(question, contacts)))


def still_open(question: Question) -> Conditions:
    """Open at as_of, whenever opened."""
    return [*visible(question, _T), or_(_done.is_(None), _done > moment(question.as_of))]


def resolved(question: Question) -> Conditions:
    """Opened in the period and resolved by as_of."""
    return [*in_period(question, _T), _done <= moment(question.as_of)]


def timed(question: Question) -> Conditions:
    """With an event not before the opening, or still waiting."""
    event = _event(question)
    return [*in_period(question, _T), or_(event.is_(None), event >= _T.c.ts)]


def faulty(question: Question) -> Conditions:
    """With an event before the opening."""
    return [*in_period(question, _T), _event(question) < _T.c.ts]


def _event(question: Question) -> ColumnElement[Any]:
    """When the clock stopped, as known at as_of; NULL while it runs.

    Resolved without a response: the resolution is the response (E3).
    """
    now = moment(question.as_of)
    if question.option("clock", *CLOCKS) == "resolution":
        return case((_done <= now, _done))
    return case((_T.c.first_response_at <= now, _T.c.first_response_at), (_done <= now, _done))


def _summed(question: Question, *parts: Select[Any]) -> Select[Any]:
    """The parts' counts added per group. Each part has every group at most once, so distinct counts stay right."""
    every = union_all(*parts).subquery("parts")
    labels = question.labels[: len(question.labels) - len(question.frame.counts)]
    groups = [every.c[label].label(label) for label in labels]
    counts = [cast(func.sum(every.c[name]), BigInteger).label(name) for name in question.frame.counts]
    return grouped(every, groups, counts, [])
