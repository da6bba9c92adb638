"""Horizontal bars under their names: how much of a whole each part holds, or how much of what is needed is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charts import labels
from charts.escape import esc, plain
from charts.figures.base import SIZE, SMALL, Figure, axis, figure, font, text
from charts.theme import Ground, theme

_ROW, _TOP, _BOTTOM, _NAME = 44, 8, 6, 330


@dataclass(frozen=True, slots=True)
class Bar:
    """filled: length of the bar, 0..1 · rest: where its pale part ends (0: none) · name: above it, at the left · figures: above
    it, at the right · told: lines of the hover · strong: in the accent's hue, else grey."""

    name: str
    filled: float
    rest: float = 0.0
    figures: str = ""
    told: tuple[str, ...] = ()
    strong: bool = True


def bars(rows: Sequence[Bar], ground: Ground, *, said: Sequence[str] = ()) -> Figure:
    """A row each, from the top; all lengths on one axis from 0 to 1."""
    palette, places = theme(ground), list(range(len(rows)))
    shared = {
        "type": "bar", "orientation": "h", "y": places, "width": 0.3, "hoverinfo": "text", "textposition": "none", "name": "",
        "hovertext": ["<br>".join(esc(line) for line in (row.told or (row.name,)) if line) for row in rows],
    }  # fmt: skip
    kept = {
        **shared, "x": [row.filled for row in rows],
        "marker": {"color": [palette.accent if row.strong else palette.context for row in rows]},
    }  # fmt: skip
    rest = {
        **shared, "x": [max(0.0, row.rest - row.filled) for row in rows], "base": [row.filled for row in rows],
        "marker": {"color": palette.pale},
    }  # fmt: skip
    return figure(
        [kept, rest], ground, height=len(rows) * _ROW + _TOP + _BOTTOM, margin=(4, 4, _TOP, _BOTTOM), said=said,
        barmode="overlay",
        xaxis=axis(ground, range=[0, 1.0], showticklabels=False),
        yaxis=axis(ground, range=[len(rows) - 0.5, -0.62], showticklabels=False),
        annotations=[label for place, row in enumerate(rows) for label in _labels(place, row, ground)],
    )  # fmt: skip


def _labels(place: int, row: Bar, ground: Ground) -> list[dict[str, Any]]:
    """Name at the left and figures at the right, above the bar."""
    at: dict[str, Any] = {"xref": "paper", "yref": "y", "yanchor": "bottom"}
    name = labels.fit(plain(row.name), _NAME - labels.width(row.figures, SMALL) - 8, SIZE)
    found = [text(ground, esc(name), 0, place - 0.17, **at)]
    if row.figures:
        found.append(text(ground, esc(row.figures), 1, place - 0.17, **{**at, "xanchor": "right"}, font=font(ground)))
    return found
