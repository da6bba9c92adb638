"""Several things in one line, with the marks of the reader's language between them: "A, B" is "A、B" in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from metrics.saying import Say, say


def enumerated(names: Iterable[str]) -> str:
    """Names in a row: Phone, Chat, Web."""
    return say("{one}, {another}", one="", another="").join(names)


def clauses(parts: Iterable[str]) -> str:
    """Parts of one statement: 82.0 %, between 80 % and 84 %, 2,746 answers. Empty parts are left out."""
    return say("{part}, {further}", part="", further="").join(part for part in parts if part)


def statements(parts: Iterable[str]) -> str:
    """Statements with commas of their own: 3 left out, 4 unknown; not asked. Empty ones are left out."""
    return say("{part}; {further}", part="", further="").join(part for part in parts if part)


def few(names: Sequence[str], most: int) -> str:
    """A, B, C and 4 more."""
    return and_more(names[:most], len(names) - most)


def and_more(names: Iterable[str], left: int, say: Say = say) -> str:
    """The names, and how many there are beside them."""
    shown = enumerated(names)
    return say("{names} and {n} more", names=shown, n=left) if left > 0 else shown


def valued(name: str, value: str) -> str:
    """Chatbot (34.9 %)."""
    return say("{name} ({value})", name=name, value=value)
