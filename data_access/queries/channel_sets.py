"""S7: which channels a unit used, as one number per unit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, case, cast, func, literal_column, select

from data_access.dialects import Dialect
from data_access.queries.contacts import in_period
from data_access.queries.question import Question, literal, split
from data_access.queries.sequences import UNITS
from data_access.schema import contacts
from metrics.errors import FrameError

MAX_NAMES = 20
_T = contacts


def channel_sets(question: Question, dialect: Dialect) -> Select[Any]:
    """Two levels: the channels of each unit within its cell, then units by what they used."""
    unit = UNITS[question.option("counted", *UNITS)](_T)
    source, groups = split(question, dialect, _T, _T.c.day)
    used = func.bit_or(cast(_bit(_names(question)), BigInteger))
    each = (
        select(*groups, unit.label("unit"), used.label("used"), func.count().label("contacts"))
        .select_from(source)
        .where(*in_period(question, _T))
        .group_by(*(label.element for label in groups), unit)
        .subquery("each_unit")
    )
    named = each.c.unit.is_not(None)
    cell = [each.c[label.name] for label in groups]
    channels = case((named, each.c.used), else_=literal(0)).label("channels")
    counts = [
        cast(func.sum(case((named, each.c.contacts), else_=literal(0))), BigInteger).label("contacts"),
        cast(func.sum(case((named, literal(0)), else_=each.c.contacts)), BigInteger).label("missing"),
        func.count(each.c.unit).label("n"),
    ]
    return select(*cell, channels, *counts).group_by(*cell, channels.element)


def _bit(names: tuple[str, ...]) -> ColumnElement[int]:
    """The bit of a contact's channel: the listed ones, any other, none named."""
    name = func.nullif(_T.c.channel, literal_column("''"))
    listed = [(name == channel, literal(1 << place)) for place, channel in enumerate(names)]
    return case(*listed, (name.is_not(None), literal(1 << len(names))), else_=literal(2 << len(names)))


def _names(question: Question) -> tuple[str, ...]:
    names = question.option("names")
    fits = isinstance(names, tuple) and len(names) <= MAX_NAMES and all(isinstance(n, str) and n for n in names)
    if not fits or len(set(names)) < len(names):
        raise FrameError(f"option names={names!r} of {question.frame.key}: expected at most {MAX_NAMES} different channels")
    return tuple(names)
