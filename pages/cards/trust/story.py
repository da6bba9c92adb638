"""What several ways of counting say together: all the same, or that it depends, and on what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from metrics import lists
from metrics.readout import Word
from metrics.saying import one_after_another, word
from metrics.ways import EVERY, WHOSE, Way, by_word, widest
from pages.ui.text import t

TITLES = {
    "csat_best": word("CSAT, top box only"), "csat": word("CSAT, top two boxes"), "csat_mean": word("CSAT, mean as 0 to 100"),
    "nps": word("NPS"),
}  # fmt: skip
PLAIN: Mapping[str, str] = {"every": word("all answers"), "latest": word("latest answers"), "first": word("first answers")}
_HOWEVER = {
    "csat": word("CSAT, however it is counted: {word}."), "nps": word("NPS, however it is counted: {word}.")
}  # fmt: skip


def story(ways: Sequence[Way], named: bool) -> str:
    """Whether every way tells the same, in one or two sentences."""
    words = by_word(ways)
    if not any(way.points is not None for way in ways):
        return t("Too few answers to count them in several ways.") if any(w.readout.overall.n for w in ways) else t(
            "No data for this selection."
        )  # fmt: skip
    if not words:
        return one_after_another(_apart(ways, named), t("There is nothing to compare with."))
    if len(words) == 1:
        told = t("Every way of counting tells the same: {word}.", word=t(next(iter(words))))
        return one_after_another(told, _apart(ways, named))
    if all(len(by_word(one)) < 2 for one in _by_question(ways).values()):
        each = [t(_HOWEVER[question], word=t(next(iter(by_word(one))))) for question, one in _by_question(ways).items()
                if by_word(one)]  # fmt: skip
        return one_after_another(*each, _apart(ways, named))
    parts = [t("{word}: {ways}", word=t(said).capitalize(), ways=_named(same)) for said, same in words.items()]
    if Word.UP in words and Word.DOWN in words:
        return t("It depends on the way of counting, and the ways contradict each other. {parts}.", parts=". ".join(parts))
    return t("It depends on the way of counting. {parts}.", parts=". ".join(parts))


def _by_question(ways: Sequence[Way]) -> dict[str, list[Way]]:
    """CSAT in all its ways apart from NPS: they are other questions, which may well move differently."""
    found: dict[str, list[Way]] = {}
    for way in ways:
        found.setdefault("nps" if way.readout.metric.key == "nps" else "csat", []).append(way)
    return found


def _apart(ways: Sequence[Way], named: bool) -> str:
    if not named:
        return t("The answers name no customer, so one of each cannot be told from the others.")
    if all(way.whose == EVERY for way in ways):
        return t("Nobody answered twice, so all, latest and first answers are the same.")
    return t(
        "Counting only each customer's latest or first answer moves a score by {points} points at most.",
        points=f"{widest(ways):,.1f}",
    )


def _named(ways: Sequence[Way]) -> str:
    """CSAT, top two boxes; NPS (latest answers): a score all of whose ways are meant is named once."""
    found: dict[str, list[str]] = {}
    for way in ways:
        found.setdefault(t(TITLES[way.readout.metric.key]), []).append(t(PLAIN[way.whose]))
    return lists.statements(
        name if len(whose) == len(WHOSE) else lists.valued(name, lists.enumerated(whose)) for name, whose in found.items()
    )
