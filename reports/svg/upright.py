"""Charts along time (and counts in bands): lines with their intervals, columns, stacked columns."""

from __future__ import annotations

from itertools import pairwise

from charts.data import ChartData, DataSeries, Value
from charts.figures.restated import letter
from charts.labels import spread, width
from reports.svg.paper import COLOURS, SIZE, WIDTH, Scale, area, bar, dot, drawing, path, reach, shown, ticks, words

_HEIGHT, _TOP, _BOTTOM, _LABELS = 330, 22, 44, 190.0  # pixels; _LABELS: for series' names on the right
_LABELLED = 16  # columns that have room for their numbers


def upright(data: ChartData, told: str) -> str:
    """The drawing of a line, column or stack chart."""
    low, high, step = reach(data)
    rows = ticks(low, high, step)
    left = max(width(shown(data.number_format, v), SIZE) for v in rows) + 14
    named = len(data.series) > 1 or data.targets is not None
    right = WIDTH - (_LABELS if named else 24)
    up = Scale(low, high, _HEIGHT - _BOTTOM, _TOP)
    slot = (right - left) / max(len(data.categories), 1)
    places = [left + slot * (i + 0.5) for i in range(len(data.categories))]
    parts = [_grid(value, left, right, up(value), data) for value in rows]
    parts += _names(data, places, slot)
    for number, i in enumerate(data.noted, start=1):
        parts += _note(str(number), places[i] + 9 * data.noted[: number - 1].count(i))
    for i, (first, last) in enumerate(data.restated):
        parts += _restated(letter(i), places[first] - slot / 2, places[last] + slot / 2, 9 * i)
    if data.kind == "line":
        parts += [part for one in data.series for part in _line(data, one, places, up)]
    else:
        parts += _stacked(data, places, slot, up) if data.kind == "stack" else _columns(data, places, slot, up)
    if data.targets is not None:
        parts += _steps(data.targets, places, slot, up)
    if named:
        parts += _ends(data, up, right)
    return drawing(parts, _HEIGHT, told)


def _grid(value: float, left: float, right: float, y: float, data: ChartData) -> str:
    line = path([(left, y), (right, y)], COLOURS.axis if value == 0 else COLOURS.grid, 1)
    return line + words(shown(data.number_format, value), left - 8, y + 4, anchor="end")


def _names(data: ChartData, places: list[float], slot: float) -> list[str]:
    """Category names, every k-th where they would touch."""
    widest = max((width(name, SIZE) for name in data.categories), default=0.0) + 14
    every = max(1, -(-int(widest) // max(int(slot), 1)))
    last = len(places) - 1
    y = _HEIGHT - _BOTTOM + 20
    drawn = [
        words(name, min(x, WIDTH - widest / 2), y, anchor="middle")
        for i, (name, x) in enumerate(zip(data.categories, places, strict=True)) if (last - i) % every == 0
    ]  # fmt: skip
    if data.category_title:
        drawn.append(words(data.category_title, sum(places[:1] + places[-1:]) / 2, y + 20, anchor="middle"))
    return drawn


def _note(number: str, x: float) -> list[str]:
    """A thin upright line with the note's number; its words stand below the chart."""
    line = path([(x, _TOP), (x, _HEIGHT - _BOTTOM)], COLOURS.axis, 1, dash="2 3")
    return [line, words(number, x, _TOP - 8, anchor="middle", colour=COLOURS.ink)]


def _restated(name: str, left: float, right: float, aside: float) -> list[str]:
    """A thin line above the periods whose history was changed, with its letter; the words stand below the chart."""
    line = path([(left, _TOP - 3), (right, _TOP - 3)], COLOURS.muted, 1.2, dash="1 3")
    return [line, words(name, left + aside, _TOP - 8)]


def _line(data: ChartData, one: DataSeries, places: list[float], up: Scale) -> list[str]:
    parts = []
    if len(data.series) == 1:
        for run in _stretches([(x, p) for x, p in zip(places, one.points, strict=True)]):
            bounded = [(x, p.low, p.high) for x, p in run if p.low is not None and p.high is not None]
            if len(bounded) > 1:
                edge = [(x, up(h)) for x, _, h in bounded] + [(x, up(low)) for x, low, _ in reversed(bounded)]
                parts.append(area(edge, one.colour))
    parts += _runs(one, places, up)
    if len(one.points) <= 60:
        radius = 3.2 if len(data.series) == 1 else 2.4
        parts += [
            dot(x, up(p.value), one.colour, told=_told(name, one, p, data), hollow=p.provisional, radius=radius)
            for name, x, p in zip(data.categories, places, one.points, strict=True) if p.value is not None
        ]  # fmt: skip
    return parts


def _runs(one: DataSeries, places: list[float], up: Scale) -> list[str]:
    """The line between neighbours that both have a value; dashed towards and from an unfinished period."""
    parts = []
    for (x, p), (y, q) in pairwise(zip(places, one.points, strict=True)):
        if p.value is not None and q.value is not None:
            dash = "5 4" if p.provisional or q.provisional else ""
            parts.append(path([(x, up(p.value)), (y, up(q.value))], one.colour, 2.2, dash=dash))
    return parts


def _steps(targets: DataSeries, places: list[float], slot: float, up: Scale) -> list[str]:
    """The target of each period as a level, joined where the next period has one too."""
    parts, ends = [], [(x - slot / 2, x + slot / 2, v) for x, v in zip(places, targets.values, strict=True)]
    for (left, right, value), after in zip(ends, [*ends[1:], None], strict=True):
        if value is not None:
            riser = [(right, up(after[2]))] if after is not None and after[2] is not None else []
            parts.append(path([(left, up(value)), (right, up(value)), *riser], COLOURS.muted, 1.3, dash="6 4"))
    return parts


def _stretches(points: list[tuple[float, Value]]) -> list[list[tuple[float, Value]]]:
    """Parts between gaps."""
    found: list[list[tuple[float, Value]]] = [[]]
    for x, point in points:
        if point.value is None:
            found.append([])
        else:
            found[-1].append((x, point))
    return found


def _columns(data: ChartData, places: list[float], slot: float, up: Scale) -> list[str]:
    parts, across = [], slot * 0.7 / len(data.series)
    for k, one in enumerate(data.series):
        for name, place, p in zip(data.categories, places, one.points, strict=True):
            x = place - slot * 0.35 + k * across
            parts += _column(data, p, (x, across * 0.92), one.colour, _told(name, one, p, data), up)
    return parts


def _column(data: ChartData, p: Value, at: tuple[float, float], colour: str, told: str, up: Scale) -> list[str]:
    """One column with its interval and, where there is room, its number. at: left edge, width."""
    if p.value is None:
        return []
    left, wide = at
    top, middle, end = up(p.value), left + wide / 2, up(p.value)
    parts = [bar(left, min(top, up(0)), wide, abs(up(0) - top), colour, told=told, hatched=p.provisional)]
    if len(data.series) == 1 and p.low is not None and p.high is not None:
        end = up(p.high)
        parts.append(path([(middle, up(p.low)), (middle, end)], COLOURS.muted, 1.2))
    if len(data.categories) * len(data.series) <= _LABELLED:
        parts.append(words(shown(data.number_format, p.value), middle, end - 5, anchor="middle", colour=COLOURS.ink))
    return parts


def _stacked(data: ChartData, places: list[float], slot: float, up: Scale) -> list[str]:
    parts, base = [], [0.0] * len(places)
    for one in data.series:
        for i, (name, p) in enumerate(zip(data.categories, one.points, strict=True)):
            if p.value is not None:
                y = up(base[i] + p.value)
                told = _told(name, one, p, data)
                parts.append(bar(places[i] - slot * 0.38, y, slot * 0.76, up(base[i]) - y, one.colour, told=told))
                base[i] += p.value
    return parts


def _ends(data: ChartData, up: Scale, right: float) -> list[str]:
    """Names beside the last value of each series, kept apart."""
    wanted, base = [], 0.0
    for one in data.series:
        last = next((v for v in reversed(one.values) if v is not None), 0.0)
        wanted.append(up(base + last / 2) if data.kind == "stack" else up(last))
        base += last
    names = [(one.name, one.colour) for one in data.series]
    if data.targets is not None:
        wanted.append(up(next((v for v in reversed(data.targets.values) if v is not None), 0.0)))
        names.append((data.targets.name, COLOURS.muted))
    placed = spread(wanted, SIZE * 1.35, _TOP, _HEIGHT - _BOTTOM)
    parts = []
    for (name, colour), y in zip(names, placed, strict=True):
        parts += [
            dot(right + 14, y, colour, radius=3.5),
            words(name, right + 24, y + 4, colour=COLOURS.ink, room=_LABELS - 30),
        ]
    return parts


def _told(name: str, one: DataSeries, point: Value, data: ChartData) -> str:
    head = f"{name}, {one.name}" if len(data.series) > 1 else name
    return f"{head}: {point.words}"
