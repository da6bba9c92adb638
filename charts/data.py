"""A chart without an engine: categories and series as plain numbers, for files that draw with their own charts.

The same Readout feeds the figure on the page and the chart on the slide; values are the readout's, never rounded.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from charts import periods, scales
from charts.errors import FigureError
from charts.escape import plain
from charts.figures import references, restated
from charts.figures.comparison import ordered
from charts.figures.shares import MOST_PARTS, by_size, together
from charts.figures.steps import Step
from charts.grid import grid
from charts.series import Series, group_name, groups, over_time
from charts.theme import colours, theme
from charts.voice import READER, Voice
from metrics import formats, lists
from metrics.metric import Metric, Unit
from metrics.readout import Readout
from metrics.results import Estimate, Result

Kind = Literal["line", "stack", "column", "bar"]
KINDS: tuple[Kind, ...] = ("line", "stack", "column", "bar")
_DAY, _CURVE_POINTS = 24.0, 40
_CROSSED_SERIES, _CROSSED_BARS = 5, 40


@dataclass(frozen=True, slots=True)
class Value:
    """One number with what is known about it. value None is a gap, and `words` says why · low, high: its interval's ends,
    None where nothing bounds it · n: what it rests on, None where a point has none of its own (a curve)."""

    value: float | None
    words: str
    provisional: bool = False
    low: float | None = None
    high: float | None = None
    n: int | None = None


@dataclass(frozen=True, slots=True)
class DataSeries:
    """One series: name as the source has it (not escaped), colour on white, a value per category."""

    name: str
    colour: str
    points: tuple[Value, ...]

    @property
    def values(self) -> tuple[float | None, ...]:
        return tuple(point.value for point in self.points)


@dataclass(frozen=True, slots=True)
class ChartData:
    """kind: line and column run along time, bar lists groups from the top, stack fills to one whole · categories:
    labels, what they count in `category_title` · number_format: the spreadsheet's format for values · limits: of the
    value axis, None where the program decides · step: between two of its ticks · said: what is pooled, in words · targets:
    the target of every period, None where there is none · notes: what happened in the period, numbered, in words ·
    noted: the category each of them falls into · restated: first and last category of each stretch of history that was
    changed afterwards; their words, lettered, stand behind the notes."""

    kind: Kind
    categories: tuple[str, ...]
    series: tuple[DataSeries, ...]
    number_format: str
    limits: tuple[float | None, float | None] = (None, None)
    step: float | None = None
    category_title: str = ""
    said: tuple[str, ...] = ()
    targets: DataSeries | None = None
    notes: tuple[str, ...] = ()
    noted: tuple[int, ...] = ()
    restated: tuple[tuple[int, int], ...] = ()

    @property
    def drawable(self) -> bool:
        """Whether anything is known: empty axes say less than the words beside them."""
        return any(point.value is not None for one in self.series for point in one.points)


def chart_data(readouts: Sequence[Readout], kind: Kind, *, voice: Voice = READER) -> ChartData:
    """The first readout over time or by group; two by one group make before and after (the later first)."""
    if kind not in KINDS or not readouts:
        raise FigureError(f"{len(readouts)} readouts as {kind!r}: expected at least one readout and {' | '.join(KINDS)}.")
    main = readouts[0]
    if main.grain is not None and main.rows:
        return _timed(main, "line" if kind == "bar" else kind, voice)
    if len(main.by) == 2 and main.rows:
        return _crossed(main, voice)
    if main.by and main.rows:
        return _grouped(readouts, voice)
    title = voice.say(main.metric.title)
    bar = DataSeries(title, theme("light").accent, (_value(main.metric, main.overall, voice),))
    return ChartData("bar", (title,), (bar,), number_format(main.metric), (0.0, None))


def funnel_data(steps: Sequence[Step], *, voice: Voice = READER) -> ChartData:
    """Steps as bars of counts; the words hold the shares."""
    points = []
    for step in steps:
        shares = [r for r in (step.of_previous, step.of_all) if isinstance(r, Estimate)]
        words = formats.whole(step.count)
        if len(shares) == 2:
            words += voice.words(
                " ({before:.1f} % of previous, {all:.1f} % of all)",
                before=shares[0].value * 100,
                all=shares[1].value * 100,
            )
        points.append(Value(step.count, words, n=step.count))
    series = DataSeries(voice.say("Reached"), theme("light").accent, tuple(points))
    return ChartData("bar", tuple(plain(step.name) for step in steps), (series,), "#,##0", (0.0, None))


def counts_data(counts: Sequence[tuple[str, int]], name: str) -> ChartData:
    """Labelled counts (age bands, scores) as columns."""
    points = tuple(Value(n, formats.whole(n), n=n) for _, n in counts)
    series = DataSeries(name, theme("light").accent, points)
    return ChartData("column", tuple(plain(label) for label, _ in counts), (series,), "#,##0", (0.0, None))


def curve_data(curve: Sequence[tuple[float, float, float, float]], *, voice: Voice = READER) -> ChartData:
    """Share done, read off the step curve at equal distances (a category axis knows no others)."""
    times, end = [step[0] for step in curve], curve[-1][0]
    unit = _DAY if end > 2 * _DAY else 1.0
    step = max(1, -(-int(end / unit) // _CURVE_POINTS)) * unit
    moments = [k * step for k in range(int(end / step) + 1)]
    points = []
    for moment in moments:
        _, share, low, high = curve[max(0, bisect_right(times, moment) - 1)]
        words = voice.words(
            "{share:.0f} % (between {low:.0f} and {high:.0f} %)", share=share * 100, low=low * 100, high=high * 100
        )
        points.append(Value(share, words, low=low, high=high))
    label = voice.say("Share done")
    names = tuple(f"{moment / unit:g}" for moment in moments)
    title = voice.say("days" if unit == _DAY else "hours")
    return ChartData("line", names, (DataSeries(label, theme("light").accent, tuple(points)),), "0%", (0.0, 1.0), 0.25, title)


def number_format(metric: Metric) -> str:
    """The spreadsheet format that shows a value as the page does."""
    digits = "." + "0" * metric.decimals if metric.decimals else ""
    if metric.unit is Unit.SHARE:
        return f"0{digits}%"
    return '#,##0.0" h"' if metric.unit is Unit.HOURS else f"#,##0{digits}"


def _timed(readout: Readout, kind: Kind, voice: Voice) -> ChartData:
    days, series = over_time(readout)
    said: tuple[str, ...] = ()
    if kind == "stack" and len(series) > MOST_PARTS:
        series = by_size(series)
        small = lists.enumerated(plain(one.name) for one in series[MOST_PARTS:])
        said = (voice.words("“other” holds {names}", names=small),)
        series = (*series[:MOST_PARTS], together(series[MOST_PARTS:]))
    hue = colours([one.name for one in series], "light", readout.rules.colours)
    drawn = tuple(
        DataSeries(
            plain(one.name) or voice.say(readout.metric.title),
            hue[one.name] if readout.by else theme("light").accent,
            _points(readout.metric, one, voice),
        )
        for one in series
    )
    names = tuple(periods.label(day, readout.grain, voice) for day in days)
    aims = _aims(readout, days, voice)
    held = [*drawn, aims] if aims else drawn
    line = _round_limits(readout.metric, held, intervals=len(drawn) == 1)
    limits, step = {"line": line, "stack": ((0.0, 1.0), 0.25)}.get(kind, ((0.0, None), None))
    notes, changed = references.noted(readout, days), restated.shown(readout, days)
    return ChartData(
        kind, names, drawn, number_format(readout.metric), limits, step, said=said, targets=aims,
        notes=(*references.told(notes, voice), *restated.told(changed, voice)),
        noted=tuple(bisect_right(days, note.day) - 1 for note in notes),
        restated=tuple(restated.span(one, days) for one in changed),
    )  # fmt: skip


def _aims(readout: Readout, days: Sequence[date], voice: Voice) -> DataSeries | None:
    """The targets of the periods as a series; None where none holds."""
    found = references.targets(readout, days)
    if not any(value is not None for value in found):
        return None
    words = [voice.say("no target") if v is None else formats.value(readout.metric, v) for v in found]
    points = tuple(Value(value, said) for value, said in zip(found, words, strict=True))
    return DataSeries(voice.say("Target"), theme("light").muted, points)


def _round_limits(
    metric: Metric, drawn: Sequence[DataSeries], *, intervals: bool
) -> tuple[tuple[float | None, float | None], float | None]:
    """Limits on whole ticks: a native axis counts its ticks from its lower end. intervals: they are drawn, so they must fit."""
    marks = [p for one in drawn for p in one.points]
    ends = [end for p in marks for end in (p.low, p.high)] if intervals else []
    low, high = scales.limits(metric, [*(p.value for p in marks), *ends])
    ticks, _ = scales.ticks(metric, low, high)
    if len(ticks) < 2:
        return (None, None), None
    step = ticks[1] - ticks[0]
    below, above = (step if ticks[0] > low else 0.0), (step if ticks[-1] < high else 0.0)
    return (ticks[0] - below, ticks[-1] + above), step


def _points(metric: Metric, one: Series, voice: Voice) -> tuple[Value, ...]:
    return tuple(
        Value(None, voice.say("no data")) if row is None else _value(metric, row.result, voice, row.provisional)
        for row in one.rows
    )


def _crossed(readout: Readout, voice: Voice) -> ChartData:
    """Two dimensions as grouped bars: the largest groups of both, as many as bars can be told apart."""
    shown = grid(readout, most_columns=_CROSSED_SERIES, most_cells=_CROSSED_BARS)
    hue = colours(shown.columns, "light")
    empty = Value(None, voice.say("no data"))
    series = tuple(
        DataSeries(
            plain(column), hue[column],
            tuple(
                empty if (row := shown.cells.get((name, column))) is None
                else _value(readout.metric, row.result, voice, row.provisional)
                for name in shown.rows
            ),
        )
        for column in shown.columns
    )  # fmt: skip
    drawn, there = len(shown.rows) * len(shown.columns), shown.all_rows * shown.all_columns
    cells = {"n": formats.whole(drawn), "all": formats.whole(there)}
    said = (voice.words("{n} of {all} cells are drawn, the largest groups of both; the table has all.", **cells),)
    return ChartData(
        "bar", tuple(plain(name) for name in shown.rows), series, number_format(readout.metric), (0.0, None),
        said=said if shown.cut else (),
    )  # fmt: skip


def _grouped(readouts: Sequence[Readout], voice: Voice) -> ChartData:
    main = readouts[0]
    rows = ordered(groups(main))
    names = [group_name(row.group) for row in rows]
    accent, context = theme("light").accent, theme("light").context
    now = tuple(_value(main.metric, row.result, voice, row.provisional) for row in rows)
    paired = len(readouts) > 1 and (readouts[1].metric.key, readouts[1].by) == (main.metric.key, main.by)
    series = [DataSeries(voice.say("after" if paired else main.metric.title), accent, now)]
    if paired:
        then = {group_name(row.group): row.result for row in groups(readouts[1])}
        old = tuple(_value(main.metric, then[n], voice) if n in then else Value(None, voice.say("no data")) for n in names)
        series = [DataSeries(voice.say("before"), context, old), *series]
    labels = tuple(_named(name, point) for name, point in zip(names, now, strict=True))
    return ChartData("bar", labels, tuple(series), number_format(main.metric), (0.0, None))


def _named(name: str, point: Value) -> str:
    """A group with the reason beside its name where it has no bar: an empty line would read as zero."""
    return plain(name) if point.value is not None else f"{plain(name)} ({point.words})"


def _value(metric: Metric, result: Result, voice: Voice, provisional: bool = False) -> Value:
    words = voice.say(formats.shown(metric, result))
    counted = formats.counted(result.n, metric.counted)
    if not isinstance(result, Estimate):
        return Value(None, f"{words}, {counted}", provisional, n=result.n)
    between = formats.interval(metric, result)
    open_ = f", {voice.say('not complete yet')}" if provisional else ""
    told = f"{words} ({between}), {counted}{open_}" if between else f"{words}, {counted}{open_}"
    return Value(result.value, told, provisional, result.low, result.high, result.n)
