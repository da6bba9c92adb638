"""S1 and S2 customer by customer: the one answer of each that counts, and how many each gave."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Label, Select, Subquery, case, func, literal_column, select

from data_access.dialects import Dialect
from data_access.queries import contacts
from data_access.queries.contacts import scored
from data_access.queries.question import ONE, Question, count_if, split
from data_access.schema import answers

CHOSEN = ("latest", "first")
_T = answers


def scores(question: Question, dialect: Dialect) -> Select[Any]:
    """S1: every answer, or (option `per_customer`) each customer's latest or first in the cell."""
    if question.option("per_customer", *CHOSEN, None) is None:
        return contacts.scores(question, dialect)
    source, groups = split(question, dialect, _T, _T.c.day)
    weight = func.coalesce(_T.c.weight, literal_column("1.0")).label("weight")
    keys = [_T.c[name].label(name) for name in question.frame.keys]
    each = chosen(question, source, groups, [*keys, weight])
    labels = [each.c[name] for name in (*question.groups, *question.frame.keys)]
    counts = [
        func.count().label("n"), func.sum(each.c.weight).label("sw"), func.sum(each.c.weight * each.c.weight).label("sww")
    ]  # fmt: skip
    return select(*labels, *counts).where(each.c.place == ONE).group_by(*labels)


def chosen(question: Question, source: FromClause, groups: list[Label[Any]], shown: list[ColumnElement[Any]]) -> Subquery:
    """The scored answers with their `place` among those of the same respondent within the cell: 1 is the one that counts.

    Of answers at one moment the later row of the file is the later one, of one row's the higher score.
    """
    latest = question.option("per_customer", *CHOSEN) == "latest"
    by = (_T.c.ts, _T.c.source, _T.c.seq, _T.c.record, _T.c.score, _T.c.scale_max)
    order = [column.desc() if latest else column.asc() for column in by]
    cell = [label.element for label in groups]
    place = func.row_number().over(partition_by=[*cell, *respondent()], order_by=order).label("place")
    return select(*groups, *shown, place).select_from(source).where(*scored(question)).subquery("each_answer")


def respondent() -> list[ColumnElement[Any]]:
    """Who answered: the customer, else the response itself (as in S2)."""
    named = func.nullif(_T.c.customer, literal_column("''"))
    return [named, case((named.is_(None), _T.c.source)), case((named.is_(None), _T.c.record))]


def repeats(question: Question, dialect: Dialect) -> Select[Any]:
    """S2: respondents by how many answers they gave."""
    source, groups = split(question, dialect, _T, _T.c.day)
    who = respondent()
    each = (
        select(*groups, func.count().label("given"), func.count(who[0]).label("named"))
        .select_from(source)
        .where(*scored(question))
        .group_by(*(label.element for label in groups), *who)
        .subquery("each_respondent")
    )
    labels = [each.c[name] for name in (*question.groups, *question.frame.keys)]
    named = each.c.named > literal_column("0")
    return select(*labels, count_if(named).label("customers"), count_if(~named).label("unnamed")).group_by(*labels)
