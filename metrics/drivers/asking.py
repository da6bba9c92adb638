"""The drivers of an outcome, asked of a store: which survey, which items, how much each matters. Nothing is fetched twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from metrics.drivers.choosing import Choice, choose, surveys
from metrics.drivers.drawing import SAMPLE
from metrics.drivers.model import Drivers, Survey
from metrics.drivers.selecting import of_survey, questions, without_question
from metrics.drivers.weighing import weigh
from metrics.frames import ANSWER_PATTERNS, GRAM, SCORES
from metrics.question import Fetch

OUTCOMES = ("csat", "nps")  # kinds of questions whose drivers can be asked for
_BY = ("instrument", "question")


def outcomes(fetch: Fetch, filters: Any, scope: Any) -> tuple[str, ...]:
    """Which of OUTCOMES stand beside rated items in this selection."""
    return tuple(kind for kind in OUTCOMES if _surveys(fetch, without_question(filters), scope, kind))


def drivers(fetch: Fetch, filters: Any, scope: Any, kind: str) -> Drivers | None:
    """What drives the outcome; None where no survey of the selection holds it beside two rated items.

    A filter on questions does not apply: items are weighed against one another.
    """
    filters = without_question(filters)
    found = _surveys(fetch, filters, scope, kind)
    choice = choose(found, lambda survey, taken: _counted(fetch, filters, scope, survey, taken)[0])
    if choice is None:
        return None
    n, asked = _counted(fetch, filters, scope, choice.survey, choice.taken)
    others = tuple(one.instrument for one in found if one.instrument != choice.survey.instrument)
    left = choice.survey.items[choice.taken :]
    told = Drivers(kind, choice.survey, of_survey(filters, choice.survey), n, asked, missing=left, others=others)
    if choice.lacking:
        return replace(told, needed=choice.lacking)
    return _weighed(fetch, filters, scope, choice, told)


def _surveys(fetch: Fetch, filters: Any, scope: Any, kind: str) -> list[Survey]:
    outcome, items = (fetch(SCORES, filters, scope, by=_BY, grain=None, options={"kind": k}) for k in (kind, "rating"))
    return surveys(outcome, items)


def _counted(fetch: Fetch, filters: Any, scope: Any, survey: Survey, taken: int) -> tuple[int, int]:
    """Responses with an answer to everything, and to any of it."""
    gram = fetch(GRAM, of_survey(filters, survey), scope, by=(), grain=None, options={"questions": questions(survey, taken)})
    if not len(gram):
        return 0, 0
    n = int(gram["n"].iloc[0])
    return n, n + int(gram["incomplete"].iloc[0])


def _weighed(fetch: Fetch, filters: Any, scope: Any, choice: Choice, told: Drivers) -> Drivers:
    options: Mapping[str, Any] = {"questions": questions(choice.survey, choice.taken)}
    gram = fetch(GRAM, told.filters, scope, by=(), grain=None, options=options)
    patterns = fetch(ANSWER_PATTERNS, told.filters, scope, by=(), grain=None, options={**options, "sample": SAMPLE})
    answers = [n for _, n in choice.survey.items[: choice.taken]]
    found = weigh(options["questions"], answers, gram, patterns, fetch.rules.conf)
    if found is None:
        return told
    r2, low, high = found.r2
    return replace(
        told, items=found.items, draws=found.draws, r2=r2, r2_low=low, r2_high=high, method=found.method, alike=found.alike,
        drawn=found.drawn,
    )  # fmt: skip
