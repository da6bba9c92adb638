"""What every drawing is made of: scales, ticks, texts and shapes as strings. Every text that enters is escaped here."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, log10

from charts.data import ChartData
from charts.labels import fit
from charts.theme import theme
from metrics import formats
from reports.safe_text import clean

WIDTH, SIZE, _MOST_TICKS = 960, 13, 8
COLOURS = theme("light")


@dataclass(frozen=True, slots=True)
class Scale:
    """Values low..high onto pixels start..end."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / ((self.high - self.low) or 1.0) * (self.end - self.start)


def reach(data: ChartData) -> tuple[float, float, float]:
    """(low, high, step) of the value axis, on whole steps and wide enough for everything that is drawn."""
    alone = len(data.series) == 1
    points = [p for one in (*data.series, *((data.targets,) if data.targets else ())) for p in one.points]
    ends = [v for p in points for v in (p.value, *((p.low, p.high) if alone else ())) if v is not None]
    if data.kind == "stack":
        ends = [0.0, 1.0]
    low, high = data.limits
    least, most = min([*ends, 0.0 if low is None else low]), max([*ends, *(() if high is None else (high,))], default=1.0)
    step = data.step or _round_step((most - least) / 5 or 1.0)
    while (most - least) / step > _MOST_TICKS:
        step *= 2
    first, last = floor(least / step + 1e-9) * step, -floor(-most / step + 1e-9) * step
    return first, max(last, first + step), step


def ticks(low: float, high: float, step: float) -> list[float]:
    """Values from low to high, a step apart."""
    return [low + i * step for i in range(round((high - low) / step) + 1)]


def shown(number_format: str, value: float) -> str:
    """A value as the spreadsheet format shows it: 0%, 0.0%, #,##0, #,##0.0, with a unit in quotes."""
    pattern, _, unit = number_format.partition('"')
    digits = len(pattern.rstrip("%").partition(".")[2])
    percent = pattern.endswith("%")
    number = f"{value * 100 if percent else value:,.{digits}f}"
    if not number.strip("-0.,"):  # no "-0"
        number = number.lstrip("-")
    number = formats.minus(number)
    return formats.percent(number) if percent else number + unit.rstrip('"')


def words(text: object, x: float, y: float, *, anchor: str = "start", colour: str = COLOURS.muted, room: float = 0) -> str:
    """A line of text, its baseline at y; cut where it is wider than `room`."""
    raw = clean(text)
    told = fit(raw, room, SIZE) if room else raw
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escaped(told)}</text>'


def path(points: Iterable[tuple[float, float]], colour: str, width: float = 2, *, dash: str = "") -> str:
    """A stroke through the points."""
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="{width:g}"{dashed}/>'


def area(points: Iterable[tuple[float, float]], colour: str) -> str:
    """A pale area inside the points."""
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polygon points="{drawn}" fill="{colour}" fill-opacity="0.14"/>'


def bar(x: float, y: float, width: float, height: float, colour: str, *, told: str = "", hatched: bool = False) -> str:
    """A bar; hatched while its period is not over."""
    fill, edge = ("#FFFFFF", f' stroke="{colour}" stroke-dasharray="4 3"') if hatched else (colour, "")
    place = f'x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}"'
    return f'<rect {place} fill="{fill}"{edge}>{_title(told)}</rect>'


def dot(x: float, y: float, colour: str, *, told: str = "", hollow: bool = False, radius: float = 3.5) -> str:
    """A mark; hollow while its period is not over. Its words show where a reader points at it."""
    fill = "#FFFFFF" if hollow else colour
    place = f'cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"'
    return f'<circle {place} fill="{fill}" stroke="{colour}" stroke-width="1.6">{_title(told)}</circle>'


def drawing(parts: Sequence[str], height: float, told: str) -> str:
    """The finished drawing; told: what a screen reader says."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escaped(told)}"'
        f' font-size="{SIZE}">{"".join(parts)}</svg>'
    )


def escaped(text: object) -> str:
    """Data-borne text for markup and attributes."""
    return html.escape(clean(text), quote=True)


def _title(told: str) -> str:
    return f"<title>{escaped(told)}</title>" if told else ""


def _round_step(rough: float) -> float:
    size = 10.0 ** floor(log10(rough))
    return next(size * k for k in (1, 2, 2.5, 5, 10) if size * k >= rough - 1e-12)
