"""How much, over time: a line with its interval, gaps as gaps, the unfinished part dashed and hollow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from charts import labels, scales
from charts import periods as calendars
from charts.escape import esc, plain
from charts.figures import over, panels, references, restated
from charts.figures.base import HEIGHT, SIZE, SMALL, Figure, axis, bullet, figure, font, text
from charts.figures.lines import Pen, traces
from charts.overlays import NOTHING, Overlay
from charts.series import MARKS, Series, over_time, withheld
from charts.theme import Ground, colours, theme
from charts.voice import READER, Voice
from metrics import formats
from metrics.metric import Metric
from metrics.periods import next_period
from metrics.readout import Readout
from metrics.results import Estimate, Reason
from metrics.rules import Note

MOST_LINES = 5
_TOP, _BOTTOM, _LABEL = 18, 42, 132
_OVER = 13  # pixels from a point to the middle of the name over or under it
_UNDER_A_NAME = 4  # points: as many as a name may stand above, on a phone
_NOT_DRAWN = (
    (Reason.TOO_FEW, "not drawn for too few answers: {n}"),
    (Reason.PROTECTED, "not drawn to protect a small group: {n}"),
)


def trend(readout: Readout, ground: Ground, *, overlay: Overlay | None = None, voice: Voice = READER) -> Figure:
    """Up to five series with labels at the line's end; more become small panels. The readout's targets are a stepped line,
    its notes numbered marks. overlay: laid over the line, where there is one only."""
    days, series = over_time(readout)
    days, series, words = recent(days, series, voice)
    words += [voice.words(text, n=n) for reason, text in _NOT_DRAWN if (n := withheld(series, reason))]
    if len(series) > MOST_LINES:
        return panels.panels(readout, days, series, ground, said=words, voice=voice)
    words += references.told(references.noted(readout, days), voice) + restated.told(restated.shown(readout, days), voice)
    if overlay is None or len(series) > 1:
        return _Drawing(readout, ground, days, series, voice).figure(words)
    ahead = tuple(day for day in overlay.days if day > days[-1])
    longer = tuple(replace(one, rows=(*one.rows, *(None for _ in ahead))) for one in series)
    return _Drawing(readout, ground, (*days, *ahead), longer, voice, overlay).figure(words)


def recent(
    days: Sequence[date], series: Sequence[Series], voice: Voice
) -> tuple[tuple[date, ...], tuple[Series, ...], list[str]]:
    """At most MARKS points: the latest periods are kept and the caption says so. Rates cannot be pooled here."""
    keep = max(2, MARKS // max(1, min(len(series), panels.MOST)))
    if len(days) <= keep:
        return tuple(days), tuple(series), []
    kept = tuple(replace(one, rows=one.rows[-keep:]) for one in series)
    kept = tuple(one for one in kept if any(one.rows)) or kept[:1]
    said = voice.words(
        "Only the last {kept} of {all} periods are drawn; a coarser time step shows all.",
        kept=keep, all=formats.whole(len(days)),
    )  # fmt: skip
    return tuple(days[-keep:]), kept, [said]


@dataclass(frozen=True, slots=True)
class _Name:
    """What stands at the right end of a line. value: the line's height there · width: in pixels."""

    value: float
    words: str
    width: float
    font: dict[str, Any]
    at: str = ""  # the day at which it stands, where the one line drawn ends before the axis does
    beside: tuple[float, int] = (0.0, 1)  # at that day: how high, and over (1) or under (-1) it, clear of the line before it


@dataclass(frozen=True, slots=True)
class _Drawing:
    readout: Readout
    ground: Ground
    days: Sequence[date]
    series: tuple[Series, ...]
    voice: Voice
    overlay: Overlay = NOTHING

    @property
    def metric(self) -> Metric:
        return self.readout.metric

    @property
    def grain(self) -> str:
        return self.readout.grain or "day"

    def figure(self, words: Sequence[str]) -> Figure:
        steps = references.runs(self.readout, self.days)
        low, high = scales.limits(self.metric, [*self._extent(), *(step.value for step in steps), self._before()])
        values, written = scales.ticks(self.metric, low, high, most=6)
        left = max(labels.width(w, SMALL) for w in written) + 12 if written else 12
        ends, right = self._ends(steps, low, high)
        hue = self._hue()
        pen = Pen(self.metric, self.grain, self.ground, self.voice, band=0.14 if len(self.series) < 4 else 0.08)
        grouped = len(self.series) > 1 or bool(self.readout.by)
        data = [
            trace
            for one in reversed(self.series)
            for trace in traces(one, self.days, hue[one.name] if grouped else theme(self.ground).accent, pen)
        ]
        data = [
            *over.traces(self.overlay, self.metric, self.ground, self.voice), *data,
            *over.rings(self.overlay, self.series[0], self.days, self.ground),
        ]
        lines, line_texts = self._references(steps)
        notes = references.noted(self.readout, self.days)
        marks, mark_texts = references.marks(notes, self.ground)
        spans, letters = restated.marks(self.readout, self.days, self.ground, self.voice)
        return figure(
            data,
            self.ground,
            margin=(left, right, _TOP, _BOTTOM),
            said=words,
            xaxis=time_axis(self.days, self.grain, self.ground, self.voice, notes=notes),
            yaxis=axis(self.ground, range=[low, high], tickvals=values, ticktext=written, showgrid=True),
            shapes=[*lines, *marks, *spans, *over.steps(self.overlay, self.ground)],
            annotations=[*ends, *line_texts, *mark_texts, *letters],
        )

    def _hue(self) -> dict[str, str]:
        return colours([one.name for one in self.series], self.ground, self.readout.rules.colours)

    def _extent(self) -> list[float | None]:
        """Every value and interval end. An interval wider than anything else may be cut, but never a value."""
        found = [e for one in self.series for e in one.estimates if e is not None]
        return [*(v for e in found for v in (e.value, e.low, e.high)), *self.overlay.extent]

    def _ends(self, steps: Sequence[references.Run], low: float, high: float) -> tuple[list[dict[str, Any]], float]:
        """Names beside the right end of each line, where nothing is drawn: the series' last values, the target, the value
        before. Moved apart where they would touch. Where an outlook goes on behind the last value, its name stands at the
        point, on the side of what is past."""
        every = [*self._last_values(), *self._reference_names(steps)]
        named = [name for name in every if not name.at]
        height = HEIGHT - _TOP - _BOTTOM
        placed = labels.spread([(name.value - low) / (high - low) * height for name in named], SIZE + 5, 4, height - 4)
        found = [
            text(self.ground, name.words, 1, y / height, xref="paper", yref="paper", xshift=8, font=name.font)
            for name, y in zip(named, placed, strict=True)
        ]
        found += [
            text(self.ground, name.words, name.at, name.beside[0], xref="x", yref="y", xanchor="right", xshift=6,
                 yshift=name.beside[1] * _OVER, font=name.font)
            for name in every if name.at
        ]  # fmt: skip
        return found, max((name.width for name in named), default=0.0) + 14

    def _last_values(self) -> list[_Name]:
        hue, found = self._hue(), []
        for one in self.series:
            if one.last is None:
                continue
            value = formats.value(self.metric, one.last.value)
            name = labels.fit(plain(one.name), _LABEL - labels.width(f"●  {value}") - 8) if one.name else ""
            words = bullet(hue[one.name], f"{esc(name)} <b>{esc(value)}</b>") if name else f"<b>{esc(value)}</b>"
            wide = labels.width(f"● {name} {value}" if name else value, SIZE * 1.04)
            ink = font(self.ground, size=SIZE, muted=False)
            found.append(_Name(one.last.value, words, wide, ink, self._end_of(one), _clear(one)))
        return found

    def _end_of(self, one: Series) -> str:
        """The day of the last value; empty where the line ends with the axis, and beside other lines, whose names stand in
        one column."""
        last = max(i for i, estimate in enumerate(one.estimates) if estimate is not None)
        at_the_end = last and last + 1 == len(self.days)  # a period alone stands in the middle
        return "" if len(self.series) > 1 or at_the_end else self.days[last].isoformat()

    def _reference_names(self, steps: Sequence[references.Run]) -> list[_Name]:
        before = self._before()
        said = [(step.value, self._said("target {value}", step.value)) for step in steps if step.last]
        if before is not None:
            said.append((before, self._said("before {value}", before)))
        return [_Name(value, esc(words), labels.width(words, SMALL), font(self.ground)) for value, words in said]

    def _references(self, steps: Sequence[references.Run]) -> tuple[list[Any], list[Any]]:
        """The targets, and the value of the comparison period, as thin lines; names for the targets that no longer hold."""
        before = self._before()
        if steps and steps[0].first and steps[0].last:
            shapes = [self._level(steps[0].value, "dash")]
        else:
            shapes = references.stepped(steps, self.ground)
        if before is not None:
            shapes.append(self._level(before, "dot"))
        return shapes, [self._past(step) for step in steps if not step.last]

    def _level(self, value: float, dash: str) -> dict[str, Any]:
        return references.line(self.ground, dash, xref="paper", x0=0, x1=1, yref="y", y0=value, y1=value)

    def _past(self, step: references.Run) -> dict[str, Any]:
        """The name of a target that gave way, at the beginning of its line: on the side where fewer points stand."""
        near = [
            e.value
            for one in self.series
            for e in [e for day, e in zip(self.days, one.estimates, strict=True) if e and day.isoformat() > step.x0[:10]][:3]
        ]
        side = "top" if sum(point > step.value for point in near) * 2 > len(near) else "bottom"
        place: dict[str, Any] = {"x": 0, "xref": "paper"} if step.first else {"x": step.x0, "xref": "x"}
        return text(
            self.ground, esc(self._said("target {value}", step.value)), y=step.value, yanchor=side, xshift=4,
            font=font(self.ground), **place,
        )  # fmt: skip

    def _said(self, words: str, value: float) -> str:
        return self.voice.words(words, value=formats.value(self.metric, value))

    def _before(self) -> float | None:
        """The comparison period's value, where it can stand on this axis."""
        verdict = self.readout.verdict
        if verdict is None or self.readout.by or not _per_period(self.metric):
            return None
        return verdict.before.value if isinstance(verdict.before, Estimate) else None


def _clear(one: Series) -> tuple[float, int]:
    """Where a name that ends at the last point leaves the line free: over the highest of the points it stands above, or under
    the lowest, whichever is nearer."""
    near = [estimate.value for estimate in one.estimates if estimate is not None][-_UNDER_A_NAME:]
    over, under = max(near), min(near)
    return (over, 1) if over - near[-1] <= near[-1] - under else (under, -1)


def _per_period(metric: Metric) -> bool:
    """A whole period's count is no height on an axis of months; a value that does not grow with time is."""
    return metric.unit.value != "count"


def time_axis(
    days: Sequence[date], grain: str, ground: Ground, voice: Voice, *, half: float = 0.25, notes: Sequence[Note] = ()
) -> dict[str, Any]:
    """The time axis with a little air at both ends (`half` a period at least, and as far as the notes' marks) and few
    explicit ticks."""
    first, last = days[0].toordinal(), days[-1].toordinal()
    step = (last - first) / max(len(days) - 1, 1) or (next_period(days[0], grain) - days[0]).days
    air = max(half * step, 0.012 * (last - first))
    behind = max([last + air, *(note.day.toordinal() + air / 2 for note in notes)])
    start, end = ((place - date(1970, 1, 1).toordinal()) * 86_400_000 for place in (first - air, behind))
    places, written = calendars.ticks(days, grain, voice)
    return axis(
        ground,
        type="date",
        range=[round(start), round(end)],
        showline=True,
        ticks="outside",
        ticklen=4,
        tickvals=[day.isoformat() for day in places],
        ticktext=written,
    )
