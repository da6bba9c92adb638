"""What a look at a file's bytes found: how to read it, why, and what somebody must say or may correct."""

from __future__ import annotations

from dataclasses import dataclass, field

from data_access.importing.errors import DataError
from data_access.importing.inspection import Sheet, TextReading
from data_access.importing.reader import Layout
from data_access.importing.suggest import Question
from metrics.phrases import listed, phrase


@dataclass(frozen=True, slots=True)
class Sniffed:
    """The layout and, per property, why · doubts: "header" when the first line may be data.

    sheets: of a workbook · readings: of a text that is not plain UTF-8 · questions: about the layout.
    """

    layout: Layout
    evidence: dict[str, str]
    doubts: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    readings: tuple[TextReading, ...] = ()
    questions: tuple[Question, ...] = field(default=())

    def settled(self) -> Layout:
        """The layout, when nothing about it must be asked first; raises DataError otherwise."""
        for question in self.questions:
            if question.blocking:
                raise DataError(
                    question.text,
                    phrase("One of {options} is expected.", options=listed(question.options)),
                    phrase("Say which, as {key!r} in the mapping.", key=question.key),
                )
        return self.layout


def header_questions(doubtful: bool) -> tuple[Question, ...]:
    """Asked where the first line may be data."""
    text = phrase("The first line looks like data: on which line are the names of the columns (0: nowhere)?")
    return (Question("header_line", text),) if doubtful else ()
