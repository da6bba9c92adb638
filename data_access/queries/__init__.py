"""One builder per frame: a question becomes one SELECT that groups in the engine and returns counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select

from data_access.dialects import Dialect
from data_access.queries import complaints, contacts
from data_access.queries.funnel import funnel
from data_access.queries.question import Question

Builder = Callable[[Question, Dialect], Select[Any]]

BUILDERS: dict[str, Builder] = {
    "scores": contacts.scores,
    "contacts": contacts.contacts_made,
    "cases": contacts.cases,
    "funnel": funnel,
    "funnel_open": funnel,
    "complaints": complaints.opened,
    "durations": complaints.durations,
    "duration_faults": complaints.duration_faults,
    "responses": complaints.responses,
    "deadlines": complaints.deadlines,
    "backlog": complaints.backlog,
    "flow": complaints.flow,
    "recovery": complaints.recovery,
    "confirmed": complaints.confirmed,
    "exposure": complaints.exposure,
    "invitations": contacts.invitations_sent,
}


def build(question: Question, dialect: Dialect) -> Select[Any]:
    """The statement for a question."""
    return BUILDERS[question.frame.key](question, dialect)
