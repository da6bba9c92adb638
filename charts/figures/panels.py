"""Small multiples: one panel per series on one scale, the largest first. For more lines than one panel can carry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from charts import labels, scales
from charts import periods as calendars
from charts.escape import esc, plain
from charts.figures import references, restated
from charts.figures.base import HEIGHT, SMALL, Figure, axis, bullet, figure, font, text
from charts.figures.lines import Pen, traces
from charts.series import Series
from charts.theme import Ground, colours
from charts.voice import READER, Voice
from metrics import formats, lists
from metrics.readout import Readout
from metrics.rules import Note

MOST, COLUMNS = 10, 2
_ROW, _HEAD, _FOOT, _BETWEEN = 46, 24, 26, 0.05  # pixels a panel at least, above each, below all; share of width between
_NUMBERS = 14  # pixels between the lowest axes and the periods under them, for the numbers of notes


def panels(
    readout: Readout,
    days: Sequence[date],
    series: Sequence[Series],
    ground: Ground,
    *,
    said: Sequence[str] = (),
    voice: Voice = READER,
    from_zero: bool = False,
) -> Figure:
    """The MOST largest series, two panels a row; what is left out is said."""
    words = [*said, *_left_out(series, voice)]
    series = series[:MOST]
    metric = readout.metric
    steps, notes = references.runs(readout, days), references.noted(readout, days)
    words += _references_told(readout, steps, notes, voice) + restated.told(restated.shown(readout, days), voice)
    found = [e for one in series for e in one.estimates if e is not None]
    extent = [v for e in found for v in (e.value, e.low, e.high)]
    low, high = scales.limits(metric, [*extent, *(step.value for step in steps)], from_zero=from_zero)
    values, written = scales.ticks(metric, low, high, most=3)
    left = max(labels.width(w, SMALL) for w in written) + 12 if written else 12
    pen = Pen(metric, readout.grain or "day", ground, voice, dense=12)
    rows = -(-len(series) // COLUMNS)
    hue = colours([one.name for one in series], ground, readout.rules.colours)
    foot = _FOOT + (_NUMBERS if notes else 0)
    tall = _tall(rows, foot)
    height = rows * (tall + _HEAD) + foot
    data: list[dict[str, Any]] = []
    layout: dict[str, Any] = {}
    texts: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    for i, one in enumerate(series):
        row, column = divmod(i, COLUMNS)
        suffix = "" if i == 0 else str(i + 1)
        x = (column * (1 + _BETWEEN) / COLUMNS, (column * (1 + _BETWEEN) + 1 - _BETWEEN) / COLUMNS)
        top = 1 - (row * (tall + _HEAD) + _HEAD) / (height - foot)
        y = (max(0.0, top - tall / (height - foot)), top)
        layout[f"xaxis{suffix}"] = _times(days, notes, ground, x, f"y{suffix}")
        layout[f"yaxis{suffix}"] = axis(
            ground, domain=[*y], anchor=f"x{suffix}", range=[low, high], tickvals=values, ticktext=written, showgrid=True,
            showticklabels=column == 0,
        )  # fmt: skip
        axes = (f"x{suffix}", f"y{suffix}")
        data += traces(one, days, hue[one.name], pen, axes)
        shapes += references.stepped(steps, ground, axes) + references.upright(notes, ground, axes[0], y)
        shapes += restated.spans(readout, days, ground, (axes[0], top))
        texts.append(_head(readout, one, hue[one.name], ground, (x[0], top)))
        if i + COLUMNS >= len(series):
            texts += _numbers(notes, ground, axes[0], y[0])
            texts += _feet(days, readout.grain, ground, (x, y[0], _NUMBERS if notes else 0), voice)
    margin = (left, 12, 0, foot)
    return figure(data, ground, height=height, margin=margin, said=words, annotations=texts, shapes=shapes, **layout)


def _tall(rows: int, foot: int) -> int:
    """Pixels a panel: few of them are together as high as one chart."""
    return max(_ROW, (HEIGHT - foot) // rows - _HEAD)


def _left_out(series: Sequence[Series], voice: Voice) -> list[str]:
    if len(series) <= MOST:
        return []
    rest = formats.whole(len(series) - MOST)
    return [voice.words("The {n} largest groups are drawn, {rest} smaller ones are not.", n=MOST, rest=rest)]


def _references_told(
    readout: Readout, steps: Sequence[references.Run], notes: Sequence[Note], voice: Voice
) -> list[str]:
    """Targets and notes in words: a small panel has no room for their names."""
    named = dict.fromkeys(formats.value(readout.metric, step.value) for step in steps)
    aims = [voice.words("dashed line: target {value}", value=lists.enumerated(named))] if named else []
    return aims + references.told(notes, voice)


def _times(
    days: Sequence[date], notes: Sequence[Note], ground: Ground, domain: tuple[float, float], anchor: str
) -> dict[str, Any]:
    first, last = days[0].toordinal(), days[-1].toordinal()
    air = max(0.03 * (last - first), 0.5)
    behind = max([last + air, *(note.day.toordinal() + air / 2 for note in notes)])
    start, end = ((place - date(1970, 1, 1).toordinal()) * 86_400_000 for place in (first - air, behind))
    return axis(
        ground,
        domain=[*domain],
        anchor=anchor,
        type="date",
        range=[round(start), round(end)],
        showticklabels=False,
        showline=True,
    )


def _head(readout: Readout, one: Series, colour: str, ground: Ground, place: tuple[float, float]) -> dict[str, Any]:
    value = formats.value(readout.metric, one.last.value) if one.last else ""
    name = labels.fit(plain(one.name), 140 - labels.width(value))
    return text(
        ground,
        bullet(colour, f"{esc(name)} <b>{esc(value)}</b>"),
        place[0],
        place[1],
        xref="paper",
        yref="paper",
        yanchor="bottom",
    )


def _numbers(notes: Sequence[Note], ground: Ground, xaxis: str, bottom: float) -> list[dict[str, Any]]:
    """The notes' numbers under their marks in the lowest panel of a column."""
    place = {"xref": xaxis, "yref": "paper", "xanchor": "center", "yanchor": "top", "yshift": -1, "font": font(ground)}
    return [text(ground, str(number), note.day.isoformat(), bottom, **place) for number, note in enumerate(notes, 1)]


def _feet(
    days: Sequence[date], grain: str | None, ground: Ground, place: tuple[tuple[float, float], float, int], voice: Voice
) -> list[dict[str, Any]]:
    """First and last period under the lowest panel of a column. place: from, to, bottom, pixels below it."""
    (left, right), bottom, below = place
    common = {"xref": "paper", "yref": "paper", "yanchor": "top", "yshift": -3 - below, "font": font(ground)}
    ends = [("left", left, days[0]), ("right", right, days[-1])][: 1 if len(days) == 1 else 2]
    return [text(ground, esc(calendars.label(day, grain, voice)), x, bottom, xanchor=side, **common) for side, x, day in ends]
