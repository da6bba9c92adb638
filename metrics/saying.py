"""One path for every word a person reads: a template is looked up in the reader's language, then its places are filled.

English templates are the catalogue's keys (`locales/`). Which language is spoken is ambient, like the locale of a process:
whoever asks says so once, and every sentence below speaks it. Nothing that is kept under a key without the language may
hold words; readouts hold none (`Readout.sentence` and its like are made when they are read).
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Protocol

SOURCE = "en"  # the language templates are written in
LANGUAGES = {SOURCE: "English", "zh": "中文"}  # by its own name
LOCALES = Path(__file__).resolve().parent.parent / "locales"
DOMAIN = "touchstone"

_SPACED_STOP = re.compile(r"([。！？]) ")
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)
_readers: list[Callable[[], str]] = []  # at most one: who knows the reader, asked at every word


class Say(Protocol):
    """Looks a template up and fills its named places."""

    def __call__(self, text: str, /, **values: object) -> str: ...


def say(text: str, /, **values: object) -> str:
    """The template in the reader's language, its `{name}` places filled."""
    found = lookup(text)
    return found.format(**values) if values else found


def lookup(text: str) -> str:
    """The template in the reader's language; as it is written where the catalogue has none."""
    spoken = language()
    if spoken == SOURCE or not text:  # gettext keeps its own header under the empty text
        return text
    return catalogue(spoken).gettext(text)


def one_after_another(*sentences: str) -> str:
    """Whole sentences in a row: a space between them, except where the full stop brings its own (Chinese)."""
    return _SPACED_STOP.sub(r"\1", " ".join(sentence for sentence in sentences if sentence))


def word(text: str) -> str:
    """The text itself: a word that is written here, and said (with `say`) where it is read. For the catalogue."""
    return text


def language() -> str:
    """The language spoken here and now: what `speaking` set, else the reader's, else English."""
    return _spoken.get() or (_readers[0]() if _readers else SOURCE)


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Speak `chosen` inside the block; ValueError for a language there is none of."""
    if chosen not in LANGUAGES:
        raise ValueError(f"there is no language {chosen!r}; choose one of {', '.join(LANGUAGES)}")
    token = _spoken.set(chosen)
    try:
        yield
    finally:
        _spoken.reset(token)


def listen(reader: Callable[[], str]) -> None:
    """`reader` answers which of LANGUAGES the person reads who is being answered in this thread; it must be cheap."""
    _readers[:] = [reader]


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(chosen: str) -> gettext.NullTranslations:
    """The translations into one language; those of English are the templates themselves."""
    return gettext.translation(DOMAIN, LOCALES, languages=[chosen], fallback=chosen == SOURCE)
