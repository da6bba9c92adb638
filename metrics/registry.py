"""Every metric there is, in the order people meet them."""

from __future__ import annotations

from difflib import get_close_matches

from metrics.definitions import (
    channels,
    complaints,
    journeys,
    response_rates,
    responses,
    satisfaction,
    voices,
    working_times,
)
from metrics.errors import QuestionError
from metrics.metric import Metric

METRICS: tuple[Metric, ...] = (
    *satisfaction.METRICS, *responses.METRICS, *response_rates.METRICS, *voices.METRICS, *channels.METRICS,
    *journeys.METRICS, *complaints.METRICS, *working_times.METRICS,
)  # fmt: skip
_BY_KEY = {metric.key: metric for metric in METRICS}
RENAMED = {"answer_share": "response_share"}  # what links and scripts may still ask for → what answers it now


def by_key(key: str) -> Metric:
    """The metric of this key, or of the one it was renamed to; QuestionError names the nearest keys when there is none."""
    key = RENAMED.get(key, key)
    if key in _BY_KEY:
        return _BY_KEY[key]
    near = get_close_matches(key, _BY_KEY, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"known keys: {', '.join(_BY_KEY)}."
    raise QuestionError(f"there is no metric {key!r}; {hint}")
