"""An overlay as traces and shapes, behind the values it explains."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from charts.escape import esc
from charts.overlays import Overlay
from charts.series import Series
from charts.theme import Ground, faded, theme
from charts.voice import Voice
from metrics import formats
from metrics.metric import Metric

_NOTHING: dict[str, Any] = {"type": "scatter", "hoverinfo": "skip", "connectgaps": False, "showlegend": False, "name": ""}


def traces(overlay: Overlay, metric: Metric, ground: Ground, voice: Voice) -> list[dict[str, Any]]:
    """Band or edges, then the curve."""
    if not overlay.days:
        return []
    muted = theme(ground).muted
    days = [day.isoformat() for day in overlay.days]
    drawn: list[dict[str, Any]] = []
    if overlay.edges:
        drawn += [
            {**_NOTHING, "mode": "lines", "x": days, "y": list(side), "line": {"color": muted, "width": 1.2, "shape": "hvh"}}
            for side in (overlay.low, overlay.high)
        ]
    elif overlay.low:
        drawn.append(_band(overlay, faded(theme(ground).context, 0.35)))
    style = {"color": muted, "width": 1.2 if overlay.edges else 2.4, "dash": "dot" if overlay.dashed else "solid"}
    curve = {**_NOTHING, "mode": "lines", "x": days, "y": list(overlay.line), "line": style}
    if not overlay.edges:
        curve |= {"hoverinfo": "text", "hovertext": [_told(overlay, place, metric, voice) for place in range(len(days))]}
        curve["mode"] = "lines+markers"
        curve["marker"] = {"size": 5, "color": muted}
    return [*drawn, curve]


def rings(overlay: Overlay, series: Series, days: Sequence[date], ground: Ground) -> list[dict[str, Any]]:
    """A ring around every marked period's value."""
    values = {day: one.value for day, one in zip(days, series.estimates, strict=True) if one is not None}
    marked = [day for day in overlay.rings if day in values]
    if not marked:
        return []
    look = {"size": 15, "symbol": "circle-open", "color": theme(ground).ink, "line": {"width": 1.6, "color": theme(ground).ink}}
    x, y = [day.isoformat() for day in marked], [values[day] for day in marked]
    return [{**_NOTHING, "mode": "markers", "x": x, "y": y, "marker": look}]


def steps(overlay: Overlay, ground: Ground) -> list[dict[str, Any]]:
    """Levels as thick pale lines."""
    style = {"color": theme(ground).ink, "width": 2, "dash": "solid"}
    return [
        {"type": "line", "xref": "x", "yref": "y", "x0": step.start.isoformat(), "x1": step.end.isoformat(),
         "y0": step.value, "y1": step.value, "line": style, "opacity": 0.75}
        for step in overlay.steps
    ]  # fmt: skip


def _band(overlay: Overlay, colour: str) -> dict[str, Any]:
    """One polygon per unbroken stretch: a gap stays a gap."""
    x: list[str | None] = []
    y: list[float | None] = []
    whole = zip(overlay.days, overlay.low, overlay.high, strict=True)
    for known, run in groupby(whole, lambda one: one[1] is not None and one[2] is not None):
        if not known:
            continue
        part = [(day.isoformat(), low, high) for day, low, high in run]
        x += [*(day for day, _, _ in part), *(day for day, _, _ in reversed(part)), None]
        y += [*(high for _, _, high in part), *(low for _, low, _ in reversed(part)), None]
    return {**_NOTHING, "mode": "lines", "x": x, "y": y, "fill": "toself", "fillcolor": colour, "line": {"width": 0}}


def _told(overlay: Overlay, place: int, metric: Metric, voice: Voice) -> str:
    value = overlay.line[place]
    if value is None:
        return ""
    told = esc(formats.value(metric, value))
    low, high = (side[place] if side else None for side in (overlay.low, overlay.high))
    if low is None or high is None:
        return told
    between = voice.words("between {low} and {high}", low=formats.value(metric, low), high=formats.value(metric, high))
    return f"{told} ({esc(between)})"
