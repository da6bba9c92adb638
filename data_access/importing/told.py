"""How phrases travel between the parsing process and its parent: beside the answer, each with its place in it.

A cell or a header can look like anything, so phrases are told from them by where they stand and not by what they are.
The parsing process has read an untrusted file: what it says of a template is looked at before anything is put into it.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

from metrics.phrases import Phrase

MOST_DEEP = 60  # phrases in phrases: the longest list of names
_PLACES = re.compile(r"(?:[^{}]|\{[a-z_]{1,40}(?:!r)?(?::[-+,. 0-9]{0,3}[a-z%]?)?\})*", re.DOTALL)
_KEY = None  # ends the place of a phrase that is itself a key

Path = tuple[Any, ...]


def placed(answer: Any) -> list[list[Any]]:
    """[place, phrase as plain JSON] of every phrase in an answer made of dicts, lists, texts and numbers."""
    return [[list(path), _plain(found)] for path, found in _found(answer, ())]


def restored(answer: Any, places: list[list[Any]]) -> Any:
    """The answer with its phrases. Only what reads just like the text that stands there, and has a tidy template, is taken."""
    for path, plain in places:
        with contextlib.suppress(LookupError, TypeError, ValueError, AttributeError):  # said otherwise: it stays plain text
            answer = _put(answer, path, plain)
    return answer


def _found(part: Any, path: Path) -> Iterator[tuple[Path, Phrase]]:
    if isinstance(part, Phrase):
        yield path, part
    elif isinstance(part, dict):
        for key, value in part.items():
            if isinstance(key, Phrase):
                yield (*path, str(key), _KEY), key
            yield from _found(value, (*path, str(key)))
    elif isinstance(part, list | tuple):
        for place, value in enumerate(part):
            yield from _found(value, (*path, place))


def _plain(value: Any) -> Any:
    if not isinstance(value, Phrase):
        return value
    return {"text": str(value), "template": value.template, "values": {k: _plain(v) for k, v in value.values.items()}}


def _phrase(plain: Any, deep: int = MOST_DEEP) -> Any:
    """What `_plain` made, back again; as the bare text where it is not tidy."""
    if isinstance(plain, str | int | float) or not deep:
        return plain if isinstance(plain, str | int | float) else "…"
    text, template = str(plain["text"]), str(plain["template"])
    if not _PLACES.fullmatch(template):
        return text
    return Phrase(text, template, {str(name): _phrase(value, deep - 1) for name, value in plain["values"].items()})


def _put(part: Any, path: list[Any], plain: Any) -> Any:
    if not path:
        return _phrase(plain) if isinstance(part, str) and part == plain["text"] else part
    here, *more = path
    if more == [_KEY]:
        key = _phrase(plain)
        return {key if known == here and key == known else known: value for known, value in part.items()}
    part[here] = _put(part[here], more, plain)
    return part
