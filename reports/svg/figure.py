"""The one door: which drawing a chart gets."""

from __future__ import annotations

from charts.data import ChartData
from reports.svg.across import across
from reports.svg.upright import upright


def svg(data: ChartData, told: str) -> str:
    """The chart as an SVG element. told: its text for screen readers (not trusted: it is escaped)."""
    return across(data, told) if data.kind == "bar" else upright(data, told)
