"""Charts of groups, from the top: dots with their intervals, before and after, bars of counts."""

from __future__ import annotations

from charts.data import ChartData
from charts.labels import width
from reports.svg.paper import COLOURS, SIZE, WIDTH, Scale, bar, dot, drawing, path, reach, shown, ticks, words

_ROW, _TOP, _FOOT, _NAMES, _WORDS = 30.0, 30.0, 14.0, 300.0, 340.0


def across(data: ChartData, told: str) -> str:
    """The drawing of a bar chart: bars where values are counts of their own, dots where they have intervals or a before."""
    low, high, step = reach(data)
    left = min(_NAMES, max((width(name, SIZE) for name in data.categories), default=0.0) + 16)
    dotted = len(data.series) > 1 or any(p.low is not None or p.high is not None for one in data.series for p in one.points)
    ends = [] if dotted else [width(p.words, SIZE) for p in data.series[0].points if p.value is not None]
    right = WIDTH - max(84.0, min(_WORDS, max(ends, default=0.0) + 12))
    along = Scale(low, high, left, right)
    height = _TOP + _ROW * len(data.categories) + (_FOOT if len(data.series) == 1 else 2 * _FOOT)
    parts = [part for value in ticks(low, high, step) for part in _tick(value, along(value), height, data)]
    for i, name in enumerate(data.categories):
        y = _TOP + _ROW * (i + 0.5)
        parts.append(words(name, left - 10, y + 4, anchor="end", colour=COLOURS.ink, room=left - 14))
        parts += _dots(data, i, y, along) if dotted else _bar(data, i, y, along)
    if len(data.series) > 1:
        parts += _legend(data, left)
    return drawing(parts, height, told)


def _tick(value: float, x: float, height: float, data: ChartData) -> list[str]:
    """A line with its number: above the rows, or below where the names of several series stand above."""
    end = _TOP + _ROW * len(data.categories)
    line = path([(x, _TOP - 4), (x, end)], COLOURS.axis if value == 0 else COLOURS.grid, 1)
    y = _TOP - 12 if len(data.series) == 1 else height - 6
    return [line, words(shown(data.number_format, value), x, y, anchor="middle")]


def _bar(data: ChartData, i: int, y: float, along: Scale) -> list[str]:
    one, point = data.series[0], data.series[0].points[i]
    if point.value is None:
        return []
    start, end = sorted((along(0), along(point.value)))
    told = f"{data.categories[i]}: {point.words}"
    return [
        bar(start, y - _ROW * 0.3, end - start, _ROW * 0.6, one.colour, told=told, hatched=point.provisional),
        words(point.words, end + 8, y + 4, colour=COLOURS.ink, room=max(WIDTH - end - 8, 84)),
    ]


def _dots(data: ChartData, i: int, y: float, along: Scale) -> list[str]:
    parts, ends = [], [along(v) for one in data.series if (v := one.values[i]) is not None]
    if len(ends) > 1:
        parts.append(path([(min(ends), y), (max(ends), y)], COLOURS.context, 2))
    for one in data.series:
        point = one.points[i]
        if point.value is None:
            continue
        if len(data.series) == 1 and (point.low is not None or point.high is not None):
            bounds = [along(v) for v in (point.low, point.high, point.value) if v is not None]
            parts.append(path([(min(bounds), y), (max(bounds), y)], one.colour, 2.4))
            ends += bounds
        told = f"{data.categories[i]}, {one.name}: {point.words}"
        parts.append(dot(along(point.value), y, one.colour, told=told, hollow=point.provisional, radius=5))
    last = data.series[-1].values[i]
    if last is not None and len(data.series) <= 2:
        parts.append(words(shown(data.number_format, last), max(ends) + 12, y + 4, colour=COLOURS.ink))
    return parts


def _legend(data: ChartData, left: float) -> list[str]:
    parts: list[str] = []
    x = left
    for one in data.series:
        parts += [dot(x + 5, _TOP - 16, one.colour, radius=4), words(one.name, x + 15, _TOP - 12)]
        x += width(one.name, SIZE) + 40
    return parts
