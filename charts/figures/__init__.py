"""One function per kind of chart: Readouts in, a plain Plotly dict out. Texts escaped, colours explicit, no title."""

from charts.figures.changes import dumbbell
from charts.figures.comparison import dots
from charts.figures.distribution import histogram, sparkline
from charts.figures.heat import heat
from charts.figures.odds import odds
from charts.figures.pairs import pairs
from charts.figures.plane import plane
from charts.figures.ranked import ranked
from charts.figures.shares import share_over_time, volume_over_time
from charts.figures.steps import funnel
from charts.figures.times import age_bands, survival
from charts.figures.trends import trend
from charts.figures.waterfall import waterfall

__all__ = [
    "age_bands",
    "dots",
    "dumbbell",
    "funnel",
    "heat",
    "histogram",
    "odds",
    "pairs",
    "plane",
    "ranked",
    "share_over_time",
    "sparkline",
    "survival",
    "trend",
    "volume_over_time",
    "waterfall",
]
