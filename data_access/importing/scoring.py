"""Which columns hold scores, on which scale, and which of their values mean "no answer"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data_access.importing.batteries import batteries
from data_access.importing.number_scores import numbers_guess
from data_access.importing.profile import Profile
from data_access.importing.score_guess import ScoreGuess, kind_of
from data_access.importing.spread import Spread, spreads
from data_access.importing.vocabulary import OVERALL, SCORE_WORDS
from data_access.importing.word_scores import labels_guess, marks_guess, words_guess
from metrics.phrases import phrase

__all__ = ["ScoreGuess", "guess_scores"]


def guess_scores(profiles: Sequence[Profile], codes: frozenset[int] = frozenset()) -> dict[str, ScoreGuess]:
    """column → what kind of score it holds. One column at most is the overall csat; the other items are ratings.

    codes: numbers known to mean "no answer" wherever they cannot be a score.
    """
    tops, spread = batteries(profiles, codes), spreads(profiles)
    first = {next(iter(s.steps)): s for s in spread}
    found: dict[str, ScoreGuess] = {}
    for p in profiles:
        guess = _of_steps(p, first[p.name]) if p.name in first else _guess(p, _named(p), tops.get(p.name, 0), codes)
        if guess is not None:
            found[p.name] = guess
    tidy = _one_overall(profiles, _as_blocks(found))
    for column, whole in first.items():
        tidy |= {name: replace(tidy[column], step=str(step)) for name, step in whole.steps.items()}
    return tidy


def _named(p: Profile) -> str:
    """The kind of score a column's name speaks of."""
    return next((kind for kind, pattern in SCORE_WORDS.items() if pattern.search(p.words)), "")


def _of_steps(p: Profile, spread: Spread) -> ScoreGuess:
    low, high = spread.scale
    reason = phrase("one column per step of its scale, {low:g} to {high:g}", low=low, high=high)
    return ScoreGuess(kind_of(_named(p), low), (low, high), (), (), True, reason, question=spread.question)


def _guess(p: Profile, named: str, battery: int, codes: frozenset[int]) -> ScoreGuess | None:
    """battery: the top of the scale of the battery it is part of, 0 for none."""
    if not p.filled or (p.distinct == 1 and p.filled < p.rows):
        return None  # ticked or empty: one column per step of the scale is no column of scores
    return (
        labels_guess(p, named)
        or marks_guess(p, named)
        or numbers_guess(p, named, battery, codes)
        or words_guess(p, named)
    )


def _as_blocks(found: dict[str, ScoreGuess]) -> dict[str, ScoreGuess]:
    """What one item of a block proves holds for the others: codes for "no answer", and how many steps words have."""
    codes: dict[tuple[float, float], set[str]] = {}
    used: dict[tuple[str, float], frozenset[int]] = {}
    for guess in found.values():
        if guess.family:
            used[guess.family, guess.scale[1]] = used.get((guess.family, guess.scale[1]), frozenset()) | guess.used
        if guess.doubt and not guess.values:
            codes.setdefault(guess.scale, set()).update(guess.codes)
    steps = {(family, top) for (family, top), chosen in used.items() if len(chosen) == top}
    return {name: _like_its_block(guess, codes.get(guess.scale, set()), steps) for name, guess in found.items()}


def _like_its_block(guess: ScoreGuess, codes: set[str], steps: set[tuple[str, float]]) -> ScoreGuess:
    if guess.family and guess.scale_doubt and (guess.family, guess.scale[1]) in steps:
        return replace(guess, scale_doubt="")
    more = sorted(codes - set(guess.no_answer), key=float) if guess.kind != "nps" and not guess.values else []
    return replace(guess, no_answer=(*sorted(guess.codes + tuple(more), key=float), *guess.words)) if more else guess


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
        why = phrase("the overall question") if general else phrase("the only question about satisfaction")
        reason = phrase("{reason}: {why}", reason=found[p.name].reason, why=why)
        tidy[p.name] = replace(found[p.name], kind="csat", reason=reason)
    return tidy
