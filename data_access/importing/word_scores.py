"""Columns of words, marks and labelled numbers read as scores."""

from __future__ import annotations

from data_access.importing.header_labels import SaidScale, reversed_labels, said_scale
from data_access.importing.likert import Words, scale_of
from data_access.importing.no_answer import no_answer
from data_access.importing.profile import Profile
from data_access.importing.score_guess import SAID, ScoreGuess, kind_of, no_answer_asked
from data_access.importing.vocabulary import NOT_RATED
from data_access.importing.written_scores import labelled, written_score
from metrics.phrases import phrase

MOST_LABELS = 15
_LESS_SURE = frozenset({"frequency", "amount", "importance"})  # may as well describe people as judge a service
_FAMILIES = {
    "agreement": phrase("agreement"), "amount": phrase("amount"), "ease": phrase("ease"), "expectation": phrase("expectation"),
    "frequency": phrase("frequency"), "helpfulness": phrase("helpfulness"), "importance": phrase("importance"),
    "likelihood": phrase("likelihood"), "quality": phrase("quality"), "satisfaction": phrase("satisfaction"),
}  # fmt: skip
_SORT = {"satisfaction": "csat", "ease": "ces"}


def labels_guess(p: Profile, named: str) -> ScoreGuess | None:
    """Cells such as "5 - very satisfied": the number counts, the words prove its direction."""
    answers, nothing = _split(p)
    if not 2 <= len(answers) <= MOST_LABELS:
        return None
    pairs = {cell: found for cell in answers if (found := labelled(cell, loosely=True))}
    bare = [cell for cell in answers if cell.isascii() and cell.isdigit()]
    numbers = [n for n, _ in pairs.values()]
    if not pairs or len(pairs) + len(bare) < len(answers) or len(set(numbers)) < len(numbers):
        return None
    turned = reversed_labels(list(pairs.values()))
    words = scale_of([w for _, w in pairs.values()], p.filled)
    said = said_scale(p.name)
    if not (named or turned is not None or words or said):
        return None
    codes = [cell for cell, (n, w) in pairs.items() if no_answer(w) or n < 0 or n > 10]
    whole = {n for cell, (n, _) in pairs.items() if cell not in codes} | {int(c) for c in bare if int(c) <= 10}
    if not whole:
        return None
    low, high = _ends(whole, named, said, words.top if words else 0)
    outside = [cell for cell, (n, _) in pairs.items() if cell not in codes and not low <= n <= high]
    values = tuple((cell, str(n)) for cell, (n, _) in pairs.items() if cell not in codes and cell not in outside)
    kind = kind_of(named or _SORT.get(words.family if words else "", ""), low)
    values_said = phrase("numbers with words, {low:g} to {high:g}", low=low, high=high)
    return ScoreGuess(
        kind,
        (low, high),
        (*codes, *outside, *nothing, *(c for c in bare if not low <= int(c) <= high)),
        values,
        True,
        phrase("{values}, the name says {name}", values=values_said, name=SAID.get(named, named)) if named else values_said,
        no_answer_asked(p.name, outside),
        backwards=_turned(p.name, *min(pairs.values())) if turned else "",
    )


def marks_guess(p: Profile, named: str) -> ScoreGuess | None:
    """Stars, faces, "4/5", "4 out of 5", "4分", "85 %"."""
    answers, nothing = _split(p)
    read = {cell: found for cell in answers if (found := written_score(cell))}
    bare = [cell for cell in answers if cell.isascii() and cell.isdigit()]
    tops = {top for _, top in read.values() if top is not None}
    if not read or len(read) + len(bare) < len(answers) or len(tops) > 1 or p.distinct > (101 if tops == {100} else 25):
        return None
    top = next(iter(tops), 0)
    if not named and top not in range(3, 11) and not any(c in "★⭐🌟" for cell in read for c in cell):
        return None  # "4分" may be anything, and so may 85 %
    whole = {n for n, _ in read.values()} | {int(c) for c in bare}
    said = said_scale(p.name)
    low, high = (0.0, 100.0) if top == 100 else _ends(whole, named, said, top)
    outside = tuple(cell for cell, (n, _) in read.items() if not low <= n <= high)
    if len(outside) > 3:
        return None
    return ScoreGuess(
        kind_of(named, low),
        (low, high),
        (*outside, *nothing),
        (),
        True,
        phrase("written like {cell!r}: {low:g} to {high:g}", cell=next(iter(read)), low=low, high=high),
        no_answer_asked(p.name, outside),
    )


def words_guess(p: Profile, named: str) -> ScoreGuess | None:
    """Words of one scale: "Somewhat satisfied", "比较满意"."""
    answers, nothing = _split(p)
    if not 2 <= len(answers) <= 9 or NOT_RATED.search(p.words):
        return None
    words = scale_of(answers, sum(p.counts[cell] for cell in answers))
    if words is None:
        return None
    sort = named if named in ("csat", "ces") else _SORT.get(words.family, "") if named != "nps" else ""
    return ScoreGuess(
        sort or "rating",
        (1.0, float(words.top)),
        nothing,
        words.pairs,
        not words.rival and words.family not in _LESS_SURE,
        phrase("words of a scale of {family}: {words}", family=_FAMILIES[words.family], words=str(words)),
        scale_doubt=_some_unchosen(p.name, words) if words.rival else "",
        family=words.family,
        used=frozenset(score for _, score in words.scores),
    )


def _turned(column: str, number: int, words: str) -> str:
    return phrase(
        '{column}: {number} stands for "{words}", the best answer. Turn the scores round?',
        column=column, number=number, words=words,
    )


def _some_unchosen(column: str, scale: Words) -> str:
    return phrase(
        "{column}: its words are read as a scale of {n} steps ({words}), of which some were never chosen. Is that right?",
        column=column, n=scale.top, words=str(scale),
    )


def _split(p: Profile) -> tuple[list[str], tuple[str, ...]]:
    """(cells that answer, cells that say there is no answer)."""
    nothing = tuple(cell for cell in p.counts if no_answer(cell))
    return [cell for cell in p.counts if cell not in nothing], nothing


def _ends(whole: set[int], named: str, said: SaidScale | None, top: int) -> tuple[float, float]:
    """(lowest, highest) of the scale: as the question or the cells say, else the usual one these numbers fit."""
    if said:
        return float(said.low), float(said.high)
    if named == "nps":
        return 0.0, 10.0
    highest = max(whole)
    high = top if top and top >= highest else next((usual for usual in (5, 7, 10) if highest <= usual), highest)
    return (0.0 if 0 in whole and high == 10 else 1.0), float(high)
