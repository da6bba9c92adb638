"""Minutes inside the working hours, counted by the stored clock (see data_access/settings/clock.py).

Work before a moment is what was done on all days before, plus what its own day's stretches held by then; between two
moments it is the difference. Whole numbers throughout: exact to the microsecond before it is cut to whole minutes.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, FromClause, cast, func, literal_column, select

from data_access.dialects import Dialect
from data_access.queries.question import Question
from data_access.schema import CLOCK_DAYS, working_clock

_FIRST: ColumnElement[Any]
_LAST: ColumnElement[Any]
_FIRST, _LAST = (literal_column(f"DATE '{day.isoformat()}'") for day in CLOCK_DAYS)
ELAPSED, WORKING = "elapsed", "working"
_MINUTE: ColumnElement[int] = literal_column("60000000")  # in microseconds


def in_working_hours(question: Question) -> bool:
    """Whether the question's minutes are those of the working hours."""
    return bool(question.option("hours", ELAPSED, WORKING, None) == WORKING)


def hours_set() -> ColumnElement[bool]:
    """As a condition: the house has told its working hours."""
    return select(literal_column("1")).select_from(working_clock).exists()


def whole_minutes(
    dialect: Dialect, source: FromClause, start: ColumnElement[Any], end: ColumnElement[Any]
) -> tuple[FromClause, ColumnElement[int], ColumnElement[bool]]:
    """(`source` joined to the clock, complete working minutes from start to end, whether there is a clock at all)."""
    from_clock, to_clock = working_clock.alias("clock_start"), working_clock.alias("clock_end")
    joined = source.outerjoin(from_clock, from_clock.c.day == _day(start)).outerjoin(to_clock, to_clock.c.day == _day(end))
    worked = _before(to_clock, dialect.micros(end)) - _before(from_clock, dialect.micros(start))
    minutes = cast((worked - func.mod(worked, _MINUTE)) / _MINUTE, BigInteger)
    return joined, minutes, from_clock.c.day.is_not(None)


def _day(moment: ColumnElement[Any]) -> ColumnElement[Any]:
    """The day to look up: what lies before or after the clock's days counts as at their beginning or end."""
    return func.least(func.greatest(cast(moment, Date), _FIRST), _LAST)


def _before(clock: FromClause, moment: ColumnElement[int]) -> ColumnElement[int]:
    """Microseconds worked before a moment of the clock's day."""
    first = func.least(func.greatest(moment, clock.c.opens), clock.c.closes) - clock.c.opens
    second = func.least(func.greatest(moment, clock.c.reopens), clock.c.recloses) - clock.c.reopens
    return clock.c.before + first + second
