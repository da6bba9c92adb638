"""The words of two metrics side by side: counts, reasons, heads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from charts import labels
from charts.escape import esc, plain
from charts.figures.base import SMALL, font, text
from charts.theme import Ground
from charts.voice import Voice
from metrics import formats
from metrics.readout import Readout, Row
from metrics.results import Estimate, Result

LEFT, RIGHT = (0.0, 0.40), (0.56, 1.0)  # of the width: between them stand the left numbers


def numbers(readout: Readout, rows: Sequence[Row], ground: Ground) -> list[dict[str, Any]]:
    """How many stand above the line of each left value; why there is none."""
    found = []
    for place, row in enumerate(rows):
        known = isinstance(row.result, Estimate)
        words = formats.whole(row.result.numerator or 0) if isinstance(row.result, Estimate) else \
            formats.shown(readout.metric, row.result)
        style = {"xref": "paper", "yref": "y", "font": font(ground)}
        where = {"xanchor": "left", "xshift": 8} if known else {"xanchor": "left", "xshift": 4}
        found.append(text(ground, esc(words), LEFT[1] if known else 0.0, place, **style, **where))
    return found


def answers(counts: Sequence[str], ground: Ground, room: float) -> list[dict[str, Any]]:
    style = {"xref": "paper", "yref": "y", "xanchor": "right", "xshift": room - 4, "font": font(ground), "align": "right"}
    return [text(ground, esc(words), 1, place, **style) for place, words in enumerate(counts)]


def counted(result: Result | None, *, above: bool = False) -> str:
    """What a right value rests on; above: how many of them stand above its line."""
    if not isinstance(result, Estimate):
        return ""
    return formats.whole((result.numerator or 0) if above else result.n)


def reasons(readout: Readout, results: Sequence[Result | None], ground: Ground, voice: Voice) -> list[dict[str, Any]]:
    """In the place of a score that is not given: why."""
    found = []
    for place, result in enumerate(results):
        if not isinstance(result, Estimate):
            words = voice.say("no score") if result is None else formats.shown(readout.metric, result)
            found.append(text(ground, esc(words), RIGHT[0], place, xref="paper", yref="y", xshift=4, font=font(ground)))
    return found


def heads(heads: tuple[str, str], ground: Ground) -> list[dict[str, Any]]:
    places = (LEFT[0], RIGHT[0])
    style = {"xref": "paper", "yref": "paper", "yanchor": "bottom", "font": font(ground), "yshift": 6}
    return [text(ground, "<br>".join(esc(line) for line in labels.lines(plain(words), 150, size=SMALL)), at, 1, **style)
            for words, at in zip(heads, places, strict=True)]
