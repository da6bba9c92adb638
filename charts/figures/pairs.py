"""One breakdown, two metrics side by side: how many on the left, what they score on the right, one line per group."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from charts import labels, scales
from charts.escape import plain
from charts.figures.base import SMALL, Figure, axis, figure, hover, names_axis
from charts.figures.comparison import MOST_ROWS, ordered
from charts.figures.pair_texts import LEFT, RIGHT, answers, counted, numbers, reasons
from charts.figures.pair_texts import heads as head_texts
from charts.series import group_name, groups
from charts.theme import Ground, theme
from charts.voice import READER, Voice
from metrics import formats
from metrics.readout import Readout, Row
from metrics.results import Estimate, Result

_ROW, _TOP, _BOTTOM, _NAME, _TALL = 27, 40, 26, 124, 35


def pairs(
    left: Readout, right: Readout, ground: Ground, *, heads: tuple[str, str], real: Collection[tuple[str, ...]] = (),
    alike: bool = False, voice: Voice = READER,
) -> Figure:  # fmt: skip
    """`left` and `right`: two metrics by one breakdown; sorted by `left`, high to low. heads: what each side shows, in words ·
    real: groups whose right value stands out, in full colour; the others are grey · alike: one metric on both sides, drawn on
    one scale, with how many stand above its line."""
    rows = ordered(groups(left))
    said = []
    if len(rows) > MOST_ROWS:
        all_rows = formats.whole(len(rows))
        said.append(voice.words("{n} of {all} groups are drawn; the table has all.", n=MOST_ROWS, all=all_rows))
        rows = rows[:MOST_ROWS]
    scored = {row.group: row.result for row in groups(right)}
    names = [labels.lines(plain(group_name(row.group)), _NAME) for row in rows]
    pitch = _TALL if labels.crowded(names) else _ROW
    counts = [counted(scored.get(row.group), above=alike) for row in rows]
    room = max((labels.width(words, SMALL) for words in counts), default=0) + 14
    known, others = [row.result for row in rows], list(scored.values())
    one, other = _side(left, known, True), _side(right, others, False)
    if alike:
        one = other = _side(left, [*known, *(scored[row.group] for row in rows if row.group in scored)], True)
    accent = theme(ground).accent
    tints = [accent if row.group in real else theme(ground).context for row in rows]
    marks = [
        *_marks(left, [(row, row.result) for row in rows], [accent] * len(rows), "x", ground, voice),
        *_marks(right, [(row, scored.get(row.group)) for row in rows], tints, "x2", ground, voice),
    ]
    return figure(
        marks, ground, said=said, height=max(130, len(rows) * pitch + _TOP + _BOTTOM),
        margin=(max((labels.width(line) for name in names for line in name), default=0) + 14, room, _TOP, _BOTTOM),
        xaxis=axis(ground, domain=[*LEFT], showgrid=True, **one),
        xaxis2=axis(ground, domain=[*RIGHT], showgrid=True, **other),
        yaxis=names_axis(ground, names),
        shapes=_overall(right, ground), annotations=[
            *numbers(left, rows, ground), *answers(counts, ground, room),
            *reasons(right, [scored.get(row.group) for row in rows], ground, voice), *head_texts(heads, ground),
        ],
    )  # fmt: skip


def _side(readout: Readout, results: Sequence[Result], from_zero: bool) -> dict[str, Any]:
    marks = [v for e in results if isinstance(e, Estimate) for v in (e.value, e.low, e.high)]
    overall = [readout.overall.value] if isinstance(readout.overall, Estimate) and not from_zero else []
    low, high = scales.limits(readout.metric, [*marks, *overall], from_zero=from_zero)
    values, written = scales.ticks(readout.metric, low, high, most=3)
    return {"range": [low, high], "tickvals": values, "ticktext": written}


def _marks(
    readout: Readout, rows: Sequence[tuple[Row, Result | None]], tints: Sequence[str], x: str, ground: Ground, voice: Voice
) -> list[dict[str, Any]]:
    """Intervals as lines, values as dots."""
    found: list[dict[str, Any]] = []
    xs, ys, hues, words = [], [], [], []
    for place, ((row, result), tint) in enumerate(zip(rows, tints, strict=True)):
        if not isinstance(result, Estimate):
            continue
        found.append({
            "type": "scatter", "mode": "lines", "x": [result.low, result.high], "y": [place, place], "xaxis": x, "name": "",
            "hoverinfo": "skip", "line": {"color": tint, "width": 3}, "opacity": 0.45,
        })
        xs.append(result.value)
        ys.append(place)
        hues.append(tint)
        words.append(hover(readout.metric, [group_name(row.group)], result, provisional=row.provisional, voice=voice))
    dots = {
        "type": "scatter", "mode": "markers", "cliponaxis": False, "x": xs, "y": ys, "xaxis": x, "name": "",
        "hoverinfo": "text", "hovertext": words,
        "marker": {"size": 10, "color": hues, "opacity": 1, "line": {"width": 1.5, "color": theme(ground).ground}},
    }
    return [*found, dots]


def _overall(readout: Readout, ground: Ground) -> list[dict[str, Any]]:
    """The right value of all together, as a thin line."""
    if not isinstance(readout.overall, Estimate):
        return []
    value = readout.overall.value
    return [{
        "type": "line", "xref": "x2", "x0": value, "x1": value, "yref": "paper", "y0": 0, "y1": 1, "layer": "between",
        "line": {"color": theme(ground).axis, "width": 1.2, "dash": "dot"},
    }]
