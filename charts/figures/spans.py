"""When something was there: a bar a stretch on one time axis, a row each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from charts import labels
from charts.escape import esc, plain
from charts.figures.base import SIZE, SMALL, Figure, axis, figure, font, text
from charts.figures.trends import time_axis
from charts.theme import Ground, theme
from charts.voice import READER, Voice
from metrics import formats
from metrics.periods import calendar

_ROW, _TOP, _BOTTOM, _NAME = 40, 10, 40, 330


@dataclass(frozen=True, slots=True)
class Spanned:
    """name: above the bar at the left · figures: at the right · spans: (first day, first day after) · hue: which of the
    channel colours, so that what belongs together looks alike."""

    name: str
    figures: str
    spans: tuple[tuple[date, date], ...]
    hue: int = 0


def spans(rows: Sequence[Spanned], grain: str, ground: Ground, *, said: Sequence[str] = (), voice: Voice = READER) -> Figure:
    """Rows from the top, in the given order."""
    first = min(start for row in rows for start, _ in row.spans)
    last = max(end for row in rows for _, end in row.spans) - timedelta(days=1)
    days = calendar(first, last.replace(day=1), grain) if grain != "day" else [first, last]
    return figure(
        [_bar(place, row, span, ground) for place, row in enumerate(rows) for span in row.spans],
        ground,
        height=len(rows) * _ROW + _TOP + _BOTTOM,
        margin=(4, 4, _TOP, _BOTTOM),
        said=said,
        xaxis=time_axis(days, grain, ground, voice, half=0.25),
        yaxis=axis(ground, range=[len(rows) - 0.5, -0.7], showticklabels=False),
        annotations=[label for place, row in enumerate(rows) for label in _labels(place, row, ground)],
    )


def _bar(place: int, row: Spanned, span: tuple[date, date], ground: Ground) -> dict[str, Any]:
    palette = theme(ground)
    start, end = span
    ended = end - timedelta(days=1)
    told = f"<b>{esc(row.name)}</b><br>{esc(row.figures)}<br>{esc(formats.month(start))} – {esc(formats.month(ended))}"
    return {
        "type": "scatter", "mode": "lines", "x": [start.isoformat(), ended.isoformat()], "y": [place, place], "name": "",
        "line": {"color": palette.channels[row.hue % len(palette.channels)], "width": 9}, "hoverinfo": "text",
        "hovertext": [told, told],
    }  # fmt: skip


def _labels(place: int, row: Spanned, ground: Ground) -> list[dict[str, Any]]:
    """Name at the left and figures at the right, above the bar."""
    at: dict[str, Any] = {"xref": "paper", "yref": "y", "yanchor": "bottom"}
    name = labels.fit(plain(row.name), _NAME - labels.width(row.figures, SMALL) - 8, SIZE)
    return [
        text(ground, esc(name), 0, place - 0.17, **at),
        text(ground, esc(row.figures), 1, place - 0.17, **{**at, "xanchor": "right"}, font=font(ground)),
    ]
