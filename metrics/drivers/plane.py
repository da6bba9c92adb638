"""Importance against how well an item is rated: the share of its answers in the top boxes, as every page tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from metrics.drivers.model import Driver, Drivers
from metrics.results import Estimate, Result
from metrics.stats.priorities import importance_performance


@dataclass(frozen=True, slots=True)
class Placed:
    """An item on the plane. quadrant: as catalogue B3 names it · borderline: one of its intervals crosses a cut."""

    driver: Driver
    rated: Estimate
    quadrant: str
    borderline: bool


@dataclass(frozen=True, slots=True)
class Plane:
    """Items with both coordinates, the most important first; the cuts are the plain means of both."""

    items: tuple[Placed, ...]
    cut_importance: float
    cut_performance: float


def rated(found: Drivers, results: Mapping[str, Result]) -> list[tuple[Driver, Estimate]]:
    """The items whose rating is shown: one with too few answers is withheld on every page."""
    pairs = ((driver, results.get(driver.name)) for driver in found.items)
    return [(driver, result) for driver, result in pairs if isinstance(result, Estimate)]


def plane(found: Drivers, results: Mapping[str, Result]) -> Plane | None:
    """The importance-performance plane; None below three items."""
    known = rated(found, results)
    shares, values = [d.share for d, _ in known], [r.value for _, r in known]
    told = importance_performance(
        shares, values, [(d.low, d.high) for d, _ in known],
        [(r.value if r.low is None else r.low, r.value if r.high is None else r.high) for _, r in known],
    )  # fmt: skip
    if told["status"] != "ok":
        return None
    placed = [
        Placed(driver, result, quadrant, borderline)
        for (driver, result), quadrant, borderline in zip(known, told["quadrant"], told["borderline"], strict=True)
    ]
    return Plane(tuple(placed), told["cut_importance"], told["cut_performance"])
