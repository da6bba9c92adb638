"""One metric as a card of its own: what `manage.py export METRIC` writes and the agreement check reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from charts.data import Kind
from metrics.metric import Unit
from metrics.readout import Readout
from metrics.registry import by_key
from metrics.verdict import sentence, spread
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.words import caption, tone
from pages.ui.text import t


def metric_card(
    ask: Ask, metric: str, *, by: tuple[str, ...] = (), over_time: bool | None = None, options: Mapping[str, Any] | None = None
) -> CardView:
    """The metric by a breakdown, over time, or (None) over time wherever it has a history and no breakdown was asked."""
    found = by_key(metric)
    timed = not (by or found.frame.snapshot or found.needs_by) if over_time is None else over_time
    journey = ask.journey if found.topic == "journeys" else None
    readout = ask.readout(metric, by=by, over_time=timed, options=options or journey)
    told = spread(readout) if by and not timed and not found.needs_by else sentence(readout)
    return CardView(
        metric, t(found.question), told, tone(readout), None, caption(readout), (readout,), _kind(readout),
    )  # fmt: skip


def _kind(readout: Readout) -> Kind:
    if readout.grain is None:
        return "bar"
    if readout.metric.needs_by:
        return "stack"
    return "column" if readout.metric.unit is Unit.COUNT and not readout.by else "line"
