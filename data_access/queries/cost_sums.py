"""S2 of C9: what units cost and whether they were resolved, summed over units."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Select, and_, case, cast, func, select

from data_access.dialects import Dialect
from data_access.queries.contacts import in_period
from data_access.queries.question import ONE, Question, count_if, literal, split
from data_access.queries.sequences import UNITS
from data_access.schema import contacts

_T = contacts


def cost_sums(question: Question, dialect: Dialect) -> Select[Any]:
    """Two levels: each unit within its cell, then over units."""
    unit = UNITS[question.option("counted", *UNITS)](_T)
    source, groups = split(question, dialect, _T, _T.c.day)
    each = (
        select(
            *groups,
            unit.label("unit"),
            func.count().label("contacts"),
            func.count(_T.c.cost).label("costed"),
            func.sum(_T.c.cost).label("cost"),
            func.max(case((_T.c.resolved, ONE), else_=literal(0))).label("resolved"),
        )
        .select_from(source)
        .where(*in_period(question, _T))
        .group_by(*(label.element for label in groups), unit)
        .subquery("each_unit")
    )
    named = each.c.unit.is_not(None)
    whole = and_(named, each.c.costed == each.c.contacts)
    c, r = case((whole, each.c.cost)), case((whole, each.c.resolved))
    cell = [each.c[label.name] for label in groups]
    missing = func.sum(case((named, literal(0)), else_=each.c.contacts))
    counts = [
        count_if(whole).label("n"),
        count_if(and_(named, each.c.costed < each.c.contacts)).label("uncosted"),
        cast(missing, BigInteger).label("missing"),
        func.sum(c).label("c"),
        func.coalesce(func.sum(r), literal(0)).label("r"),
        func.sum(c * c).label("cc"),
        func.coalesce(func.sum(r), literal(0)).label("rr"),  # r is 0 or 1: its square is itself
        func.sum(c * r).label("cr"),
    ]
    return select(*cell, *counts).group_by(*cell).having(func.count() > literal(0))
