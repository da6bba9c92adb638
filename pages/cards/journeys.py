"""Cards about journeys: the chosen funnel, its conversion by entry date and by group. Open windows are never shown as final."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

from charts.data import funnel_data
from charts.figures import dots, funnel, trend
from metrics import formats
from metrics.definitions.journeys import funnel_steps
from metrics.frames import FUNNEL
from metrics.readout import Readout
from metrics.saying import one_after_another
from metrics.step_changes import step_changes
from metrics.verdict import sentence, spread
from pages.cards.ask import Ask
from pages.cards.breakdown import crossed_card
from pages.cards.card import CardView
from pages.cards.words import caption, tone
from pages.ui.text import t

MODE_WORDS = {
    "ordered": "In this order, other steps may come between",
    "strictly_later": "In this order, each step later than the one before",
    "adjacent": "Directly one after the other",
    "any_order": "In any order",
}
WINDOWS = {"1h": 3600, "1d": 86400, "7d": 7 * 86400, "14d": 14 * 86400, "30d": 30 * 86400, "90d": 90 * 86400}
WINDOW_WORDS = {"1h": "1 hour", "1d": "1 day", "7d": "7 days", "14d": "14 days", "30d": "30 days", "90d": "90 days"}
COUNTED_WORDS = {"case": "cases", "customer": "customers"}


def steps(ask: Ask) -> CardView:
    """The funnel of everybody whose window has closed."""
    readout = _readout(ask)
    found = funnel_steps(_counts(ask), _step_names(_options(ask)), ask.fetch.rules.conf)
    began = bool(found[0].count)
    return CardView(
        "funnel", t("Where do they leave?"), _told(ask, found) or sentence(readout), "neutral",
        partial(funnel, found) if began else None, caption(readout, _rule(ask)), (readout,), "bar",
        funnel_data(found) if began else None,
    )


def over_time(ask: Ask) -> CardView:
    """Conversion by entry date."""
    readout = _readout(ask, over_time=True)
    return CardView(
        "conversion", t("Does conversion change with the day they start?"), sentence(readout), tone(readout),
        partial(trend, readout) if readout.rows else None, caption(readout), (readout,), "line",
    )


def by_choice(ask: Ask, *, dimension: str, label: str, across: str | None = None, across_label: str = "") -> CardView:
    """Conversion by a dimension of the entry step, or by two of them crossed."""
    if across is not None:
        question = t("Who gets through, by {what} and {other} of the first step?", what=label, other=across_label)
        return crossed_card("conversion_by", question, _readout(ask, by=(dimension, across)))
    readout = _readout(ask, by=(dimension,))
    return CardView(
        "conversion_by", t("Who gets through, by {what} of the first step?", what=label), spread(readout), "neutral",
        partial(dots, readout) if readout.rows else None, caption(readout), (readout,), "bar",
    )


def _readout(ask: Ask, **asked: Any) -> Readout:
    """The conversion, told in the unit that was counted."""
    options = _options(ask)
    found = ask.readout("funnel_conversion", options=options, **asked)
    unit = COUNTED_WORDS[options["counted"]]
    left_out = tuple((why.replace("journeys", unit), n) for why, n in found.left_out)
    return replace(found, metric=replace(found.metric, counted=unit), left_out=left_out)


def _step_names(options: Mapping[str, Any]) -> list[str]:
    """In any order there is no first or second step: how many of them were seen is what is counted."""
    steps = options["steps"]
    if options["mode"] != "any_order":
        return list(steps)
    return [t("{k} of these {n} steps", k=k, n=len(steps)) for k in range(1, len(steps) + 1)]


def _options(ask: Ask) -> dict[str, Any]:
    if ask.journey is None:
        raise ValueError("a journey card needs Ask.journey (steps, mode, window_seconds, counted); the page sets it")
    return dict(ask.journey)


def _counts(ask: Ask) -> Any:
    return ask.fetch(FUNNEL, ask.filters, ask.scope, by=(), grain=None, options=_options(ask))


def _told(ask: Ask, found: list[Any]) -> str:
    """The step that changed most beyond chance since the comparison period, then where most are lost."""
    before = ask.before()
    if before is None or not found:
        return _largest_loss(found)
    conf = ask.fetch.rules.conf
    changes = step_changes(funnel_steps(_counts(before), _options(ask)["steps"], conf), found, conf)
    worst = next((step for step in changes if step.real), None)
    if worst is None:
        return _largest_loss(found)
    words = t("{start} to {end} fell from {before:.1f} % to {after:.1f} %. This is more than chance.")
    if worst.change.diff > 0:
        words = t("{start} to {end} rose from {before:.1f} % to {after:.1f} %. This is more than chance.")
    told = words.format(start=worst.start, end=worst.end, before=worst.before * 100, after=worst.after * 100)
    return one_after_another(told, _largest_loss(found))


def _largest_loss(found: list[Any]) -> str:
    """The step after which most people are lost, in words."""
    losses = [(after.lost, before, after) for before, after in pairwise(found)]
    if not losses or not found[0].count:
        return ""
    lost, before, after = max(losses, key=lambda item: item[0])
    if lost == 0:
        return t("Nobody is lost on the way.")
    share = lost / before.count
    return t(
        "Most are lost between {before} and {after}: {lost} of {n} ({share:.0f} %).",
        before=before.name, after=after.name, lost=formats.whole(lost), n=formats.whole(before.count), share=share * 100,
    )


def _rule(ask: Ask) -> str:
    """How a way through counts, in one sentence."""
    options = _options(ask)
    seconds = options["window_seconds"]
    words = {value: t(WINDOW_WORDS[name]) for name, value in WINDOWS.items()}
    window = words.get(seconds, formats.duration(seconds / 3600))
    return t("{mode}, within {window}", mode=t(MODE_WORDS[options["mode"]]), window=window)
