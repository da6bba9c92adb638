"""Importance against performance: every item a named point among four corners that say what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from charts import labels, scales
from charts.escape import esc, plain
from charts.figures.base import SMALL, Figure, axis, figure, font, text
from charts.placing import Placed, Room, place
from charts.theme import Ground, faded, theme
from charts.voice import READER, Voice

_HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 460, 44, 8, 24, 44
_AIR, _LINE = 0.09, 20.0  # of an axis' length beyond its outermost points; pixels a corner's word takes


@dataclass(frozen=True, slots=True)
class Item:
    """x: how it is rated, y: how important it is, both shares (0..1) with their intervals · strong: in the accent ·
    hollow: an interval crosses a cut · words: the hover's lines."""

    name: str
    x: float
    y: float
    x_ends: tuple[float, float]
    y_ends: tuple[float, float]
    strong: bool
    hollow: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corners:
    """What the corners are called: upper left (important, rated low), upper right, lower left, lower right."""

    upper_left: str
    upper_right: str
    lower_left: str
    lower_right: str


def plane(
    items: Sequence[Item], cuts: tuple[float, float], corners: Corners, ground: Ground, *, titles: tuple[str, str],
    voice: Voice = READER,
) -> Figure:  # fmt: skip
    """cuts: (rating, importance), where high begins · titles: of the rating's and of the importance's axis."""
    xs = _range([v for one in items for v in (one.x, *one.x_ends)])
    ys = _range([v for one in items for v in (one.y, *one.y_ends)])
    room = Room(_HEIGHT - _TOP - _BOTTOM, _reserved(corners))
    spots = [((one.x - xs[0]) / (xs[1] - xs[0]), (ys[1] - one.y) / (ys[1] - ys[0])) for one in items]
    placed = place(spots, [plain(one.name) for one in items], room, SMALL)
    nameless = [plain(one.name) for one, at in zip(items, placed, strict=True) if at is None]
    said = [voice.words("without a name for want of room: {names}", names=", ".join(nameless))] if nameless else []
    x_ticks, y_ticks = scales.share_ticks(*xs), scales.share_ticks(*ys)
    return figure(
        [*_whiskers(items, ground), _points(items, ground)],
        ground,
        height=_HEIGHT,
        margin=(_LEFT, _RIGHT, _TOP, _BOTTOM),
        said=said,
        xaxis=axis(ground, range=list(xs), tickvals=x_ticks[0], ticktext=x_ticks[1]),
        yaxis=axis(ground, range=list(ys), tickvals=y_ticks[0], ticktext=y_ticks[1]),
        shapes=_cuts(cuts, xs, ys, ground),
        annotations=[*_corner_words(corners, ground), *_titles(titles, ground), *_names(items, placed, ground)],
    )


def _range(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    air = max(_AIR * (high - low), 0.01)
    return low - air, high + air


def _reserved(corners: Corners) -> list[tuple[bool, bool, float, float]]:
    words = {
        (False, False): corners.upper_left, (True, False): corners.upper_right, (False, True): corners.lower_left,
        (True, True): corners.lower_right,
    }  # fmt: skip
    return [(*where, labels.width(word, SMALL) + 14, _LINE) for where, word in words.items()]


def _whiskers(items: Sequence[Item], ground: Ground) -> list[dict[str, Any]]:
    """Both intervals of every item, faint: one trace with gaps."""
    x: list[float | None] = []
    y: list[float | None] = []
    for one in items:
        x += [*one.x_ends, None, one.x, one.x, None]
        y += [one.y, one.y, None, *one.y_ends, None]
    line = {"color": faded(theme(ground).axis, 0.45), "width": 1.5}
    return [{"type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip", "line": line, "name": ""}]


def _points(items: Sequence[Item], ground: Ground) -> dict[str, Any]:
    palette = theme(ground)
    tints = [palette.accent if one.strong else palette.axis for one in items]
    return {
        "type": "scatter", "mode": "markers", "cliponaxis": False, "x": [one.x for one in items], "y": [one.y for one in items],
        "hoverinfo": "text", "name": "",
        "hovertext": ["<br>".join([f"<b>{esc(one.name)}</b>", *(esc(line) for line in one.words)]) for one in items],
        "marker": {
            "size": 10, "opacity": 1,
            "color": [palette.ground if one.hollow else tint for one, tint in zip(items, tints, strict=True)],
            "line": {"width": 2, "color": tints},
        },
    }  # fmt: skip


def _cuts(
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


def _corner_words(corners: Corners, ground: Ground) -> list[dict[str, Any]]:
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


def _titles(titles: tuple[str, str], ground: Ground) -> list[dict[str, Any]]:
    common = {"xref": "paper", "yref": "paper", "font": font(ground)}
    return [
        text(ground, f"{esc(titles[0])} →", 1, 0, xanchor="right", yanchor="top", yshift=-22, **common),
        text(ground, f"↑ {esc(titles[1])}", 0, 1, yanchor="bottom", xshift=2 - _LEFT, **common),
    ]


def _names(items: Sequence[Item], placed: Sequence[Placed | None], ground: Ground) -> list[dict[str, Any]]:
    """Names at their places; those far away with a line to their point."""
    found = []
    for one, at in zip(items, placed, strict=True):
        if at is None:
            continue
        common = {"xref": "x", "yref": "y", "xanchor": "center", "font": font(ground, muted=False)}
        if at.tied:
            arrow = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": theme(ground).axis, "standoff": 6}
            found.append(text(ground, esc(at.text), one.x, one.y, ax=at.dx, ay=at.dy, **arrow, **common))
        else:
            found.append(text(ground, esc(at.text), one.x, one.y, xshift=at.dx, yshift=-at.dy, **common))
    return found
