"""Where history was changed afterwards: a thin line above the periods touched, with a letter. Notes have numbers and stand
upright."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Any

from charts.escape import esc
from charts.figures.base import font, text
from charts.figures.references import edges
from charts.theme import Ground, theme
from charts.voice import Voice
from metrics import formats
from metrics.periods import next_period
from metrics.readout import Readout
from metrics.restated import WORDS, Restated


def shown(readout: Readout, days: Sequence[date]) -> list[Restated]:
    """Those that touch the periods drawn."""
    end = next_period(days[-1], readout.grain or "day")
    return [one for one in readout.restated if one.last_day >= days[0] and one.first_day < end]


def letter(place: int) -> str:
    """a, b, c …"""
    return chr(ord("a") + place)


def words(one: Restated, voice: Voice) -> str:
    """restated on 12 May 2026: 34 rows corrected."""
    return voice.words(WORDS[one.cause], day=formats.day(one.on), rows=formats.counted(one.rows, "rows"))


def told(found: Sequence[Restated], voice: Voice) -> list[str]:
    """a: restated on 12 May 2026: 34 rows corrected. Lettered as the marks are."""
    return [f"{letter(place)}: {words(one, voice)}" for place, one in enumerate(found)]


def span(one: Restated, days: Sequence[date]) -> tuple[int, int]:
    """First and last of the periods drawn that it touches."""
    first, last = (bisect_right(days, day) - 1 for day in (one.first_day, one.last_day))
    return max(first, 0), max(last, 0)


def spans(
    readout: Readout, days: Sequence[date], ground: Ground, axes: tuple[str, float] = ("x", 1.0)
) -> list[dict[str, Any]]:
    """Thin lines above the periods touched. axes: the time axis, and how high in the picture."""
    between = edges(days, readout.grain or "day")
    style = {"color": theme(ground).muted, "width": 1.4, "dash": "dot"}
    common = {"type": "line", "line": style, "xref": axes[0], "yref": "paper", "y0": axes[1], "y1": axes[1]}
    at = [span(one, days) for one in shown(readout, days)]
    return [{**common, "x0": between[first], "x1": between[last + 1]} for first, last in at]


def marks(
    readout: Readout, days: Sequence[date], ground: Ground, voice: Voice
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(thin lines above the periods touched, their letters)."""
    lines, letters = spans(readout, days, ground), []
    for place, (line, one) in enumerate(zip(lines, shown(readout, days), strict=True)):
        at = {"yref": "paper", "xanchor": "left", "yanchor": "bottom", "xshift": 10 * place, "font": font(ground)}
        name, said = f"<i>{letter(place)}</i>", esc(words(one, voice))
        letters.append(text(ground, name, line["x0"], 1, hovertext=said, **at))
    return lines, letters
