"""The selection drivers are asked for: a page's, without what cannot apply, narrowed to one survey."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from metrics.drivers.model import Survey


def without_question(filters: Any) -> Any:
    """The selection without its filter on questions."""
    return replace(filters, values=tuple(pair for pair in filters.values if pair[0] != "question"))


def of_survey(filters: Any, survey: Survey) -> Any:
    """The selection, narrowed to one instrument."""
    others = tuple(pair for pair in filters.values if pair[0] != "instrument")
    return replace(filters, values=(*others, ("instrument", (survey.instrument,))))


def questions(survey: Survey, taken: int) -> tuple[str, ...]:
    """The first items of a survey, then its outcome."""
    return (*(name for name, _ in survey.items[:taken]), survey.outcome)
