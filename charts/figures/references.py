"""What a chart over time is read against: the target of each period, and what happened in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise
from typing import Any

from charts.escape import esc, plain
from charts.figures.base import font, text
from charts.theme import Ground, theme
from charts.voice import Voice
from metrics import formats
from metrics.periods import last_day, next_period
from metrics.readout import Readout
from metrics.rules import Note


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring periods with one target; x0, x1: where its line runs on the time axis, midway between periods.

    first: it holds for the first period drawn, so x0 lies before the axis · last: for the last one.
    """

    value: float
    x0: str
    x1: str
    first: bool
    last: bool


def targets(readout: Readout, days: Sequence[date]) -> tuple[float | None, ...]:
    """The target of every period: the one that holds on its last day (inside the selection)."""
    ends = [last_day(day, readout.grain or "day") for day in days]
    return tuple(readout.target_on(end if readout.end is None else min(end, readout.end)) for end in ends)


def runs(readout: Readout, days: Sequence[date]) -> list[Run]:
    """The targets as a stepped line, one run per step."""
    ends = edges(days, readout.grain or "day")
    found, start = [], 0
    for value, same in groupby(targets(readout, days)):
        stop = start + len(list(same))
        if value is not None:
            found.append(Run(value, ends[start], ends[stop], start == 0, stop == len(days)))
        start = stop
    return found


def risers(steps: Sequence[Run]) -> list[tuple[str, float, float]]:
    """(x, from, to) where one target gives way to the next."""
    return [(new.x0, old.value, new.value) for old, new in pairwise(steps) if old.x1 == new.x0]


def line(ground: Ground, dash: str, **place: Any) -> dict[str, Any]:
    """A thin line that only supports."""
    style = {"color": theme(ground).muted, "width": 1.6, "dash": dash}
    return {"type": "line", "layer": "between", "line": style, **place}


def stepped(steps: Sequence[Run], ground: Ground, axes: tuple[str, str] = ("x", "y")) -> list[dict[str, Any]]:
    """The targets as shapes on the given axes."""
    level = [
        line(ground, "dash", xref=axes[0], yref=axes[1], x0=step.x0, x1=step.x1, y0=step.value, y1=step.value)
        for step in steps
    ]
    rise = [
        line(ground, "dash", xref=axes[0], yref=axes[1], x0=x, x1=x, y0=old, y1=new) for x, old, new in risers(steps)
    ]
    return level + rise


def noted(readout: Readout, days: Sequence[date]) -> list[Note]:
    """The notes that fall into the periods drawn."""
    return [note for note in readout.notes if days[0] <= note.day < next_period(days[-1], readout.grain or "day")]


def told(notes: Sequence[Note], voice: Voice) -> list[str]:
    """1: 12 Feb 2026, new chat bot. Plain text, numbered as the marks are."""
    return [
        voice.words("{number}: {day}, {text}", number=number, day=formats.day(note.day), text=plain(note.text))
        for number, note in enumerate(notes, 1)
    ]


def marks(notes: Sequence[Note], ground: Ground) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(thin upright lines, their numbers above them)."""
    numbers = []
    for number, note in enumerate(notes, 1):
        words = f"<b>{esc(formats.day(note.day))}</b><br>{esc(note.text)}"
        place = {"yref": "paper", "xanchor": "center", "yanchor": "bottom", "font": font(ground)}
        numbers.append(text(ground, str(number), note.day.isoformat(), 1, hovertext=words, **place))
    return upright(notes, ground), numbers


def upright(
    notes: Sequence[Note], ground: Ground, xaxis: str = "x", span: tuple[float, float] = (0, 1)
) -> list[dict[str, Any]]:
    """A thin upright line at every note, over a part of the picture's height."""
    style = {"color": theme(ground).axis, "width": 1}
    common = {"type": "line", "line": style, "layer": "between", "xref": xaxis, "yref": "paper", "y0": span[0], "y1": span[1]}
    return [{**common, "x0": note.day.isoformat(), "x1": note.day.isoformat()} for note in notes]


def edges(days: Sequence[date], grain: str) -> list[str]:
    """Where periods meet on the time axis: before the first, midway between each two, behind the last one."""
    noon = [datetime.combine(day, time()) for day in days]
    behind = datetime.combine(next_period(days[-1], grain), time())
    first = noon[0] - (noon[1] - noon[0] if len(noon) > 1 else timedelta(days=1)) / 2
    between = [a + (b - a) / 2 for a, b in pairwise(noon)]
    return [moment.isoformat(sep=" ", timespec="minutes") for moment in (first, *between, noon[-1] + (behind - noon[-1]) / 2)]
