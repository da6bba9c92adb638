"""The same answers counted in four ways, over every answer and one of each customer: does the story hold?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby

from charts.data import ChartData, DataSeries, Value
from charts.figures.ranges import Block, Range, ranges
from charts.theme import theme
from metrics import formats, lists
from metrics.frames import REPEATS
from metrics.readout import Word
from metrics.results import Estimate, Reason
from metrics.saying import word
from metrics.ways import EVERY, WHOSE, Way, judged
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.trust.story import PLAIN, TITLES, story
from pages.cards.words import caption
from pages.ui.text import t

SCORES = ("csat_best", "csat", "csat_mean", "nps")
_WHOSE = {"every": word("all · {n}"), "latest": word("latest · {n}"), "first": word("first · {n}")}
_ARROWS = {Word.UP: "▲ ", Word.DOWN: "▼ "}


def counting(ask: Ask) -> CardView:
    """CSAT three ways and NPS, each over all answers and each customer's latest and first."""
    ways, named = _ways(ask), _named_customers(ask)
    shown = [way for way in ways if way.points is not None] or list(ways)
    main = next((way for way in shown if way.whose == EVERY and way.readout.metric.key == "csat"), shown[0]).readout
    plain = tuple(way.readout for way in ways if way.whose == EVERY and way.readout is not main)
    blocks = _blocks(ways)
    return CardView(
        "counting", t("Does the story depend on how we count?"), story(shown, named), "neutral",
        partial(ranges, blocks, heads=_heads(ways)) if blocks else None, _caption(ways, main), (main, *plain), "bar",
        _data(ways), workings=_workings(ways),
    )  # fmt: skip


def _ways(ask: Ask) -> tuple[Way, ...]:
    found = [Way(EVERY, ask.readout(metric)) for metric in SCORES]
    for way in tuple(found):
        if not isinstance(way.readout.overall, Estimate):
            continue
        for whose in WHOSE[1:]:
            readout = ask.readout(way.readout.metric.key, options={"per_customer": whose})
            if readout.overall.n < way.readout.overall.n:  # where nobody answered twice the three are one
                found.append(Way(whose, readout))
    found.sort(key=lambda way: (SCORES.index(way.readout.metric.key), WHOSE.index(way.whose)))
    return judged(found)


def _named_customers(ask: Ask) -> bool:
    """Whether any answer of the selection names its customer."""
    found = ask.fetch(REPEATS, ask.filters, ask.scope, by=(), grain=None, options={})
    return bool(found["customers"].sum())


def _blocks(ways: Sequence[Way]) -> tuple[Block, ...]:
    """One block a score; a score nobody was asked for is left out."""
    blocks = []
    for metric, group in groupby(ways, key=lambda way: way.readout.metric.key):
        rows = tuple(_row(way) for way in group if _said(way))
        if rows:
            blocks.append(Block(t(TITLES[metric]), rows))
    return tuple(blocks)


def _said(way: Way) -> bool:
    result = way.readout.overall
    return isinstance(result, Estimate) or result.reason is not Reason.EMPTY


def _row(way: Way) -> Range:
    points, readout = way.points, way.readout
    name = t(_WHOSE[way.whose], n=formats.whole(readout.overall.n))
    if points is None:
        return Range(name, None, reason=formats.shown(readout.metric, readout.overall))
    tone = readout.verdict.tone if readout.verdict else "neutral"
    told = (t(TITLES[readout.metric.key]), name, _value(way), _between(way), _change(way))
    columns = (_value(way), _change(way)) if readout.verdict else (_value(way),)
    return Range(name, *points, columns=columns, tone=tone, told=tuple(one for one in told if one), strong=way.whose == EVERY)


def _value(way: Way) -> str:
    """78.4 %, 74.1, 39.8."""
    points = way.points
    number = formats.minus(f"{points[0]:,.1f}") if points else ""
    return formats.percent(number) if way.readout.metric.unit.value == "share" else number


def _between(way: Way) -> str:
    points = way.points
    if points is None or points[1] is None or points[2] is None:
        return ""
    return t("between {low} and {high}", low=formats.minus(f"{points[1]:,.1f}"), high=formats.minus(f"{points[2]:,.1f}"))


def _change(way: Way) -> str:
    """▼ down 2.1; no clear change."""
    verdict = way.readout.verdict
    if verdict is None:
        return ""
    if verdict.word not in _ARROWS or verdict.change is None:
        return t(verdict.word)
    amount = f"{abs(way.change_in_points(verdict.change.diff)):,.1f}"
    return f"{_ARROWS[verdict.word]}{t(verdict.word)} {amount}"


def _heads(ways: Sequence[Way]) -> tuple[str, ...]:
    """Over the columns at the right."""
    compared = any(way.readout.verdict for way in ways)
    return (t("value"), t("change")) if compared else (t("value"),)


def _caption(ways: Sequence[Way], main: object) -> str:
    whole = next(way.readout for way in ways if way.readout is main)
    one = ""
    if any(way.whose != EVERY for way in ways):
        one = t("latest, first: one answer of each customer in the period; an answer without a customer counts by itself")
    silent = [t(TITLES[way.readout.metric.key]) for way in ways if not _said(way)]
    left = t("not asked here: {scores}", scores=lists.enumerated(silent)) if silent else ""
    return caption(whole, one, left)


def _data(ways: Sequence[Way]) -> ChartData:
    """In points, as drawn."""
    names, points = [], []
    for way in ways:
        found = way.points
        name = f"{t(TITLES[way.readout.metric.key])}, {t(PLAIN[way.whose])}"
        names.append(name)
        said = lists.clauses([_value(way), _between(way), _change(way)])
        value, low, high = found or (None, None, None)
        points.append(Value(value, said or formats.shown(way.readout.metric, way.readout.overall), False, low, high,
                            way.readout.overall.n))  # fmt: skip
    series = DataSeries(t("Points of 100"), theme("light").accent, tuple(points))
    return ChartData("bar", tuple(names), (series,), "0.0")


def _workings(ways: Sequence[Way]) -> tuple[tuple[str, str], ...]:
    judged_together = sum(1 for way in ways if way.readout.verdict is not None)
    return (
        (t("Mean as 0 to 100"), t("(mean - lowest answer) / (highest - lowest answer) × 100; compared as means of the scores")),
        (
            t("One answer of each customer"),
            t("the latest or first by time within the selection, counted like every other answer"),
        ),
        (t("Judged together"), t("{n} changes; false discoveries are controlled over all of them", n=judged_together)),
    )
