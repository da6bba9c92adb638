"""Values with how far they could be off, row by row as in a table: a dot, its interval, texts at the right.

Blocks of rows either share one axis with ticks, or each is centred on its own first value: then only widths and shifts
compare, in one unit for all, and the values stand in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charts import labels
from charts.escape import esc, plain
from charts.figures.base import SMALL, Figure, axis, figure, font, text
from charts.theme import Ground, Theme, theme

_ROW, _HEAD, _TOP, _BOTTOM, _NAME, _GAP = 25, 27, 22, 8, 150, 12


@dataclass(frozen=True, slots=True)
class Range:
    """One row. low, high: its interval · widest: bounds beyond it, drawn pale behind · columns: texts at the right, the last
    of them in the hue of `tone` (better | worse | neutral) · told: lines of the hover · reason: why there is no value."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    widest: tuple[float, float] | None = None
    columns: tuple[str, ...] = ()
    tone: str = "neutral"
    told: tuple[str, ...] = ()
    reason: str = ""
    strong: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under one head; an empty title has no line of its own."""

    title: str
    rows: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """A common axis: its ends, ticks and how they are written."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


def ranges(
    blocks: Sequence[Block], ground: Ground, *, heads: Sequence[str] = (), scale: Scale | None = None, said: Sequence[str] = ()
) -> Figure:
    """The table of ranges. heads: over the columns at the right · scale: None centres every block on its first value."""
    places, height = _places(blocks)
    half = max((_reach(block) for block in blocks), default=0.0) or 1.0
    span = (scale.low, scale.high) if scale else (-1.08 * half, 1.08 * half)
    bottom = 24 if scale else _BOTTOM
    rows = [(row, places[b][r + 1], 0.0 if scale else _centre(block)) for b, block in enumerate(blocks)
            for r, row in enumerate(block.rows)]  # fmt: skip
    columns, right = _columns(rows, heads, ground)
    names = [labels.fit(plain(row.name), _NAME) for row, _, _ in rows]
    ticks = scale.ticks if scale else ()
    left = max((labels.width(name) for name in names), default=0) + 14
    return figure(
        _traces(rows, theme(ground)),
        ground,
        height=height + _TOP + bottom,
        margin=(left, right, _TOP, bottom),
        said=said,
        shapes=[] if scale else _references(blocks, places, theme(ground)),
        xaxis=axis(
            ground, range=list(span), tickvals=[at for at, _ in ticks], ticktext=[esc(words) for _, words in ticks],
            showgrid=scale is not None, showticklabels=scale is not None,
        ),
        yaxis=axis(
            ground, range=[height, 0], tickvals=[y for _, y, _ in rows], ticktext=[esc(name) for name in names],
            tickfont=font(ground, size=12, muted=False), ticklabelstandoff=6,
        ),
        annotations=[*columns, *_heads(blocks, places, left, ground), *_reasons(rows, span[0], ground)],
    )  # fmt: skip


def _places(blocks: Sequence[Block]) -> tuple[list[list[float]], int]:
    """Per block the places of its head and of its rows, in pixels from the top; and the height of all."""
    found, at = [], 0.0
    for block in blocks:
        head = at + _HEAD / 2
        at += _HEAD if block.title else 0
        found.append([head, *(at + _ROW * (i + 0.5) for i in range(len(block.rows)))])
        at += _ROW * len(block.rows)
    return found, max(int(at), _ROW)


def _centre(block: Block) -> float:
    return next((row.value for row in block.rows if row.value is not None), 0.0)


def _reach(block: Block) -> float:
    """How far the block's marks reach from its centre."""
    centre = _centre(block)
    marks = [mark for row in block.rows for mark in (row.value, row.low, row.high) if mark is not None]
    return max((abs(mark - centre) for mark in marks), default=0.0)


def _traces(rows: Sequence[tuple[Range, float, float]], palette: Theme) -> list[dict[str, Any]]:
    """Bounds and intervals as lines, dots as one trace."""
    known = [(row, y, centre, row.value) for row, y, centre in rows if row.value is not None]
    lines = []
    for row, y, centre, _ in known:
        tint = palette.accent if row.strong else palette.context
        if row.widest is not None:
            lines.append(_line(row.widest, y, 0.0, palette.pale, 13, 1.0))
        if row.low is not None and row.high is not None:
            lines.append(_line((row.low, row.high), y, centre, tint, 3.5, 0.5))
    dots = {
        "type": "scatter", "mode": "markers", "cliponaxis": False, "name": "",
        "x": [value - centre for _, _, centre, value in known],
        "y": [y for _, y, _, _ in known],
        "hoverinfo": "text",
        "hovertext": ["<br>".join(f"<b>{esc(one)}</b>" if i == 0 else esc(one) for i, one in enumerate(row.told or (row.name,)))
                      for row, _, _, _ in known],
        "marker": {
            "size": 10, "opacity": 1, "color": [palette.accent if row.strong else palette.context for row, _, _, _ in known],
            "line": {"width": 1.5, "color": palette.ground},
        },
    }  # fmt: skip
    return [*lines, dots]


def _line(ends: tuple[float, float], y: float, centre: float, colour: str, width: float, opacity: float) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "x": [end - centre for end in ends], "y": [y, y], "hoverinfo": "skip", "name": "",
        "line": {"color": colour, "width": width}, "opacity": opacity,
    }  # fmt: skip


def _references(blocks: Sequence[Block], places: Sequence[Sequence[float]], palette: Theme) -> list[dict[str, Any]]:
    """A thin line through a block's first value, along its rows."""
    return [
        {
            "type": "line", "xref": "x", "yref": "y", "x0": 0, "x1": 0, "y0": at[1] - _ROW / 2, "y1": at[-1] + _ROW / 2,
            "line": {"color": palette.axis, "width": 1, "dash": "dot"}, "layer": "below",
        }
        for block, at in zip(blocks, places, strict=True)
        if len(block.rows) > 1 and any(row.value is not None for row in block.rows)
    ]  # fmt: skip


def _columns(
    rows: Sequence[tuple[Range, float, float]], heads: Sequence[str], ground: Ground
) -> tuple[list[dict[str, Any]], float]:
    """The texts at the right under their heads, each column as wide as its widest text; and the room they take."""
    count = max((len(row.columns) for row, _, _ in rows), default=0)
    found, right = [], 0.0
    for place in range(count):
        head = heads[place] if place < len(heads) else ""
        texts = [(row, y, row.columns[place]) for row, y, _ in rows if place < len(row.columns)]
        right += max([labels.width(words, SMALL) for _, _, words in texts] + [labels.width(head, SMALL)]) + _GAP
        at = {"xref": "paper", "xanchor": "right", "xshift": right, "align": "right"}
        for row, y, words in texts:
            last = 0 < place == len(row.columns) - 1
            found.append(text(ground, esc(words), 1, y, yref="y", font=_tone(row, ground, last=last), **at))
        if head:
            found.append(text(ground, esc(head), 1, 1, yref="paper", yanchor="bottom", font=font(ground), **at))
    return found, right + 4


def _tone(row: Range, ground: Ground, *, last: bool) -> dict[str, Any]:
    """The value in ink; the last column in the hue of its news, grey where it is none."""
    palette = theme(ground)
    if not last:
        return font(ground, muted=False)
    return {**font(ground), "color": {"better": palette.better, "worse": palette.worse}.get(row.tone, palette.muted)}


def _heads(blocks: Sequence[Block], places: Sequence[Sequence[float]], left: float, ground: Ground) -> list[dict[str, Any]]:
    """Titles of blocks, from the figure's left edge on."""
    return [
        text(ground, f"<b>{esc(block.title)}</b>", 0, at[0], xref="paper", yref="y", xshift=-int(left))
        for block, at in zip(blocks, places, strict=True) if block.title
    ]  # fmt: skip


def _reasons(rows: Sequence[tuple[Range, float, float]], low: float, ground: Ground) -> list[dict[str, Any]]:
    return [
        text(ground, esc(row.reason), low, y, yref="y", font=font(ground), xshift=4)
        for row, y, _ in rows if row.value is None and row.reason
    ]  # fmt: skip
