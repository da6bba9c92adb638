"""How a sentence is said: English templates here, another language where pages pass their own translator."""

from __future__ import annotations

from typing import Protocol


class Say(Protocol):
    """Fills a template's named places; a translator looks the template up first."""

    def __call__(self, text: str, /, **values: str) -> str: ...


def english(text: str, /, **values: str) -> str:
    """The template as it is written, filled."""
    return text.format(**values)
