"""What a text reads as: compatibility forms, other scripts' digits and invisible characters undone, places remembered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# invisible to a reader, and so between two digits of a number at will
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u20e3\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
# one character for one, so that places stay
_ALIKE = str.maketrans(
    "〇零一二三四五六七八九幺壹贰貳叁參肆伍陆陸柒捌玖\u00a0\u3000\u2010\u2011\u2012\u2013\u2014\u2212·•（）＋．－＠，！？：；",
    "001234567891122334566789  --------()+.-@,!?:;",
)
_LONGEST = 4  # characters one character may read as; some stand for whole phrases, and for nothing personal
_OTHER_DIGIT = re.compile(r"[^\D0-9]")


def folded(text: str) -> tuple[str, Sequence[int]]:
    """(how the text reads, the place in `text` of each of its characters and of its end)."""
    if text.isascii():
        return text, range(len(text) + 1)
    plain = text.translate(_ALIKE)
    if not (_INVISIBLE.search(plain) or _OTHER_DIGIT.search(plain)) and unicodedata.is_normalized("NFKC", plain):
        return plain, range(len(text) + 1)
    out: list[str] = []
    places: list[int] = []
    for place, character in enumerate(plain):
        read = character if character.isascii() else _read(character)
        out.append(read)
        places.extend([place] * len(read))
    places.append(len(text))
    return "".join(out), places


def _read(character: str) -> str:
    if _INVISIBLE.match(character):
        return ""
    read = unicodedata.normalize("NFKC", character).translate(_ALIKE)
    if len(read) > _LONGEST:
        return character
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in read)
