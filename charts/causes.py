"""The causes of a change as plain numbers, for files that draw with their own charts."""

from __future__ import annotations

from collections.abc import Sequence

from charts.data import ChartData, DataSeries, Value, number_format
from charts.escape import plain
from charts.figures.waterfall import Cause
from charts.theme import theme
from charts.voice import READER, Voice
from metrics.metric import Metric
from metrics.split_words import with_reach


def causes_data(metric: Metric, causes: Sequence[Cause], *, voice: Voice = READER) -> ChartData:
    """What each cause did, as bars from zero; the words hold the intervals."""
    points = tuple(
        Value(one.effect.value, with_reach(metric, one.effect), low=one.effect.low, high=one.effect.high) for one in causes
    )
    series = DataSeries(voice.say("What it did"), theme("light").accent, points)
    return ChartData("bar", tuple(plain(one.name) for one in causes), (series,), number_format(metric))
