"""One card for every metric of a topic: the chosen one by a chosen dimension or file column."""

from __future__ import annotations

from functools import partial

from charts.figures import dots
from metrics.registry import METRICS, by_key
from metrics.verdict import sentence, spread
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.words import caption
from pages.ui.text import t

FIRST = {"channel_mix": "contact_share", "satisfaction": "csat", "recovery": "complaint_share"}


def measures(topic: str) -> dict[str, str]:
    """key → title of every metric of a topic, the one shown at first in front."""
    found = {metric.key: metric.title for metric in METRICS if metric.topic == topic}
    first = FIRST[topic]
    return {first: found.pop(first), **found}


def by_choice(ask: Ask, *, metric: str, dimension: str, label: str) -> CardView:
    """Dots with intervals, sorted; shares of a whole name the largest, the others the ends."""
    readout = ask.readout(metric, by=(dimension,))
    verdict = sentence(readout) if by_key(metric).needs_by else spread(readout)
    return CardView(
        "breakdown", t("Where is it higher or lower: {title} by {what}", title=readout.metric.title, what=label), verdict,
        "neutral", partial(dots, readout) if readout.rows else None, caption(readout), (readout,), "bar",
    )
