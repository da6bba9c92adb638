"""Drivers as rows, points and chart numbers: the same for the screen and for files."""

from __future__ import annotations

from collections.abc import Sequence

from charts.data import ChartData, DataSeries, Value
from charts.escape import plain
from charts.figures.base import Figure
from charts.figures.plane import Item
from charts.figures.ranked_marks import Ranked, Yardstick
from charts.theme import Ground, theme
from metrics import lists
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
    return _bars(tuple(d.name for d in found.items), t("Importance"), points)


def plane_data(found: Plane) -> ChartData:
    """How the items are rated, the most important first, with their corner: a native chart knows no plane."""
    names = tuple(f"{one.driver.name} ({t(QUADRANTS[one.quadrant])})" for one in found.items)
    points = tuple(
        Value(
            one.rated.value, f"{rated_words(one)}; {importance_words(one.driver)}", low=one.rated.low, high=one.rated.high,
            n=one.rated.n,
        )
        for one in found.items
    )  # fmt: skip
    return _bars(names, t("Satisfied"), points, (t("the most important first, in brackets what to do"),))


def priority_data(found: Sequence[Priority]) -> ChartData:
    """Priorities as shares of all of them; items at or above the level have none."""
    shown = [one for one in found if one.score > 0] or found
    points = tuple(
        Value(one.share, lists.statements(priority_words(one)), low=one.low, high=one.high, n=one.rated.n) for one in shown
    )
    return _bars(tuple(one.driver.name for one in shown), t("Priority"), points)


def _ends(one: Placed) -> tuple[float, float]:
    low, high, value = one.rated.low, one.rated.high, one.rated.value
    return value if low is None else low, value if high is None else high


def _bars(names: tuple[str, ...], name: str, points: tuple[Value, ...], said: tuple[str, ...] = ()) -> ChartData:
    labels = tuple(plain(one) for one in names)
    return ChartData("bar", labels, (DataSeries(name, theme("light").accent, points),), "0%", (0.0, None), said=said)
