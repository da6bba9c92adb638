"""Named amounts from large to small, each with its interval and a word at the right: dots, or bars from zero."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from charts import labels, scales
from charts.escape import esc, plain
from charts.figures.base import SMALL, Figure, axis, figure, font, names_axis, text
from charts.figures.ranked_marks import Ranked, Yardstick, bars, dots
from charts.theme import Ground, theme

_ROW, _TIGHT, _TOP, _BOTTOM, _NAME = 27, 22, 24, 26, 132
_HIGH = 470  # pixels a card keeps its place beside another with


def ranked(
    rows: Sequence[Ranked], ground: Ground, *, head: str = "", mark: Literal["dot", "bar"] = "dot",
    yardstick: Yardstick | None = None, said: Sequence[str] = (),
) -> Figure:  # fmt: skip
    """Rows as they are given, from the top. head: what the words at the right are · said: how to read them, for the caption."""
    pitch = _ROW if len(rows) * _ROW + _TOP + _BOTTOM <= _HIGH else _TIGHT
    names = [labels.lines(plain(row.name), _NAME, 2 if pitch == _ROW else 1) for row in rows]
    if pitch == _ROW and labels.crowded(names) and len(rows) * 35 + _TOP + _BOTTOM <= _HIGH:
        pitch = 35
    elif labels.crowded(names):
        names = [labels.lines(plain(row.name), _NAME, 1) for row in rows]
    left = max((labels.width(line) for name in names for line in name), default=0) + 14
    wide = max([labels.width(row.right, SMALL) for row in rows] + [labels.width(head, SMALL)], default=0) + 12
    top = max([row.high for row in rows] + [yardstick.value if yardstick else 0.0], default=1.0) or 1.0
    values, written = scales.share_ticks(0.0, top * 1.06)
    return figure(
        bars(rows, ground) if mark == "bar" else dots(rows, ground),
        ground,
        height=max(110, len(rows) * pitch + _TOP + _BOTTOM),
        margin=(left, wide + 4, _TOP, _BOTTOM),
        said=said,
        xaxis=axis(ground, range=[0, top * 1.06], tickvals=values, ticktext=written, showgrid=True),
        yaxis=names_axis(ground, names),
        shapes=[_line(yardstick, ground)] if yardstick else [],
        annotations=_texts(rows, ground, head, wide, yardstick),
    )


def _line(yardstick: Yardstick, ground: Ground) -> dict[str, Any]:
    return {
        "type": "line", "xref": "x", "x0": yardstick.value, "x1": yardstick.value, "yref": "paper", "y0": 0, "y1": 1,
        "line": {"color": theme(ground).axis, "width": 1.2, "dash": "dot"}, "layer": "between",
    }  # fmt: skip


def _texts(
    rows: Sequence[Ranked], ground: Ground, head: str, wide: float, yardstick: Yardstick | None
) -> list[dict[str, Any]]:
    """The words at the right under their head, and the line's name."""
    common = {"xref": "paper", "xanchor": "right", "xshift": wide, "align": "right"}
    found = [
        text(ground, esc(row.right), 1, place, yref="y", font=font(ground, muted=not row.strong), **common)
        for place, row in enumerate(rows)
    ]
    if head:
        found.append(text(ground, esc(head), 1, 1, yref="paper", yanchor="bottom", font=font(ground), **common))
    if yardstick is not None:
        above = {"yref": "paper", "xanchor": "center", "yanchor": "bottom", "font": font(ground)}
        found.append(text(ground, esc(yardstick.words), yardstick.value, 1, **above))
    return found
