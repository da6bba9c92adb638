"""What customers write: how many speak of a topic, how satisfied those are, and who is unhappy without complaining."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from metrics import comparing
from metrics.definitions.cells import CONF, column, share, top_share, total
from metrics.definitions.satisfaction import NOT_ANSWERED, TOP_BOXES
from metrics.frames import COMMENT_SCORES, COMMENTERS, TOPICS, UNHAPPY
from metrics.metric import Answering, Better, Counts, Example, Metric, Unit
from metrics.results import Result

TOPIC = "voices"
_ONE = "A comment is all that one response says."
_SCORED = tuple(
    {"scale_min": 1.0, "scale_max": 5.0, "score": score, "n": n} for score, n in ((2.0, 3), (3.0, 5), (4.0, 20), (5.0, 22))
)


def compute_topic_share(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Share of comments that speak of the topic."""
    return share(total(cell, "n"), total(cell, "of"), conf=conf)


def compute_topic_csat(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Share of answers in the top boxes, of those who wrote."""
    return top_share(cell, conf)


def compute_silent(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Share without a complaint among unhappy comments of known customers."""
    said, n = np.asarray(cell["complained"]), column(cell, "n")
    silent, voiced = (int(n[said == word].sum()) for word in ("no", "yes"))
    return share(silent, silent + voiced, {"voiced": voiced}, conf)


TOPIC_SHARE = Metric(
    key="topic_share", title="Comments on a topic", name="The share of comments on a topic", topic=TOPIC,
    question="What share of comments speaks of a topic?",
    frame=TOPICS, compute=compute_topic_share, compare=comparing.shares,
    unit=Unit.SHARE, decimals=1, better=Better.NEITHER, counted="comments",
    formula_words=(
        "Comments with one of the topic's words as a share of all comments; without a breakdown by topic: of any topic. "
        "Wilson interval"
    ),
    formula="p = k / n, k = comments with a word of the topic",
    exclusions=_ONE + " It may speak of several topics, so the shares add up to more than all. The words are in the settings.",
    few_above=True, above="comments on the topic", below="comments in all",
    source="Wilson 1927; catalogue A1, A10",
    example=Example(({"n": 40, "of": 200},), 0.2, 0.15045200926098115, 0.2608551865653788, 200),
)  # fmt: skip

TOPIC_CSAT = Metric(
    key="topic_csat", title="CSAT of those who wrote", name="CSAT of those who wrote", topic=TOPIC,
    question="How satisfied are those who write about a topic?",
    frame=COMMENT_SCORES, answering=Answering("top", TOP_BOXES, COMMENTERS), compute=compute_topic_csat,
    compare=comparing.shares,
    unit=Unit.SHARE, decimals=1, better=Better.HIGHER, counted="answers",
    formula_words="Answers in the top boxes as a share of all answers of responses that hold a comment; Wilson interval",
    formula="p = k / n, k = answers ≥ threshold",
    exclusions=(
        NOT_ANSWERED + " Answers on different scales are never pooled. Who writes is often less satisfied than who does not."
    ),
    above="answers in the top boxes",
    source="Wilson 1927; Brown, Cai & DasGupta 2001",
    example=Example(_SCORED, 0.84, 0.7148578393696501, 0.916625793219666, 50),
)  # fmt: skip

SILENT_UNHAPPY = Metric(
    key="silent_unhappy", title="Unhappy without a complaint", name="The share of unhappy comments without a complaint",
    topic=TOPIC, question="How many who write that they are unhappy did not complain?",
    frame=UNHAPPY, options={"top": TOP_BOXES}, compute=compute_silent, compare=comparing.shares,
    unit=Unit.SHARE, decimals=1, better=Better.NEITHER, counted="comments",
    formula_words=(
        "Comments with a low score whose customer has no complaint within 30 days before or after, as a share of those whose "
        "customer is known; Wilson interval"
    ),
    formula="p = silent / (silent + complained)",
    exclusions=(
        _ONE + " Low is below the middle of the satisfaction scale, or 0-6 on the recommendation scale where no satisfaction "
        "was asked."
    ),
    maturity="A comment counts when its 30 days are over.",
    above="comments without a complaint", below="comments with a low score, customer known",
    source="Wilson 1927; TARP 1979/1986; catalogue E2",
    example=Example(
        ({"complained": "no", "n": 45}, {"complained": "yes", "n": 5}), 0.9, 0.7863976856252035, 0.9565242350681096, 50
    ),
)  # fmt: skip

METRICS = (TOPIC_SHARE, TOPIC_CSAT, SILENT_UNHAPPY)
