"""Listings of comments, without what they say: texts are read on the page about them, under rules of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import FromClause, Select, and_, literal_column, or_, select

from data_access.dialects import Dialect
from data_access.drill.facts import SHOWN
from data_access.drill.listing import NUMERATOR, Lines, Listing
from data_access.queries.bands import bands
from data_access.queries.commented import commented, said, same_response
from data_access.queries.complaining import complained
from data_access.queries.contacts import Conditions
from data_access.queries.question import Question
from data_access.queries.voices import scored, told_topics
from data_access.schema import answers
from metrics.frames import TOPIC
from metrics.frames.voices import LOW

WHERE = ("channel", "segment", "region", "product", "business_unit")
_COMMENTS = ("day", "ts", "question", *WHERE)


def on_a_topic(question: Question, dialect: Dialect) -> Lines:
    """Comments that speak of a topic; by topic, one line for each."""
    each = commented(question, dialect, (*_COMMENTS, "seq"))
    where: Conditions = [] if TOPIC in question.by else [or_(*said(question, each))]
    return _listing(question, each, each, _COMMENTS, each, where)


def of_those_who_wrote(question: Question, dialect: Dialect) -> Lines:
    """Satisfaction answers of those who wrote."""
    each = commented(question, dialect)
    joined = each.join(answers, same_response(each, answers))
    return _listing(question, each, joined, SHOWN["answers"], answers, scored(question))


def unhappy(question: Question, dialect: Dialect) -> Lines:
    """Comments with a low score of known customers, with whether they complained."""
    each = commented(question, dialect, (*_COMMENTS, "seq"))
    low = bands(question)
    told = complained(question, each)
    both = each.join(low, same_response(each, low))
    where = [low.c.band == LOW, told.in_(("yes", "no"))]
    found = _listing(question, each, both, _COMMENTS, each, where)
    statement = found.select.add_columns(low.c.score, low.c.scale_max, told.label("complained"))
    return Lines(statement, found.newest, (*_COMMENTS[:3], "score", "scale_max", "complained", *WHERE))


def _listing(
    question: Question, each: FromClause, joined: FromClause, shown: Sequence[str], of: FromClause, where: Conditions
) -> Lines:
    """One row per response (and topic) with its groups under their labels; a shown column that is a group is that group."""
    groups = [each.c[label].label(label) for label in question.groups if label != TOPIC]
    conditions = [*where]
    if TOPIC in question.by:
        told = told_topics(question)
        joined = joined.join(told, literal_column("TRUE"))
        conditions.append(or_(*(and_(told.c.place == place, one) for place, one in enumerate(said(question, each)))))
        groups.append(told.c[TOPIC].label(TOPIC))
    named = {label.name for label in groups}
    columns = [of.c[name].label(name) for name in (*shown, "seq", "record") if name not in named]
    statement: Select[Any] = select(*groups, *columns).select_from(joined).where(*conditions)
    return Lines(statement, (of.c.ts.desc(), of.c.seq.desc(), of.c.record), tuple(shown))


LISTINGS: dict[str, Listing] = {
    "topics": Listing("comments", on_a_topic, NUMERATOR, grouped=True),
    "comment_scores": Listing("answers", of_those_who_wrote, grouped=True),
    "unhappy": Listing("comments", unhappy, grouped=True),
}
