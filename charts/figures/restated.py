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
    return voice.words(WORDS.get(one.cause, one.cause), day=formats.day(one.on), rows=formats.counted(one.rows, "rows"))


def told(found: Sequence[Restated], voice: Voice) -> list[str]:
    """a: restated on 12 May 2026: 34 rows corrected. Lettered as the marks are."""
    return [f"{letter(place)}: {words(one, voice)}" for place, one in enumerate(found)]


def span(one: Restated, days: Sequence[date]) -> tuple[int, int]:
    """First and last of the periods drawn that it touches."""
    first, last = (bisect_right(days, day) - 1 for day in (one.first_day, one.last_day))
    return max(first, 0), max(last, 0)


def marks(
    readout: Readout, days: Sequence[date], ground: Ground, voice: Voice, axes: tuple[str, float] = ("x", 1.0)
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(thin lines above the periods touched, their letters). axes: the time axis, and how high in the picture."""
    between = edges(days, readout.grain or "day")
    lines, letters = [], []
    for place, one in enumerate(shown(readout, days)):
        first, last = span(one, days)
        style = {"color": theme(ground).muted, "width": 1.4, "dash": "dot"}
        common = {"type": "line", "line": style, "xref": axes[0], "yref": "paper", "y0": axes[1], "y1": axes[1]}
        lines.append({**common, "x0": between[first], "x1": between[last + 1]})
        at = {"yref": "paper", "xref": axes[0], "xanchor": "left", "yanchor": "bottom", "xshift": 10 * place}
        said = esc(words(one, voice))
        name = f"<i>{letter(place)}</i>"
        letters.append(text(ground, name, between[first], axes[1], hovertext=said, font=font(ground), **at))
    return lines, letters
