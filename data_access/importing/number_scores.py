"""Columns of numbers read as scores: the scale they fit, codes for "no answer", words among the numbers."""

from __future__ import annotations

from data_access.importing.batteries import answered
from data_access.importing.header_labels import SaidScale, said_scale
from data_access.importing.likert import polarity
from data_access.importing.no_answer import no_answer
from data_access.importing.profile import Profile
from data_access.importing.score_guess import SAID, ScoreGuess, kind_of, no_answer_asked
from data_access.importing.values import fold
from metrics.phrases import listed, phrase

FEW = 30  # answers below which the top of a scale may not have been used
MOST_STRAYS = 1  # different fractions among whole scores: an average somebody left below the column is no other scale
MOST_WORDS = 3  # words among the numbers
MOST_CODES = 3
_BEST = frozenset({"absolutely", "definitely", "fantastic", "awesome", "perfect", "amazing", "delighted", "great", "love it"})
_WORST = frozenset({"terrible", "horrible", "awful", "disappointing", "absolutely not", "definitely not", "not at all"})
_MIDDLE = frozenset({"neutral", "average", "ok", "okay", "一般", "neither"})

Scale = tuple[float, float, bool]  # (lowest, highest, sure)


def numbers_guess(p: Profile, named: str, battery: int, codes: frozenset[int]) -> ScoreGuess | None:
    """battery: the top of the scale of the battery it is part of, 0 for none; codes: known to mean "no answer"."""
    if not p.whole or p.number_share < 0.5 or p.distinct > 25 or p.decimals.first > MOST_STRAYS:
        return None
    said_so = said_scale(p.name)
    if not (named or battery or said_so):
        return None
    whole = answered(p.whole, codes, (0, 10) if named == "nps" else None)
    inside = _fitting(p, named, battery, whole, said_so)
    if inside is None:
        return None
    low, high, sure = inside
    outside = tuple(str(v) for v in sorted(whole) if not low <= v <= high)
    strange = tuple(word for word in p.texts if not no_answer(word))
    if len(outside) > MOST_CODES or len(strange) > MOST_WORDS:
        return None
    highest = max((v for v in whole if v <= high), default=int(high))
    anchors = _anchors(strange, whole, low, high)
    plain = tuple(word for word in strange if word not in anchors)
    asked = (*outside, *plain)
    unreached = phrase(
        "{column}: nobody chose more than {highest}. Is its scale {low:g} to {high:g}, like its neighbours'?",
        column=p.name, highest=highest, low=low, high=high,
    )
    return ScoreGuess(
        kind_of(named, low),
        (low, high),
        (*outside, *map(str, sorted(p.whole - whole)), *(w for w in p.texts if w not in anchors)),
        tuple(anchors.items()),
        sure and not anchors,
        _reason(whole, named, inside, said_so),
        no_answer_asked(p.name, asked),
        unreached if battery and highest < high and not anchors and not said_so else "",
        _backwards(p.name, said_so),
        _anchors_asked(p, anchors),
    )


def _fitting(p: Profile, named: str, battery: int, whole: frozenset[int], said: SaidScale | None) -> Scale | None:
    if said is not None and any(said.low <= v <= said.high for v in whole):
        return float(said.low), float(said.high), all(said.low <= v <= said.high for v in whole)
    if battery and named != "nps":
        low = 0.0 if battery == 10 and 0 in whole else 1.0
        return low, float(battery), battery in whole and all(low <= v <= battery for v in whole)
    return _usual(named, whole, few=p.filled < FEW)


def _usual(named: str, whole: frozenset[int], few: bool) -> Scale | None:
    """(lowest, highest, sure) of the usual scale these values fit."""
    usual = {v for v in whole if 0 <= v <= 10}
    if not usual:
        return None
    top = max(usual)
    if named == "nps":
        return (0.0, 10.0, True) if top > 5 else None
    if not few:
        top = _below_a_gap(usual)
    if top < 5 and not (named and few):
        return None  # a shorter scale, or codes: nobody at all being fully satisfied is no usual survey
    if top <= 5:
        return 1.0, 5.0, usual <= {1, 2, 3, 4, 5} and top == 5
    if top <= 7:
        return 1.0, 5.0 if top == 6 else 7.0, top == 7
    return (0.0 if 0 in usual else 1.0), 10.0, True


def _below_a_gap(usual: set[int]) -> int:
    """The highest value, or 5 or 7 when all that lies above it is an 8 or 9 behind a gap: a code for "no answer"."""
    for top in (5, 7):
        above = {v for v in usual if v > top}
        if top in usual and above and above <= {8, 9} and top + 1 not in above and len(usual - above) >= 4:
            return top
    return max(usual)


def _anchors(words: tuple[str, ...], whole: frozenset[int], low: float, high: float) -> dict[str, str | None]:
    """word → the number it stands for: ends and middle of a scale that nobody wrote as numbers."""
    found: dict[str, str | None] = {}
    for word in words:
        plain = fold(word)
        sign = polarity(word)
        if plain in _MIDDLE:
            place = int((low + high) // 2) if (low + high) % 2 == 0 or low == 1 else int((low + high) / 2)
        elif plain in _BEST or (sign > 0 and plain not in _WORST):
            place = int(high)
        elif plain in _WORST or sign < 0:
            place = int(low)
        else:
            continue
        if place not in whole and str(place) not in found.values():
            found[word] = str(place)
    return found


def _anchors_asked(p: Profile, anchors: dict[str, str | None]) -> str:
    if not anchors:
        return ""
    each = '"{word}" ({times:,} times) as {number}'
    read = listed(phrase(each, word=word, times=p.counts[word], number=n or "") for word, n in anchors.items())
    return phrase("{column}: words stand among the numbers. Are they read right: {read}?", column=p.name, read=read)


def _reason(whole: frozenset[int], named: str, scale: Scale, said: SaidScale | None) -> str:
    values = phrase("values {low} to {high}", low=min(whole), high=max(whole))
    if said is not None:
        return phrase("{values}, the question says {low} to {high}", values=values, low=said.low, high=said.high)
    if named:
        return phrase("{values}, the name says {name}", values=values, name=SAID.get(named, named))
    return phrase("{values}, like its neighbours on {low:g} to {high:g}", values=values, low=scale[0], high=scale[1])


def _backwards(name: str, said: SaidScale | None) -> str:
    if said is None or not said.best_first:
        return ""
    return phrase(
        "{column}: by its own words {best} is the best answer and {worst} the worst. Turn the scores round?",
        column=name, best=said.low, worst=said.high,
    )
