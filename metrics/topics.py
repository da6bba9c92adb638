"""What comments can be about: a topic is a name, words that point to it, and an example. No model decides, a rule does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

MOST_TOPICS, MOST_WORDS = 40, 200  # each word is looked for in every comment
STEM = "*"  # ends a word that stands for every word beginning so: wait* is wait, waits, waiting
# Letters, digits and marks of scripts that put spaces between words: they end where another of them does not follow.
# Written out, not as a property: three regular-expression engines read the same set.
SPACED = (
    "0-9A-Za-z_\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u052f\u0531-\u0587\u0591-\u05f4\u0620-\u06ff"
    "\u0900-\u0dff\u10a0-\u10ff\u1e00-\u1fff\uac00-\ud7a3"
)
_SPACED = re.compile(f"[{SPACED}]")
_APOSTROPHES = "'\u2019"
_BLANK = "[ \t\n\r\u00a0\u3000]+"


@dataclass(frozen=True, slots=True)
class Topic:
    """words: any of them makes a comment speak of the topic; several words in one text are a phrase · example: a comment
    that does."""

    name: str
    words: tuple[str, ...]
    example: str = ""


def pattern(words: Iterable[str]) -> str:
    """A regular expression that finds any of the words, for DuckDB, PostgreSQL and Python alike, case to be ignored.

    A word is taken as it is written, whatever signs are in it, except STEM at its end. In scripts with spaces it is a
    whole word; in those without (Chinese, Japanese, Thai) it is found inside a text. A space fits any white space.
    """
    found = dict.fromkeys(written for word in words if (written := _written(word)))
    return "|".join(found) or "(?:^$)(?:.)"  # nothing: an expression that fits no text


def speaks_of(topic: Topic, text: str) -> bool:
    """Whether a text speaks of the topic."""
    return _compiled(topic.words).search(normalize("NFC", text)) is not None


@lru_cache(maxsize=256)
def _compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(pattern(words), re.IGNORECASE)


def _written(word: str) -> str:
    word = normalize("NFC", word).strip()
    stem = word.endswith(STEM) and len(word) > 1
    word = word.removesuffix(STEM).strip() if stem else word
    if not word:
        return ""
    before = f"(?:^|[^{SPACED}])" if _SPACED.match(word[0]) else ""
    after = f"(?:$|[^{SPACED}])" if _SPACED.match(word[-1]) and not stem else ""
    return before + "".join(_sign(sign) for sign in re.sub(r"\s+", " ", word)) + after


def _sign(sign: str) -> str:
    """One character of a word, without any meaning of its own. Beyond ASCII engines disagree on case: both are named."""
    if sign == " ":
        return _BLANK
    if sign in _APOSTROPHES:
        return f"[{_APOSTROPHES}]"
    if sign.isascii():
        return sign if sign.isalnum() else "\\" + sign
    cases = dict.fromkeys(one for one in (sign, sign.lower(), sign.upper()) if len(one) == 1)
    both = "".join(cases)
    return f"[{both}]" if len(both) > 1 else sign
