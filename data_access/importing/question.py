"""What a file does not tell and somebody has to: questions in plain words. How an answer is applied: answering.apply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from metrics.phrases import phrase


@dataclass(frozen=True, slots=True)
class Question:
    """What the file does not tell. `blocking`: it cannot be imported before this is answered.

    options: the answers there are (none: anything, as the text says) · columns: those it is about · default: what holds
    while nobody answers; empty for blocking questions.
    """

    key: str
    text: str
    options: tuple[str, ...] = ()
    blocking: bool = False
    columns: tuple[str, ...] = ()
    default: str = ""

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Question:
        """From JSON."""
        return cls(
            plain["key"], plain["text"], tuple(plain["options"]), plain["blocking"],
            tuple(plain["columns"]), plain["default"],
        )  # fmt: skip


def named(columns: Sequence[str]) -> str:
    """The first of the columns a question is about, and how many more there are."""
    if len(columns) < 2:
        return columns[0]
    return phrase("{column} (and {n} more like it)", column=columns[0], n=len(columns) - 1)
