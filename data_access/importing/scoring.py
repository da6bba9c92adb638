"""Which columns hold scores, on which scale, and which of their values mean "no answer"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from data_access.importing.profile import Profile
from data_access.importing.vocabulary import OVERALL, SCORE_WORDS

FEW = 30  # answers below which the top of a scale may not have been used
FAMILY = 3  # alike columns that make a battery of rated items
_FAMILY_NAME = re.compile(r"([A-Za-z]{1,3}\d+)|([A-Za-z]+)_")
_LABELLED = re.compile(r"(\d{1,2})\s*(?:[-–—:=.)]\s*|\s)\D.*")
_ONE_TO_FIVE = frozenset(range(1, 6))


@dataclass(frozen=True, slots=True)
class ScoreGuess:
    """A column read as scores. `sure`: name and contents agree; `doubt`: what a person should confirm."""

    kind: str
    scale: tuple[float, float]
    no_answer: tuple[str, ...]
    values: tuple[tuple[str, str | None], ...]
    sure: bool
    reason: str
    doubt: str = ""


def guess_scores(profiles: Sequence[Profile]) -> dict[str, ScoreGuess]:
    """column → what kind of score it holds. One column at most is the overall csat; the other items are ratings."""
    alike = Counter(family for p in profiles if (family := _family(p)) and _five(p))
    found: dict[str, ScoreGuess] = {}
    for p in profiles:
        named = next((kind for kind, pattern in SCORE_WORDS.items() if pattern.search(p.words)), "")
        battery = bool(_five(p)) and alike[_family(p)] >= FAMILY
        guess = _guess(p, named, battery)
        if guess is not None:
            found[p.name] = guess
    return _one_overall(profiles, found)


def _family(p: Profile) -> str:
    found = _FAMILY_NAME.match(p.name)
    return found.group(0).lower() if found else ""


def _five(p: Profile) -> bool:
    """Whole numbers around 1 to 5: at least three of the five, nothing beyond 0 and 6, a stray word allowed."""
    return (
        bool(p.whole)
        and len(p.texts) <= 2
        and p.whole <= frozenset(range(7))
        and len(p.whole & _ONE_TO_FIVE) >= 3
        and 5 in p.whole
    )


def _guess(p: Profile, named: str, battery: bool) -> ScoreGuess | None:
    whole: frozenset[int] = p.whole
    values: tuple[tuple[str, str | None], ...] = ()
    if not whole or p.number_share < 0.5:
        whole, values = _labels(p)
    if not whole or p.distinct > 25 or not (named or battery):
        return None
    words = () if values else p.texts
    if len(words) > 3 or (p.decimals.first and not values):
        return None
    inside = _scale(named, whole, few=p.filled < FEW)
    if inside is None:
        return None
    low, high, sure = inside
    outside = tuple(str(v) for v in sorted(whole) if not low <= v <= high)
    if len(outside) > 3:
        return None
    doubt = ""
    if outside:
        doubt = f'{p.name}: are {", ".join(outside)} values for "no answer"?'
    reason = f"values {min(whole)} to {max(whole)}" + (
        f", the name says {named}" if named else ", one of several alike columns"
    )
    return ScoreGuess(
        named if named in ("nps", "ces", "csat") else "rating",
        (low, high),
        (*outside, *words),
        values,
        sure,
        reason,
        doubt,
    )


def _labels(p: Profile) -> tuple[frozenset[int], tuple[tuple[str, str | None], ...]]:
    """Cells such as "5 - very satisfied"."""
    pairs = [(cell, m.group(1)) for cell in p.counts if (m := _LABELLED.fullmatch(cell))]
    bare = [cell for cell in p.counts if cell.isdigit()]
    if not pairs or len(pairs) + len(bare) < p.distinct or p.distinct > 15 or len({d for _, d in pairs}) < len(pairs):
        return frozenset(), ()
    return frozenset(int(d) for _, d in pairs) | frozenset(map(int, bare)), tuple(pairs)


def _scale(named: str, whole: frozenset[int], few: bool) -> tuple[float, float, bool] | None:
    """(lowest, highest, sure) of the usual scale these values fit."""
    usual = {v for v in whole if 0 <= v <= 10}
    if not usual:
        return None
    top = max(usual)
    if named == "nps":
        return (0.0, 10.0, True) if top > 5 else None
    if top < 5 and not (named and few):
        return None  # a shorter scale, or codes: nobody at all being fully satisfied is no usual survey
    if top <= 5:
        return 1.0, 5.0, top == 5 and 0 not in whole
    if top <= 7:
        return 1.0, 5.0 if top == 6 else 7.0, top == 7
    return (0.0 if 0 in usual else 1.0), 10.0, True


def _one_overall(profiles: Sequence[Profile], found: dict[str, ScoreGuess]) -> dict[str, ScoreGuess]:
    """The first overall item is the csat; without one, a lone csat stays, and of several the first."""
    rated = [p for p in profiles if p.name in found and found[p.name].kind in ("csat", "rating")]
    overall = next((p for p in rated if OVERALL.search(p.words)), None)
    overall = overall or next((p for p in rated if found[p.name].kind == "csat"), None)
    tidy = {}
    for name, guess in found.items():
        kind = guess.kind
        if kind in ("csat", "rating"):
            kind = "csat" if overall is not None and name == overall.name else "rating"
        tidy[name] = ScoreGuess(kind, guess.scale, guess.no_answer, guess.values, guess.sure, guess.reason, guess.doubt)
    return tidy
