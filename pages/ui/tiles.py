"""Tiles: name, value with unit, verdict word with arrow and change, interval and n, a spark line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from urllib.parse import quote

from metrics import formats
from metrics.readout import Readout, Row, Word
from metrics.results import Estimate, Withheld
from metrics.wording import goal_words
from pages.cards.words import units
from pages.ui.text import esc, t, together

ARROWS = {Word.UP: "▲", Word.DOWN: "▼", Word.SAME: "●", Word.FEW: "○"}
_W, _H = 150.0, 30.0  # the spark line's own coordinates
_LEAST = 3  # points in a row: two make a dash, and a dash says nothing of a course
_FAR = 1.5  # times the line's own reach: a target further off has no tick
_SPARK = "#7d879a"  # readable on both grounds; a picture cannot inherit the text's colour


def tiles(readouts: Sequence[tuple[str, Readout]]) -> str:
    """One row of tiles as HTML; each is (name, readout over time)."""
    return '<div class="ts-tiles">' + "".join(tile(name, readout) for name, readout in readouts) + "</div>"


def tile(name: str, readout: Readout) -> str:
    """One tile as HTML; every text in it is escaped."""
    result, metric = readout.overall, readout.metric
    if isinstance(result, Withheld):
        value = f'<div class="value withheld">{esc(t(formats.WITHHELD_WORDS[result.reason]))}</div>'
        needed = f" · {t('{n} more needed', n=formats.whole(result.needed))}" if result.needed else ""
        sure = units(metric, result.n) + needed
    else:
        value = f'<div class="value">{esc(formats.value(metric, result.value))}</div>'
        sure = _sure(readout, result)
    return (
        f'<div class="ts-tile"><div class="name">{esc(name)}</div>{value}{_verdict(readout)}'
        f'<div class="sure">{together(sure)}</div>{_goal(readout)}{_spark(readout)}</div>'
    )


def _goal(readout: Readout) -> str:
    words = goal_words(readout)
    return f'<div class="sure">{together(words)}</div>' if words else ""


def _spark(readout: Readout) -> str:
    return spark(readout.rows, None if readout.goal is None else readout.goal.target)


def _sure(readout: Readout, result: Estimate) -> str:
    between = formats.interval(readout.metric, result)
    n = units(readout.metric, result.n)
    if readout.metric.unit.value == "count":  # n would only repeat the value
        return between
    return t("{between}, from {n}", between=between, n=n) if between else t("from {n}", n=n)


def _verdict(readout: Readout) -> str:
    verdict = readout.verdict
    if verdict is None:
        return '<div class="verdict ts-none">' + esc(t("nothing to compare with")) + "</div>"
    change = ""
    if verdict.change is not None and verdict.word in (Word.UP, Word.DOWN):
        change = " " + formats.change(readout.metric, verdict.change.diff, relative=verdict.change.relative)
    alone = f'<div class="sure">{esc(t("no channel did: not to be read alone"))}</div>' if readout.reversed and change else ""
    return (
        f'<div class="verdict ts-{esc(verdict.tone)}"><span class="ts-arrow">{ARROWS[verdict.word]}</span> '
        f"{esc(t(verdict.word))}{esc(change)}</div>{alone}"
    )


def spark(rows: Sequence[Row], target: float | None = None) -> str:
    """A line without axis; gaps stay gaps; the unfinished last point is hollow. A tick at the right end marks the target,
    unless it lies so far off that the line would lose its shape. Nothing where gaps leave only scraps of a line."""
    values = [row.result.value if isinstance(row.result, Estimate) else None for row in rows]
    known = [v for v in values if v is not None]
    unbroken = max((len(list(run)) for there, run in groupby(values, lambda v: v is not None) if there), default=0)
    if unbroken < _LEAST or 2 * unbroken < len(known):
        return ""
    low, high = min(known), max(known)
    reach = (high - low) or 1.0
    if target is not None and low - _FAR * reach <= target <= high + _FAR * reach:
        low, high = min(low, target), max(high, target)
        reach = (high - low) or 1.0
    else:
        target = None
    heights = [None if v is None else _H - 3 - (v - low) / reach * (_H - 6) for v in [*values, target]]
    aim = heights.pop()
    points = [None if y is None else (i * _W / max(len(values) - 1, 1), y) for i, y in enumerate(heights)]
    path, pen = "", "M"
    for point in points:
        path, pen = (path + f"{pen}{point[0]:.1f} {point[1]:.1f}", "L") if point else (path, "M")
    last = max(i for i, p in enumerate(points) if p)
    x, y = points[last] or (0.0, 0.0)
    fill = "none" if rows[last].provisional else _SPARK
    tick = "" if aim is None else f'<path d="M{_W - 6:.1f} {aim:.1f}h9" stroke="{_SPARK}" stroke-width="1.6"/>'
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_W:.0f}" height="{_H:.0f}" viewBox="-3 0 {_W + 6:.0f} {_H:.0f}">'
        f'<path d="{path}" fill="none" stroke="{_SPARK}" stroke-width="1.6"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{fill}" stroke="{_SPARK}" stroke-width="1.4"/>{tick}</svg>'
    )
    return f'<img alt="" src="data:image/svg+xml,{quote(drawing)}">'
