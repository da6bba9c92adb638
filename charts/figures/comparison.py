"""Which is higher: one dot per group with its interval, sorted, n at the right, the overall value as a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from charts import labels, scales
from charts.escape import esc, plain
from charts.figures.base import SMALL, Figure, axis, figure, font, hover, names_axis, text
from charts.series import group_name, groups
from charts.theme import Ground, colours, theme
from charts.voice import READER, Voice
from metrics import formats
from metrics.groups import ends
from metrics.readout import Readout, Row
from metrics.results import Estimate

MOST_ROWS = 30
_ROW, _TOP, _BOTTOM, _NAME = 27, 24, 26, 124
_TALL = 35  # pixels a row where two neighbours' names take two lines each


def dots(readout: Readout, ground: Ground, *, voice: Voice = READER) -> Figure:
    """Groups from high to low; those without a value follow, with the reason. More than MOST_ROWS: the rest is said."""
    rows, words = _drawn(readout, voice)
    estimates = [row.result for row in rows if isinstance(row.result, Estimate)]
    overall = readout.overall if isinstance(readout.overall, Estimate) else None
    marks = [v for e in estimates for v in (e.value, e.low, e.high)] + ([overall.value] if overall else [])
    low, high = scales.limits(readout.metric, marks)
    values, written = scales.ticks(readout.metric, low, high, most=4)
    names = [labels.lines(plain(group_name(row.group)), _NAME) for row in rows]
    left = max((labels.width(line) for name in names for line in name), default=0) + 14
    pitch = _TALL if labels.crowded(names) else _ROW
    counts, right = _counts(readout, rows, ground, voice)
    reference, reference_text = _overall(readout, overall, ground, voice)
    height = max(110, len(rows) * pitch + _TOP + _BOTTOM)
    return figure(
        _marks(readout, rows, ground, voice),
        ground,
        height=height,
        margin=(left, right, _TOP, _BOTTOM),
        said=words,
        xaxis=axis(ground, range=[low, high], tickvals=values, ticktext=written, showgrid=True),
        yaxis=names_axis(ground, names),
        shapes=reference,
        annotations=[*counts, *reference_text, *_reasons(readout, rows, low, ground, voice)],
    )


def ordered(rows: Sequence[Row]) -> list[Row]:
    """High to low, then the withheld."""
    known = [row for row in rows if isinstance(row.result, Estimate)]
    known.sort(key=lambda row: (-_value(row), row.group))
    return known + sorted((row for row in rows if not isinstance(row.result, Estimate)), key=lambda row: row.group)


def _drawn(readout: Readout, voice: Voice) -> tuple[list[Row], list[str]]:
    """At most MOST_ROWS, and how they were picked. The two ends are among them: the card's first line names them."""
    rows = ordered(groups(readout))
    if len(rows) <= MOST_ROWS:
        return rows, []
    there = formats.whole(len(rows))
    if readout.metric.needs_by:  # parts of one whole: the largest are the highest
        words = voice.words("{n} of {all} groups are drawn; the table has all.", n=MOST_ROWS, all=there)
        return rows[:MOST_ROWS], [words]
    words = voice.words(
        "{n} of {all} groups are drawn, the highest, the lowest and the largest; the table has all.", n=MOST_ROWS, all=there
    )
    return largest(rows, ends(readout)), [words]


def largest(rows: Sequence[Row], first: Sequence[Row] = ()) -> list[Row]:
    """MOST_ROWS groups, in the given order: those of `first`, and the ones with most observations."""
    kept = {id(row) for row in first}
    by_size = sorted(rows, key=lambda row: (id(row) not in kept, -row.result.n))
    chosen = {id(row) for row in by_size[:MOST_ROWS]}
    return [row for row in rows if id(row) in chosen]


def _value(row: Row) -> float:
    return row.result.value if isinstance(row.result, Estimate) else float("-inf")


def _marks(readout: Readout, rows: Sequence[Row], ground: Ground, voice: Voice) -> list[dict[str, Any]]:
    """Interval bars as one trace, dots as another."""
    one_hue = readout.by != ("channel",)
    hue = colours([group_name(row.group) for row in rows], ground, readout.rules.colours)
    bars: list[dict[str, Any]] = []
    xs, ys, tints, hovers = [], [], [], []
    for place, row in enumerate(rows):
        if not isinstance(row.result, Estimate):
            continue
        e, name = row.result, group_name(row.group)
        tint = theme(ground).accent if one_hue else hue[name]
        if e.low is not None and e.high is not None:
            bars.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": [e.low, e.high],
                    "y": [place, place],
                    "hoverinfo": "skip",
                    "line": {"color": tint, "width": 3},
                    "opacity": 0.45,
                    "name": esc(name),
                }
            )
        xs.append(e.value)
        ys.append(place)
        tints.append(tint)
        hovers.append(hover(readout.metric, [name], e, provisional=row.provisional, voice=voice))
    points = {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "x": xs,
        "y": ys,
        "hoverinfo": "text",
        "hovertext": hovers,
        "name": "",
        "marker": {"size": 10, "color": tints, "opacity": 1, "line": {"width": 1.5, "color": theme(ground).ground}},
    }
    return [*bars, points]


def _counts(readout: Readout, rows: Sequence[Row], ground: Ground, voice: Voice) -> tuple[list[dict[str, Any]], float]:
    """n of every row at the right, under a head that names what is counted. Shares of one whole show their own part."""
    head = voice.say(readout.metric.counted)
    parts = [_part(row) for row in rows]
    same = len({row.result.n for row in rows}) == 1 and all(part is not None for part in parts) and len(rows) > 1
    written = [formats.whole((part if same else row.result.n) or 0) for part, row in zip(parts, rows, strict=True)]
    wide = max([labels.width(w, SMALL) for w in written] + [labels.width(head, SMALL)]) + 12
    common = {"xref": "paper", "xanchor": "right", "xshift": wide, "font": font(ground), "align": "right"}
    found = [text(ground, w, 1, place, yref="y", **common) for place, w in enumerate(written)]
    return [*found, text(ground, esc(head), 1, 1, yref="paper", yanchor="bottom", **common)], wide + 4


def _part(row: Row) -> float | None:
    return row.result.numerator if isinstance(row.result, Estimate) else None


def _overall(readout: Readout, overall: Estimate | None, ground: Ground, voice: Voice) -> tuple[list[Any], list[Any]]:
    """The value of everybody together as a thin line. A count's total is no yardstick for its parts."""
    if overall is None or readout.metric.unit.value == "count" or readout.metric.needs_by:
        return [], []
    line = {
        "type": "line",
        "xref": "x",
        "x0": overall.value,
        "x1": overall.value,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": theme(ground).axis, "width": 1.2, "dash": "dot"},
        "layer": "between",
    }
    words = voice.words("all {value}", value=formats.value(readout.metric, overall.value))
    label = text(ground, esc(words), overall.value, 1, yref="paper", xanchor="center", yanchor="bottom", font=font(ground))
    return [line], [label]


def _reasons(readout: Readout, rows: Sequence[Row], low: float, ground: Ground, voice: Voice) -> list[dict[str, Any]]:
    return [
        text(ground, esc(voice.say(formats.shown(readout.metric, row.result))), low, place, font=font(ground), xshift=4)
        for place, row in enumerate(rows)
        if not isinstance(row.result, Estimate)
    ]
