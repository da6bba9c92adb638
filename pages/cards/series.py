"""The two cards every page has: one metric over time with its interval, and one volume over time."""

from __future__ import annotations

from functools import partial

from charts.figures import trend, volume_over_time
from metrics.verdict import sentence
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.moved_by import checked
from pages.cards.words import caption, tone


def trend_card(ask: Ask, metric: str, question: str) -> CardView:
    """One metric over time with its interval band."""
    readout = checked(ask, ask.over_time(metric))
    return CardView(
        f"{metric}_trend", question, sentence(readout), tone(readout),
        partial(trend, readout) if readout.rows else None, caption(readout), (readout,), "line",
    )


def volume_card(ask: Ask, metric: str, key: str, question: str) -> CardView:
    """A count per period."""
    readout = ask.readout(metric, over_time=True)
    return CardView(
        key, question, sentence(readout), tone(readout),
        partial(volume_over_time, readout) if readout.rows else None, caption(readout), (readout,), "column",
    )
