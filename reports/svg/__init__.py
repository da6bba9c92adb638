"""Charts as inline SVG, drawn from `charts.data.ChartData`: no script, sharp on paper, a few kilobytes each."""

from reports.svg.figure import svg

__all__ = ["svg"]
