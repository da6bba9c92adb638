"""What is wrong with a file or a mapping, said so that its owner can act."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from metrics.phrases import Phrase, in_a_row, listed, phrase, spoken

LONGEST_SENTENCE = 800  # characters of one part of a refusal
_LONG_WORD = re.compile(r"\S{81,}")  # no word of ours: a cell or header


class DataError(Exception):
    """A file, mapping or value that cannot be used: what was seen, what was expected, what to do next.

    All three are phrases: whole sentences, in English as they are, which `str()` joins; `spoken()` says them in the reader's
    language. Nothing in them holds a path of this machine or a customer's identifier. What they quote of a file becomes one
    line without control characters, cut where it is long.
    """

    def __init__(self, seen: str, expected: str = "", next_step: str = "") -> None:
        self.seen, self.expected, self.next_step = sentence(seen), sentence(expected), sentence(next_step)
        super().__init__(" ".join(part for part in (self.seen, self.expected, self.next_step) if part))

    @property
    def whole(self) -> str:
        """All three as one phrase, to be kept and said later."""
        return in_a_row(self.seen, self.expected, self.next_step)

    def spoken(self) -> str:
        """All three in the reader's language."""
        return spoken(self.whole)

    def as_dict(self) -> dict[str, str]:
        """For the journey from the parsing process to its parent."""
        return {"seen": self.seen, "expected": self.expected, "next_step": self.next_step}

    def __reduce__(self) -> tuple[type[DataError], tuple[str, str, str]]:
        return (DataError, (self.seen, self.expected, self.next_step))


def one_of(names: Iterable[str]) -> str:
    """What was expected: one of these."""
    return phrase("Expected one of {names}.", names=listed(names))


def sentence(text: str) -> str:
    """A text that may quote a file, fit to be shown and logged: one line, no control characters, nothing endless."""
    return text.mapped(_flat) if isinstance(text, Phrase) else _flat(text)


def _flat(text: str) -> str:
    flat = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text[: 20 * LONGEST_SENTENCE])
    short = _LONG_WORD.sub(lambda word: word[0][:59] + "…", flat)
    return short if len(short) <= LONGEST_SENTENCE else short[: LONGEST_SENTENCE - 1] + "…"
