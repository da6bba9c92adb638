"""What native charts of every program have in common: where intervals are drawn and where bars carry their number."""

from __future__ import annotations

from collections.abc import Sequence

from charts.data import ChartData, DataSeries
from charts.figures.restated import letter
from charts.theme import theme

_INTERVALS = 60  # marks up to which intervals are drawn: beyond, they hide what they belong to
_LABELLED = {"bar": 24, "column": 12}  # more than this and their numbers would touch
_ROOM = 0.2  # of the longest bar: a shorter one cannot hold its number

OUTSIDE, INSIDE = "outside_end", "inside_base"


def interval_colour(*, line: bool) -> str:
    """Quiet behind a line, dark enough to be seen on a bar."""
    return theme("light").context if line else theme("light").muted


def intervals(data: ChartData, one: DataSeries) -> tuple[list[float], list[float]] | None:
    """(above, below) every value; None where several series would draw over one another, or nothing is bounded."""
    if len(data.series) != 1 or data.kind == "stack" or len(one.points) > _INTERVALS:
        return None
    if not any(p.value is not None and (p.low is not None or p.high is not None) for p in one.points):
        return None
    above = [0.0 if p.value is None or p.high is None else max(p.high - p.value, 0.0) for p in one.points]
    below = [0.0 if p.value is None or p.low is None else max(p.value - p.low, 0.0) for p in one.points]
    return above, below


def note_numbers(data: ChartData) -> dict[int, str]:
    """Category → the numbers of the notes that fall into it, and the letters of restatements that begin there, where a line
    can carry them: at its first series."""
    if data.kind != "line" or not data.series:
        return {}
    found: dict[int, list[str]] = {}
    for number, place in enumerate(data.noted, start=1):
        found.setdefault(place, []).append(str(number))
    for i, (first, _) in enumerate(data.restated):
        found.setdefault(first, []).append(letter(i))
    return {place: ", ".join(numbers) for place, numbers in found.items()}


def label_place(data: ChartData) -> str | None:
    """Where bars carry their number: at their end, or at their foot where the end bears an interval; None: nowhere."""
    if len(data.categories) * len(data.series) > _LABELLED.get(data.kind, 0):
        return None
    if all(intervals(data, one) is None for one in data.series):
        return OUTSIDE
    points = [p for one in data.series for p in one.points if p.value is not None]
    return INSIDE if _roomy([p.value or 0.0 for p in points]) and not any(p.provisional for p in points) else None


def _roomy(values: Sequence[float]) -> bool:
    """Whether every bar can hold its number (a hatched one cannot be read through)."""
    return bool(values) and min(values) >= _ROOM * max(values) > 0
