"""How answers spread over a scale, and the line beside a tile's number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from charts.escape import esc
from charts.figures.base import HEIGHT, Figure, axis, figure, text
from charts.theme import Ground, theme
from charts.voice import READER, Voice
from metrics import formats


def histogram(
    scores: Sequence[tuple[float, int]],
    ground: Ground,
    *,
    counted: str = "answers",
    better: Collection[float] = (),
    worse: Collection[float] = (),
    voice: Voice = READER,
) -> Figure:
    """Answers per score from zero. scores: (score, answers), every score of the scale, ascending · better, worse: the
    scores that count for and against (promoters and detractors); the share above each bar says how much weighs what."""
    palette, total = theme(ground), sum(n for _, n in scores)
    top = max((n for _, n in scores), default=0) or 1
    places = list(range(len(scores)))
    tints = [
        palette.better
        if score in better
        else palette.worse
        if score in worse
        else palette.context
        if better or worse
        else palette.accent
        for score, _ in scores
    ]
    shares = [formats.percent(f"{n / total * 100:.0f}") if total else "" for _, n in scores]
    bars = {
        "type": "bar",
        "x": places,
        "y": [n for _, n in scores],
        "width": 0.72,
        "hoverinfo": "text",
        "name": "",
        "textposition": "none",
        "marker": {"color": tints},
        "hovertext": [
            f"<b>{formats.minus(f'{score:g}')}</b><br>{esc(formats.counted(n, counted))}<br>{share}"
            for (score, n), share in zip(scores, shares, strict=True)
        ],
    }
    written = [
        text(ground, share, place, n, xanchor="center", yanchor="bottom")
        for place, ((_, n), share) in enumerate(zip(scores, shares, strict=True))
    ]
    return figure(
        [bars],
        ground,
        height=HEIGHT - 60,
        margin=(8, 8, 18, 28),
        annotations=written,
        xaxis=axis(
            ground,
            range=[-0.6, len(scores) - 0.4],
            tickvals=places,
            ticktext=[formats.minus(f"{s:g}") for s, _ in scores],
            showline=True,
        ),
        yaxis=axis(ground, range=[0, top * 1.04], showticklabels=False),
    )


def sparkline(
    values: Sequence[float | None], ground: Ground, *, provisional: bool = False, target: float | None = None
) -> Figure:
    """A line without axes; None is a gap; the last point is hollow while its period runs; the target is a tick."""
    palette = theme(ground)
    last = max((i for i, v in enumerate(values) if v is not None), default=None)
    known = [v for v in (*values, target) if v is not None] or [0.0]
    air = 0.15 * (max(known) - min(known)) or 1.0
    places = list(range(len(values)))
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": places,
        "y": list(values),
        "connectgaps": False,
        "hoverinfo": "skip",
        "line": {"color": palette.axis, "width": 1.8},
        "name": "",
    }
    end: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers",
        "x": [] if last is None else [last],
        "y": [] if last is None else [values[last]],
        "hoverinfo": "skip",
        "name": "",
        "marker": {
            "size": 7,
            "color": palette.ground if provisional else palette.accent,
            "opacity": 1,
            "line": {"color": palette.accent, "width": 1.8},
        },
    }
    tick = (
        []
        if target is None
        else [
            {
                "type": "line",
                "xref": "paper",
                "x0": 0.96,
                "x1": 1,
                "yref": "y",
                "y0": target,
                "y1": target,
                "line": {"color": palette.ink, "width": 2},
            }
        ]
    )
    return figure(
        [line, end],
        ground,
        height=44,
        margin=(4, 6, 4, 4),
        shapes=tick,
        xaxis=axis(ground, range=[-0.3, max(len(values) - 0.7, 0.3)], visible=False),
        yaxis=axis(ground, range=[min(known) - air, max(known) + air], visible=False),
    )
