"""Cards about CSAT, NPS and CES: trends with intervals, where they differ, which items they are made of."""

from __future__ import annotations

from functools import partial

from charts.figures import dots
from metrics.verdict import spread
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.series import trend_card
from pages.cards.words import caption
from pages.ui.text import t


def csat_trend(ask: Ask) -> CardView:
    """CSAT (top two boxes) over time."""
    return trend_card(ask, "csat", t("Are customers satisfied, and is that changing?"))


def nps_trend(ask: Ask) -> CardView:
    """NPS over time."""
    return trend_card(ask, "nps", t("Would customers recommend us?"))


def ces_trend(ask: Ask) -> CardView:
    """CES over time."""
    return trend_card(ask, "ces", t("Do we make it easy?"))


def items(ask: Ask) -> CardView:
    """The rated items of the surveys, best first."""
    readout = ask.readout("rating", by=("question",))
    return CardView(
        "items", t("How are the single items rated?"), spread(readout), "neutral",
        partial(dots, readout) if readout.rows else None, caption(readout), (readout,), "bar",
    )
