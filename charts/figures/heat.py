"""Where two dimensions cross: a cell per pair with its value, coloured by its distance from the value of all.

Cells are bars of one length: each can have its own colour, text colour and hatching, on screen and in a picture alike.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from charts import labels
from charts.escape import esc, plain
from charts.figures.base import Figure, axis, figure, font, hover, names_axis
from charts.grid import Grid, grid
from charts.shades import between, readable_on
from charts.theme import Ground, theme
from charts.voice import READER, Voice
from metrics import formats
from metrics.metric import Better, Unit
from metrics.readout import Readout, Row
from metrics.results import Estimate, Reason

_ROW, _TALL, _TOP, _BOTTOM, _NAME, _GAP, _BETWEEN = 30, 36, 30, 8, 132, 0.015, 0.92
_PHONE = 250  # pixels of all columns on the narrowest screen
_HATCHED = (Reason.TOO_FEW, Reason.PROTECTED)


def heat(
    readout: Readout, ground: Ground, *, real: Collection[tuple[str, ...]] = (), voice: Voice = READER
) -> Figure:
    """Two crossed dimensions. real: groups that differ from the rest beyond chance, printed bold."""
    shown = grid(readout)
    names = [labels.lines(plain(name), _NAME) for name in shown.rows]
    heads = [labels.fit(plain(name), _NAME) for name in shown.columns]
    left = max((labels.width(line) for name in names for line in name), default=0) + 14
    return figure(
        [_cells(readout, shown, ground, set(real), voice)],
        ground,
        height=len(names) * (_TALL if labels.crowded(names) else _ROW) + _TOP + _BOTTOM,
        margin=(left, _right(heads), _TOP, _BOTTOM),
        said=_words(readout, shown, bool(real), voice),
        barmode="overlay",
        bargap=0,
        xaxis=axis(
            ground, range=[0, max(1, len(heads))], tickvals=[k + 0.5 for k in range(len(heads))],
            ticktext=[esc(head) for head in heads], side="top", tickangle=None, autotickangles=[0, 90], automargin=True,
            tickfont=font(ground, size=12, muted=False),
        ),
        yaxis=names_axis(ground, names),
    )  # fmt: skip


def _right(heads: list[str]) -> float:
    """Room for the last head, which is left out where it would leave the picture: its columns may be a phone's."""
    return max(8.0, (labels.width(heads[-1]) - _PHONE / len(heads)) / 2) if heads else 8.0


def _cells(readout: Readout, shown: Grid, ground: Ground, real: set[tuple[str, ...]], voice: Voice) -> dict[str, Any]:
    places = [
        (y, x, shown.cells.get((row, column))) for y, row in enumerate(shown.rows) for x, column in enumerate(shown.columns)
    ]
    tint = _Tint(readout, [cell for _, _, cell in places], ground)
    fills = [tint.of(cell) for _, _, cell in places]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [x + _GAP / 2 for _, x, _ in places],
        "x": [1 - _GAP] * len(places),
        "y": [y for y, _, _ in places],
        "width": _BETWEEN,
        "marker": {
            "color": fills,
            "line": {"width": 0},
            "pattern": {
                "shape": ["/" if _hatched(cell) else "" for _, _, cell in places],
                "fgcolor": theme(ground).context,
                "bgcolor": fills,
                "size": 7,
                "solidity": 0.14,
            },
        },
        "text": [_printed(readout, cell, real) for _, _, cell in places],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "inside",
        "insidetextfont": {**font(ground, size=12), "color": [readable_on(fill, ground) for fill in fills]},
        "hoverinfo": "text",
        "hovertext": [
            _hover(readout, (shown.rows[y], shown.columns[x]), cell, voice) for y, x, cell in places
        ],
        "name": "",
    }  # fmt: skip


def _printed(readout: Readout, cell: Row | None, real: set[tuple[str, ...]]) -> str:
    if cell is None or not isinstance(cell.result, Estimate):
        return ""
    words = esc(formats.value(readout.metric, cell.result.value))
    return f"<b>{words}</b>" if cell.group in real else words


def _hover(readout: Readout, names: tuple[str, str], cell: Row | None, voice: Voice) -> str:
    if cell is None:
        return f"<b>{esc(' · '.join(names))}</b><br>{esc(voice.say('no data'))}"
    return hover(readout.metric, [" · ".join(names)], cell.result, provisional=cell.provisional, voice=voice)


def _hatched(cell: Row | None) -> bool:
    return cell is not None and not isinstance(cell.result, Estimate) and cell.result.reason in _HATCHED


class _Tint:
    """The colour of a value: around the value of all where good and bad have a side, from little to much elsewhere."""

    def __init__(self, readout: Readout, cells: list[Row | None], ground: Ground) -> None:
        values = [cell.result.value for cell in cells if cell is not None and isinstance(cell.result, Estimate)]
        self.colours, self.centre = theme(ground), centre(readout)
        low, high = min(values, default=0.0), max(values, default=0.0)
        if self.centre is None:
            self.scale, self.low, self.high = self.colours.sequential, low, high
            return
        reach = max(abs(low - self.centre), abs(high - self.centre))
        self.low, self.high = self.centre - reach, self.centre + reach
        better = readout.metric.better is Better.HIGHER
        self.scale = self.colours.diverging if better else self.colours.diverging[::-1]

    def of(self, cell: Row | None) -> str:
        if cell is None:
            return self.colours.ground
        if not isinstance(cell.result, Estimate):
            return self.colours.pale
        wide = self.high - self.low
        return between(self.scale, (cell.result.value - self.low) / wide if wide else 0.5)


def centre(readout: Readout) -> float | None:
    """The value of all, where cells are measured against it; None for counts, parts of a whole, and what is neither good nor
    bad."""
    whole, metric = readout.overall, readout.metric
    if metric.unit is Unit.COUNT or metric.needs_by or metric.better is Better.NEITHER:
        return None
    return whole.value if isinstance(whole, Estimate) else None


def _words(readout: Readout, shown: Grid, marked: bool, voice: Voice) -> list[str]:
    middle = centre(readout)
    if middle is None:
        words = [voice.say("the stronger the colour, the higher the value")]
    else:
        value = formats.value(readout.metric, middle)
        words = [voice.words("no colour: the value of all, {value}; the warmer the worse, the cooler the better", value=value)]
    if marked:
        words.append(voice.say("bold: more than chance apart from the rest"))
    if any(_hatched(shown.cells.get((row, column))) for row in shown.rows for column in shown.columns):
        words.append(voice.words("hatched: {words}", words=voice.say(formats.WITHHELD_WORDS[Reason.TOO_FEW])))
    if shown.cut:
        words.append(
            voice.words(
                "{n} of {all} cells are drawn, the largest groups of both; the table has all.",
                n=formats.whole(len(shown.rows) * len(shown.columns)), all=formats.whole(shown.all_rows * shown.all_columns),
            )
        )  # fmt: skip
    return words
