"""What share, and how many, over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from charts import labels, scales
from charts import periods as calendars
from charts.escape import esc, plain
from charts.figures import panels, references, restated
from charts.figures.base import HEIGHT, SIZE, SMALL, Figure, axis, bullet, figure, hover, text
from charts.figures.trends import recent, time_axis, trend
from charts.series import Series, over_time
from charts.theme import OTHER, Ground, colours, theme
from charts.voice import READER, Voice
from metrics import formats, lists
from metrics.periods import next_period
from metrics.readout import Readout, Row
from metrics.results import Estimate
from metrics.saying import say

MOST_PARTS, MOST_PANELS = 5, 8
_TOP, _BOTTOM, _LABEL = 10, 42, 128
_NOTE = 12  # pixels more above the bars, for the numbers of notes
_DAY_MS = 86_400_000


def share_over_time(readout: Readout, ground: Ground, *, voice: Voice = READER) -> Figure:
    """100 % bars for up to five parts; beyond, one panel per part by size, the smallest together as "other"."""
    days, series = over_time(readout)
    series = by_size(series)
    days, series, words = recent(days, series, voice)
    if len(series) <= MOST_PARTS:
        return _stack(readout, days, series, ground, words, voice)
    if len(series) > MOST_PANELS:
        small = series[MOST_PANELS - 1 :]
        named = lists.enumerated(plain(one.name) for one in small)
        words.append(voice.words("“other” holds the {n} smallest: {names}", n=len(small), names=named))
        series = (*series[: MOST_PANELS - 1], together(small))
    return panels.panels(readout, days, series, ground, said=words, voice=voice, from_zero=True)


def volume_over_time(readout: Readout, ground: Ground, *, voice: Voice = READER) -> Figure:
    """Counts as bars from zero, unfinished periods hatched; by group they become lines, which can be compared."""
    days, series = over_time(readout)
    if readout.by:
        return trend(readout, ground, voice=voice)
    days, series, words = recent(days, series, voice)
    notes = references.noted(readout, days)
    words += references.told(notes, voice) + restated.told(restated.shown(readout, days), voice)
    found = [e.value if e else None for e in series[0].estimates]
    low, high = scales.limits(readout.metric, found, from_zero=True)
    values, written = scales.ticks(readout.metric, low, high)
    left = max(labels.width(w, SMALL) for w in written) + 12
    bars = _bars(readout, days, series[0], theme(ground).accent, ground, voice)
    marks, numbers = _marked(readout, days, ground, voice)
    return figure(
        [bars],
        ground,
        margin=(left, 10, _TOP + (_NOTE if numbers else 0), _BOTTOM),
        shapes=marks,
        annotations=numbers,
        said=words,
        bargap=0,
        xaxis=time_axis(days, readout.grain or "day", ground, voice, half=0.6, notes=notes),
        yaxis=axis(ground, range=[low, high], tickvals=values, ticktext=written, showgrid=True),
    )


def _stack(
    readout: Readout, days: Sequence[date], series: Sequence[Series], ground: Ground, words: Sequence[str], voice: Voice
) -> Figure:
    hue = colours([one.name for one in series], ground, readout.rules.colours)
    notes = references.noted(readout, days)
    marks, numbers = _marked(readout, days, ground, voice)
    drawn = [_bars(readout, days, one, hue[one.name], ground, voice) for one in series]
    ends, right = _part_labels(readout, series, hue, ground)
    values, written = scales.ticks(readout.metric, 0, 1, most=4)
    left = max(labels.width(w, SMALL) for w in written) + 12
    return figure(
        drawn,
        ground,
        margin=(left, right, _TOP + (_NOTE if numbers else 0), _BOTTOM),
        said=[*words, *references.told(notes, voice), *restated.told(restated.shown(readout, days), voice)],
        barmode="stack",
        bargap=0,
        shapes=marks,
        annotations=[*ends, *numbers],
        xaxis=time_axis(days, readout.grain or "day", ground, voice, half=0.6, notes=notes),
        yaxis=axis(ground, range=[0, 1], tickvals=values, ticktext=written, showgrid=True),
    )


def _marked(
    readout: Readout, days: Sequence[date], ground: Ground, voice: Voice
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Notes and restatements: (lines, their numbers and letters)."""
    marks, numbers = references.marks(references.noted(readout, days), ground)
    spans, letters = restated.marks(readout, days, ground, voice)
    return [*marks, *spans], [*numbers, *letters]


def _bars(readout: Readout, days: Sequence[date], one: Series, colour: str, ground: Ground, voice: Voice) -> dict[str, Any]:
    """One series as bars; a period that is not over is hatched."""
    gaps = [(b - a).days for a, b in pairwise(days)]
    width = 0.78 * (min(gaps) if gaps else (next_period(days[0], readout.grain or "day") - days[0]).days)
    return {
        "type": "bar",
        "name": esc(one.name),
        "x": [day.isoformat() for day in days],
        "width": round(width * _DAY_MS),
        "y": [e.value if e else None for e in one.estimates],
        "hoverinfo": "text",
        "textposition": "none",
        "hovertext": [
            hover(
                readout.metric,
                [one.name, calendars.label(day, readout.grain, voice)],
                row.result,
                provisional=row.provisional,
                voice=voice,
            )
            if row is not None
            else ""
            for day, row in zip(days, one.rows, strict=True)
        ],
        "marker": {
            "color": colour,
            "line": {"color": theme(ground).ground, "width": 0.8 if len(days) <= 60 else 0},
            "pattern": {
                "shape": ["/" if open_ else "" for open_ in one.provisional],
                "fillmode": "replace",
                "bgcolor": theme(ground).ground,
                "fgcolor": colour,
                "size": 6,
                "solidity": 0.35,
            },
        },
    }


def _part_labels(
    readout: Readout, series: Sequence[Series], hue: dict[str, str], ground: Ground
) -> tuple[list[dict[str, Any]], float]:
    """Each part's name and latest share beside the last bar, at its height where there is room."""
    height, base, wanted, words, widest = HEIGHT - _TOP - _BOTTOM, 0.0, [], [], 0.0
    for one in series:
        last = one.estimates[-1]
        share = last.value if last else 0.0
        wanted.append((base + share / 2) * height)
        base += share
        value = formats.value(readout.metric, last.value) if last else ""
        name = labels.fit(plain(one.name), _LABEL - labels.width(f"● {value}") - 8)
        widest = max(widest, labels.width(f"● {name} {value}", SIZE * 1.04))
        words.append(bullet(hue[one.name], f"{esc(name)} <b>{esc(value)}</b>"))
    placed = labels.spread(wanted, SIZE + 5, 4, height - 4)
    found = [
        text(ground, label, 1, y / height, xref="paper", yref="paper", xshift=4) for label, y in zip(words, placed, strict=True)
    ]
    return found, widest + 10


def by_size(series: Sequence[Series]) -> tuple[Series, ...]:
    """Largest share first."""
    return tuple(sorted(series, key=lambda one: (-one.size, one.name)))


def together(small: Sequence[Series]) -> Series:
    """Shares of one whole add (their denominators are the same); their intervals do not, so none is given."""
    rows: list[Row | None] = []
    for cells in zip(*(one.rows for one in small), strict=True):
        known = [(row, row.result) for row in cells if row is not None and isinstance(row.result, Estimate)]
        if not known:
            rows.append(None)
            continue
        value = sum(result.value for _, result in known)
        numerators = [result.numerator for _, result in known if result.numerator is not None]
        total = Estimate(value, None, None, known[0][1].n, sum(numerators) if numerators else None, known[0][1].denominator)
        over = not any(row.provisional for row, _ in known)
        rows.append(replace(known[0][0], group=(say(OTHER),), result=total, provisional=not over))
    return Series(say(OTHER), tuple(rows))
