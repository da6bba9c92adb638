"""The reader's language for the few words a figure says itself. English unless the page hands over another voice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def _as_is(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Voice:
    """language: "en", "zh" … how dates are written · say: translates a template before its places are filled."""

    language: str = "en"
    say: Callable[[str], str] = _as_is

    def words(self, template: str, **values: object) -> str:
        """The template in the reader's language, `{name}` places filled."""
        return self.say(template).format(**values)


ENGLISH = Voice()
