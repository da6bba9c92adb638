"""What a response scored, in three bands: low, middle, high."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, String, and_, case, func, literal_column, select

from data_access.queries.question import ONE, Question, literal, moment
from data_access.queries.respondents import threshold
from data_access.schema import answers
from metrics.frames.voices import HIGH, LOW, MIDDLE

_T = answers
_PROMOTERS, _DETRACTORS = 9, 6  # on 0-10 (Reichheld 2003)


def bands(question: Question) -> FromClause:
    """source, record, band, score, scale_max of every response that scored satisfaction, else of those that recommend.

    Satisfaction (csat): low is below the middle of the scale, high its top boxes (option `top`, see `respondents`).
    Recommendation (nps, 0-10): 0-6 and 9-10. Of several answers the lowest decides.
    """
    csat, nps = _T.c.kind == "csat", and_(_T.c.kind == "nps", _T.c.scale_max == literal(10), _T.c.scale_min == literal(0))
    score, low, high = _T.c.score, _T.c.scale_min, _T.c.scale_max
    place = case(
        (and_(csat, score + score < low + high), _rank(0)), (and_(csat, score >= threshold(question)), _rank(2)),
        (csat, _rank(1)),
        (and_(nps, score <= literal(_DETRACTORS)), _rank(3)), (and_(nps, score >= literal(_PROMOTERS)), _rank(5)),
        (nps, _rank(4)),
    )  # fmt: skip
    kind = case((csat, ONE), else_=literal(2))
    first = func.row_number().over(partition_by=[_T.c.source, _T.c.record], order_by=[kind, place, score, high])
    each = (
        select(_T.c.source, _T.c.record, score, high, place.label("place"), first.label("first"))
        .where(*question.scope.where(_T), _T.c.ts <= moment(question.as_of), place.is_not(None))
        .subquery("scored")
    )
    return (
        select(each.c.source, each.c.record, each.c.score, each.c.scale_max, _band(each.c.place).label("band"))
        .where(each.c.first == ONE)
        .subquery("bands")
    )


def _rank(place: int) -> ColumnElement[int]:
    return literal(place)


def _band(place: ColumnElement[Any]) -> ColumnElement[str]:
    names = {band: literal_column(f"'{band}'", String) for band in (LOW, MIDDLE, HIGH)}
    return case(
        (place.in_([literal(0), literal(3)]), names[LOW]), (place.in_([literal(1), literal(4)]), names[MIDDLE]),
        else_=names[HIGH],
    )  # fmt: skip
