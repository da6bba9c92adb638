"""What the reader wants laid over the trends: the values alone, or what is behind their ups and downs."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from charts import overlays, periods
from charts.overlays import Overlay
from data_access.filters import NONE
from metrics.course import words
from metrics.course.levels import levels
from metrics.course.limits import constant, limits
from metrics.course.outlook import outlook
from metrics.course.rolling import rolling
from metrics.course.season import long_enough, season
from metrics.readout import Readout
from metrics.saying import word
from pages.cards.ask import Ask
from pages.ui.text import t

PLAIN = "plain"
LENSES = {
    PLAIN: word("the values alone"), "levels": word("where the level changed"), "limits": word("the usual range"),
    "rolling": word("a trailing window"), "season": word("the season left out"), "outlook": word("the outlook"),
}  # fmt: skip
_WEEKS_FROM = 84  # days: below, levels are looked for day by day
_WINDOWS = {
    "day": word("thick line: the last 7 days together"), "week": word("thick line: the last 4 weeks together"),
    "month": word("thick line: the last 3 months together"), "quarter": word("thick line: the last 4 quarters together"),
    "year": word("thick line: the last 3 years together"),
}  # fmt: skip


def finer(ask: Ask, metric: str) -> Readout:
    """The metric in the finest steps with enough answers: a level that changed in mid-month shows in weeks."""
    start, end = ask.filters.start, ask.filters.end
    long = start is None or end is None or (end - start).days >= _WEEKS_FROM
    return replace(ask, grain="week" if long else "day", fixed_grain=False, compare=NONE, family=()).over_time(metric)


def overlay(ask: Ask, readout: Readout, fine: Readout) -> Overlay | None:
    """What `ask.lens` shows of a trend; None for the values alone. fine: the same metric in finer steps."""
    grain = readout.grain or "day"
    if ask.lens == "levels":
        return overlays.of_levels(levels(fine), fine.grain or "day")
    if ask.lens == "limits":
        usual, label = limits(readout), partial(periods.label, grain=grain)
        return overlays.of_limits(usual, words.limits_words(usual, label, same=constant(readout)))
    if ask.lens == "rolling":
        found = rolling(readout)
        return overlays.of_rolling(found, t(_WINDOWS[grain]) if found else t("Too few periods in a row for a window."))
    if ask.lens == "season":
        repeated = season(readout)
        about = words.season_words(repeated, grain, long_enough=long_enough(readout))
        return overlays.of_season(repeated, t("thick line: without the season") if repeated is not None else about)
    if ask.lens == "outlook":
        ahead = outlook(readout)
        return overlays.of_outlook(ahead, words.outlook_words(readout.metric, ahead, grain))
    return None
