"""What a column read as scores holds, and what of it a person should confirm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from metrics.phrases import alternatives, phrase

SAID = {"csat": phrase("satisfaction"), "ces": phrase("effort")}


@dataclass(frozen=True, slots=True)
class ScoreGuess:
    """A column read as scores. `sure`: name and contents agree.

    What a person should confirm: `doubt`, whether codes mean no answer; `scale_doubt`, whether the scale is that long;
    `backwards`, whether the lowest number is the best answer; `anchors`, whether words stand for numbers nobody wrote.
    """

    kind: str
    scale: tuple[float, float]
    no_answer: tuple[str, ...]
    values: tuple[tuple[str, str | None], ...]
    sure: bool
    reason: str
    doubt: str = ""
    scale_doubt: str = ""
    backwards: str = ""
    anchors: str = ""
    family: str = ""  # of words: satisfaction, agreement, …
    used: frozenset[int] = frozenset()  # of words: the steps that were chosen
    question: str = ""  # where the column is one step of a question spread over several …
    step: str = ""  # … and which

    @property
    def codes(self) -> tuple[str, ...]:
        """The numbers among the values for "no answer"."""
        return tuple(code for code in self.no_answer if code.lstrip("-").isdecimal())

    @property
    def words(self) -> tuple[str, ...]:
        """The words among them."""
        return tuple(code for code in self.no_answer if code not in self.codes)


def kind_of(named: str, low: float) -> str:
    """The kind of score a column's name says; a question about recommending that is not asked from 0 is no NPS."""
    if named == "nps":
        return "nps" if low == 0 else "rating"
    return named if named in ("ces", "csat") else "rating"


def no_answer_asked(column: str, codes: Iterable[str]) -> str:
    """What to ask of codes beyond the scale; empty where there are none."""
    found = alternatives(codes)
    return phrase('{column}: does {codes} mean "no answer"?', column=column, codes=found) if found else ""
