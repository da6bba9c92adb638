"""One card for every metric of a topic: the chosen one by a chosen dimension or file column."""

from __future__ import annotations

from functools import partial

from charts.figures import dots, heat
from metrics.consistency import consistency_lines, differences
from metrics.crossed import crossed, standouts
from metrics.readout import Readout
from metrics.registry import METRICS, by_key
from metrics.verdict import sentence
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.words import caption
from pages.ui.text import t

FIRST = {"channel_mix": "contact_share", "satisfaction": "csat", "voices": "topic_share", "recovery": "complaint_share"}


def measures(topic: str) -> dict[str, str]:
    """key → title of every metric of a topic, the one shown at first in front."""
    found = {metric.key: metric.title for metric in METRICS if metric.topic == topic}
    first = FIRST[topic]
    return {first: found.pop(first), **found}


def by_choice(
    ask: Ask, *, metric: str, dimension: str, label: str, across: str | None = None, across_label: str = ""
) -> CardView:
    """Dots with intervals, sorted; shares of a whole name the largest, the others the ends. With `across`, a second
    dimension, a heat map: which cells really lie apart from the rest."""
    if across is not None:
        title = t(by_key(metric).title)
        question = t("Where is it higher or lower: {title} by {what} and {other}", title=title, what=label, other=across_label)
        return crossed_card("breakdown", question, ask.readout(metric, by=(dimension, across)))
    readout = ask.readout(metric, by=(dimension,))
    verdict = sentence(readout) if by_key(metric).needs_by else differences(readout)
    return CardView(
        "breakdown", t("Where is it higher or lower: {title} by {what}", title=t(readout.metric.title), what=label), verdict,
        "neutral", partial(dots, readout) if readout.rows else None, caption(readout), (readout,), "bar",
        workings=consistency_lines(readout),
    )


def crossed_card(key: str, question: str, readout: Readout) -> CardView:
    """Two dimensions crossed: which cells really lie apart from the rest."""
    real = standouts(readout).groups
    return CardView(
        key, question, crossed(readout), "neutral", partial(heat, readout, real=real) if readout.rows else None,
        caption(readout), (readout,), "bar",
    )  # fmt: skip
