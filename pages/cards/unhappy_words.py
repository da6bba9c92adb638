"""The card about unhappy customers who did not complain: which words are theirs, which those of the ones who did."""

from __future__ import annotations

from functools import partial

from charts.figures import dots, odds
from data_access.words.counting import WordCounts, unhappy_words
from metrics import formats, lists
from metrics.definitions.satisfaction import TOP_BOXES
from metrics.readout import Readout
from metrics.results import Estimate
from metrics.saying import one_after_another
from metrics.stats.log_odds import WordOdds, log_odds
from metrics.verdict import sentence
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.voices import in_words
from pages.cards.word_workings import chart, workings
from pages.cards.words import caption
from pages.ui.text import t

_NAMED = 4


def silent(ask: Ask) -> CardView:
    """Words that are more than chance, where both groups have enough comments; else the share of the silent by topic."""
    counted = unhappy_words(
        ask.fetch, ask.filters, ask.scope, least=ask.fetch.rules.least_answers, top=TOP_BOXES
    )
    enough = min(counted.comments) >= ask.fetch.rules.least_answers
    words = log_odds(counted.words, counted.totals, ask.fetch.rules.conf) if enough else ()
    real = any(one.real for one in words)
    readout = ask.readout("silent_unhappy", by=() if real else ("topic",))
    names = t("Without a complaint"), t("With a complaint")
    drawn = partial(odds, words, names=names) if real else partial(dots, in_words(readout))
    return CardView(
        "silent", t("What do unhappy customers say who did not complain?"), _told(ask, readout, counted, words), "neutral",
        drawn if real or readout.rows else None, caption(readout, *_notes(ask, real)), (readout,), "bar",
        chart(words) if real else None, workings=workings(ask, counted, words) if words else (),
    )  # fmt: skip


def _told(ask: Ask, readout: Readout, counted: WordCounts, words: tuple[WordOdds, ...]) -> str:
    if not words:
        least = ask.fetch.rules.least_answers
        n, m = (formats.whole(count) for count in counted.comments)
        few = t("Too few comments to compare words: {n} without and {m} with a complaint, at least {least} of each are needed.",
                n=n, m=m, least=least) if readout.overall.n else ""
        return one_after_another(sentence(readout), few)
    share = _share(readout)
    real = [one for one in words if one.real]
    if not real:
        n = formats.whole(len(words))
        none = t("No word (of {n} compared) is clearly more theirs than that of those who complained.", n=n)
        return one_after_another(share, none)
    parts = []
    mine, others = [one.word for one in real if one.ratio >= 1], [one.word for one in real if one.ratio < 1]
    if mine:
        parts.append(t("They say more often: {words}.", words=_listed(mine)))
    if others:
        parts.append(t("Those who complained say more often: {words}.", words=_listed(others)))
    return one_after_another(share, *parts, t("This is more than chance."))


def _share(readout: Readout) -> str:
    """Of 100 unhappy comments, 93 came without a complaint."""
    if not isinstance(readout.overall, Estimate):
        return ""
    return t("{share} of unhappy comments came without a complaint.", share=formats.shown(readout.metric, readout.overall))


def _listed(words: list[str]) -> str:
    return lists.few([f"“{word}”" for word in words], _NAMED)


def _notes(ask: Ask, real: bool) -> tuple[str, ...]:
    least = formats.counted(ask.fetch.rules.least_answers, "comments")
    return (t("words of at least {least}", least=least),) if real else ()
