"""Drivers as rows, points and chart numbers: the same for the screen and for files."""

from __future__ import annotations

from collections.abc import Sequence

from charts.data import ChartData, DataSeries, Value
from charts.figures.base import Figure
from charts.figures.plane import Item
from charts.figures.ranked_marks import Ranked, Yardstick
from charts.theme import Ground, theme
from metrics.drivers.acting_words import QUADRANTS
from metrics.drivers.model import Drivers
from metrics.drivers.naming import percent
from metrics.drivers.plane import Placed, Plane
from metrics.drivers.priority import Priority
from metrics.stats.priorities import FIX
from pages.cards.drivers_words import importance_words, place_words, priority_words, rank_range, rank_words, rated_words
from pages.ui.text import t

__all__ = [
    "Figure", "Ground", "importance_data", "importance_rows", "plane_data", "plane_items", "priority_data", "priority_rows",
]


def importance_rows(found: Drivers) -> tuple[list[Ranked], Yardstick]:
    """Items with their share of importance; those that may matter most in the accent. The line: all equally important."""
    rows = [
        Ranked(
            one.name, one.share, one.low, one.high, percent(one.share),
            (importance_words(one), rank_words(one.best, one.worst)), strong=one.best == 1,
        )
        for one in found.items
    ]  # fmt: skip
    even = 1 / len(found.items)
    return rows, Yardstick(even, t("all alike {share}", share=percent(even)))


def plane_items(found: Plane) -> list[Item]:
    """Items on the plane; the ones to fix first in the accent, uncertain ones hollow."""
    return [
        Item(
            one.driver.name, one.rated.value, one.driver.share, _ends(one), (one.driver.low, one.driver.high),
            one.quadrant == FIX, one.borderline, (*place_words(one), rated_words(one)),
        )
        for one in found.items
    ]  # fmt: skip


def priority_rows(found: Sequence[Priority]) -> list[Ranked]:
    """Items by what their improvement would touch, as shares of all of it; the contenders for the first place in the accent."""
    return [
        Ranked(
            one.driver.name, one.share, one.low, one.high, rank_range(one), priority_words(one), strong=one.best == 1,
        )
        for one in found if one.score > 0
    ]  # fmt: skip


def importance_data(found: Drivers) -> ChartData:
    """The importance of every item, for files."""
    points = tuple(Value(d.share, importance_words(d), low=d.low, high=d.high, n=found.n) for d in found.items)
    return _bars(tuple(d.name for d in found.items), ((t("Importance"), points),), "0%")


def plane_data(found: Plane) -> ChartData:
    """Importance and rating side by side, with the corner in words."""
    names = tuple(f"{one.driver.name} ({t(QUADRANTS[one.quadrant])})" for one in found.items)
    important = tuple(
        Value(d.share, importance_words(d), low=d.low, high=d.high) for d in (one.driver for one in found.items)
    )
    rated = tuple(
        Value(one.rated.value, rated_words(one), low=one.rated.low, high=one.rated.high, n=one.rated.n) for one in found.items
    )
    return _bars(names, ((t("Importance"), important), (t("Satisfied"), rated)), "0%")


def priority_data(found: Sequence[Priority]) -> ChartData:
    """Priorities as shares of all of them."""
    points = tuple(
        Value(one.share, "; ".join(priority_words(one)), low=one.low, high=one.high, n=one.rated.n) for one in found
    )
    return _bars(tuple(one.driver.name for one in found), ((t("Priority"), points),), "0%")


def _ends(one: Placed) -> tuple[float, float]:
    low, high, value = one.rated.low, one.rated.high, one.rated.value
    return value if low is None else low, value if high is None else high


def _bars(names: tuple[str, ...], series: Sequence[tuple[str, tuple[Value, ...]]], number_format: str) -> ChartData:
    hues = (theme("light").accent, theme("light").context)
    drawn = tuple(DataSeries(name, hue, points) for (name, points), hue in zip(series, hues, strict=False))
    return ChartData("bar", names, drawn, number_format, (0.0, None))
