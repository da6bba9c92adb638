"""What a source records at all: a file that never tells of an event says nothing about who still waits for it.

A source records an event when one of its complaints has it, whatever the filters, the period and as_of, among what the
asker may see: numbers never depend on rows of other units.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, case, func, literal_column, select

from data_access.queries.question import Question
from data_access.schema import complaints

FIRST_RESPONSE, RESOLUTION, DUE, SCORE, WORD = "first_response", "resolution", "due", "score", "word"


def resolved_at(table: FromClause) -> ColumnElement[Any]:
    """When a complaint was resolved; of some only the closing is known."""
    return func.coalesce(table.c.resolved_at, table.c.closed_at)


_EVENTS: dict[str, Callable[[FromClause], ColumnElement[Any]]] = {
    FIRST_RESPONSE: lambda t: t.c.first_response_at,
    RESOLUTION: resolved_at,
    DUE: lambda t: t.c.due_at,
    SCORE: lambda t: case((resolved_at(t).is_not(None), t.c.satisfaction_after)),  # one without the other tells nothing
    WORD: lambda t: func.nullif(t.c.confirmed, literal_column("''")),
}


def recorded(question: Question, event: str) -> ColumnElement[bool]:
    """As a condition: complaints of sources that record the event."""
    return complaints.c.source.in_(_sources(question, event))


def with_recorded(question: Question, source: FromClause, event: str) -> tuple[FromClause, ColumnElement[bool]]:
    """For counting: `source` (complaints, joined or not) joined to the sources that record the event, and whether one does.

    A join, because engines look an IN inside every count up anew.
    """
    recording = _sources(question, event).subquery(f"recording_{event}")
    joined = source.outerjoin(recording, recording.c.source == complaints.c.source)
    return joined, recording.c.source.is_not(None)


def _sources(question: Question, event: str) -> Select[Any]:
    every = _every(event)
    return select(every.c.source).where(_EVENTS[event](every).is_not(None), *question.scope.where(every)).distinct()


@cache
def _every(event: str) -> Any:
    """The complaints under another name, made once: an alias copies every column, which takes longer than the statement."""
    return complaints.alias(f"every_{event}")
