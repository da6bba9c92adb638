"""Whether a customer complained about the time of a comment."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, FromClause, String, case, exists, literal_column

from data_access.queries.question import Question, literal, moment
from data_access.schema import complaints
from metrics.frames.voices import COMPLAINED_WITHIN


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
