"""The reader's language for the few words a figure says itself, unless a caller hands over another voice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from metrics.saying import lookup


@dataclass(frozen=True, slots=True)
class Voice:
    """say: translates a template before its places are filled."""

    say: Callable[[str], str] = lookup

    def words(self, template: str, **values: object) -> str:
        """The template in the reader's language, `{name}` places filled."""
        return self.say(template).format(**values)


READER = Voice()
