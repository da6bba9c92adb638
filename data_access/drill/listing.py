"""What a listing is made of: one SELECT of lines, without order or limit, and how its newest lines come first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select

from data_access.dialects import Dialect
from data_access.queries.question import Question

N, NUMERATOR = "n", "numerator"


@dataclass(frozen=True, slots=True)
class Lines:
    """select: one row per line · newest: ORDER BY, total, so that the same question gives the same lines ·
    shown: labels that leave this room; the others only order."""

    select: Select[Any]
    newest: tuple[ColumnElement[Any], ...]
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """unit: what one line is, in the plural · counts: which count of the metric the lines make up, its "n" or its
    "numerator" (a rate's n is its exposure) · grouped: whether `lines` reads `Question.by` and `grain` itself (a journey's
    group is that of its best chain, which a filter would change) · amount: the column to add up where a line stands for many
    units (a day's invitations), else every line is one."""

    unit: str
    lines: Callable[[Question, Dialect], Lines]
    counts: str = N
    grouped: bool = False
    amount: str = ""
