"""Which words two groups use differently: how many times as often, on a scale where half as often lies as far as twice."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from charts import labels
from charts.escape import esc, plain
from charts.figures.base import SMALL, Figure, axis, figure, font, names_axis, text
from charts.theme import Ground, theme
from charts.voice import READER, Voice
from metrics import formats
from metrics.stats.log_odds import WordOdds

_ROW, _TOP, _BOTTOM, _NAME = 25, 44, 26, 110
_FARTHEST = 10.0  # powers of two drawn on either side: a thousand times as often; farther, an interval is as good as open
_LABELS = 4  # at most so many ticks on either side
MOST_A_SIDE = 5


def shown(words: Sequence[WordOdds]) -> list[WordOdds]:
    """Words that are more than chance, at most MOST_A_SIDE of either side, those with the strongest evidence; from most to
    least typical of the first."""
    real = [one for one in words if one.real]
    first = [one for one in real if one.ratio >= 1][:MOST_A_SIDE]
    second = [one for one in real if one.ratio < 1][:MOST_A_SIDE]
    return sorted([*first, *second], key=lambda one: (-one.ratio, one.word))


def odds(words: Sequence[WordOdds], ground: Ground, *, names: tuple[str, str], voice: Voice = READER) -> Figure:
    """words: all compared (`shown` picks) · names: of the first and the second group. How many are left out is said."""
    rows = shown(words)
    ends = [abs(math.log2(end)) for one in rows for end in (one.low, one.high)]
    reach = min(_FARTHEST, max(1.5, *ends)) if ends else 1.5
    apart = math.ceil(int(reach) / _LABELS)
    steps = list(range(-(int(reach) // apart) * apart, int(reach) + 1, apart))
    counts = [formats.whole(one.first + one.second) for one in rows]
    head = voice.say("comments")
    room = max([labels.width(words, SMALL) for words in (*counts, head)], default=0) + 14
    written = [labels.fit(plain(one.word), _NAME) for one in rows]
    return figure(
        _marks(rows, reach, names, ground, voice), ground, height=max(130, len(rows) * _ROW + _TOP + _BOTTOM),
        said=_left(words, rows, voice),
        margin=(max((labels.width(name) for name in written), default=0) + 14, room, _TOP, _BOTTOM),
        xaxis=axis(ground, range=[-reach, reach], tickvals=steps, ticktext=[_times(step) for step in steps], showgrid=True),
        yaxis=names_axis(ground, written),
        shapes=[{
            "type": "line", "xref": "x", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "layer": "between",
            "line": {"color": theme(ground).axis, "width": 1.2},
        }],
        annotations=[*_sides(names, ground), *_counts(counts, head, room, ground)],
    )  # fmt: skip


def _left(words: Sequence[WordOdds], rows: Sequence[WordOdds], voice: Voice) -> list[str]:
    """How many words are not drawn, and why."""
    real = sum(one.real for one in words)
    drawn = voice.words("drawn: {n} of {all} words that are more than chance", n=len(rows), all=formats.whole(real))
    others = voice.words("{n} other words are no more than chance", n=formats.whole(len(words) - real))
    return [*([drawn] if real > len(rows) else []), *([others] if len(words) > real else [])]


def _times(step: int) -> str:
    """×4 on either side, = in the middle: how many times as often."""
    return "=" if step == 0 else f"×{2 ** abs(step)}"


def _marks(
    rows: Sequence[WordOdds], reach: float, names: tuple[str, str], ground: Ground, voice: Voice
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    hue = theme(ground).accent
    for place, one in enumerate(rows):
        ends = [max(-reach, min(reach, math.log2(end))) for end in (one.low, one.high)]
        found.append({
            "type": "scatter", "mode": "lines", "x": ends, "y": [place, place], "hoverinfo": "skip", "name": "",
            "line": {"color": hue, "width": 3}, "opacity": 0.45,
        })
    dots = {
        "type": "scatter", "mode": "markers", "cliponaxis": False, "name": "", "hoverinfo": "text",
        "x": [max(-reach, min(reach, math.log2(one.ratio))) for one in rows], "y": list(range(len(rows))),
        "hovertext": [_hover(one, names, voice) for one in rows],
        "marker": {"size": 9, "color": hue, "opacity": 1, "line": {"width": 1.5, "color": theme(ground).ground}},
    }
    return [*found, dots]


def _hover(one: WordOdds, names: tuple[str, str], voice: Voice) -> str:
    side = names[0] if one.ratio >= 1 else names[1]
    ratio, low, high = (one.ratio, one.low, one.high) if one.ratio >= 1 else (1 / one.ratio, 1 / one.high, 1 / one.low)
    told = voice.words(
        "{ratio} times as often (between {low} and {high})", ratio=f"{ratio:.1f}", low=f"{low:.1f}", high=f"{high:.1f}"
    )
    counts = [f"{name}: {formats.counted(n, 'comments')}" for name, n in zip(names, (one.first, one.second), strict=True)]
    return "<br>".join([f"<b>{esc(one.word)}</b>", esc(f"{side}: {told}"), *(esc(line) for line in counts)])


def _sides(names: tuple[str, str], ground: Ground) -> list[dict[str, Any]]:
    """Which side is whose, above the halves."""
    common = {"xref": "x", "yref": "paper", "yanchor": "bottom", "font": font(ground)}
    right, left = ("<br>".join(esc(line) for line in labels.lines(plain(name), 110, size=SMALL)) for name in names)
    return [
        text(ground, left, 0, 1, xanchor="right", xshift=-8, align="right", **common),
        text(ground, right, 0, 1, xanchor="left", xshift=8, **common),
    ]


def _counts(counts: Sequence[str], head: str, room: float, ground: Ground) -> list[dict[str, Any]]:
    common = {"xref": "paper", "xanchor": "right", "xshift": room - 4, "font": font(ground), "align": "right"}
    found = [text(ground, words, 1, place, yref="y", **common) for place, words in enumerate(counts)]
    return [*found, text(ground, esc(head), 1, 1, yref="paper", yanchor="bottom", **common)]
