"""S13: customers by how often, until when and since when they bought."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, Double, Select, and_, case, cast, func, literal_column, null, select

from data_access.dialects import Dialect
from data_access.queries.contacts import in_period
from data_access.queries.question import ONE, Question, count_if, literal, moment, split, summed
from data_access.schema import purchases

_UNITS = {"day": 1, "week": 7}
_T = purchases
_ZERO = literal(0)


def value_patterns(question: Question, dialect: Dialect) -> Select[Any]:
    """One row per customer, then customers by pattern; beside them the purchases that name none."""
    unit = _UNITS[question.option("unit", *_UNITS)]
    customer = func.nullif(_T.c.customer, literal_column("''"))
    source, groups = split(question, dialect, _T, _T.c.day)
    asked = case((and_(*in_period(question, _T)), ONE)).label("asked")
    in_order = [_T.c.ts, _T.c.seq, _T.c.record, _T.c.source]
    place = func.row_number().over(partition_by=customer, order_by=in_order).label("place")
    first = func.min(_T.c.day).over(partition_by=customer).label("first_day")
    bought = (
        select(*groups, customer.label("customer"), _T.c.day, _T.c.amount, asked, place, first)
        .select_from(source)
        .where(*question.scope.where(_T), _T.c.ts <= moment(question.as_of), customer.is_not(None))
        .subquery("bought")
    )
    begins, again = bought.c.place == ONE, bought.c.day > bought.c.first_day
    each = (
        select(
            *(func.max(case((begins, bought.c[label.name]))).label(label.name) for label in groups),
            (func.count(bought.c.day.distinct()) - ONE).label("x"),
            _whole(func.max(bought.c.day), func.min(bought.c.day), unit).label("t_x"),
            _whole(cast(moment(question.as_of), Date), func.min(bought.c.day), unit).label("age"),
            count_if(and_(again, bought.c.amount.is_not(None))).label("priced"),
            func.sum(case((again, bought.c.amount))).label("amount"),
        )
        .group_by(bought.c.customer)
        .having(func.max(case((begins, bought.c.asked))) == ONE)
        .subquery("each_customer")
    )
    cell = [each.c[name] for name in (*(label.name for label in groups), "x", "t_x", "age")]
    sums = [func.sum(each.c.priced).label("priced"), func.sum(each.c.amount).label("amount")]
    known = select(*cell, func.count().label("n"), _ZERO.label("missing"), *sums).group_by(*cell)
    nobody = [_ZERO.label(name) for name in ("x", "t_x", "age", "n")]
    unknown = (
        select(*groups, *nobody, func.count().label("missing"), _ZERO.label("priced"), cast(null(), Double).label("amount"))
        .select_from(source)
        .where(*in_period(question, _T), customer.is_(None))
        .group_by(*(label.element for label in groups))
        .having(func.count() > _ZERO)
    )
    return summed(question, known, unknown)


def _whole(later: ColumnElement[Any], earlier: ColumnElement[Any], unit: int) -> ColumnElement[int]:
    """Whole units of `unit` days between two days."""
    days = later.op("-")(earlier)
    return cast(func.floor(cast(days, Double) / literal_column(f"{unit}.0")), BigInteger)
