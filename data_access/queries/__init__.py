"""One builder per frame: a question becomes one SELECT that groups in the engine and returns counts."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from sqlalchemy import Select

from data_access.dialects import Dialect
from data_access.queries import complaints, contacts, drivers, per_customer, records, transitions, voices
from data_access.queries.channel_sets import channel_sets
from data_access.queries.commenters import commenters
from data_access.queries.cost_sums import cost_sums
from data_access.queries.funnel import funnel
from data_access.queries.paths import paths
from data_access.queries.person_periods import person_periods
from data_access.queries.question import Question
from data_access.queries.respondents import respondents
from data_access.queries.responses import given_answers, survey_responses
from data_access.queries.strata import strata
from data_access.queries.value_patterns import value_patterns

_KEPT = 256  # statements; a page asks for about twenty
Builder = Callable[[Question, Dialect], Select[Any]]

BUILDERS: dict[str, Builder] = {
    "scores": per_customer.scores,
    "survey_responses": survey_responses,
    "given_answers": given_answers,
    "respondents": respondents,
    "repeats": per_customer.repeats,
    "gram": drivers.gram,
    "answer_patterns": drivers.answer_patterns,
    "contacts": contacts.contacts_made,
    "handling": contacts.handling,
    "handlers": contacts.handlers,
    "cost_sums": cost_sums,
    "cases": contacts.cases,
    "funnel": funnel,
    "funnel_open": funnel,
    "transitions": transitions.transitions,
    "transition_times": transitions.transition_times,
    "handovers": transitions.handovers,
    "channel_sets": channel_sets,
    "paths": paths,
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
    "strata": strata,
    "person_periods": person_periods,
    "value_patterns": value_patterns,
    "profile": records.profile,
    "load_lags": records.load_lags,
    "invitations": contacts.invitations_sent,
    "topics": voices.topics,
    "comment_scores": voices.comment_scores,
    "commenters": commenters,
    "unhappy": voices.unhappy,
}


@lru_cache(maxsize=_KEPT)
def build(question: Question, dialect: Dialect) -> Select[Any]:
    """The statement for a question: new facts or settings make an answer old, never the way to ask for it."""
    return BUILDERS[question.frame.key](question, dialect)
