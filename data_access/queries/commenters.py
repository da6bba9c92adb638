"""Sums over those who wrote and scored: per respondent and topic first, then over respondents; one statement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Label, Select, case, func, literal_column, select

from data_access.dialects import Dialect
from data_access.queries.commented import commented, same_response, topics_of
from data_access.queries.question import Question, literal
from data_access.queries.respondents import counting
from data_access.queries.voices import scored, told_topics
from data_access.schema import answers
from metrics.frames import TOPIC


def commenters(question: Question, dialect: Dialect) -> Select[Any]:
    """Raises FrameError for a measure or threshold there is not."""
    each = _each(question, commented(question, dialect))
    labels = (*question.groups, *question.frame.keys)
    if TOPIC not in question.by:
        cell = [each.c[label] for label in labels]
        return select(*cell, *_sums(each.c.n, each.c.x)).group_by(*cell)
    told = told_topics(question)
    places = range(len(topics_of(question)))
    n, x = (case(*((told.c.place == literal(i), each.c[f"{name}_{i}"]) for i in places)) for name in ("n", "x"))
    cell = [told.c[TOPIC].label(label) if label == TOPIC else each.c[label] for label in labels]
    joined = each.join(told, literal_column("TRUE"))
    return select(*cell, *_sums(n, x)).select_from(joined).where(n > literal(0)).group_by(*cell)


def _each(question: Question, wrote: FromClause) -> FromClause:
    """A row per respondent, group and scale: how many answers they gave and what these count, in all or of each topic."""
    groups = [wrote.c[label] for label in question.groups if label != TOPIC]
    keys = [answers.c[name].label(name) for name in question.frame.keys]
    unnamed = wrote.c.who.is_(None)
    who = [wrote.c.who, case((unnamed, wrote.c.source_of)), case((unnamed, wrote.c.record))]
    return (
        select(*groups, *keys, *_of_each(question, wrote))
        .select_from(wrote.join(answers, same_response(wrote, answers)))
        .where(*scored(question))
        .group_by(*groups, *(key.element for key in keys), *who)
        .subquery("each_commenter")
    )


def _of_each(question: Question, wrote: FromClause) -> list[Label[Any]]:
    value = counting(question)
    if TOPIC not in question.by:
        return [func.count().label("n"), func.sum(value).label("x")]
    told: list[Label[Any]] = []
    for i in range(len(topics_of(question))):
        says = wrote.c[f"said_{i}"]
        told += [func.sum(says).label(f"n_{i}"), func.sum(says * value).label(f"x_{i}")]
    return told


def _sums(n: ColumnElement[Any], x: ColumnElement[Any]) -> list[Label[Any]]:
    """The sums of the contract."""
    sums = {"n": n, "x": x, "nn": n * n, "xx": x * x, "nx": n * x}
    return [func.count().label("clusters"), *(func.sum(found).label(name) for name, found in sums.items())]
