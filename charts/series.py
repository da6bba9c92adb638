"""A Readout's rows as series on one calendar: what figures and files both draw from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from charts.errors import FigureError
from metrics import formats
from metrics.periods import calendar
from metrics.readout import Readout, Row
from metrics.results import Estimate, Reason

MARKS = 200  # more marks than a person can tell apart: beyond, the chart shows less and says so


@dataclass(frozen=True, slots=True)
class Series:
    """One group over the calendar; None where the readout has no row."""

    name: str
    rows: tuple[Row | None, ...]

    @property
    def estimates(self) -> tuple[Estimate | None, ...]:
        return tuple(row.result if row is not None and isinstance(row.result, Estimate) else None for row in self.rows)

    @property
    def provisional(self) -> tuple[bool, ...]:
        return tuple(row is not None and row.provisional for row in self.rows)

    @property
    def weight(self) -> int:
        """Observations behind the series: decides which come first, is never shown."""
        return sum(row.result.n for row in self.rows if row is not None)

    @property
    def size(self) -> float:
        """How large the series is by its own values: shares of one whole all rest on the same n."""
        return sum(e.value for e in self.estimates if e is not None)

    @property
    def last(self) -> Estimate | None:
        return next((e for e in reversed(self.estimates) if e is not None), None)


def group_name(group: tuple[str, ...]) -> str:
    """A group as one label."""
    return " · ".join(group)


def dimension_name(dimension: str) -> str:
    """A dimension as people read it: "business unit", or a file's own column."""
    return formats.dimension(dimension).replace("_", " ")


def over_time(readout: Readout) -> tuple[tuple[date, ...], tuple[Series, ...]]:
    """(periods without holes, series by weight). FigureError when the readout has no time."""
    dated = [(row.period, row) for row in readout.rows if row.period is not None]
    if readout.grain is None or not dated:
        raise FigureError(
            f"{readout.metric.key}: a chart over time needs a readout with a grain and at least one period, "
            f"this one has grain {readout.grain!r} and {len(dated)} periods; evaluate it with a grain, or draw dots."
        )
    known = [period for period, _ in dated]
    days = tuple(calendar(min(known), max(known), readout.grain))
    found: dict[str, dict[date, Row]] = {}
    for period, row in dated:
        found.setdefault(group_name(row.group), {})[period] = row
    series = [Series(name, tuple(rows.get(day) for day in days)) for name, rows in found.items()]
    return days, tuple(sorted(series, key=lambda s: (-s.weight, -s.size, s.name)))


def groups(readout: Readout) -> tuple[Row, ...]:
    """Rows of a readout without time. FigureError when it has a grain or no groups."""
    if readout.grain is not None or not readout.by:
        raise FigureError(
            f"{readout.metric.key}: this chart compares groups and needs by=(dimension,) and no grain, "
            f"got by={readout.by} and grain {readout.grain!r}; draw a trend instead."
        )
    return readout.rows


def withheld(series: tuple[Series, ...], reason: Reason) -> int:
    """Cells that were observed but are not shown for this reason."""
    rows = [row for one in series for row in one.rows if row is not None]
    return sum(not isinstance(r.result, Estimate) and r.result.reason is reason for r in rows)
