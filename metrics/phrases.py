"""Sentences that are made in one place and said in another: by another process, later, to readers of other languages.

A phrase is its English text, and it keeps the template and what fills its places. So whatever holds phrases holds no
language: it can be kept under a key, sent between processes, stored as English, and said when somebody reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import Any

from metrics.saying import SOURCE, language, lookup

Value = str | int | float


class Phrase(str):
    """An English text with its `template`, a key of the catalogue, and the `values` of its named places: texts, numbers,
    other phrases. Equal to its text; what joins or formats it makes plain text of it (see `listed`, `in_a_row`)."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, Value]

    def __new__(cls, text: str, template: str, values: Mapping[str, Value]) -> Phrase:
        made = super().__new__(cls, text)
        made.template, made.values = template, values
        return made

    def __reduce__(self) -> tuple[type[Phrase], tuple[str, str, Mapping[str, Value]]]:
        return (Phrase, (str(self), self.template, self.values))

    def mapped(self, change: Callable[[str], str]) -> Phrase:
        """With its text and every text in its values changed, through phrases in phrases."""
        values = {
            name: value.mapped(change) if isinstance(value, Phrase) else change(value) if isinstance(value, str) else value
            for name, value in self.values.items()
        }
        return Phrase(change(str(self)), self.template, values)


def phrase(template: str, /, **values: Value) -> str:
    """A sentence in English, to be said later: a Phrase. template: literal, for the catalogue; places as in `str.format`."""
    return Phrase(template.format(**values) if values else template, template, values)


def spoken(text: str) -> str:
    """A phrase in the reader's language; any other text, and one whose translation does not fit its values, as it is."""
    if not isinstance(text, Phrase) or language() == SOURCE:
        return str(text)
    found = lookup(text.template)
    if not text.values:
        return found
    values: dict[str, Any] = {name: spoken(v) if isinstance(v, str) else v for name, v in text.values.items()}
    try:
        return found.format(**values)
    except (LookupError, ValueError, TypeError, AttributeError):  # values another process made may be of other types
        return str(text)


def in_a_row(*sentences: str) -> str:
    """Whole sentences, one after the other; empty ones are left out."""
    return _chain("{first} {second}", filter(None, sentences))


def listed(items: Iterable[str]) -> str:
    """Things one after the other, with the reader's comma between them."""
    return _chain("{first}, {second}", items)


def alternatives(items: Iterable[str]) -> str:
    """Things of which one is meant."""
    return _chain("{first} or {second}", items)


def clauses(items: Iterable[str]) -> str:
    """Parts of a sentence that hold commas of their own."""
    return _chain("{first}; {second}", items)


def _chain(template: str, items: Iterable[str]) -> str:
    every = list(items)
    return reduce(lambda first, second: phrase(template, first=first, second=second), every) if every else ""
