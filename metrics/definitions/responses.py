"""Responses to surveys: how many there are, and what share gave an answer (catalogue A1, A9, A10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from metrics import comparing
from metrics.definitions.cells import CONF, column, count, share, total
from metrics.definitions.satisfaction import TOPIC
from metrics.effective import WEIGHT
from metrics.frames import GIVEN_ANSWERS, SURVEY_RESPONSES
from metrics.metric import Better, Counts, Example, Metric, Unit
from metrics.results import Estimate, Reason, Result, Withheld
from metrics.stats.weighting import kish


def compute_responses(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Number of responses."""
    return count(total(cell, "n"), conf=conf)


def compute_response_share(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Share of the responses that answered the question; weighted, with the interval of as many as they are worth."""
    k, n = total(cell, "n"), total(cell, "of")
    plain = share(k, n, conf=conf)
    if options.get("weights") is None or not isinstance(plain, Estimate):
        return plain
    above, below, squares = (float(column(cell, name).sum()) for name in ("sw", "ofw", "ofww"))
    worth = kish(n, below, squares)
    if worth is None:
        return Withheld(Reason.UNDEFINED, n)
    deff, effective = worth
    told = share(above / below * effective, effective, conf=conf)
    if not isinstance(told, Estimate):
        return told
    detail = {WEIGHT: below} | ({"design_effect": deff, "effective_n": effective} if deff > 1 else {})
    return replace(told, n=n, numerator=k, denominator=n, detail=detail)


def rows(k: int, n: int) -> tuple[Mapping[str, Any], ...]:
    """A row of the frame for an example, every response weighing one."""
    counts = {"n": k, "sw": float(k), "sww": float(k), "of": n, "ofw": float(n), "ofww": float(n), "silent": 0}
    return (counts,)


RESPONSES = Metric(
    key="responses", title="Responses", topic=TOPIC,
    question="How many responses do we have?",
    frame=SURVEY_RESPONSES, compute=compute_responses, compare=comparing.events,
    unit=Unit.COUNT, better=Better.NEITHER, counted="responses", min_n=None,
    formula_words="Responses to surveys, whatever they answered; exact Poisson interval",
    formula="n",
    exclusions="A response is one row of a survey file, whether it holds scores or not.",
    source="Garwood 1936",
    example=Example(({"n": 37, "sw": 37.0, "sww": 37.0},), 37, 26.051414567106037, 50.99962614193083, 37),
)  # fmt: skip

RESPONSE_SHARE = Metric(
    key="response_share", title="Share of responses", topic=TOPIC,
    question="What do customers answer?",
    frame=GIVEN_ANSWERS, options={"weights": None}, compute=compute_response_share, compare=comparing.shares, needs_by=True,
    unit=Unit.SHARE, decimals=1, better=Better.NEITHER, counted="responses",
    formula_words=(
        "Responses that gave this answer as a share of the responses that answered the question; crossed with something else, "
        "of those among them. Wilson interval; with weights, of as many responses as they are worth (Kish)"
    ),
    formula="p = n(a) / n; weighted: p = Σw(a) / Σw, n = (Σw)² / Σw²",
    exclusions=(
        "Who did not answer the question, in the files that hold answers to it, is told apart and stands in no denominator. Of "
        "a question with several choices those answered it who ticked at least one, and its shares add up to more than all. "
        "Broken down by something every response has (the channel), every response counts, and no value is a group of its own. "
        "Several responses of one customer count as several."
    ),
    above="responses with this answer", below="responses that answered the question",
    source="Wilson 1927; Goodman 1965; Kish 1965",
    example=Example(rows(42, 100), 0.42, 0.3279838267435473, 0.5179351329695703, 100, {"question": "channel"}),
)  # fmt: skip

METRICS = (RESPONSES, RESPONSE_SHARE)
