"""The times of complaints by the clock of the working hours (catalogue E3)."""

from __future__ import annotations

from dataclasses import replace

from metrics.definitions.complaints import FIRST_RESPONSE, RESOLUTION_TIME
from metrics.metric import Metric

HOURS_SET = " Without working hours in the settings there is no number."
WORKING = "Working hours (the house's, without its holidays), to the minute, "


def _working(elapsed: Metric, key: str, title: str, name: str, question: str) -> Metric:
    """The same time, told in working hours."""
    return replace(
        elapsed, key=key, title=title, name=name, question=question, options={**elapsed.options, "hours": "working"},
        formula_words=elapsed.formula_words.replace("Hours, to the minute, ", WORKING),
        exclusions=elapsed.exclusions + HOURS_SET,
        source="ISO 10002:2018; " + elapsed.source,
    )  # fmt: skip


METRICS = (
    _working(
        FIRST_RESPONSE, "first_response_working", "Working time to first response", "First response in working time",
        "How much of our working time passes before a complaint is answered?",
    ),
    _working(
        RESOLUTION_TIME, "resolution_working", "Working time to resolution", "Resolution in working time",
        "How much of our working time does it take to resolve a complaint?",
    ),
)  # fmt: skip
