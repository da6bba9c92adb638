"""How much, over time: a line with its interval, gaps as gaps, the unfinished part dashed and hollow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from charts import labels, scales
from charts import periods as calendars
from charts.escape import esc, plain
from charts.figures import panels
from charts.figures.base import HEIGHT, SIZE, SMALL, Figure, axis, bullet, figure, font, text
from charts.figures.lines import Pen, traces
from charts.series import MARKS, Series, over_time, withheld
from charts.theme import Ground, colours, theme
from charts.voice import ENGLISH, Voice
from metrics import formats
from metrics.metric import Metric
from metrics.periods import next_period
from metrics.readout import Readout
from metrics.results import Estimate, Reason
from metrics.rules import Note

MOST_LINES = 5
_TOP, _BOTTOM, _LABEL = 18, 42, 132
_NOT_DRAWN = (
    (Reason.TOO_FEW, "not drawn for too few answers: {n}"),
    (Reason.PROTECTED, "not drawn to protect a small group: {n}"),
)


def trend(
    readout: Readout, ground: Ground, *, notes: Sequence[Note] = (), target: float | None = None, voice: Voice = ENGLISH
) -> Figure:
    """Up to five series with labels at the line's end; more become small panels. `target` in the metric's unit."""
    days, series = over_time(readout)
    days, series, words = recent(days, series, voice)
    words += [voice.words(text, n=n) for reason, text in _NOT_DRAWN if (n := withheld(series, reason))]
    if len(series) > MOST_LINES:
        return panels.panels(readout, days, series, ground, said=words, voice=voice)
    marks = [note for note in notes if days[0] <= note.day < next_period(days[-1], readout.grain or "day")]
    words += [f"{i}: {formats.day(note.day)}, {plain(note.text)}" for i, note in enumerate(marks, 1)]
    return _Drawing(readout, ground, days, series, voice).figure(target, marks, words)


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
        "Only the last {kept} of {all} periods are drawn; a coarser time step shows all.", kept=keep, all=len(days)
    )
    return tuple(days[-keep:]), kept, [said]


@dataclass(frozen=True, slots=True)
class _Drawing:
    readout: Readout
    ground: Ground
    days: Sequence[date]
    series: tuple[Series, ...]
    voice: Voice

    @property
    def metric(self) -> Metric:
        return self.readout.metric

    @property
    def grain(self) -> str:
        return self.readout.grain or "day"

    def figure(self, target: float | None, notes: Sequence[Note], words: Sequence[str]) -> Figure:
        low, high = scales.limits(self.metric, [*self._extent(), target, self._before()])
        values, written = scales.ticks(self.metric, low, high, most=6)
        left = max(labels.width(w, SMALL) for w in written) + 12 if written else 12
        ends, right = self._ends(low, high)
        hue = colours([one.name for one in self.series], self.ground)
        pen = Pen(self.metric, self.grain, self.ground, self.voice, band=0.14 if len(self.series) < 4 else 0.08)
        grouped = len(self.series) > 1 or bool(self.readout.by)
        data = [
            trace
            for one in reversed(self.series)
            for trace in traces(one, self.days, hue[one.name] if grouped else theme(self.ground).accent, pen)
        ]
        references, reference_texts = self._references(target, (low, high))
        marks, mark_texts = self._notes(notes)
        return figure(
            data,
            self.ground,
            margin=(left, right, _TOP, _BOTTOM),
            said=words,
            xaxis=time_axis(self.days, self.grain, self.ground, self.voice),
            yaxis=axis(self.ground, range=[low, high], tickvals=values, ticktext=written, showgrid=True),
            shapes=[*references, *marks],
            annotations=[*ends, *reference_texts, *mark_texts],
        )

    def _extent(self) -> list[float | None]:
        """Every value and interval end. An interval wider than anything else may be cut, but never a value."""
        found = [e for one in self.series for e in one.estimates if e is not None]
        return [v for e in found for v in (e.value, e.low, e.high)]

    def _ends(self, low: float, high: float) -> tuple[list[dict[str, Any]], float]:
        """Direct labels beside each line's last value, moved apart where they would touch."""
        hue = colours([one.name for one in self.series], self.ground)
        lasts = [(one, one.last) for one in self.series]
        shown = [(one, last) for one, last in lasts if last is not None]
        height = HEIGHT - _TOP - _BOTTOM
        wanted = [(last.value - low) / (high - low) * height for _, last in shown]
        placed = labels.spread(wanted, SIZE + 5, 4, height - 4)
        found, widest = [], 0.0
        for (one, last), y in zip(shown, placed, strict=True):
            value = formats.value(self.metric, last.value)
            name = labels.fit(plain(one.name), _LABEL - labels.width(f"●  {value}") - 8) if one.name else ""
            words = bullet(hue[one.name], f"{esc(name)} <b>{esc(value)}</b>") if name else f"<b>{esc(value)}</b>"
            widest = max(widest, labels.width(f"● {name} {value}" if name else value, SIZE * 1.04))
            found.append(text(self.ground, words, 1, y / height, xref="paper", yref="paper", xshift=8))
        return found, widest + 14

    def _references(self, target: float | None, limits: tuple[float, float]) -> tuple[list[Any], list[Any]]:
        """The target, and the value of the comparison period, as thin named lines."""
        lines = [("target {value}", target, "dash", "left")] if target is not None else []
        before = self._before()
        if before is not None:
            lines.append(("before {value}", before, "dot", "right" if lines else self._calmer_side(before)))
        shapes, texts = [], []
        for words, value, dash, side in lines:
            if not limits[0] <= value <= limits[1]:
                continue
            shapes.append(
                {
                    "type": "line",
                    "xref": "paper",
                    "x0": 0,
                    "x1": 1,
                    "yref": "y",
                    "y0": value,
                    "y1": value,
                    "layer": "between",
                    "line": {"color": theme(self.ground).muted, "width": 1.6, "dash": dash},
                }
            )
            texts.append(
                text(
                    self.ground,
                    esc(self.voice.words(words, value=formats.value(self.metric, value))),
                    0 if side == "left" else 1,
                    value,
                    xref="paper",
                    xanchor=side,
                    yanchor=self._roomier(value, side),
                    font=font(self.ground),
                )
            )
        return shapes, texts

    def _roomier(self, value: float, side: str) -> str:
        """Above the line or below it: where fewer of the points at that end stand."""
        known = [e.value for e in self.series[0].estimates if e is not None]
        near = known[:3] if side == "left" else known[-3:]
        return "top" if sum(point > value for point in near) * 2 > len(near) else "bottom"

    def _before(self) -> float | None:
        """The comparison period's value, where it can stand on this axis."""
        verdict = self.readout.verdict
        if verdict is None or self.readout.by or not _per_period(self.metric):
            return None
        return verdict.before.value if isinstance(verdict.before, Estimate) else None

    def _calmer_side(self, value: float) -> str:
        """The end of a reference line where the series keeps further away from it: its name goes there."""
        known = [e.value for e in self.series[0].estimates if e is not None]
        if len(known) < 2:
            return "right"
        first, last = (abs(sum(ends) / 2 - value) for ends in (known[:2], known[-2:]))
        return "left" if first > last else "right"

    def _notes(self, notes: Sequence[Note]) -> tuple[list[Any], list[Any]]:
        line = {"color": theme(self.ground).axis, "width": 1}
        shapes = [
            {
                "type": "line",
                "xref": "x",
                "x0": n.day.isoformat(),
                "x1": n.day.isoformat(),
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": line,
                "layer": "between",
            }
            for n in notes
        ]
        texts = [
            text(
                self.ground,
                str(i),
                n.day.isoformat(),
                1,
                yref="paper",
                xanchor="center",
                yanchor="bottom",
                hovertext=f"<b>{formats.day(n.day)}</b><br>{esc(n.text)}",
                font=font(self.ground),
            )
            for i, n in enumerate(notes, 1)
        ]
        return shapes, texts


def _per_period(metric: Metric) -> bool:
    """A whole period's count is no height on an axis of months; a value that does not grow with time is."""
    return metric.unit.value != "count"


def time_axis(days: Sequence[date], grain: str, ground: Ground, voice: Voice, *, half: float = 0.25) -> dict[str, Any]:
    """The time axis with a little air at both ends (`half` a period at least) and few explicit ticks."""
    first, last = days[0].toordinal(), days[-1].toordinal()
    step = (last - first) / max(len(days) - 1, 1) or (next_period(days[0], grain) - days[0]).days
    air = max(half * step, 0.012 * (last - first))
    start, end = ((place - date(1970, 1, 1).toordinal()) * 86_400_000 for place in (first - air, last + air))
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
