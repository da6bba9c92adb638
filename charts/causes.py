"""The causes of a change as plain numbers, for files that draw with their own charts."""

from __future__ import annotations

from collections.abc import Sequence

from charts.data import ChartData, DataSeries, Value, number_format
from charts.escape import plain
from charts.figures.waterfall import Cause
from charts.theme import theme
from charts.voice import READER, Voice
from metrics.metric import Metric, Unit
from metrics.split_words import with_reach


def causes_data(metric: Metric, causes: Sequence[Cause], *, voice: Voice = READER) -> ChartData:
    """What each cause did, as bars from zero, shares in points; the words hold the intervals."""
    shares = metric.unit is Unit.SHARE
    scale = 100 if shares else 1  # of shares a difference is points, no share
    points = tuple(
        Value(e.value * scale, with_reach(metric, e), low=e.low * scale, high=e.high * scale)
        for e in (one.effect for one in causes)
    )
    series = DataSeries(voice.say("What it did"), theme("light").accent, points)
    return ChartData("bar", tuple(plain(one.name) for one in causes), (series,), "0.0" if shares else number_format(metric))
