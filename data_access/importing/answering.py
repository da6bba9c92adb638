"""Answers to what a file does not tell, applied to a mapping: one function for the page and the command line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, replace
from datetime import date

from data_access.importing import mapping_json, roles
from data_access.importing.answering_scores import SCORE_ANSWERS
from data_access.importing.asking import NO, NONE
from data_access.importing.errors import DataError, one_of
from data_access.importing.mapping import ColumnMap, Mapping
from data_access.importing.moments import DATE_ORDERS
from data_access.importing.question import Question
from metrics.phrases import phrase

LOOK_AGAIN = frozenset({"kind", "header_line", "encoding", "sheet"})  # answers to these change what the file is: inspect anew
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def apply(mapping: Mapping, question: Question, answer: str) -> Mapping:
    """The mapping with one question answered; raises DataError for an answer that cannot be.

    Keys in `LOOK_AGAIN` change how the file is read: for them, look again (`service.inspect` with kind or how) unless the
    answer is what the mapping says already.
    """
    answer = answer.strip()
    if question.key in LOOK_AGAIN:
        return _looked(mapping, question, answer)
    if question.options and answer not in question.options and not _free(question.key, answer):
        raise _refused(question, answer)
    key = question.key.split(":")[0]
    how = _ANSWERS.get(key) or SCORE_ANSWERS.get(key) or _role
    return mapping_json.from_json(mapping_json.to_json(how(mapping, question, answer)))


def apply_all(
    mapping: Mapping, questions: Iterable[Question], answers: Lookup[str, str]
) -> tuple[Mapping, tuple[Question, ...]]:
    """(the mapping with all these answers, key → answer, the questions nobody has answered)."""
    still = []
    for question in questions:
        if question.key in answers:
            mapping = apply(mapping, question, answers[question.key])
        elif question.key not in dict(mapping.constants):
            still.append(question)
    return mapping, tuple(still)


def _looked(mapping: Mapping, question: Question, answer: str) -> Mapping:
    now = {"kind": mapping.kind, "header_line": str(mapping.header_line), "encoding": "yes", "sheet": mapping.sheet or ""}
    if now[question.key] == answer:
        return mapping
    raise DataError(
        phrase("{key}: {answer!r} changes how the file is read.", key=question.key, answer=answer),
        phrase("A file read differently is looked at anew."),
        phrase("Look at it again with this answer."),
    )


def _free(key: str, answer: str) -> bool:
    """Questions that take more than their options: a scale in numbers."""
    return key == "scale" and re.fullmatch(r"\d{1,3}-\d{1,3}", answer, re.ASCII) is not None


def _refused(question: Question, answer: str) -> DataError:
    expected = one_of(question.options) if question.options else phrase("Another answer is expected.")
    seen = phrase("{answer!r} does not answer: {question}", answer=answer, question=question.text)
    return DataError(seen, expected, phrase("Answer again."))


def _ts(mapping: Mapping, question: Question, answer: str) -> Mapping:
    try:
        if not _DAY.fullmatch(answer):
            raise ValueError(answer)
        return _constant(mapping, roles.TS, date.fromisoformat(answer).isoformat())
    except ValueError as error:
        raise DataError(
            phrase("{answer!r} is no day.", answer=answer),
            phrase("A day such as 2026-01-31 is expected."),
            phrase("Answer again."),
        ) from error


def _date_order(mapping: Mapping, question: Question, answer: str) -> Mapping:
    if answer not in DATE_ORDERS:
        raise _refused(question, answer)
    if not question.columns:
        return replace(mapping, date_order=answer)
    return _changed(mapping, question, lambda c: replace(c, date_order=answer))


def _decimal(mapping: Mapping, question: Question, answer: str) -> Mapping:
    return replace(mapping, decimal=answer)


def _counted(mapping: Mapping, question: Question, answer: str) -> Mapping:
    if answer == NO:
        why = phrase("numbers that are no dates")
        return _changed(mapping, question, lambda c: ColumnMap(c.column, roles.IGNORE, reason=why))
    return _date_order(mapping, question, answer)


def _zone(mapping: Mapping, question: Question, answer: str) -> Mapping:
    letters = question.key.partition(":")[2]
    return replace(mapping, zones=tuple(sorted({**dict(mapping.zones), letters: answer}.items())))


def _timezone(mapping: Mapping, question: Question, answer: str) -> Mapping:
    return replace(mapping, timezone=answer)


def _score(mapping: Mapping, question: Question, answer: str) -> Mapping:
    if answer == NONE:
        return mapping
    raise DataError(
        phrase("A column of scores needs its scale, too."),
        phrase("Kind and scale are said in the mapping."),
        phrase("Correct the mapping."),
    )


def _role(mapping: Mapping, question: Question, answer: str) -> Mapping:
    """A role no column could be found for: the name of a column, or one value for all rows."""
    if question.key not in roles.types(mapping.kind):
        raise DataError(
            phrase("The question {key!r} is not known.", key=question.key),
            phrase("A question of this file is expected."),
            phrase("Look again."),
        )
    if answer in mapping.headers:
        columns = tuple(
            ColumnMap(c.column, question.key) if c.column == answer and c.role in (roles.IGNORE, roles.ATTRIBUTE) else c
            for c in mapping.columns
        )
        return replace(mapping, columns=columns)
    return _constant(mapping, question.key, answer) if answer else mapping


def _constant(mapping: Mapping, role: str, text: str) -> Mapping:
    if mapping.having(role):
        column = mapping.having(role)[0].column
        raise DataError(
            phrase(
                "The column {column!r} is already read as {role}, so no constant can be given for it.",
                column=column, role=roles.named(role),
            ),
            phrase("One column or constant has a role."),
            phrase("Leave the answer out, or change the column's role in the mapping."),
        )
    return mapping.with_constants(**{role: text})


def _changed(mapping: Mapping, question: Question, change: Callable[[ColumnMap], ColumnMap]) -> Mapping:
    return replace(mapping, columns=tuple(change(c) if c.column in question.columns else c for c in mapping.columns))


_ANSWERS: Lookup[str, Callable[[Mapping, Question, str], Mapping]] = {
    "ts": _ts,
    "date_order": _date_order,
    "counted": _counted,
    "decimal": _decimal,
    "zone": _zone,
    "timezone": _timezone,
    "score": _score,
}


@dataclass(frozen=True, slots=True)
class Answers:
    """day: of the whole wave, for rows no column dates · unit: the business unit that owns the rows · None: not said."""

    day: date | None = None
    date_order: str | None = None
    unit: str | None = None
    timezone: str | None = None

    @property
    def settled(self) -> frozenset[str]:
        """Keys of the questions these answers settle."""
        given = {roles.TS: self.day, "date_order": self.date_order, "business_unit": self.unit}
        return frozenset(key for key, value in given.items() if value is not None)

    def applied(self, mapping: Mapping) -> Mapping:
        """The mapping with what was said; raises DataError where a column already says it or the value is impossible."""
        if self.day is not None:
            mapping = _constant(mapping, roles.TS, self.day.isoformat())
        if self.unit is not None:
            mapping = _constant(mapping, "business_unit", self.unit)
        said = replace(
            mapping, date_order=self.date_order or mapping.date_order, timezone=self.timezone or mapping.timezone
        )
        return mapping_json.from_json(mapping_json.to_json(said))

    def open(self, asked: Iterable[Question], mapping: Mapping) -> list[Question]:
        """The questions neither these answers nor the mapping's constants settle."""
        settled = self.settled | {role for role, _ in mapping.constants}
        return [q for q in asked if q.key not in settled]
