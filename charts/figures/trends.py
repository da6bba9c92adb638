"""How much, over time: a line with its interval, gaps as gaps, the unfinished part dashed and hollow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from charts import labels, scales
from charts import periods as calendars
from charts.escape import esc, plain
from charts.figures import panels, references
from charts.figures.base import HEIGHT, SIZE, SMALL, Figure, axis, bullet, figure, font, text
from charts.figures.lines import Pen, traces
from charts.series import MARKS, Series, over_time, withheld
from charts.theme import Ground, colours, theme
from charts.voice import READER, Voice
from metrics import formats
from metrics.metric import Metric
from metrics.periods import next_period
from metrics.readout import Readout
from metrics.results import Estimate, Reason

MOST_LINES = 5
_TOP, _BOTTOM, _LABEL = 18, 42, 132
_NOT_DRAWN = (
    (Reason.TOO_FEW, "not drawn for too few answers: {n}"),
    (Reason.PROTECTED, "not drawn to protect a small group: {n}"),
)


def trend(readout: Readout, ground: Ground, *, voice: Voice = READER) -> Figure:
    """Up to five series with labels at the line's end; more become small panels. The readout's targets are a stepped line,
    its notes numbered marks."""
    days, series = over_time(readout)
    days, series, words = recent(days, series, voice)
    words += [voice.words(text, n=n) for reason, text in _NOT_DRAWN if (n := withheld(series, reason))]
    if len(series) > MOST_LINES:
        return panels.panels(readout, days, series, ground, said=words, voice=voice)
    words += references.told(references.noted(readout, days), voice)
    return _Drawing(readout, ground, days, series, voice).figure(words)


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

    def figure(self, words: Sequence[str]) -> Figure:
        steps = references.runs(self.readout, self.days)
        low, high = scales.limits(self.metric, [*self._extent(), *(step.value for step in steps), self._before()])
        values, written = scales.ticks(self.metric, low, high, most=6)
        left = max(labels.width(w, SMALL) for w in written) + 12 if written else 12
        ends, right = self._ends(low, high)
        hue = self._hue()
        pen = Pen(self.metric, self.grain, self.ground, self.voice, band=0.14 if len(self.series) < 4 else 0.08)
        grouped = len(self.series) > 1 or bool(self.readout.by)
        data = [
            trace
            for one in reversed(self.series)
            for trace in traces(one, self.days, hue[one.name] if grouped else theme(self.ground).accent, pen)
        ]
        lines, line_texts = self._references(steps)
        marks, mark_texts = references.marks(references.noted(self.readout, self.days), self.ground)
        return figure(
            data,
            self.ground,
            margin=(left, right, _TOP, _BOTTOM),
            said=words,
            xaxis=time_axis(self.days, self.grain, self.ground, self.voice),
            yaxis=axis(self.ground, range=[low, high], tickvals=values, ticktext=written, showgrid=True),
            shapes=[*lines, *marks],
            annotations=[*ends, *line_texts, *mark_texts],
        )

    def _hue(self) -> dict[str, str]:
        return colours([one.name for one in self.series], self.ground, self.readout.rules.colours)

    def _extent(self) -> list[float | None]:
        """Every value and interval end. An interval wider than anything else may be cut, but never a value."""
        found = [e for one in self.series for e in one.estimates if e is not None]
        return [v for e in found for v in (e.value, e.low, e.high)]

    def _ends(self, low: float, high: float) -> tuple[list[dict[str, Any]], float]:
        """Direct labels beside each line's last value, moved apart where they would touch."""
        hue = self._hue()
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

    def _references(self, steps: Sequence[references.Run]) -> tuple[list[Any], list[Any]]:
        """The targets, and the value of the comparison period, as thin named lines."""
        shapes, texts, before = [], [], self._before()
        if steps and steps[0].whole:
            shapes.append(self._level(steps[0].value, "dash"))
            texts.append(self._name("target {value}", steps[0].value, "left"))
        else:
            shapes += references.stepped(steps, self.ground)
            for step in steps:
                place = {} if step.first else {"x": step.x0, "xref": "x"}
                texts.append(self._name("target {value}", step.value, "left", **place))
        if before is not None:
            shapes.append(self._level(before, "dot"))
            texts.append(self._name("before {value}", before, "right" if steps else self._calmer_side(before)))
        return shapes, texts

    def _level(self, value: float, dash: str) -> dict[str, Any]:
        return references.line(self.ground, dash, xref="paper", x0=0, x1=1, yref="y", y0=value, y1=value)

    def _name(self, words: str, value: float, side: str, **place: Any) -> dict[str, Any]:
        common = {"xref": "paper", "xanchor": side, "yanchor": self._roomier(value, side), "font": font(self.ground)}
        said = esc(self.voice.words(words, value=formats.value(self.metric, value)))
        at = place.pop("x", 0 if side == "left" else 1)
        return text(self.ground, said, at, value, **{**common, **place})

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
