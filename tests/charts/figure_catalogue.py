"""Every kind of figure once, for the tests that hold all of them to the same rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from charts import figures
from charts.figures.bars import Bar, bars
from charts.figures.corners import Corners
from charts.figures.ranges import Block, Range, Scale, ranges
from charts.figures.ranked_marks import Yardstick
from charts.figures.spans import Spanned, spans
from charts.theme import Ground
from metrics.registry import by_key
from metrics.rules import Note
from metrics.stats.log_odds import log_odds
from tests.charts import chart_factories as make

_SPANS = ((date(2026, 1, 1), date(2026, 3, 1)), (date(2026, 5, 1), date(2026, 9, 1)))


def _blocks(names: Sequence[str]) -> tuple[Block, ...]:
    rows = tuple(
        Range(name, 40.0 + i, 38.0 + i, 43.0 + i, (20.0, 90.0), (name, "1.0"), "worse", (name, name))
        for i, name in enumerate(names)
    )
    return (Block(names[0], rows), Block("", (Range(names[1], None, reason=names[2]),)))


def every_figure(ground: Ground, names: Sequence[str] = make.CHANNELS) -> dict[str, dict[str, Any]]:
    """By name; `names` are the groups, so hostile ones reach every label."""
    note = Note(date(2026, 2, 12), names[0])
    drawn: dict[str, Callable[[], dict[str, Any]]] = {
        "trend": lambda: figures.trend(make.aimed(make.csat_months(), 0.85, notes=[note]), ground),
        "trend of 3": lambda: figures.trend(make.aimed(make.csat_months(14, names[:3]), 0.8, 0.9, notes=[note]), ground),
        "trend of 8": lambda: figures.trend(make.csat_months(24, names), ground),
        "trend of 8, aimed": lambda: figures.trend(make.aimed(make.csat_months(24, names), 0.8, 0.9, notes=[note]), ground),
        "stack": lambda: figures.share_over_time(make.aimed(make.mix_months(12, names[:4]), notes=[note]), ground),
        "shares of 8": lambda: figures.share_over_time(make.mix_months(12, names), ground),
        "volume": lambda: figures.volume_over_time(make.aimed(make.contacts_months(), notes=[note]), ground),
        "heat": lambda: figures.heat(make.csat_crossed(names, names[:3]), ground, real={(names[0], names[1])}),
        "dots": lambda: figures.dots(make.csat_by(names), ground),
        "dumbbell": lambda: figures.dumbbell(make.csat_by(names), make.csat_by(names, shift=0.03), ground, real={names[0]}),
        "waterfall": lambda: figures.waterfall(by_key("csat"), 0.8, 0.7 + 0.01 * (len(names) - 1), make.causes(names), ground),
        "funnel": lambda: figures.funnel(make.steps(names=names), ground),
        "ranked dots": lambda: figures.ranked(make.ranked(names), ground, head="importance", yardstick=Yardstick(0.1, "all")),
        "ranked bars": lambda: figures.ranked(make.ranked(names), ground, mark="bar"),
        "plane": lambda: figures.plane(make.plane_items(names), (0.7, 0.1), Corners(*"abcd"), ground, titles=("x", names[0])),
        "survival": lambda: figures.survival(make.curve(), make.resolution(), ground, due=14 * 24),
        "age bands": lambda: figures.age_bands([(name, 3 + i) for i, name in enumerate(names)], make.backlog(), ground),
        "histogram": lambda: figures.histogram([(s, 10 * s) for s in range(11)], ground, counted=names[0], better={9, 10}),
        "ranges": lambda: ranges(_blocks(names), ground, heads=(names[0], "change")),
        "ranges on a scale": lambda: ranges(_blocks(names), ground, scale=Scale(0.0, 100.0, ((0.0, "0"), (100.0, names[0])))),
        "bars": lambda: bars([Bar(name, 0.1 * i, 1.0, names[0], (name, names[0])) for i, name in enumerate(names)], ground),
        "spans": lambda: spans([Spanned(name, names[0], _SPANS, i) for i, name in enumerate(names)], "month", ground),
        "pairs": lambda: figures.pairs(
            make.csat_by(names), make.csat_by(names, shift=0.03), ground, heads=(names[0], names[1]), real={(names[0],)}
        ),
        "odds": lambda: figures.odds(
            log_odds([(name, 5 * i, 40 - 5 * i) for i, name in enumerate(names)], (200, 200)), ground,
            names=(names[0], names[1]),
        ),
        "sparkline": lambda: figures.sparkline([0.7, None, 0.75, 0.74], ground, provisional=True, target=0.8),
    }
    return {name: draw() for name, draw in drawn.items()}
