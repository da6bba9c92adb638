"""A text as its different words: lower case, without what every text is full of, without what was taken out for privacy."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import Any
from unicodedata import normalize

from data_access.words.stopwords import STOP_WORDS
from metrics.topics import SPACED

_TAKEN_OUT = re.compile(r"\[[a-z-]+\]")  # what redaction writes in the place of personal data
_LETTERS = f"(?![0-9_])[{SPACED}]"
_FOUND = re.compile(rf"(?:{_LETTERS})+(?:['\u2019](?:{_LETTERS})+)*|[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_SHORTEST, _LONGEST = 2, 40  # letters of a word


def tokens(text: str) -> set[str]:
    """The different words of a text. Chinese is cut by a dictionary; single characters say too little there."""
    found: set[str] = set()
    for match in _FOUND.finditer(_TAKEN_OUT.sub(" ", normalize("NFC", text).lower())):
        run = match.group()
        parts = _cutter().cut(run) if run[0] >= "\u3400" and not "\uac00" <= run[0] <= "\ud7a3" else [_plain(run)]
        found.update(part for part in parts if _SHORTEST <= len(part) <= _LONGEST)
    return found - STOP_WORDS


def _plain(word: str) -> str:
    """One spelling: a straight apostrophe, and the owner's s is not part of a name."""
    return word.replace("\u2019", "'").removesuffix("'s")


@cache
def _cutter() -> Any:
    """The dictionary is read when the first Chinese text is (a tenth of a second)."""
    return import_module("rjieba")
