"""How many more answers until a change of so many points would be seen, channel by channel."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from charts.data import ChartData, DataSeries, Value
from charts.figures.bars import Bar, bars
from charts.theme import theme
from metrics import formats, lists
from metrics.metric import Metric
from metrics.planner import Plan, plans
from metrics.readout import Readout, Word
from metrics.results import Estimate
from metrics.saying import one_after_another, word
from metrics.wording import about
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.words import caption
from pages.ui.text import t

POINTS = {"1": word("1 point"), "2": word("2 points"), "3": word("3 points"), "5": word("5 points")}
USUAL = "3"
PLANNED = {"csat": word("CSAT, top two boxes"), "nps": word("NPS")}
_MOST, _NAMED = 12, 4
_YEARS, _LONG = 24, 120  # months: from here on told in years; beyond, nobody plans


def planner(ask: Ask, *, metric: str = "csat", points: str = USUAL) -> CardView:
    """Answers a channel has, needs and lacks."""
    readout = ask.readout(metric, by=("channel",))
    found = plans(readout, float(points), _days(readout))
    drawn = [_bar(plan, readout.metric) for plan in found[:_MOST] if plan.needed is not None]
    return CardView(
        "planner", t("How many more answers to see a change of {points}?", points=t(POINTS[points])),
        _told(found, readout), "neutral", partial(bars, drawn) if drawn else None, _caption(readout, found), (readout,), "bar",
        _data(found), workings=_workings(points),
    )  # fmt: skip


def _days(readout: Readout) -> int:
    if readout.start is None or readout.end is None:
        return 0
    return (readout.end - readout.start).days + 1


def _told(found: Sequence[Plan], readout: Readout) -> str:
    known = [plan for plan in found if plan.more is not None]
    if not known:
        some = any(plan.have for plan in found)
        return t("No channel has enough answers to plan with.") if some else t("No data for this selection.")
    enough = [plan.name for plan in known if plan.more == 0]
    told = []
    if len(enough) == len(known):
        told.append(t("Every channel has enough answers for that in a period as long as this one."))
    elif enough:
        told.append(t("Enough in a period as long as this one: {names}.", names=lists.few(enough, _NAMED)))
    else:
        told.append(t("No channel has enough answers for that in a period as long as this one."))
    if len(enough) < len(known):
        last = known[-1]
        words = t("Longest to wait: {name}, about {more} more answers, {time} at the present pace.")
        told.append(words.format(name=last.name, more=about(last.more or 1), time=_time(last)))
    return one_after_another(*told)


def _time(plan: Plan) -> str:
    """4 months; less than a month; more than ten years."""
    months = plan.months
    if months is None or months > _LONG:
        return t("more than ten years")
    if months < 1:
        return t("less than a month")
    if months >= _YEARS:
        return t("{n} years", n=f"{months / 12:.1f}")
    return t("{n} months", n=f"{months:.0f}") if months >= 1.5 else t("a month")


def _lacks(plan: Plan) -> str:
    """640 more · 4 months; enough."""
    return t("{more} more · {time}", more=about(plan.more), time=_time(plan)) if plan.more else t("enough")


def _bar(plan: Plan, metric: Metric) -> Bar:
    needed = plan.needed or 1
    lacks = _lacks(plan)
    value = formats.value(metric, plan.result.value) if isinstance(plan.result, Estimate) else ""
    told = (
        plan.name, f"{value} ({formats.interval(metric, plan.result)})" if isinstance(plan.result, Estimate) else "",
        t("{have} answers, {monthly} a month", have=formats.whole(plan.have), monthly=formats.whole(plan.monthly)),
        t("{needed} needed in each of two periods", needed=formats.whole(needed)), lacks,
    )  # fmt: skip
    name = t("{name} · {have} of {needed}", name=plan.name, have=formats.whole(plan.have), needed=about(needed))
    return Bar(name, min(1.0, plan.have / needed), 1.0, lacks, told, plan.more == 0)


def _caption(readout: Readout, found: Sequence[Plan]) -> str:
    few = [plan.name for plan in found if plan.needed is None and plan.have]
    left = t("too few answers to plan with: {names}", names=lists.few(few, _NAMED)) if few else ""
    drawn = sum(plan.needed is not None for plan in found)
    cut = t("further channels, not drawn: {n}", n=drawn - _MOST) if drawn > _MOST else ""
    return caption(readout, t("a change that size would be seen four times out of five"), left, cut)


def _data(found: Sequence[Plan]) -> ChartData:
    there = tuple(Value(plan.have, formats.whole(plan.have), n=plan.have) for plan in found)
    needed = tuple(
        Value(plan.needed, f"{formats.whole(plan.needed)}: {_lacks(plan)}", n=plan.have)
        if plan.needed is not None else Value(None, t(Word.FEW), n=plan.have)
        for plan in found
    )  # fmt: skip
    series = (DataSeries(t("Answers there"), theme("light").accent, there),
              DataSeries(t("Answers needed"), theme("light").context, needed))  # fmt: skip
    return ChartData("bar", tuple(plan.name for plan in found), series, "#,##0", (0.0, None))


def _workings(points: str) -> tuple[tuple[str, str], ...]:
    return (
        (t("Needed in each period"), "n = (z(1-α/2) + z(0.8))² · 2·v / d² · deff"),
        (
            t("With"),
            t("d = {points}, v the variance of one answer at the present score, deff what weights and repeated answers cost;"
              " α = 1 - the interval level", points=t(POINTS[points])),
        ),
        (t("Time"), t("answers lacking / answers a month in this selection; a month has 30.44 days")),
        (t("Source of the plan"), "Fleiss, Levin & Paik 2003; Cohen 1988"),
    )  # fmt: skip
