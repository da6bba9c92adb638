"""What moved a number: from before to after, one floating bar per cause. Levels are dots: an axis need not begin at zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from charts import labels, scales
from charts.escape import esc, plain
from charts.figures.base import SMALL, Figure, axis, figure, font, names_axis, text
from charts.theme import Ground, direction_colours, theme
from charts.voice import READER, Voice
from metrics import formats
from metrics.metric import Better, Metric
from metrics.split import Effect
from metrics.split_words import with_reach

_LEAST = 200  # pixels: beside a trend a few low bars would leave a hole
_ROW, _TOP, _BOTTOM, _NAME, _BAR = 30, 10, 26, 150, 0.5


@dataclass(frozen=True, slots=True)
class Cause:
    """One bar: its name as the source has it, and what it did, in the metric's unit. short: on the axis, for a long name."""

    name: str
    effect: Effect
    short: str = ""


def waterfall(
    metric: Metric, before: float, after: float, causes: Sequence[Cause], ground: Ground, *, voice: Voice = READER
) -> Figure:
    """From the value before, down or up every cause in the given order, to the value after. Causes that may be chance are
    grey. The causes add up to the change."""
    reached = list(accumulate((cause.effect.value for cause in causes), initial=before))
    spans = list(pairwise(reached))
    low, high = scales.limits(metric, [before, after, *reached])
    low, high = min(low, *reached), max(high, *reached)  # on its way a sum may pass what a share can be
    values, written = scales.ticks(metric, low, high, most=4)
    causing = [labels.fit(plain(cause.short or cause.name), _NAME) for cause in causes]
    names = [voice.say("before"), *causing, voice.say("after")]
    told = [formats.value(metric, before), *(_told(metric, cause) for cause in causes), formats.value(metric, after)]
    return figure(
        [_levels(metric, (before, after), len(names), ground, voice), *_bars(metric, causes, spans, ground)],
        ground,
        height=max(_LEAST, len(names) * _ROW + _TOP + _BOTTOM),
        margin=(max(map(labels.width, names)) + 14, max(labels.width(w, SMALL) for w in told) + 16, _TOP, _BOTTOM),
        barmode="overlay",
        shapes=_joints(reached, ground),
        xaxis=axis(ground, range=[low, high], tickvals=values, ticktext=written, showgrid=True),
        yaxis=names_axis(ground, names),
        annotations=_words(causes, told, ground),
    )  # fmt: skip


def _told(metric: Metric, cause: Cause) -> str:
    size = formats.change(metric, cause.effect.value)
    if not any(digit in size for digit in "123456789"):
        return size
    arrow, sign = ("▲ ", "+") if cause.effect.value > 0 else ("▼ ", "−")
    return (arrow if cause.effect.real else sign) + size


def _levels(metric: Metric, ends: tuple[float, float], rows: int, ground: Ground, voice: Voice) -> dict[str, Any]:
    accent = theme(ground).accent
    heads = (voice.say("before"), voice.say("after"))
    return {
        "type": "scatter", "mode": "markers", "x": list(ends), "y": [0, rows - 1], "hoverinfo": "text",
        "hovertext": [f"<b>{esc(h)}</b><br>{esc(formats.value(metric, v))}" for h, v in zip(heads, ends, strict=True)],
        "marker": {"size": 11, "color": [theme(ground).ground, accent], "line": {"width": 2.2, "color": accent}},
        "cliponaxis": False, "name": "",
    }  # fmt: skip


def _bars(
    metric: Metric, causes: Sequence[Cause], spans: Sequence[tuple[float, float]], ground: Ground
) -> list[dict[str, Any]]:
    better, worse = direction_colours(ground)
    grey, accent = theme(ground).context, theme(ground).accent
    bars = []
    for row, (cause, (start, end)) in enumerate(zip(causes, spans, strict=True), 1):
        good = (end > start) == (metric.better is Better.HIGHER)
        hue = accent if metric.better is Better.NEITHER else better if good else worse
        bars.append({
            "type": "bar", "orientation": "h", "x": [end - start], "base": [start], "y": [row], "width": [_BAR],
            "marker": {"color": hue if cause.effect.real else grey}, "hoverinfo": "text", "name": esc(plain(cause.name)),
            "hovertext": [f"<b>{esc(plain(cause.name))}</b><br>{esc(with_reach(metric, cause.effect))}"],
        })  # fmt: skip
    return bars


def _joints(reached: Sequence[float], ground: Ground) -> list[dict[str, Any]]:
    """Thin lines from the end of one bar to the beginning of the next."""
    line = {"color": theme(ground).muted, "width": 1, "dash": "dot"}
    return [
        {"type": "line", "xref": "x", "yref": "y", "x0": x, "x1": x, "y0": row, "y1": row + 1, "line": line, "layer": "below"}
        for row, x in enumerate(reached)
    ]


def _words(causes: Sequence[Cause], told: Sequence[str], ground: Ground) -> list[dict[str, Any]]:
    """The numbers at the right: levels and what is more than chance in ink, the rest muted."""
    wide = max(labels.width(words, SMALL) for words in told) + 12
    sure = [True, *(cause.effect.real for cause in causes), True]
    return [
        text(
            ground, esc(words), 1, row, xref="paper", yref="y", xanchor="right", xshift=wide,
            font=font(ground, muted=not ink),
        )
        for row, (words, ink) in enumerate(zip(told, sure, strict=True))
    ]  # fmt: skip
