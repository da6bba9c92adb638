"""How words were compared, for the receipt and for files that draw with their own charts."""

from __future__ import annotations

from charts.data import ChartData, DataSeries, Value
from charts.escape import plain
from charts.figures.odds import shown
from charts.theme import theme
from data_access.words.counting import WordCounts
from metrics import formats
from metrics.stats.log_odds import PRIOR_SHARE, WordOdds
from pages.cards.ask import Ask
from pages.ui.text import t


def chart(words: tuple[WordOdds, ...]) -> ChartData:
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


def workings(ask: Ask, counted: WordCounts, words: tuple[WordOdds, ...]) -> tuple[tuple[str, str], ...]:
    """Lines the card's receipt begins with."""
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
