"""The two cards every page has: one metric over time with its interval, and one volume over time."""

from __future__ import annotations

from functools import partial

from charts.figures import trend, volume_over_time
from metrics.course.levels import levels
from metrics.course.season import season
from metrics.course.steady import drift
from metrics.course.words import drift_words, levels_words, season_words
from metrics.readout import Readout
from metrics.saying import one_after_another
from metrics.verdict import sentence
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.lens import finer, overlay
from pages.cards.moved_by import checked
from pages.cards.words import caption, tone


def trend_card(ask: Ask, metric: str, question: str) -> CardView:
    """One metric over time with its interval band."""
    readout = checked(ask, ask.over_time(metric))
    fine = finer(ask, metric) if readout.metric.weighable else None
    changed = _course(readout, fine) if fine is not None else ""
    over = overlay(ask, readout, fine) if fine is not None else None
    return CardView(
        f"{metric}_trend", question, one_after_another(sentence(readout), changed), tone(readout),
        partial(trend, readout, overlay=over) if readout.rows else None,
        caption(readout, *(over.said if over is not None else ())), (readout,), "line",
    )


def _course(readout: Readout, fine: Readout) -> str:
    """A season, where there is one: its ups and downs are no change of level. Else when the level changed; where it never
    did, whether the metric drifts all the time."""
    grain = readout.grain or ""
    repeated = season(readout)
    if repeated is not None:
        return season_words(repeated, grain)
    return levels_words(readout.metric, levels(fine)) or drift_words(readout.metric, drift(readout), grain)


def volume_card(ask: Ask, metric: str, key: str, question: str) -> CardView:
    """A count per period."""
    readout = ask.readout(metric, over_time=True)
    return CardView(
        key, question, sentence(readout), tone(readout),
        partial(volume_over_time, readout) if readout.rows else None, caption(readout), (readout,), "column",
    )
