"""Which columns hold scores, on which scale, and which of their values mean "no answer"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from data_access.importing.batteries import answered, batteries
from data_access.importing.profile import Profile
from data_access.importing.vocabulary import OVERALL, SCORE_WORDS

FEW = 30  # answers below which the top of a scale may not have been used
MOST_STRAYS = 1  # different fractions among whole scores: an average somebody left below the column is no other scale
_SAID = {"csat": "satisfaction", "ces": "effort"}
_LABELLED = re.compile(r"(\d{1,2})\s*(?:[-–—:=.)]\s*|\s)\D.*")


@dataclass(frozen=True, slots=True)
class ScoreGuess:
    """A column read as scores. `sure`: name and contents agree.

    What a person should confirm: `doubt`, whether codes mean no answer; `scale_doubt`, whether the scale is that long.
    """

    kind: str
    scale: tuple[float, float]
    no_answer: tuple[str, ...]
    values: tuple[tuple[str, str | None], ...]
    sure: bool
    reason: str
    doubt: str = ""
    scale_doubt: str = ""


def guess_scores(profiles: Sequence[Profile], codes: frozenset[int] = frozenset()) -> dict[str, ScoreGuess]:
    """column → what kind of score it holds. One column at most is the overall csat; the other items are ratings.

    codes: numbers known to mean "no answer" wherever they cannot be a score.
    """
    tops = batteries(profiles, codes)
    found: dict[str, ScoreGuess] = {}
    for p in profiles:
        named = next((kind for kind, pattern in SCORE_WORDS.items() if pattern.search(p.words)), "")
        guess = _guess(p, named, tops.get(p.name, 0), codes)
        if guess is not None:
            found[p.name] = guess
    return _one_overall(profiles, found)


def _guess(p: Profile, named: str, battery: int, codes: frozenset[int]) -> ScoreGuess | None:
    """battery: the top of the scale of the battery it is part of, 0 for none."""
    whole: frozenset[int] = p.whole
    values: tuple[tuple[str, str | None], ...] = ()
    if not whole or p.number_share < 0.5:
        whole, values = _labels(p)
    said, whole = whole, answered(whole, codes, (0, 10) if named == "nps" else None)
    ticked = p.distinct == 1 and p.filled < p.rows  # one column per step of the scale: no column of scores
    if not whole or p.distinct > 25 or ticked or not (named or battery):
        return None
    words = () if values else p.texts
    if len(words) > 3 or (p.decimals.first > MOST_STRAYS and not values):
        return None
    inside = _scale(named, whole, few=p.filled < FEW)
    if battery and named != "nps":
        inside = _scale_of_battery(battery, whole)
    if inside is None:
        return None
    low, high, sure = inside
    outside = tuple(str(v) for v in sorted(whole) if not low <= v <= high)
    if len(outside) > 3:
        return None
    doubt = f'{p.name}: are {", ".join(outside)} values for "no answer"?' if outside else ""
    highest = max(v for v in whole if v <= high)
    unreached = f"{p.name}: nobody chose more than {highest}. Is its scale {low:g} to {high:g}, like its neighbours'?"
    reason = f"values {min(whole)} to {max(whole)}" + (
        f", the name says {_SAID.get(named, named)}" if named else f", like its neighbours on {low:g} to {high:g}"
    )
    return ScoreGuess(
        named if named in ("nps", "ces", "csat") else "rating",
        (low, high),
        (*outside, *map(str, sorted(said - whole)), *words),
        values,
        sure,
        reason,
        doubt,
        unreached if battery and highest < high else "",
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


def _scale_of_battery(top: int, whole: frozenset[int]) -> tuple[float, float, bool]:
    """(lowest, highest, sure): the battery's, whichever of its values this item uses."""
    low = 0.0 if top == 10 and 0 in whole else 1.0
    return low, float(top), top in whole and all(low <= v <= top for v in whole)


def _one_overall(profiles: Sequence[Profile], found: dict[str, ScoreGuess]) -> dict[str, ScoreGuess]:
    """The csat is the overall question, or the file's only one about satisfaction; every other item is a rating.

    Satisfaction with one aspect among several is no headline: without an overall question there is no csat.
    """
    rated = [p for p in profiles if p.name in found and found[p.name].kind in ("csat", "rating")]
    satisfaction = [p for p in rated if found[p.name].kind == "csat"]
    general = [p for p in satisfaction if OVERALL.search(p.words)] or [p for p in rated if OVERALL.search(p.words)]
    lone = satisfaction if len(satisfaction) == 1 else []
    tidy = {name: replace(g, kind="rating") if g.kind == "csat" else g for name, g in found.items()}
    for p in (general or lone)[:1]:
        why = "the overall question" if general else "the only question about satisfaction"
        tidy[p.name] = replace(found[p.name], kind="csat", reason=f"{found[p.name].reason}: {why}")
    return tidy
