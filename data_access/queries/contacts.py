"""Answers, contacts, cases and invitations: one GROUP BY each."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, Select, String, case, cast, func, literal_column

from data_access.dialects import Dialect
from data_access.queries.question import Question, grouped, known, split, visible
from data_access.schema import answers, contacts, invitations
from metrics.frames import UNKNOWN

Conditions = list[ColumnElement[bool]]
KINDS = ("nps", "csat", "ces", "rating")
COUNTED = {"customer": contacts.c.customer, "case": contacts.c.case_id}


def scores(question: Question, dialect: Dialect) -> Select[Any]:
    """S1. An answer without a weight weighs 1."""
    t = answers
    source, groups = split(question, dialect, t, t.c.day)
    weight = func.coalesce(t.c.weight, literal_column("1.0"))
    counts = [func.count().label("n"), func.sum(weight).label("sw"), func.sum(weight * weight).label("sww")]
    keys = [t.c[name].label(name) for name in question.frame.keys]
    return grouped(source, [*groups, *keys], counts, scored(question))


def contacts_made(question: Question, dialect: Dialect) -> Select[Any]:
    """S5. Sums of what is not recorded anywhere in a group are NULL, not 0."""
    t = contacts
    source, groups = split(question, dialect, t, t.c.day)
    counts = [
        func.count().label("n"),
        func.sum(t.c.handling_seconds).label("handling_seconds"),
        func.sum(t.c.cost).label("cost"),
    ]
    return grouped(source, groups, counts, in_period(question, t))


def handling(question: Question, dialect: Dialect) -> Select[Any]:
    """S5 by transfer and outcome."""
    t = contacts
    source, groups = split(question, dialect, t, t.c.day)
    keys = [known(t.c.transferred_to).label("transferred_to"), outcome(t).label("outcome")]
    counts = [
        func.count().label("n"),
        func.count(t.c.cost).label("costed"),
        func.sum(t.c.cost).label("cost"),
        func.count(t.c.handling_seconds).label("timed"),
        func.sum(t.c.handling_seconds).label("handling_seconds"),
    ]
    return grouped(source, [*groups, *keys], counts, in_period(question, t))


def handlers(question: Question, dialect: Dialect) -> Select[Any]:
    """Contacts by agent and transfer."""
    t = contacts
    source, groups = split(question, dialect, t, t.c.day)
    keys = [known(t.c[name]).label(name) for name in question.frame.keys]
    return grouped(source, [*groups, *keys], [func.count().label("n")], in_period(question, t))


def outcome(table: FromClause) -> ColumnElement[str]:
    """How a contact ended, as its source says."""
    words = {word: cast(literal_column(f"'{word}'"), String) for word in ("abandoned", "resolved", "unresolved", UNKNOWN)}
    return case(
        (table.c.abandoned, words["abandoned"]),
        (table.c.resolved, words["resolved"]),
        (table.c.resolved.is_(False), words["unresolved"]),
        else_=words[UNKNOWN],
    )


def cases(question: Question, dialect: Dialect) -> Select[Any]:
    """Distinct customers or cases in contact, and the contacts that name none."""
    t = contacts
    source, groups = split(question, dialect, t, t.c.day)
    unit = COUNTED[question.option("counted", *COUNTED)]
    named = func.nullif(unit, literal_column("''"))
    counts = [(func.count() - func.count(named)).label("missing"), func.count(named.distinct()).label("n")]
    return grouped(source, groups, counts, in_period(question, t))


def invitations_sent(question: Question, dialect: Dialect) -> Select[Any]:
    """S3. What is not recorded anywhere in a group (bounces, partial answers) is NULL, not 0."""
    t = invitations
    source, groups = split(question, dialect, t, t.c.day)
    delivered = t.c.sent - func.coalesce(t.c.bounced, literal_column("0"))
    known_rows, silent = t.c.answered.is_not(None), t.c.answered.is_(None)
    none: ColumnElement[Any] = literal_column("0")
    counts = [
        *(func.sum(t.c[name]).label(name) for name in ("sent", "bounced", "answered", "partial")),
        cast(func.sum(case((known_rows, delivered), else_=none)), BigInteger).label("delivered"),
        cast(func.sum(case((silent, t.c.sent), else_=none)), BigInteger).label("not_recorded"),
    ]
    return grouped(source, groups, counts, in_period(question, t))


def in_period(question: Question, table: FromClause) -> Conditions:
    """Facts of the asked period."""
    return [*visible(question, table), *question.filters.within(table.c.day)]


def scored(question: Question) -> Conditions:
    """Answers of the asked kind, of all kinds when none was asked."""
    kind = question.option("kind", *KINDS, None)
    return [*in_period(question, answers), *([answers.c.kind == kind] if kind else [])]
