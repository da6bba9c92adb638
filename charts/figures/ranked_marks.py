"""Marks of ranked rows: dots on their intervals, or bars from zero with whiskers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charts.escape import esc
from charts.theme import Ground, faded, theme


@dataclass(frozen=True, slots=True)
class Ranked:
    """value with low and high: shares (0..1) · right: what stands at the right · words: the hover's lines · strong: drawn in
    the accent, else in grey."""

    name: str
    value: float
    low: float
    high: float
    right: str
    words: tuple[str, ...]
    strong: bool = True


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A thin line across the rows, and its name."""

    value: float
    words: str


def dots(rows: Sequence[Ranked], ground: Ground) -> list[dict[str, Any]]:
    """Intervals as lines, values as dots upon them."""
    tints = _tints(rows, ground)
    lines = [
        {
            "type": "scatter", "mode": "lines", "x": [row.low, row.high], "y": [place, place], "hoverinfo": "skip",
            "line": {"color": tint, "width": 3}, "opacity": 0.45, "name": "",
        }
        for place, (row, tint) in enumerate(zip(rows, tints, strict=True))
    ]  # fmt: skip
    points = {
        "type": "scatter", "mode": "markers", "cliponaxis": False, "x": [row.value for row in rows],
        "y": list(range(len(rows))), "hoverinfo": "text", "hovertext": [_hover(row) for row in rows], "name": "",
        "marker": {
            "size": 10, "color": tints, "opacity": 1,
            "line": {"width": 1.5, "color": theme(ground).ground},
        },
    }  # fmt: skip
    return [*lines, points]


def bars(rows: Sequence[Ranked], ground: Ground) -> list[dict[str, Any]]:
    """Bars from zero with whiskers."""
    return [{
        "type": "bar", "orientation": "h", "width": 0.5, "x": [row.value for row in rows], "y": list(range(len(rows))),
        "hoverinfo": "text", "textposition": "none", "hovertext": [_hover(row) for row in rows], "name": "",
        "marker": {"color": _tints(rows, ground)},
        "error_x": {
            "type": "data", "symmetric": False, "color": faded(theme(ground).ink, 0.75), "thickness": 1.3, "width": 4,
            "array": [row.high - row.value for row in rows],
            "arrayminus": [row.value - row.low for row in rows],
        },
    }]  # fmt: skip


def _tints(rows: Sequence[Ranked], ground: Ground) -> list[str]:
    return [theme(ground).accent if row.strong else theme(ground).context for row in rows]


def _hover(row: Ranked) -> str:
    return "<br>".join([f"<b>{esc(row.name)}</b>", *(esc(line) for line in row.words)])
