"""Listings of units: a line is a customer, a case or a journey. Nobody's pseudonym leaves; customers are numbered."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, select

from data_access.dialects import Dialect
from data_access.drill.listing import Lines, Listing
from data_access.queries.contacts import COUNTED, in_period
from data_access.queries.funnel import journeys
from data_access.queries.funnel_plan import Plan
from data_access.queries.question import Question, known
from data_access.schema import contacts

CHANNELS_APART = "\x1f"  # between the channels of one line: their names may hold any other sign


def in_contact(question: Question, dialect: Dialect) -> Lines:
    """Customers or cases with their contacts in the selection."""
    unit = COUNTED[question.option("counted", *COUNTED)]
    first, last, n = func.min(contacts.c.ts), func.max(contacts.c.ts), func.count()
    channels = func.string_agg(known(contacts.c.channel).distinct(), literal_column(f"'{CHANNELS_APART}'"))
    statement = (
        select(
            unit.label("unit"), first.label("first_contact"), last.label("last_contact"), n.label("contacts"),
            channels.label("channels"),
        )
        .where(*in_period(question, contacts), unit.is_not(None), unit != "")
        .group_by(unit)
    )  # fmt: skip
    shown = (*_named(question), "first_contact", "last_contact", "contacts", "channels")
    return Lines(statement, (last.desc(), first.desc(), n.desc(), unit), shown)


def entered(question: Question, dialect: Dialect) -> Lines:
    """Journeys whose window has closed: when they began, how far they came, whether they reached the last step."""
    steps = Plan.of(question).steps
    each = journeys(question, dialect).subquery("journeys")
    groups = [each.c[name] for name in each.c.keys() if name not in ("unit", "t", "depth")]  # noqa: SIM118 (a collection)
    done: ColumnElement[Any] = each.c.depth == literal_column(str(len(steps)))
    statement = select(each.c.unit, each.c.t, each.c.depth, *groups, done.label("done"))
    return Lines(statement, (each.c.t.desc(), each.c.depth.desc(), each.c.unit), (*_named(question), "t", "depth", "done"))


def _named(question: Question) -> tuple[str, ...]:
    """A case has a number that people look up; a customer's key is nobody's business."""
    return ("unit",) if question.option("counted", *COUNTED) == "case" else ()


LISTINGS: dict[str, Listing] = {
    "cases": Listing("", in_contact),
    "funnel": Listing("", entered, grouped=True),
}
