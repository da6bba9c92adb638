"""What a file does not tell and somebody has to: questions in plain words. How an answer is applied: answering.apply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


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
