"""The worst and the best case drawn: a pale bar from one to the other, what was answered in it."""

from __future__ import annotations

from collections.abc import Sequence

from charts import scales
from charts.data import ChartData, DataSeries, Value, number_format
from charts.figures.ranges import Range, Scale
from charts.theme import theme
from metrics import formats
from metrics.metric import Metric
from metrics.results import Estimate
from metrics.silence import ENDS, Silence
from pages.ui.text import t

MOST = 12  # groups drawn


def rows(found: Sequence[Silence], metric: Metric) -> tuple[Range, ...]:
    """A row a group, all together first."""
    return tuple(_row(one, metric, first=i == 0) for i, one in enumerate(found[: MOST + 1]))


def _row(one: Silence, metric: Metric, *, first: bool) -> Range:
    rate = formats.percent(f"{one.rate.value * 100:.1f}") if isinstance(one.rate, Estimate) else "–"
    if one.bounds is None or not isinstance(one.score, Estimate):
        return Range(one.name, None, columns=(rate,), reason=formats.shown(metric, one.score))
    worst, best = (formats.value(metric, bound) for bound in one.bounds)
    told = (
        one.name, t("{rate} answered", rate=rate), t("they say {value}", value=formats.value(metric, one.score.value)),
        formats.interval(metric, one.score), formats.counted(one.score.n, metric.counted),
        t("all others unhappy: {worst}", worst=worst), t("all others happy: {best}", best=best),
    )  # fmt: skip
    return Range(one.name, one.score.value, one.score.low, one.score.high, one.bounds, (rate,), told=told, strong=first)


def scale(metric: Metric) -> Scale:
    """The whole range of the score."""
    low, high = ENDS[metric.unit]
    values, written = scales.ticks(metric, low, high, most=4)
    return Scale(low, high, tuple(zip(values, written, strict=True)))


def data(found: Sequence[Silence], metric: Metric) -> ChartData:
    """Three bars a group: worst case, what the answers say, best case."""
    hues = (theme("light").context, theme("light").accent, theme("light").pale)
    names = (t("all others unhappy"), t("those who answered"), t("all others happy"))
    columns: list[list[Value]] = [[], [], []]
    for one in found:
        n = one.score.n
        if one.bounds is None or not isinstance(one.score, Estimate):
            for column in columns:
                column.append(Value(None, formats.shown(metric, one.score), n=n))
            continue
        worst, best = (Value(bound, formats.value(metric, bound), n=n) for bound in one.bounds)
        said = f"{formats.value(metric, one.score.value)} ({formats.interval(metric, one.score)})"
        value = Value(one.score.value, said, False, one.score.low, one.score.high, n)
        for column, point in zip(columns, (worst, value, best), strict=True):
            column.append(point)
    series = tuple(DataSeries(name, hue, tuple(one)) for name, hue, one in zip(names, hues, columns, strict=True))
    return ChartData("bar", tuple(one.name for one in found), series, number_format(metric))
