"""One series as Plotly traces: band, line with honest gaps, dashed where it is not final, points with hover words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from charts import periods as calendars
from charts.escape import esc
from charts.figures.base import hover
from charts.series import Series
from charts.theme import Ground, faded, theme
from charts.voice import Voice
from metrics.metric import Metric
from metrics.periods import next_period
from metrics.readout import Row
from metrics.results import Estimate


@dataclass(frozen=True, slots=True)
class Pen:
    """How the series of one figure are drawn. band: opacity of the interval · dense: more points than this and only
    ends, islands and unfinished points get a marker."""

    metric: Metric
    grain: str
    ground: Ground
    voice: Voice
    band: float = 0.14
    dense: int = 30


def traces(
    series: Series, days: Sequence[date], colour: str, pen: Pen, axes: tuple[str, str] = ("x", "y")
) -> list[dict[str, Any]]:
    """Band, solid line, dashed parts, points: in this order, so that points lie on top."""
    common = {"xaxis": axes[0], "yaxis": axes[1], "type": "scatter", "connectgaps": False, "name": esc(series.name)}
    points = _points(series, days, colour, pen)
    points["hovertext"] = [_words(series.name, row, day, pen) for day, row in zip(days, series.rows, strict=True)]
    drawn = [_band(series, days, faded(colour, pen.band), pen.grain), *_strokes(series, days, colour), points]
    return [{**common, **trace} for trace in drawn if trace["x"]]


def _words(name: str, row: Row | None, day: date, pen: Pen) -> str:
    if row is None or not isinstance(row.result, Estimate):
        return ""
    heads = [name, calendars.label(day, pen.grain, pen.voice)]
    return hover(pen.metric, heads, row.result, provisional=row.provisional, voice=pen.voice)


def _band(series: Series, days: Sequence[date], colour: str, grain: str) -> dict[str, Any]:
    """The interval as one polygon per unbroken run; a lone point gets a narrow bar."""
    xs: list[str | None] = []
    ys: list[float | None] = []
    for run in _runs(series):
        if len(run) == 1:
            width = (days[-1] - days[0]) / len(days) * 0.12 if len(days) > 1 else (next_period(days[0], grain) - days[0]) / 80
            places = [_moment(days[run[0]], -width), _moment(days[run[0]], width)]
            run = [run[0], run[0]]
        else:
            places = [days[i].isoformat() for i in run]
        found = [series.estimates[i] for i in run]
        xs += [*places, *reversed(places), None]
        ys += [_drawn(e.low) for e in found if e] + [_drawn(e.high) for e in reversed(found) if e] + [None]
    return {
        "x": xs[:-1],
        "y": ys[:-1],
        "mode": "lines",
        "fill": "toself",
        "fillcolor": colour,
        "line": {"width": 0, "color": colour},
        "hoverinfo": "skip",
    }


def _drawn(value: float | None) -> float | None:
    """Six digits place a stroke; only the points carry the value itself. Halves the bytes of a band."""
    return None if value is None else float(f"{value:.6g}")


def _runs(series: Series) -> list[list[int]]:
    """Indexes of neighbours whose interval is known on both sides."""
    runs: list[list[int]] = []
    for i, e in enumerate(series.estimates):
        if e is None or e.low is None or e.high is None:
            continue
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _strokes(series: Series, days: Sequence[date], colour: str) -> list[dict[str, Any]]:
    """The line in its final parts, and dashed wherever one end is provisional."""
    values, open_ = [_drawn(e.value) if e else None for e in series.estimates], series.provisional
    solid: dict[str, Any] = {"x": [], "y": []}
    dashed: dict[str, Any] = {"x": [], "y": []}
    for i, day in enumerate(days):
        solid["x"].append(day.isoformat())
        solid["y"].append(None if open_[i] else values[i])
        if i and (open_[i] or open_[i - 1]) and values[i] is not None and values[i - 1] is not None:
            dashed["x"] += [days[i - 1].isoformat(), day.isoformat(), None]
            dashed["y"] += [values[i - 1], values[i], None]
    line = {"color": colour, "width": 2.2, "shape": "linear"}
    return [
        {**solid, "mode": "lines", "line": line, "hoverinfo": "skip"},
        {
            "x": dashed["x"][:-1],
            "y": dashed["y"][:-1],
            "mode": "lines",
            "line": {**line, "dash": "4px,3px"},
            "hoverinfo": "skip",
        },
    ]


def _points(series: Series, days: Sequence[date], colour: str, pen: Pen) -> dict[str, Any]:
    values, open_ = [e.value if e else None for e in series.estimates], series.provisional
    last = max((i for i, v in enumerate(values) if v is not None), default=-1)
    sizes = [
        8 if open_[i] or i == last else 6 if _alone(values, i) else 4.5 if len(days) <= pen.dense else 0.1
        for i in range(len(days))
    ]
    return {
        "x": [day.isoformat() for day in days],
        "y": values,
        "mode": "markers",
        "cliponaxis": False,
        "hoverinfo": "text",
        "marker": {
            "size": sizes,
            "color": [theme(pen.ground).ground if o else colour for o in open_],
            "line": {"color": colour, "width": [1.8 if o else 0 for o in open_]},
            "opacity": 1,
        },
    }


def _alone(values: Sequence[float | None], i: int) -> bool:
    return (i == 0 or values[i - 1] is None) and (i + 1 == len(values) or values[i + 1] is None)


def _moment(day: date, shift: timedelta) -> str:
    return (datetime.combine(day, time()) + shift).isoformat(sep=" ", timespec="minutes")
