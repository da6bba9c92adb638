"""Which questions stand behind the scores, on which scales, and when: what was never joined, and what was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from charts.data import ChartData, DataSeries, Value
from charts.figures.spans import Spanned, spans
from charts.theme import theme
from metrics import formats, lists
from metrics.askings import Asking, askings, scales_of
from metrics.frames import SCORES, UNKNOWN
from metrics.registry import by_key
from metrics.saying import one_after_another
from metrics.slicing import columns
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.words import caption
from pages.ui.text import t

_SCORES = ("csat", "nps", "ces")
_MOST = 12
_MONTHS_UP_TO = 1500  # days


def asked(ask: Ask) -> CardView:
    """Every question of CSAT, NPS and CES with its scale, its answers and the months it was asked in."""
    grain = _grain(ask)
    found = {metric: _of(ask, metric, grain) for metric in _SCORES}
    every = [one for same in found.values() for one in same]
    drawn = sorted(every, key=lambda one: -one.answers)[:_MOST]
    rows = [_row(one) for one in every if one in drawn]
    main = ask.readout("answers")
    left = t("{n} of {all} questions are drawn, those with most answers", n=len(rows), all=len(every))
    return CardView(
        "asked", t("Was the same asked all the time?"), _told(found), "neutral",
        partial(spans, rows, grain) if rows else None,
        caption(main, _scored(every), left if len(every) > len(rows) else ""), (main,), "bar",
        _data(every), workings=_workings(every),
    )  # fmt: skip


def _scored(every: Sequence[Asking]) -> str:
    """How many of all answers are to the questions a score is made of: single items are answers too."""
    return t("{n} of them to the questions shown", n=formats.whole(sum(one.answers for one in every)))


def _grain(ask: Ask) -> str:
    start, end = ask.filters.start, ask.filters.end
    return "quarter" if start and end and (end - start).days > _MONTHS_UP_TO else "month"


def _of(ask: Ask, metric: str, grain: str) -> tuple[Asking, ...]:
    counts = ask.fetch(SCORES, ask.filters, ask.scope, by=("question",), grain=grain, options={"kind": metric})
    return askings(metric, columns(counts), grain)


def _told(found: dict[str, tuple[Asking, ...]]) -> str:
    """Scales first: they part the answers; then questions, which do not."""
    there = {metric: same for metric, same in found.items() if same}
    if not there:
        return t("No data for this selection.")
    told = [_one(metric, same) for metric, same in there.items() if len(same) > 1]
    if not told:
        return t("Each score was asked with one question on one scale throughout.")
    return one_after_another(*told)


def _one(metric: str, same: Sequence[Asking]) -> str:
    name, scales = t(by_key(metric).noun), scales_of(same)
    if len(scales) > 1:
        return t(
            "{score} was asked on different scales: {scales}. They are never counted together; choose one question or survey"
            " to see its score.", score=name, scales=lists.statements(_scale_when(scale, same) for scale in scales),
        )  # fmt: skip
    return t(
        "{score} was asked with {n} questions on one scale. They are counted together; choose one question to see it alone.",
        score=name, n=len(same),
    )  # fmt: skip


def _scale_when(scale: tuple[float, float], same: Sequence[Asking]) -> str:
    """1 to 5 (Jan 2012 – May 2015)."""
    mine = [one for one in same if one.scale == scale]
    return f"{_scale(scale)} ({_months(min(one.first for one in mine), max(one.last for one in mine))})"


def _scale(scale: tuple[float, float]) -> str:
    return t("{low} to {high}", low=f"{scale[0]:g}", high=f"{scale[1]:g}")


def _months(first: date, after: date) -> str:
    start, end = formats.month(first), formats.month(after - timedelta(days=1))
    return start if start == end else f"{start} – {end}"


def _name(one: Asking) -> str:
    question = t("question not named") if one.question == UNKNOWN else one.question
    return f"{t(by_key(one.metric).noun)} · {question}"


def _figures(one: Asking) -> str:
    return f"{_scale(one.scale)} · {formats.counted(one.answers, 'answers')}"


def _row(one: Asking) -> Spanned:
    return Spanned(_name(one), _figures(one), one.spans, _SCORES.index(one.metric))


def _data(every: Sequence[Asking]) -> ChartData:
    points = tuple(
        Value(one.answers, f"{_figures(one)}, {_months(one.first, one.last)}", n=one.answers) for one in every
    )  # fmt: skip
    series = DataSeries(t("Answers"), theme("light").accent, points)
    return ChartData("bar", tuple(f"{_name(one)} ({_scale(one.scale)})" for one in every), (series,), "#,##0", (0.0, None))


def _workings(every: Sequence[Asking]) -> tuple[tuple[str, str], ...]:
    return tuple((_name(one), f"{_figures(one)} · {_months(one.first, one.last)}") for one in every)
