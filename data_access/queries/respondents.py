"""S2: sums over respondents. A two-level GROUP BY: per respondent within the cell, then over respondents."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Label, Select, and_, case, func, literal_column, select

from data_access.dialects import Dialect
from data_access.queries.contacts import scored
from data_access.queries.question import Question, literal, split
from data_access.schema import answers
from metrics.errors import FrameError

MEASURES = ("score", "top", "net")
_T = answers
_PROMOTERS, _DETRACTORS = 9, 6  # on 0-10 (Reichheld 2003)


def respondents(question: Question, dialect: Dialect) -> Select[Any]:
    """Raises FrameError for a measure, weighting or threshold there is not."""
    source, groups = split(question, dialect, _T, _T.c.day)
    scale: list[Label[Any]] = [_T.c[name].label(name) for name in question.frame.keys]
    weighted = question.option("weights", "source", None) == "source"
    weight = func.coalesce(_T.c.weight, literal_column("1.0")) if weighted else None
    value = counting(question)
    named = func.nullif(_T.c.customer, literal_column("''"))
    # Without a customer the response itself is the respondent: the rows of one response came from one person.
    who = [named, case((named.is_(None), _T.c.source)), case((named.is_(None), _T.c.record))]
    each = (
        select(
            *groups,
            *scale,
            (func.count() if weight is None else func.sum(weight)).label("n"),
            func.sum(value if weight is None else weight * value).label("x"),
        )
        .select_from(source)
        .where(*scored(question))
        .group_by(*(label.element for label in (*groups, *scale)), *who)
        .subquery("each_respondent")
    )
    n, x = each.c.n, each.c.x
    cell = [each.c[label] for label in (*question.groups, *question.frame.keys)]
    sums = {"n": n, "x": x, "nn": n * n, "xx": x * x, "nx": n * x}
    counts = [func.count().label("clusters"), *(func.sum(sums[name]).label(name) for name in sums)]
    return select(*cell, *counts).group_by(*cell)


def counting(question: Question) -> ColumnElement[Any]:
    """What an answer counts; NULL where its scale has no top boxes, or no net."""
    measure = question.option("measure", *MEASURES)
    if measure == "score":
        return _T.c.score
    if measure == "net":
        whole = and_(_T.c.scale_min == literal(0), _T.c.scale_max == literal(10))
        return case(
            (and_(whole, _T.c.score >= literal(_PROMOTERS)), literal(1)),
            (and_(whole, _T.c.score <= literal(_DETRACTORS)), literal(-1)),
            (whole, literal(0)),
        )
    lowest = threshold(question)
    return case((_T.c.score >= lowest, literal(1)), (_T.c.score < lowest, literal(0)))


def threshold(question: Question) -> ColumnElement[Any]:
    """The lowest answer of the top boxes of an answer's scale; NULL where it has none."""
    width = _T.c.scale_max - _T.c.scale_min
    # Scales of 4 to 11 whole steps take their top two answers.
    ways: list[tuple[ColumnElement[bool], ColumnElement[Any]]] = [
        (and_(_T.c.scale_min == literal(low), _T.c.scale_max == literal(high)), literal(lowest))
        for low, high, lowest in _thresholds(question)
    ]
    ways.append((and_(width >= literal(3), width <= literal(10)), _T.c.scale_max - literal(1)))
    return case(*ways)


def _thresholds(question: Question) -> tuple[tuple[float, float, float], ...]:
    given = question.option("top") or ()
    if not isinstance(given, tuple) or not all(
        isinstance(one, tuple) and len(one) == 3 and all(isinstance(part, int | float) for part in one) for one in given
    ):
        raise FrameError(f"option top={given!r} of {question.frame.key}: expected ((scale_min, scale_max, answer), ...)")
    return given
