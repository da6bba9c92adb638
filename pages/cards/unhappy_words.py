"""The card about unhappy customers who did not complain: which words are theirs, which those of the ones who did."""

from __future__ import annotations

from functools import partial

from charts.data import ChartData, DataSeries, Value
from charts.escape import plain
from charts.figures import odds
from charts.figures.odds import shown
from charts.theme import theme
from data_access.words.counting import WordCounts, unhappy_words
from metrics import formats
from metrics.definitions.satisfaction import TOP_BOXES
from metrics.readout import Readout
from metrics.saying import one_after_another
from metrics.stats.log_odds import PRIOR_SHARE, WordOdds, log_odds
from metrics.verdict import sentence
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.words import caption
from pages.ui.text import t

_NAMED = 4


def silent(ask: Ask) -> CardView:
    """Words compared where both groups have enough comments; else the share of the silent alone."""
    readout = ask.readout("silent_unhappy")
    counted = unhappy_words(
        ask.fetch, ask.filters, ask.scope, least=ask.fetch.rules.least_answers, top=TOP_BOXES
    )
    enough = min(counted.comments) >= ask.fetch.rules.least_answers
    words = log_odds(counted.words, counted.totals, ask.fetch.rules.conf) if enough else ()
    names = t("Without a complaint"), t("With a complaint")
    return CardView(
        "silent", t("What do unhappy customers say who did not complain?"), _told(ask, readout, counted, words), "neutral",
        partial(odds, words, names=names) if words else None, caption(readout, *_notes(ask, counted, words)), (readout,), "bar",
        _chart(words) if words else None, workings=_workings(ask, counted, words) if words else (),
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
        return one_after_another(share, t("No word is clearly more theirs than that of those who complained."))
    parts = []
    mine, others = [one.word for one in real if one.ratio >= 1], [one.word for one in real if one.ratio < 1]
    if mine:
        parts.append(t("They say more often: {words}.", words=_listed(mine)))
    if others:
        parts.append(t("Those who complained say more often: {words}.", words=_listed(others)))
    return one_after_another(share, *parts, t("This is more than chance."))


def _share(readout: Readout) -> str:
    """Of 100 unhappy comments, 93 came without a complaint."""
    overall = readout.overall
    value = formats.shown(readout.metric, overall)
    return t("{share} of unhappy comments came without a complaint.", share=value) if hasattr(overall, "value") else ""


def _listed(words: list[str]) -> str:
    told = ", ".join(f"“{word}”" for word in words[:_NAMED])
    return told + (" " + t("and {n} more", n=len(words) - _NAMED) if len(words) > _NAMED else "")


def _notes(ask: Ask, counted: WordCounts, words: tuple[WordOdds, ...]) -> tuple[str, ...]:
    if not words:
        return ()
    grey = t("grey: no more than chance") if not all(one.real for one in shown(words)) else ""
    least = formats.counted(ask.fetch.rules.least_answers, "comments")
    return t("words of at least {least}", least=least), grey


def _chart(words: tuple[WordOdds, ...]) -> ChartData:
    """The drawn words as bars, for files: how many times as often."""
    rows = shown(words)
    points = tuple(
        Value(
            one.ratio,
            t("{ratio} ({low} to {high}), {first} without and {second} with a complaint", ratio=f"{one.ratio:.2f}",
              low=f"{one.low:.2f}", high=f"{one.high:.2f}", first=one.first, second=one.second),
            low=one.low, high=one.high, n=one.first + one.second,
        )
        for one in rows
    )  # fmt: skip
    series = DataSeries(t("Times as often as with a complaint"), theme("light").accent, points)
    return ChartData("bar", tuple(plain(one.word) for one in rows), (series,), "0.00", (0.0, None))


def _workings(ask: Ask, counted: WordCounts, words: tuple[WordOdds, ...]) -> tuple[tuple[str, str], ...]:
    n, m = (formats.whole(count) for count in counted.comments)
    conf = f"{ask.fetch.rules.conf * 100:g}"
    lines = [
        (t("Comments compared"), t("{n} without and {m} with a complaint", n=n, m=m)),
        (t("Words compared"), formats.whole(len(words))),
        (t("How words are compared"), t(
            "Log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008). A comment counts once for each word "
            "in it. The prior is both groups together and weighs {share} of the smaller group's words. {conf} % intervals; "
            "all words are judged together (Benjamini & Hochberg 1995).",
            share=formats.percent(f"{PRIOR_SHARE * 100:g}"), conf=conf,
        )),
    ]
    lines += [(one.word, _line(one)) for one in words if one.real]
    return tuple(lines)


def _line(one: WordOdds) -> str:
    return t(
        "{first} without and {second} with a complaint, odds ratio {ratio} (between {low} and {high}), adjusted p {q}",
        first=one.first, second=one.second, ratio=f"{one.ratio:.3g}", low=f"{one.low:.3g}", high=f"{one.high:.3g}",
        q=f"{one.q:.2g}",
    )
