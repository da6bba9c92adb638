"""Responses that hold a comment: one row each, with the topics it speaks of.

The words never leave the engine here: a topic is a regular expression the engine runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, FromClause, and_, case, func, literal_column, select

from data_access.dialects import Dialect
from data_access.queries.contacts import in_period
from data_access.queries.question import ONE, Question, literal, split
from data_access.schema import comments
from metrics.errors import FrameError
from metrics.frames import TOPIC
from metrics.topics import pattern

_T = comments


def commented(
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
        for i, (_, words) in enumerate(topics_of(question))
    ]
    told = [func.max(_T.c[name]).label(name) for name in shown if name not in renamed.values()]
    if texts:
        told.append(func.string_agg(_T.c.text, literal_column("' '")).label("text"))
    return (
        select(
            _T.c.source.label("source_of"), _T.c.record,
            func.max(func.nullif(_T.c.customer, literal_column("''"))).label("who"),
            func.min(_T.c.day).label("on_day"), func.max(_T.c.ts).label("at"), *groups, *found, *told,
        )
        .select_from(source)
        .where(*in_period(question, _T))
        .group_by(_T.c.source, _T.c.record, *(label.element for label in labels))
        .subquery("commented")
    )  # fmt: skip


def said(question: Question, each: FromClause) -> list[ColumnElement[bool]]:
    """Per topic: whether a response speaks of it."""
    return [each.c[f"said_{i}"] == ONE for i in range(len(topics_of(question)))]


def same_response(each: FromClause, other: FromClause) -> ColumnElement[bool]:
    """Rows of one file row."""
    return and_(each.c.source_of == other.c.source, each.c.record == other.c.record)


def topics_of(question: Question) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The topics asked for; none of them: one that no comment speaks of."""
    given = question.option("topics") or ()
    fits = isinstance(given, tuple) and all(
        isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], str) and isinstance(one[1], tuple) for one in given
    )
    if not fits:
        raise FrameError(f"option topics={given!r} of {question.frame.key}: expected ((name, (word, ...)), ...)")
    return given or (("", ()),)
