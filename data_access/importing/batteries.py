"""Batteries: several columns answered on one scale. What tells rated items from codes when names do not say "rating".

One column of small whole numbers may be anything: an age group, a number of bags, how satisfied somebody is. Three of
them on the same scale, reaching its top, side by side or numbered alike, are a battery of rated items. Facts about
people, counts and codes are known by name and never taken in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from data_access.importing.profile import Profile
from data_access.importing.vocabulary import NOT_RATED

LEAST_ITEMS = 3  # items on one scale that make a battery
STRAY = 0.002  # share of a column's cells below which a value is a slip of the pen, not part of the scale
SCALES = (10, 7, 5)  # their tops; the longest first, since the values of a short one fit a long one too
_LEAST_STEPS = {5: 3, 7: 4, 10: 5}  # different values of the scale an item of a battery must show
_FAMILY_NAME = re.compile(r"([A-Za-z]{1,3}\d+)|([A-Za-z]+)_")


@dataclass(frozen=True, slots=True)
class Item:
    """A column as a candidate: the values it really uses (slips aside) and the beginning its name shares with others."""

    name: str
    family: str
    used: frozenset[int]
    mean: float

    def fits(self, top: int) -> bool:
        """On this scale, with a code for "no answer" on either side at most."""
        return self.used <= frozenset(range(top + 2)) and self.steps(top) >= 3

    def steps(self, top: int) -> int:
        """Different values of the scale it shows."""
        return sum(1 <= v <= top for v in self.used)

    def reaches(self, top: int) -> bool:
        """Uses this scale up to its top, and enough of it to know it by."""
        return self.fits(top) and top in self.used and self.steps(top) >= _LEAST_STEPS[top]


def batteries(profiles: Sequence[Profile], codes: frozenset[int] = frozenset()) -> dict[str, int]:
    """column → the top of its battery's scale, for the columns that are part of one. `codes`: see `answered`."""
    items = [_item(p, codes) for p in _without_comment_boxes(profiles)]
    found: dict[str, int] = {}
    for top in SCALES:
        fitting = [i if i is not None and i.name not in found and i.fits(top) and not _shorter(i, top) else None for i in items]
        for _, run in groupby(fitting, key=lambda i: i is not None):
            _take(found, top, [i for i in run if i is not None])
        _take_families(found, top, [i for i in fitting if i is not None])
    return found


def _without_comment_boxes(profiles: Sequence[Profile]) -> list[Profile]:
    """The columns without those texts that stand alone between two of numbers: "why?" below each item of a battery."""
    text = [True, *(p.number_share < 0.5 for p in profiles), True]
    return [p for i, p in enumerate(profiles, 1) if not text[i] or text[i - 1] or text[i + 1]]


def answered(values: frozenset[int], codes: frozenset[int], scale: tuple[int, int] | None = None) -> frozenset[int]:
    """Without the codes known to mean "no answer" that lie beyond the scale; beyond all other values where none is known."""
    rest = values - codes
    if not rest:
        return values
    low, high = scale or (min(rest), max(rest))
    return frozenset(v for v in values if v not in codes or low <= v <= high)


def _item(p: Profile, codes: frozenset[int]) -> Item | None:
    """None for what cannot be a rated item: other values than whole numbers, or a name that says what it counts."""
    if not p.whole or len(p.texts) > 2 or p.decimals.first or NOT_RATED.search(p.words):
        return None
    answers = answered(p.whole, codes)
    counts = {int(c): n for c, n in p.counts.items() if c.isdecimal() and int(c) in answers}
    used = frozenset(v for v, n in counts.items() if n >= STRAY * p.filled)
    total = sum(counts.values())
    mean = sum(v * n for v, n in counts.items()) / total if total else 0.0
    family = _FAMILY_NAME.match(p.name)
    return Item(p.name, family.group(0).lower() if family else "", used, mean)


def _shorter(item: Item, top: int) -> bool:
    """Whether it is a whole item of a shorter scale by itself (a 6 may be its code for "no answer" or a missing 7)."""
    return any(item.reaches(s) and max(item.used) <= s for s in SCALES if s < top)


def _take(found: dict[str, int], top: int, run: list[Item]) -> None:
    """Columns side by side: those that reach the top, and those named like them."""
    reaching = [i for i in run if i.reaches(top)]
    if len(reaching) >= LEAST_ITEMS and _leans_up(reaching, top):
        named_alike = {i.family for i in reaching if i.family}
        found |= {i.name: top for i in run if i in reaching or i.family in named_alike}


def _take_families(found: dict[str, int], top: int, items: list[Item]) -> None:
    """Columns numbered or named alike, wherever they stand."""
    reaching = [i for i in items if i.family and i.reaches(top)]
    alike = Counter(i.family for i in reaching)
    for family, n in alike.items():
        members = [i for i in reaching if i.family == family]
        if n >= LEAST_ITEMS and _leans_up(members, top):
            found |= {i.name: top for i in members}


def _leans_up(items: Iterable[Item], top: int) -> bool:
    """Counts also run from 0 to 7 or 10, but pile up at the bottom; answers on a scale do not."""
    means = [i.mean for i in items]
    return top == 5 or sum(means) / len(means) >= (1 + top) / 2
