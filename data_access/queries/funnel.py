"""S9: the funnel's four modes (see `funnel_plan` for what they share)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Select

from data_access.dialects import Dialect
from data_access.queries import funnel_chain, funnel_repeated, funnel_streams
from data_access.queries.funnel_plan import Plan, events
from data_access.queries.question import Question


def funnel(question: Question, dialect: Dialect) -> Select[Any]:
    """Units by depth: the statement of the asked mode."""
    return _statement(question, dialect, Plan.of(question))


def journeys(question: Question, dialect: Dialect) -> Select[Any]:
    """The units one by one, as `funnel` counts them: unit, t (microseconds since 1970 of the entry), groups, depth."""
    return _statement(question, dialect, replace(Plan.of(question), each=True))


def _statement(question: Question, dialect: Dialect, plan: Plan) -> Select[Any]:
    if plan.mode == "adjacent":
        return funnel_streams.adjacent(plan, events(question, plan, dialect))
    if plan.mode == "any_order":
        return funnel_streams.any_order(plan, events(question, plan, dialect))
    form = funnel_chain.chain if plan.distinct else funnel_repeated.chain
    return form(plan, events(question, plan, dialect))
