"""The four corners of a plane: their words, the lines between them, and the one to act in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from charts import labels
from charts.escape import esc
from charts.figures.base import SMALL, font, text
from charts.theme import Ground, faded, theme

_LINE, _AIR = 20.0, 14.0  # pixels a corner's word takes, and around it


@dataclass(frozen=True, slots=True)
class Corners:
    """What the corners are called: upper left (important, rated low), upper right, lower left, lower right."""

    upper_left: str
    upper_right: str
    lower_left: str
    lower_right: str


def reserved(corners: Corners) -> list[tuple[bool, bool, float, float]]:
    """What the words take of the plot, as `charts.placing.Room` wants it."""
    taken = {
        (False, False): corners.upper_left, (True, False): corners.upper_right, (False, True): corners.lower_left,
        (True, True): corners.lower_right,
    }  # fmt: skip
    return [(*where, labels.width(word, SMALL) + _AIR, _LINE) for where, word in taken.items()]


def lines(
    cuts: tuple[float, float], xs: tuple[float, float], ys: tuple[float, float], ground: Ground
) -> list[dict[str, Any]]:
    """The corner to act in, faintly tinted, and the two lines."""
    palette = theme(ground)
    line = {"type": "line", "line": {"color": palette.axis, "width": 1.2, "dash": "dot"}, "layer": "below"}
    corner = {"type": "rect", "xref": "x", "x0": xs[0], "x1": cuts[0], "yref": "y", "y0": cuts[1], "y1": ys[1]}
    return [
        {**corner, "fillcolor": faded(palette.accent, 0.07), "line": {"width": 0}, "layer": "below"},
        {**line, "xref": "x", "x0": cuts[0], "x1": cuts[0], "yref": "paper", "y0": 0, "y1": 1},
        {**line, "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": cuts[1], "y1": cuts[1]},
    ]


def words(corners: Corners, ground: Ground) -> list[dict[str, Any]]:
    """fix first in ink, the other corners in grey."""
    where: Mapping[str, tuple[float, float]] = {
        corners.upper_left: (0, 1), corners.upper_right: (1, 1), corners.lower_left: (0, 0), corners.lower_right: (1, 0),
    }  # fmt: skip
    return [
        text(
            ground, f"<b>{esc(word)}</b>" if word == corners.upper_left else esc(word), x, y, xref="paper", yref="paper",
            xanchor="right" if x else "left", yanchor="top" if y else "bottom", xshift=-5 if x else 5,
            font=font(ground, muted=word != corners.upper_left),
        )
        for word, (x, y) in where.items()
    ]  # fmt: skip
