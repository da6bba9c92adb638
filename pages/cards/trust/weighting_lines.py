"""One score weighed in several ways, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from charts.data import ChartData, DataSeries, Value
from charts.figures.ranges import Range
from charts.theme import theme
from metrics import formats
from metrics.metric import Metric
from metrics.readout import Readout
from metrics.results import Estimate
from pages.ui.text import t


@dataclass(frozen=True)
class Line:
    """One way to weigh: name, value with its interval, n, and what the answers are worth."""

    name: str
    value: float
    low: float | None
    high: float | None
    n: int
    effective: float | None = None


def line(name: str, readout: Readout) -> Line | None:
    result = readout.overall
    if not isinstance(result, Estimate):
        return None
    return Line(name, result.value, result.low, result.high, result.n, result.detail.get("effective_n"))


def row(one: Line, metric: Metric, *, first: bool) -> Range:
    value, n = formats.value(metric, one.value), formats.whole(one.n)
    between = formats.interval(metric, Estimate(one.value, one.low, one.high, one.n))
    worth = formats.whole(one.effective) if one.effective is not None else n
    told = (one.name, value, between, formats.counted(one.n, metric.counted), t("worth {n} plain answers", n=worth))
    return Range(one.name, one.value, one.low, one.high, columns=(value, worth), told=told, strong=first)


def data(lines: Sequence[Line], metric: Metric) -> ChartData:
    points = tuple(
        Value(one.value, formats.value(metric, one.value), False, one.low, one.high, one.n) for one in lines
    )  # fmt: skip
    series = DataSeries(t(metric.title), theme("light").accent, points)
    return ChartData("bar", tuple(one.name for one in lines), (series,), "0.0%", (0.0, None))
