"""What changed between two periods: before → after per group, the real changes in full colour, the rest grey."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from charts import labels, scales
from charts.errors import FigureError
from charts.escape import esc, plain
from charts.figures.base import SMALL, Figure, axis, figure, font, hover, names_axis, text
from charts.series import group_name, groups
from charts.theme import Ground, colours, theme
from charts.voice import READER, Voice
from metrics import formats
from metrics.readout import Readout, Word
from metrics.results import Estimate, Result

MOST_ROWS = 20
_ROW, _TOP, _BOTTOM, _NAME = 30, 24, 26, 124


@dataclass(frozen=True, slots=True)
class _Pair:
    name: str
    old: Result | None
    new: Result | None

    @property
    def change(self) -> float | None:
        if isinstance(self.old, Estimate) and isinstance(self.new, Estimate):
            return self.new.value - self.old.value
        return None


def dumbbell(
    before: Readout,
    after: Readout,
    ground: Ground,
    *,
    real: Collection[str | tuple[str, ...]] | None = None,
    voice: Voice = READER,
) -> Figure:
    """`before` and `after`: one metric by the same dimension over two periods. `real`: the groups whose change is more
    than chance; without it the verdicts of `after`'s rows say so. FigureError when the two do not belong together."""
    if (before.metric.key, before.by) != (after.metric.key, after.by):
        raise FigureError(
            f"before is {before.metric.key} by {before.by}, after is {after.metric.key} by {after.by}: "
            "a dumbbell compares one metric by one breakdown; evaluate both alike."
        )
    if real is None:
        real = [row.group for row in after.rows if row.verdict and row.verdict.word in (Word.UP, Word.DOWN)]
    sure = {name if isinstance(name, str) else group_name(name) for name in real}
    pairs, words = _pairs(before, after), []
    if len(pairs) > MOST_ROWS:
        words.append(voice.words("The {n} largest changes of {all} are drawn.", n=MOST_ROWS, all=formats.whole(len(pairs))))
        pairs = pairs[:MOST_ROWS]
    metric = after.metric
    low, high = scales.limits(metric, [r.value for p in pairs for r in (p.old, p.new) if isinstance(r, Estimate)])
    values, written = scales.ticks(metric, low, high, most=4)
    names = [labels.fit(plain(pair.name), _NAME) for pair in pairs]
    changes, right = _changes(after, pairs, sure, ground, voice)
    return figure(
        _traces(after, pairs, sure, ground, voice),
        ground,
        said=words,
        height=max(130, len(pairs) * _ROW + _TOP + _BOTTOM),
        margin=(max((labels.width(n) for n in names), default=0) + 14, right, _TOP, _BOTTOM),
        xaxis=axis(ground, range=[low, high], tickvals=values, ticktext=written, showgrid=True),
        yaxis=names_axis(ground, names),
        annotations=[
            *changes,
            text(
                ground,
                esc(voice.say("○ before   ● after")),
                0,
                1,
                xref="paper",
                yref="paper",
                yanchor="bottom",
                font=font(ground),
            ),
        ],
    )


def _pairs(before: Readout, after: Readout) -> list[_Pair]:
    """Groups of both periods, the largest change first; groups of one period follow."""
    old = {group_name(row.group): row.result for row in groups(before)}
    new = {group_name(row.group): row.result for row in groups(after)}
    pairs = [_Pair(name, old.get(name), new.get(name)) for name in {**new, **old}]
    return sorted(pairs, key=lambda p: (p.change is None, -abs(p.change or 0.0), p.name))


def _traces(after: Readout, pairs: Sequence[_Pair], sure: set[str], ground: Ground, voice: Voice) -> list[dict[str, Any]]:
    palette, hue = theme(ground), colours([pair.name for pair in pairs], ground, after.rules.colours)
    lines: list[dict[str, Any]] = []
    ends: dict[str, list[Any]] = {"x": [], "y": [], "fill": [], "edge": [], "text": []}
    for place, pair in enumerate(pairs):
        channel = hue[pair.name] if after.by == ("channel",) else palette.accent
        tint = channel if pair.name in sure else palette.context
        found = [(pair.old, palette.ground, voice.say("before")), (pair.new, tint, voice.say("after"))]
        known = [(r, fill, when) for r, fill, when in found if isinstance(r, Estimate)]
        if len(known) == 2:
            lines.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": [known[0][0].value, known[1][0].value],
                    "y": [place, place],
                    "line": {"color": tint, "width": 3.5},
                    "hoverinfo": "skip",
                    "opacity": 0.75,
                    "name": esc(pair.name),
                }
            )
        for result, fill, when in known:
            ends["x"].append(result.value)
            ends["y"].append(place)
            ends["fill"].append(fill)
            ends["edge"].append(tint)
            ends["text"].append(hover(after.metric, [pair.name, when], result, voice=voice))
    dots = {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "x": ends["x"],
        "y": ends["y"],
        "hoverinfo": "text",
        "hovertext": ends["text"],
        "marker": {"size": 11, "color": ends["fill"], "opacity": 1, "line": {"width": 2.2, "color": ends["edge"]}},
        "name": "",
    }
    return [*lines, dots]


def _changes(
    after: Readout, pairs: Sequence[_Pair], sure: set[str], ground: Ground, voice: Voice
) -> tuple[list[dict[str, Any]], float]:
    """The change in words at the right: arrow and number where it is real, the number in grey where it is not."""
    written = []
    for pair in pairs:
        if pair.change is None:
            seen = pair.new if pair.new is not None else pair.old
            written.append(
                voice.say("only after" if pair.old is None else "only before") if isinstance(seen, Estimate) else "–"
            )
            continue
        size = formats.change(after.metric, pair.change)
        arrow, sign = ("▲ ", "+") if pair.change > 0 else ("▼ ", "−")
        seen_as_zero = not any(digit in size for digit in "123456789")
        written.append(size if seen_as_zero else (arrow if pair.name in sure else sign) + size)
    wide = max((labels.width(w, SMALL) for w in written), default=0) + 12
    found = [
        text(
            ground,
            esc(words),
            1,
            place,
            xref="paper",
            yref="y",
            xanchor="right",
            xshift=wide,
            font=font(ground, muted=pair.name not in sure),
        )
        for place, (pair, words) in enumerate(zip(pairs, written, strict=True))
    ]
    return found, wide + 4
