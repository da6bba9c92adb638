"""Complaints: opened, waiting, due, open now, arriving and leaving, repaired."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Date,
    FromClause,
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
    true,
)

from data_access.dialects import Dialect
from data_access.queries.contacts import Conditions, in_period
from data_access.queries.question import Question, count_if, grouped, known, moment, split, summed, visible
from data_access.queries.recorded import DUE, FIRST_RESPONSE, RESOLUTION, SCORE, WORD, recorded, resolved_at, with_recorded
from data_access.queries.working_time import hours_set, in_working_hours, whole_minutes
from data_access.schema import complaints, contacts

CLOCKS = (FIRST_RESPONSE, RESOLUTION)
_T = complaints
_done = resolved_at(_T)
_ZERO: ColumnClause[int] = literal_column("0")


def opened(question: Question, dialect: Dialect) -> Select[Any]:
    """Complaints opened in the period."""
    source, groups = split(question, dialect, _T, _T.c.day)
    return grouped(source, groups, [func.count().label("n")], in_period(question, _T))


def durations(question: Question, dialect: Dialect) -> Select[Any]:
    """S10: events and censored by whole minutes. Events before the opening are left out (see `duration_faults`)."""
    event = _event(question)
    source, groups, recording = _split(question, dialect, _clock(question))
    until = func.coalesce(event, moment(question.as_of))
    if in_working_hours(question):
        source, waited, ticking = whole_minutes(dialect, source, _T.c.ts, until)
        recording = and_(recording, ticking)
    else:
        waited = dialect.whole_minutes(_T.c.ts, until)
    counts = [
        func.count(case((recording, event))).label("events"),
        count_if(and_(recording, event.is_(None))).label("censored"),
        count_if(not_(recording)).label("not_recorded"),
    ]
    minutes = case((recording, waited), else_=_ZERO).label("minutes")
    possible = or_(not_(recording), event.is_(None), event >= _T.c.ts)
    return grouped(source, [*groups, minutes], counts, [*in_period(question, _T), possible])


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
    source, groups, recording = _split(question, dialect, FIRST_RESPONSE)
    counts = [
        count_if(answered).label("answered"),
        count_if(and_(recording, not_(answered), done)).label("closed_unanswered"),
        count_if(and_(recording, not_(answered), not_(done))).label("waiting"),
        count_if(not_(recording)).label("not_recorded"),
    ]
    return grouped(source, groups, counts, in_period(question, _T))


def deadlines(question: Question, dialect: Dialect) -> Select[Any]:
    """E5: every complaint in exactly one group; what its source does not record first, then negative durations."""
    now, due = moment(question.as_of), _T.c.due_at
    negative = and_(_done <= now, _done < _T.c.ts)
    waiting = or_(_done.is_(None), _done > now)
    closed = and_(_done <= now, _done >= _T.c.ts)
    source, groups, dated = _split(question, dialect, DUE)
    source, recording = with_recorded(question, source, RESOLUTION)
    both = and_(dated, recording)
    counts = [
        count_if(and_(both, closed, _done <= due)).label("closed_within"),
        count_if(and_(both, closed, _done > due)).label("closed_late"),
        count_if(and_(both, waiting, due < now)).label("open_over"),
        count_if(and_(both, waiting, due >= now)).label("open_within"),
        count_if(and_(both, or_(waiting, closed), due.is_(None))).label("no_due"),
        count_if(and_(both, negative)).label("negative"),
        count_if(not_(dated)).label("no_deadlines"),
        count_if(and_(dated, not_(recording))).label("not_recorded"),
    ]
    return grouped(source, groups, counts, in_period(question, _T))


def backlog(question: Question, dialect: Dialect) -> Select[Any]:
    """E6: open at as_of by whole minutes of age. It is one moment's count: with a grain, the period is as_of's."""
    now = moment(question.as_of)
    source, groups, recording = _split(question, dialect, RESOLUTION, cast(now, Date))
    waiting = and_(recording, _waiting(question))
    counts = [
        count_if(waiting).label("n"),
        count_if(_done <= now).label("closed"),
        count_if(not_(recording)).label("not_recorded"),
    ]
    age = case((waiting, dialect.whole_minutes(_T.c.ts, now)), else_=_ZERO).label("age_minutes")
    return grouped(source, [*groups, age], counts, visible(question, _T))


def flow(question: Question, dialect: Dialect) -> Select[Any]:
    """E6: arrivals by the day opened, closures by the day resolved."""
    gone = func.coalesce(_T.c.resolved_day, cast(_done, Date))
    source, groups, recording = _split(question, dialect, RESOLUTION)
    counts = [
        count_if(recording).label("arrivals"),
        _ZERO.label("closures"),
        count_if(not_(recording)).label("not_recorded"),
    ]
    arrivals = grouped(source, groups, counts, in_period(question, _T))
    source, groups = split(question, dialect, _T, gone)
    left = [*visible(question, _T), _done <= moment(question.as_of), *question.filters.within(gone)]
    counts = [_ZERO.label("arrivals"), func.count().label("closures"), _ZERO.label("not_recorded")]
    return summed(question, arrivals, grouped(source, groups, counts, left))


def recovery(question: Question, dialect: Dialect) -> Select[Any]:
    """E10: resolved complaints by the score the customer gave afterwards; NULL where none was given."""
    source, groups, recording = _split(question, dialect, SCORE)
    done = and_(recording, func.coalesce(_done <= moment(question.as_of), false()))
    given = and_(done, _T.c.satisfaction_after.is_not(None))
    keys = [
        case((given, _T.c.satisfaction_min)).label("scale_min"),
        case((given, _T.c.satisfaction_max)).label("scale_max"),
        case((given, _T.c.satisfaction_after)).label("score"),
    ]
    counts = [
        count_if(done).label("n"),
        count_if(and_(recording, not_(done))).label("unresolved"),
        count_if(not_(recording)).label("not_recorded"),
    ]
    return grouped(source, [*groups, *keys], counts, in_period(question, _T))


def confirmed(question: Question, dialect: Dialect) -> Select[Any]:
    """Complaints by what the customer says: yes, no, unknown."""
    source, groups, recording = _split(question, dialect, WORD)
    said = known(_T.c.confirmed, "unknown").label("confirmed")
    counts = [count_if(recording).label("n"), count_if(not_(recording)).label("not_recorded")]
    return grouped(source, [*groups, said], counts, in_period(question, _T))


def exposure(question: Question, dialect: Dialect) -> Select[Any]:
    """E1: complaints opened beside contacts and distinct customers in contact, in the same period and group.

    Complaints count from their group's first to its last day with contacts, whatever the period.
    """
    source, groups = split(question, dialect, _T, _T.c.day)
    day = contacts.c.day
    span = _span(question, dialect)
    same = [label.element == span.c[label.name] for label in groups if label.name in span.c]
    inside = func.coalesce(_T.c.day.between(span.c.first_day, span.c.last_day), false())
    counts = [
        count_if(inside).label("complaints"),
        _ZERO.label("contacts"),
        count_if(not_(inside)).label("outside"),
        _ZERO.label("customers"),
    ]
    complaining = grouped(source.outerjoin(span, and_(true(), *same)), groups, counts, in_period(question, _T))
    source, groups = split(question, dialect, contacts, day)
    counts = [
        _ZERO.label("complaints"),
        func.count().label("contacts"),
        _ZERO.label("outside"),
        func.count(func.nullif(contacts.c.customer, literal_column("''")).distinct()).label("customers"),
    ]
    return summed(question, complaining, grouped(source, groups, counts, in_period(question, contacts)))


def _span(question: Question, dialect: Dialect) -> FromClause:
    """First and last day with contacts, per group of the breakdown: a group is counted as if it were filtered for."""
    day = contacts.c.day
    source, groups = split(replace(question, grain=None), dialect, contacts, day)
    ends = [func.min(day).label("first_day"), func.max(day).label("last_day")]
    return grouped(source, groups, ends, visible(question, contacts)).subquery("span")


def opened_where(question: Question, *events: str) -> Conditions:
    """Opened in the period, of sources that record all the events."""
    return [*in_period(question, _T), *(recorded(question, event) for event in events)]


def still_open(question: Question) -> Conditions:
    """Open at as_of, whenever opened."""
    return [*visible(question, _T), recorded(question, RESOLUTION), _waiting(question)]


def resolved(question: Question) -> Conditions:
    """Opened in the period and resolved by as_of, of sources that record a score afterwards."""
    return [*opened_where(question, SCORE), _done <= moment(question.as_of)]


def timed(question: Question) -> Conditions:
    """With an event not before the opening, or still waiting."""
    event = _event(question)
    told = [hours_set()] if in_working_hours(question) else []
    return [*opened_where(question, _clock(question)), or_(event.is_(None), event >= _T.c.ts), *told]


def faulty(question: Question) -> Conditions:
    """With an event before the opening."""
    return [*opened_where(question, _clock(question)), _event(question) < _T.c.ts]


def _split(
    question: Question, dialect: Dialect, event: str, day: ColumnElement[Any] = _T.c.day
) -> tuple[FromClause, list[Label[Any]], ColumnElement[bool]]:
    """As `split`, and whether a complaint's source records the event."""
    source, groups = split(question, dialect, _T, day)
    source, recording = with_recorded(question, source, event)
    return source, groups, recording


def _waiting(question: Question) -> ColumnElement[bool]:
    return or_(_done.is_(None), _done > moment(question.as_of))


def _clock(question: Question) -> str:
    return str(question.option("clock", *CLOCKS))


def _event(question: Question) -> ColumnElement[Any]:
    """When the clock stopped, as known at as_of; NULL while it runs.

    Resolved without a response: the resolution is the response (E3). Only sources that record responses are counted.
    """
    now = moment(question.as_of)
    if _clock(question) == RESOLUTION:
        return case((_done <= now, _done))
    return case((_T.c.first_response_at <= now, _T.c.first_response_at), (_done <= now, _done))
