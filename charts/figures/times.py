"""How long it takes (the share done by each moment, open cases counted) and what still waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from charts import labels, scales
from charts.escape import esc, plain
from charts.figures.base import SMALL, Figure, axis, figure, font, text
from charts.theme import Ground, faded, theme
from charts.voice import READER, Voice
from metrics import formats
from metrics.readout import Readout

Curve = Sequence[tuple[float, float, float, float]]
_DAY, _MINUTE = 24.0, 1 / 60  # hours
_ROUNDING = 1e-9  # a share of exactly 0.9 may come out a rounding step below it
_STEPS = (1, 2, 3, 6, 12, 24, 48, 72, 7 * 24, 14 * 24, 28 * 24, 56 * 24, 91 * 24, 182 * 24, 365 * 24)
_NARROWEST = 290  # pixels the plot has on a phone


def survival(curve: Curve, readout: Readout, ground: Ground, *, due: float | None = None, voice: Voice = READER) -> Figure:
    """Share done over time with its band. curve: (hours, share done, low, high) per step, ascending · due: hours.

    "Half done" and "90 % done" are marked where the curve reaches them; where it does not, the chart says so.
    """
    end = _end(curve, due)
    marks, mark_texts = _marks(curve, end, ground, voice)
    limit, limit_text = _due(due, ground, voice)
    ticks = _ticks(end)
    written = _tick_words(ticks, voice)
    return figure(
        [_band(curve, ground), _line(curve, ground, voice), marks],
        ground,
        margin=(46, _right(written[-1], ticks[-1] / end), 22, 32),
        said=_open_cases(readout, voice),
        xaxis=axis(
            ground,
            range=[0, end],
            tickvals=ticks,
            ticktext=written,
            showline=True,
            ticks="outside",
            ticklen=4,
        ),
        yaxis=axis(
            ground,
            range=[0, 1.02],
            tickvals=[0, 0.25, 0.5, 0.75, 1],
            ticktext=[_percent(v / 4) for v in range(5)],
            showgrid=True,
        ),
        shapes=limit,
        annotations=[*mark_texts, *limit_text],
    )


def _band(curve: Curve, ground: Ground) -> dict[str, Any]:
    """The interval as stairs, like the curve it belongs to."""
    palette, xs = theme(ground), [hours for hours, *_ in curve]
    low, high = _stairs(xs, [c[2] for c in curve]), _stairs(xs, [c[3] for c in curve])
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*low[0], *reversed(high[0])],
        "y": [*low[1], *reversed(high[1])],
        "fill": "toself",
        "fillcolor": faded(palette.accent, 0.14),
        "line": {"width": 0, "color": palette.accent},
        "hoverinfo": "skip",
        "name": "",
    }


def _line(curve: Curve, ground: Ground, voice: Voice) -> dict[str, Any]:
    words = "{share} done within {time} (between {low} and {high})"
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [hours for hours, *_ in curve],
        "y": [share for _, share, _, _ in curve],
        "name": "",
        "line": {"color": theme(ground).accent, "width": 2.4, "shape": "hv"},
        "hoverinfo": "text",
        "hovertext": [
            esc(voice.words(words, share=_percent(s), time=_time(h), low=_percent(lo), high=_percent(hi)))
            for h, s, lo, hi in curve
        ],
    }


def _end(curve: Curve, due: float | None) -> float:
    """Where the axis ends: the last step, but not a tail that holds less than 1 % of the cases."""
    last = curve[-1][0]
    reached = curve[-1][1]
    late = next((hours for hours, share, *_ in curve if share >= 0.99 * reached and share >= 0.9), last)
    return max(1.08 * late, 1.15 * (due or 0.0), 4.0)


def _stairs(xs: Sequence[float], ys: Sequence[float]) -> tuple[list[float], list[float]]:
    """The corner points of a step function: the value holds until the next step."""
    across, up = [xs[0]], [ys[0]]
    for x, y in zip(xs[1:], ys[1:], strict=True):
        across += [x, x]
        up += [up[-1], y]
    return across, up


def _marks(curve: Curve, end: float, ground: Ground, voice: Voice) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    palette, found, texts = theme(ground), [], []
    for level, words, lost in (
        (0.5, "half done within {time}", "less than half done so far"),
        (0.9, "90 % within {time}", "90 % not reached so far"),
    ):
        hours = next((h for h, share, *_ in curve if share >= level - _ROUNDING), None)
        if hours is None:
            if level == 0.5 or curve[-1][1] >= 0.5 - _ROUNDING:
                texts.append(
                    text(ground, esc(voice.say(lost)), end, level, xanchor="right", yanchor="bottom", font=font(ground))
                )
            continue
        found.append((hours, level))
        right = hours > 0.5 * end
        texts.append(
            text(
                ground,
                f"<b>{esc(voice.words(words, time=_time(hours)))}</b>",
                hours,
                level,
                xanchor="right" if right else "left",
                xshift=-10 if right else 10,
                yanchor="bottom" if right else "top",
                bgcolor=faded(palette.ground, 0.75),
                borderpad=1,
            )
        )
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [h for h, _ in found],
        "y": [v for _, v in found],
        "hoverinfo": "skip",
        "name": "",
        "marker": {"size": 10, "color": palette.ground, "line": {"color": palette.accent, "width": 2.4}, "opacity": 1},
    }
    return dots, texts


def _due(due: float | None, ground: Ground, voice: Voice) -> tuple[list[Any], list[Any]]:
    if due is None:
        return [], []
    line = {
        "type": "line",
        "xref": "x",
        "x0": due,
        "x1": due,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "layer": "between",
        "line": {"color": theme(ground).worse, "width": 1.4, "dash": "dash"},
    }
    words = esc(voice.words("due after {time}", time=_time(due)))
    return [line], [text(ground, words, due, 1, yref="paper", xanchor="center", yanchor="bottom", font=font(ground))]


def _open_cases(readout: Readout, voice: Voice) -> list[str]:
    result = readout.overall
    waiting = result.detail.get("censored", 0)
    words = "{n} is still open and counted as such" if waiting == 1 else "{n} are still open and counted as such"
    return [voice.words(words, n=formats.whole(waiting))] if waiting else []


def _ticks(end: float) -> list[float]:
    step = next((s for s in _STEPS if end / s <= 6), _STEPS[-1] * max(1, round(end / _STEPS[-1] / 5)))
    return [float(k * step) for k in range(int(end // step) + 1)]


def _right(words: str, place: float) -> float:
    """Room for the last tick's words, half of which stand beyond it: cut off, it would not be drawn at all, and with it the
    unit. place: of the tick, as a share of the axis."""
    return max(14.0, labels.width(words, SMALL) / 2 + 2 - (1 - place) * _NARROWEST)


def _tick_words(ticks: Sequence[float], voice: Voice) -> list[str]:
    """Plain numbers, the unit once, at the last: six of them fit on a telephone."""
    days = ticks[-1] > 2 * _DAY
    numbers = [f"{hours / _DAY:g}" if days else f"{hours:g}" for hours in ticks]
    return [*numbers[:-1], voice.words("{n} days" if days else "{n} h", n=numbers[-1])]


def _time(hours: float) -> str:
    """As everywhere, without an idle ".0"; what took less than a minute was done within one."""
    return formats.duration(max(hours, _MINUTE)).replace(".0 ", " ")


def _percent(share: float) -> str:
    return formats.percent(f"{share * 100:.0f}")


def age_bands(bands: Sequence[tuple[str, int]], readout: Readout, ground: Ground, *, voice: Voice = READER) -> Figure:
    """Open cases by age, youngest band first, counts on the bars; the oldest band in the colour of bad news."""
    palette = theme(ground)
    _, high = scales.limits(readout.metric, [n for _, n in bands], from_zero=True)
    total = sum(n for _, n in bands)
    words = [
        f"<b>{esc(name)}</b><br>{esc(formats.counted(n, readout.metric.counted))}"
        + ("<br>" + esc(voice.words("{share} of all that wait", share=_percent(n / total))) if total else "")
        for name, n in bands
    ]
    places = list(range(len(bands)))
    bars = {
        "type": "bar",
        "x": places,
        "y": [n for _, n in bands],
        "width": 0.62,
        "hoverinfo": "text",
        "hovertext": words,
        "name": "",
        "textposition": "none",
        "marker": {"color": [palette.accent] * (len(bands) - 1) + [palette.worse]},
    }
    counts = [
        text(ground, f"<b>{formats.whole(n)}</b>", place, n, xanchor="center", yanchor="bottom")
        for place, (_, n) in enumerate(bands)
    ]
    names = [labels.wrap(plain(name), 54, SMALL) for name, _ in bands]
    lines = max((len(name) for name in names), default=1)
    return figure(
        [bars],
        ground,
        margin=(8, 8, 20, 14 + 15 * lines),
        annotations=counts,
        xaxis=axis(
            ground,
            range=[-0.5, len(bands) - 0.5],
            tickvals=places,
            showline=True,
            ticktext=["<br>".join(esc(line) for line in name) for name in names],
        ),
        yaxis=axis(ground, range=[0, high], showticklabels=False),
    )
