"""Answers about scores, applied to the columns a question is about."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Lookup
from dataclasses import replace

from data_access.importing import roles
from data_access.importing.asking import NO, YES
from data_access.importing.errors import DataError
from data_access.importing.mapping import ColumnMap, Mapping
from data_access.importing.no_answer import no_answer
from data_access.importing.question import Question
from data_access.importing.stored_scales import APART
from data_access.importing.values import Invalid, parse_number
from metrics.phrases import phrase


def _no_answer(c: ColumnMap, question: Question, answer: str) -> ColumnMap:
    """No: the codes are scores, so the scale reaches as far as they do; words that are no scores stay without one."""
    if answer == YES:
        return c
    codes = {code: n for code in c.no_answer if not isinstance(n := parse_number(code), Invalid)}
    low, high = c.scale or (0.0, 0.0)
    inside = [n for n in codes.values() if 0 <= n <= 10]
    kept = tuple(w for w in c.no_answer if (codes[w] not in inside if w in codes else no_answer(w)))
    return replace(c, no_answer=kept, scale=(min([low, *inside]), max([high, *inside])))


def _anchors(c: ColumnMap, question: Question, answer: str) -> ColumnMap:
    """No: the words among the numbers are no scores."""
    if answer == YES:
        return c
    return replace(c, values=(), no_answer=(*c.no_answer, *(word for word, _ in c.values)))


def _reversed(c: ColumnMap, question: Question, answer: str) -> ColumnMap:
    return replace(c, reversed=answer == YES)


def _scale(c: ColumnMap, question: Question, answer: str) -> ColumnMap:
    """Yes keeps it, no makes the column a breakdown, "1-4" says another."""
    if answer == YES:
        return c
    return ColumnMap(c.column, roles.ATTRIBUTE, empty=c.empty) if answer == NO else replace(c, scale=_ends(answer))


def _stored(c: ColumnMap, question: Question, answer: str) -> ColumnMap:
    """Apart: a question of its own, named after its scale; else the scale as before."""
    if answer != APART:
        return replace(c, scale=_ends(answer))
    scale = _ends(question.key.split(":")[2])
    return replace(c, question=f"{c.label} ({scale[0]:g} to {scale[1]:g})", scale=scale)


def _ends(text: str) -> tuple[float, float]:
    low, _, high = text.partition("-")
    ends = (float(low), float(high))
    if ends[0] >= ends[1]:
        raise DataError(
            phrase("{text!r} is no scale.", text=text),
            phrase("The lowest and the highest score, such as 1-5."),
            phrase("Answer again."),
        )
    return ends


def _of_columns(how: Callable[[ColumnMap, Question, str], ColumnMap]) -> Callable[[Mapping, Question, str], Mapping]:
    def applied(mapping: Mapping, question: Question, answer: str) -> Mapping:
        return replace(
            mapping,
            columns=tuple(how(c, question, answer) if c.rated and c.column in question.columns else c for c in mapping.columns),
        )

    return applied


SCORE_ANSWERS: Lookup[str, Callable[[Mapping, Question, str], Mapping]] = {
    "no_answer": _of_columns(_no_answer),
    "anchors": _of_columns(_anchors),
    "reversed": _of_columns(_reversed),
    "scale": _of_columns(_scale),
    "stored_scale": _of_columns(_stored),
}
