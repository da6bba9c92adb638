"""A share of responses is asked by a dimension, by a file's column or by a question's choices: each is a question, whose
answers are the groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from metrics import formats
from metrics.errors import QuestionError
from metrics.frames import ANSWER, ATTRIBUTE
from metrics.metric import Metric

QUESTION = "question"  # the option of a frame that counts what responses answered to it


def by_answer(
    metric: Metric, by: tuple[str, ...], options: Mapping[str, Any] | None
) -> tuple[tuple[str, ...], Mapping[str, Any] | None]:
    """(by, options) as the frame takes them: without a question of its own the first dimension is the question, and further
    ones are what it is crossed with. Other metrics stay as asked. Raises QuestionError for answers to no question."""
    given = dict(options or {})
    if QUESTION not in metric.frame.options or given.get(QUESTION) is not None or not by:
        return by, options
    if by[0] not in metric.frame.dims and not by[0].startswith(ATTRIBUTE):
        return by, options  # no question of ours: refused with what is possible, like any other breakdown
    if by[0] == ANSWER:
        raise QuestionError(f"{metric.key} by {ANSWER} needs the option {QUESTION!r}: a dimension, or a column of the file.")
    return (ANSWER, *by[1:]), {**given, QUESTION: by[0]}


def question_asked(options: Mapping[str, Any]) -> str:
    """The question whose answers are told, in words; empty where none was asked. Several choices by what their columns' names
    begin with."""
    asked = options.get(QUESTION)
    if asked is None or isinstance(asked, str):
        return formats.dimension(asked) if asked else ""
    choice, column = asked[0]
    name = str(column).removeprefix(ATTRIBUTE)
    return name[: name.rfind(choice)].rstrip(": (（")
