"""Importance against performance: every item a named point among four corners that say what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charts import scales
from charts.escape import esc, plain
from charts.figures.base import SMALL, Figure, axis, figure, font, text
from charts.figures.corners import Corners, lines, reserved
from charts.figures.corners import words as corner_words
from charts.placing import Placed, Room, place
from charts.theme import Ground, faded, theme
from charts.voice import READER, Voice
from metrics import lists

MOST_WHISKERS = 6  # items whose intervals are drawn; among more they would hide the names, and stay in the hover
_HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 480, 44, 8, 24, 44  # as high as a card that stands across the page
_SIDE_AIR, _AIR = 0.16, 0.09  # of an axis' length beyond its outermost points: names stand beside them


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


def plane(
    items: Sequence[Item], cuts: tuple[float, float], corners: Corners, ground: Ground, *, titles: tuple[str, str],
    said: Sequence[str] = (), voice: Voice = READER,
) -> Figure:  # fmt: skip
    """cuts: (rating, importance), where high begins · titles: of the rating's and of the importance's axis · said:
    how to read it, for the caption."""
    shown = len(items) <= MOST_WHISKERS
    xs = _range([v for one in items for v in (one.x, *(one.x_ends if shown else ()))], _SIDE_AIR)
    ys = _range([v for one in items for v in (one.y, *(one.y_ends if shown else ()))], _AIR)
    room = Room(_HEIGHT - _TOP - _BOTTOM, reserved(corners), crosses=shown)
    spots = [((one.x - xs[0]) / (xs[1] - xs[0]), (ys[1] - one.y) / (ys[1] - ys[0])) for one in items]
    placed = place(spots, [plain(one.name) for one in items], room, SMALL)
    nameless = [plain(one.name) for one, at in zip(items, placed, strict=True) if at is None]
    told = [voice.words("without a name for want of room: {names}", names=lists.enumerated(nameless))] if nameless else []
    x_ticks, y_ticks = scales.share_ticks(*xs), scales.share_ticks(*ys, most=6)
    return figure(
        [*(_whiskers(items, ground) if shown else ()), _points(items, ground)],
        ground,
        height=_HEIGHT,
        margin=(_LEFT, _RIGHT, _TOP, _BOTTOM),
        said=[*said, *told],
        xaxis=axis(ground, range=list(xs), tickvals=x_ticks[0], ticktext=x_ticks[1]),
        yaxis=axis(ground, range=list(ys), tickvals=y_ticks[0], ticktext=y_ticks[1]),
        shapes=lines(cuts, xs, ys, ground),
        annotations=[*corner_words(corners, ground), *_titles(titles, ground), *_names(items, placed, ground)],
    )


def _range(values: Sequence[float], share: float) -> tuple[float, float]:
    low, high = min(values), max(values)
    air = max(share * (high - low), 0.01)
    return low - air, high + air


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
