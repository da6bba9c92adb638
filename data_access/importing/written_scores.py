"""Scores as people and programs write them: "4分", "4/5", "4 out of 5", "★★★★☆", "5 - very satisfied", faces, percent.

A cell is read into (score, top): `top` is the scale's end when the cell says it ("4/5", five stars drawn), else None.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Lookup
from types import MappingProxyType

_OUT_OF = re.compile(r"(\d{1,3})\s*(?:/|out of|of|sur|de|von)\s*(\d{1,3})(?:\s*stars?)?", re.ASCII | re.IGNORECASE)
_UNIT = re.compile(r"([0-9]{1,3})\s*(?:分|点|星|颗星|stars?|points?|pts?|⭐️?)", re.IGNORECASE)
_LABELLED = re.compile(r"(-?[0-9]{1,3})\s*[-–—:=.)、：]\s*(?=\D)(\S.*)", re.DOTALL)
_LOOSELY = re.compile(r"(-?[0-9]{1,3})\s+(?=\D)(\S.*)", re.DOTALL)
_LABELLED_AFTER = re.compile(r"([^\d]*[^\d\s(\[（])\s*[(\[（]([0-9]{1,3})\s*分?[)\]）]", re.DOTALL)
_PERCENT = re.compile(r"(\d{1,3})(?:[.,]0+)?\s*[%％]", re.ASCII)
_STARS, _HOLLOW = "★⭐🌟", "☆✩"
FACES: Lookup[str, int] = MappingProxyType(
    {
        **dict.fromkeys("😡😠🤬😭😫", 1),
        **dict.fromkeys("🙁☹😞😟😕😔", 2),
        **dict.fromkeys("😐😑😶", 3),
        **dict.fromkeys("🙂😊☺😌", 4),
        **dict.fromkeys("😀😃😄😁😍🤩🥰😆", 5),
    }
)
THUMBS: Lookup[str, int] = MappingProxyType({"👎": 1, "👍": 5})
_VARIANTS = "\ufe0f\ufe0e\u200d"
FACE_TOP = 5


def written_score(cell: str) -> tuple[int, int | None] | None:
    """(score, top of the scale if the cell says it); None when the cell is not written as a score with words or marks."""
    bare = "".join(c for c in cell if c not in _VARIANTS).strip()
    if not bare:
        return None
    drawn = _drawn(bare)
    if drawn is not None:
        return drawn
    out_of = _OUT_OF.fullmatch(bare)
    if out_of:
        return int(out_of[1]), int(out_of[2])
    percent = _PERCENT.fullmatch(bare)
    if percent:
        return int(percent[1]), 100
    unit = _UNIT.fullmatch(bare)
    return (int(unit[1]), None) if unit else None


def labelled(cell: str, loosely: bool = False) -> tuple[int, str] | None:
    """(number, words) of "5 - very satisfied", "5、非常满意" and "Very satisfied (5)"; `loosely`: also of "5 very good"."""
    bare = cell.strip()
    found = _LABELLED.fullmatch(bare) or (_LOOSELY.fullmatch(bare) if loosely else None)
    if found and written_score(cell) is None:
        return int(found[1]), found[2].strip()
    after = _LABELLED_AFTER.fullmatch(cell.strip())
    return (int(after[2]), after[1].strip()) if after else None


def _drawn(bare: str) -> tuple[int, int | None] | None:
    """Stars and faces."""
    filled, hollow = sum(c in _STARS for c in bare), sum(c in _HOLLOW for c in bare)
    if filled + hollow == len(bare):
        return filled, filled + hollow if hollow else None
    if len(bare) == 1 and (bare in FACES or bare in THUMBS):
        return FACES.get(bare) or THUMBS[bare], FACE_TOP
    return None
