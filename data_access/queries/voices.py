"""What customers wrote, by topic: one row per response first (which topics its comments speak of), then sums over them.

The words themselves never leave the engine here: a topic is a regular expression the engine runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
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
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    values,
)

from data_access.dialects import Dialect
from data_access.queries.bands import bands
from data_access.queries.contacts import Conditions, in_period
from data_access.queries.question import ONE, Question, literal, moment, split
from data_access.schema import answers, comments, complaints
from metrics.errors import FrameError
from metrics.frames import TOPIC
from metrics.frames.voices import COMPLAINED_WITHIN, LOW
from metrics.topics import pattern

_T = comments
_ALL = "in_all"  # label of the count over all topics


def topics(question: Question, dialect: Dialect) -> Select[Any]:
    """Comments that speak of a topic, and all there are."""
    each = responses(question, dialect)
    any_topic = func.sum(case((or_(*said(question, each)), ONE), else_=literal(0)))
    counts = [*_sums(question, each), any_topic.label(_ALL), func.count().label("of")]
    groups = _groups(question, each)
    wide = select(*groups, *counts).select_from(each).group_by(*groups).having(func.count() > literal(0)).subquery("wide")
    return _told(question, wide)


def comment_scores(question: Question, dialect: Dialect) -> Select[Any]:
    """Satisfaction answers of those who wrote, per score."""
    each = responses(question, dialect)
    keys = [answers.c[name].label(name) for name in question.frame.keys]
    joined = each.join(answers, same_response(each, answers))
    return _told(question, _wide(question, each, joined, keys, scored(question)))


def unhappy(question: Question, dialect: Dialect) -> Select[Any]:
    """Comments with a low score, by whether their customer complained."""
    each = responses(question, dialect)
    scored_low = bands(question)
    joined = each.join(scored_low, same_response(each, scored_low))
    keys = [complained(question, each).label("complained")]
    return _told(question, _wide(question, each, joined, keys, [scored_low.c.band == LOW]))


def responses(
    question: Question, dialect: Dialect, shown: Sequence[str] = (), *, texts: bool = False
) -> FromClause:
    """source_of, record, customer, day, ts, the groups (but the topic), said_i (1 where topic i is spoken of), and the
    `shown` columns of the comments' table, with `texts` also what it says: a row per response that holds a comment."""
    plain = replace(question, by=tuple(name for name in question.by if name != TOPIC))
    source, labels = split(plain, dialect, _T, _T.c.day)
    renamed = dict(zip(plain.groups, [label for label in question.groups if label != TOPIC], strict=True))
    groups = [label.element.label(renamed[label.name]) for label in labels]
    found = [
        func.max(case((dialect.finds(_T.c.text, pattern(words)), ONE), else_=literal(0))).label(f"said_{i}")
        for i, (_, words) in enumerate(_topics(question))
    ]
    told = [func.max(_T.c[name]).label(name) for name in shown if name not in renamed.values()]
    if texts:
        told.append(func.string_agg(_T.c.text, literal_column("' '")).label("text"))
    return (
        select(
            _T.c.source.label("source_of"), _T.c.record, func.max(func.nullif(_T.c.customer, literal_column("''"))).label("who"),
            func.min(_T.c.day).label("on_day"), func.max(_T.c.ts).label("at"), *groups, *found, *told,
        )
        .select_from(source)
        .where(*in_period(question, _T))
        .group_by(_T.c.source, _T.c.record, *(label.element for label in labels))
        .subquery("responses")
    )  # fmt: skip


def said(question: Question, each: FromClause) -> list[ColumnElement[bool]]:
    """Per topic: whether a response speaks of it."""
    return [each.c[f"said_{i}"] == ONE for i in range(len(_topics(question)))]


def told_topics(question: Question) -> FromClause:
    """The topics' names and places, to be joined."""
    names = [(name, i) for i, (name, _) in enumerate(_topics(question))]
    return values(column(TOPIC, String), column("place", Integer), name="told").data(names)


def scored(question: Question) -> Conditions:
    """Satisfaction answers the asker may see, up to as_of; period and filters are those of the comments."""
    return [*question.scope.where(answers), answers.c.ts <= moment(question.as_of), answers.c.kind == "csat"]


def same_response(each: FromClause, other: FromClause) -> ColumnElement[bool]:
    """Rows of one file row."""
    return and_(each.c.source_of == other.c.source, each.c.record == other.c.record)


def complained(question: Question, each: FromClause) -> ColumnElement[str]:
    """yes | no | unknown | open, of a row per response."""
    near = complaints.c.day.between(each.c.on_day - literal(COMPLAINED_WITHIN), each.c.on_day + literal(COMPLAINED_WITHIN))
    has = exists().where(
        *question.scope.where(complaints), complaints.c.ts <= moment(question.as_of), complaints.c.customer == each.c.who, near
    )  # fmt: skip
    last = (question.as_of - timedelta(days=COMPLAINED_WITHIN)).date()  # of later comments the days after are not over
    young = each.c.on_day > literal_column(f"DATE '{last.isoformat()}'")
    words = {said: literal_column(f"'{said}'", String) for said in ("unknown", "open", "yes", "no")}
    return case((each.c.who.is_(None), words["unknown"]), (young, words["open"]), (has, words["yes"]), else_=words["no"])


def _wide(
    question: Question, each: FromClause, joined: FromClause, keys: Sequence[Label[Any]], where: Conditions
) -> FromClause:
    groups = _groups(question, each)
    counts = [*_sums(question, each), func.count().label(_ALL)]
    found = select(*groups, *keys, *counts).select_from(joined).where(*where)
    return found.group_by(*groups, *(key.element for key in keys)).having(func.count() > literal(0)).subquery("wide")


def _groups(question: Question, each: FromClause) -> list[ColumnElement[Any]]:
    return [each.c[label] for label in question.groups if label != TOPIC]


def _sums(question: Question, each: FromClause) -> list[Label[Any]]:
    """How many speak of each topic; asked for only where the answer is by topic."""
    if TOPIC not in question.by:
        return []
    return [func.sum(each.c[f"said_{i}"]).label(f"n_{i}") for i in range(len(_topics(question)))]


def _told(question: Question, wide: FromClause) -> Select[Any]:
    """The columns of the contract; by topic, a row per topic that somebody speaks of."""
    if TOPIC not in question.by:
        return select(*((wide.c[_ALL] if name == "n" else wide.c[name]).label(name) for name in question.labels))
    told = told_topics(question)
    n = case(*((told.c.place == literal(i), wide.c[f"n_{i}"]) for i in range(len(_topics(question)))))
    where = {TOPIC: told.c[TOPIC], "n": n}
    picked = [where[name] if name in where else wide.c[name] for name in question.labels]
    joined = wide.join(told, literal_column("TRUE"))
    named = [one.label(name) for one, name in zip(picked, question.labels, strict=True)]
    return select(*named).select_from(joined).where(n > literal(0))


def _topics(question: Question) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The topics asked for; none of them: one that no comment speaks of."""
    given = question.option("topics") or ()
    fits = isinstance(given, tuple) and all(
        isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], str) and isinstance(one[1], tuple) for one in given
    )
    if not fits:
        raise FrameError(f"option topics={given!r} of {question.frame.key}: expected ((name, (word, ...)), ...)")
    return given or (("", ()),)
