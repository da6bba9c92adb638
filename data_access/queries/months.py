"""Calendar months as whole numbers: January 2000 is 0."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnClause, ColumnElement, Date, cast, extract, literal_column

from data_access.queries.question import literal

_YEAR = 2000
_START: ColumnClause[Any] = literal_column(f"TIMESTAMP '{_YEAR}-01-01'")


def number(day: ColumnElement[Any]) -> ColumnElement[int]:
    """The month a day lies in."""
    year, month = cast(extract("year", day), BigInteger), cast(extract("month", day), BigInteger)
    return (year - literal(_YEAR)) * literal(12) + month - literal(1)


def of(day: date) -> int:
    """The same of a known day."""
    return (day.year - _YEAR) * 12 + day.month - 1


def last_whole(as_of: datetime) -> int:
    """The last month that is over."""
    return of(as_of.date()) - 1


def first_day(month: ColumnElement[int]) -> ColumnElement[Any]:
    return cast(_START.op("+")(month.op("*")(literal_column("INTERVAL '1 month'"))), Date)
