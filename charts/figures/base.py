"""What every figure shares: layout, axes, texts and hover words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from charts.escape import esc
from charts.theme import FONT, Ground, theme
from charts.voice import READER, Voice
from metrics import formats
from metrics.metric import Metric
from metrics.results import Estimate, Result

Figure = dict[str, Any]
HEIGHT, SIZE, SMALL = 300, 12, 11
CLEAR = "rgba(0,0,0,0)"


def figure(
    data: Sequence[Mapping[str, Any]],
    ground: Ground,
    *,
    margin: tuple[float, float, float, float],
    height: int = HEIGHT,
    said: Sequence[str] = (),
    **layout: Any,
) -> Figure:
    """A figure on a clear ground. margin: left, right, top, bottom in pixels · said: what the chart leaves out, for the
    caption (`said()` reads it back). Colours are explicit: Streamlit's template would export as black."""
    colours = theme(ground)
    left, right, top, bottom = (int(side + 0.5) for side in margin)
    return {
        "data": [dict(trace) for trace in data],
        "layout": {
            "template": {},
            "autosize": True,
            "height": int(height),
            "showlegend": False,
            "dragmode": False,
            "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0},
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "hovermode": "closest",
            "font": {"family": FONT, "size": SIZE, "color": colours.ink},
            "hoverlabel": {
                "bgcolor": colours.ground,
                "bordercolor": colours.axis,
                "align": "left",
                "font": {"family": FONT, "size": SIZE, "color": colours.ink},
            },
            "meta": {"ground": ground, "said": [*said]},
            **layout,
        },
    }


def said(drawn: Figure) -> tuple[str, ...]:
    """What a figure leaves out or aggregates, in words, for the card's caption. Plain text, not escaped."""
    return tuple(drawn["layout"]["meta"]["said"])


def axis(ground: Ground, **more: Any) -> dict[str, Any]:
    """A quiet axis: no zoom, no zero line, no grid unless asked."""
    colours = theme(ground)
    return {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "fixedrange": True,
        "automargin": False,
        "tickangle": 0,
        "color": colours.muted,
        "gridcolor": colours.grid,
        "linecolor": colours.axis,
        "tickcolor": colours.axis,
        "tickfont": {"family": FONT, "size": SMALL, "color": colours.muted},
        "ticks": "",
        **more,
    }


def names_axis(ground: Ground, names: Sequence[str | Sequence[str]]) -> dict[str, Any]:
    """A name per row from the top, each one line or several. Names are escaped here."""
    lines = [[name] if isinstance(name, str) else name for name in names]
    return axis(
        ground,
        range=[len(lines) - 0.5, -0.5],
        tickvals=list(range(len(lines))),
        ticktext=["<br>".join(esc(line) for line in name) for name in lines],
        tickfont=font(ground, size=12, muted=False),
        ticklabelstandoff=6,
    )


def text(ground: Ground, words: str, x: Any, y: Any, **more: Any) -> dict[str, Any]:
    """An annotation. `words` must have passed `esc` where it came from data."""
    return {
        "text": words,
        "x": x,
        "y": y,
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "font": {"family": FONT, "size": SIZE, "color": theme(ground).ink},
        **more,
    }


def font(ground: Ground, *, size: int = SMALL, muted: bool = True) -> dict[str, Any]:
    """The type of a supporting text."""
    colours = theme(ground)
    return {"family": FONT, "size": size, "color": colours.muted if muted else colours.ink}


def bullet(colour: str, words: str) -> str:
    """A label in ink with its series' colour as a dot before it: text keeps 4.5:1, colour needs only 3:1."""
    return f'<span style="color:{colour}">●</span> {words}'


def hover(metric: Metric, heads: Sequence[str], result: Result, *, provisional: bool = False, voice: Voice = READER) -> str:
    """Value, interval and n in words under one or two heads (group, period)."""
    names = [esc(h) for h in heads if h]
    lines = [f"<b>{names[0]}</b>", *names[1:]] if names else []
    value = esc(formats.shown(metric, result))
    if isinstance(result, Estimate):
        between = formats.interval(metric, result)
        lines.append(f"{value} ({esc(between)})" if between else value)
    else:
        lines.append(value)
    lines.append(esc(formats.counted(result.n, metric.counted)))
    if provisional:
        lines.append(esc(voice.say("not complete yet")))
    return "<br>".join(lines)
