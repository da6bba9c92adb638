"""What customers wrote, by topic: sums over the responses that hold a comment (see `commented`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Label,
    Select,
    String,
    case,
    column,
    func,
    literal_column,
    or_,
    select,
    values,
)

from data_access.dialects import Dialect
from data_access.queries.bands import bands
from data_access.queries.commented import commented, said, same_response, topics_of
from data_access.queries.complaining import complained
from data_access.queries.contacts import Conditions
from data_access.queries.question import ONE, Question, literal, moment
from data_access.schema import answers
from metrics.frames import TOPIC
from metrics.frames.voices import LOW

_ALL = "in_all"  # label of the count over all topics


def topics(question: Question, dialect: Dialect) -> Select[Any]:
    """Comments that speak of a topic, and all there are."""
    each = commented(question, dialect)
    any_topic = func.sum(case((or_(*said(question, each)), ONE), else_=literal(0)))
    counts = [*_sums(question, each), any_topic.label(_ALL), func.count().label("of")]
    groups = _groups(question, each)
    wide = select(*groups, *counts).select_from(each).group_by(*groups).having(func.count() > literal(0)).subquery("wide")
    return _told(question, wide)


def comment_scores(question: Question, dialect: Dialect) -> Select[Any]:
    """Satisfaction answers of those who wrote, per score."""
    each = commented(question, dialect)
    keys = [answers.c[name].label(name) for name in question.frame.keys]
    joined = each.join(answers, same_response(each, answers))
    return _told(question, _wide(question, each, joined, keys, scored(question)))


def unhappy(question: Question, dialect: Dialect) -> Select[Any]:
    """Comments with a low score, by whether their customer complained."""
    each = commented(question, dialect)
    scored_low = bands(question)
    joined = each.join(scored_low, same_response(each, scored_low))
    keys = [complained(question, each).label("complained")]
    return _told(question, _wide(question, each, joined, keys, [scored_low.c.band == LOW]))


def told_topics(question: Question) -> FromClause:
    """The topics' names and places, to be joined."""
    names = [(name, i) for i, (name, _) in enumerate(topics_of(question))]
    return values(column(TOPIC, String), column("place", Integer), name="told").data(names)


def scored(question: Question) -> Conditions:
    """Satisfaction answers the asker may see, up to as_of; period and filters are those of the comments."""
    return [*question.scope.where(answers), answers.c.ts <= moment(question.as_of), answers.c.kind == "csat"]


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
    return [func.sum(each.c[f"said_{i}"]).label(f"n_{i}") for i in range(len(topics_of(question)))]


def _told(question: Question, wide: FromClause) -> Select[Any]:
    """The columns of the contract; by topic, a row per topic that somebody speaks of."""
    if TOPIC not in question.by:
        return select(*((wide.c[_ALL] if name == "n" else wide.c[name]).label(name) for name in question.labels))
    told = told_topics(question)
    n = case(*((told.c.place == literal(i), wide.c[f"n_{i}"]) for i in range(len(topics_of(question)))))
    where = {TOPIC: told.c[TOPIC], "n": n}
    picked = [where[name] if name in where else wide.c[name] for name in question.labels]
    joined = wide.join(told, literal_column("TRUE"))
    named = [one.label(name) for one, name in zip(picked, question.labels, strict=True)]
    return select(*named).select_from(joined).where(n > literal(0))
