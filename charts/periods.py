"""Periods on an axis: few well-placed ticks, labels in the reader's way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from charts.voice import ENGLISH, Voice
from metrics import formats


def label(period: date, grain: str | None, voice: Voice = ENGLISH) -> str:
    """A period in words: "Jan 2026", "Q1 2026", "week of 5 Jan 2026", "5 Jan 2026"; numeric outside English."""
    english = voice.language.startswith("en")
    if grain == "quarter":
        quarter = (period.month + 2) // 3
        return f"Q{quarter} {period.year}" if english else f"{period.year} Q{quarter}"
    if grain == "year":
        return f"{period.year}"
    if not english:
        return f"{period:%Y-%m}" if grain == "month" else f"{period:%Y-%m-%d}"
    if grain == "month":
        return f"{formats.MONTHS[period.month - 1]} {period.year}"
    return voice.words("week of {day}", day=formats.day(period)) if grain == "week" else formats.day(period)


def ticks(periods: Sequence[date], grain: str | None, voice: Voice = ENGLISH) -> tuple[list[date], list[str]]:
    """A few evenly spaced periods and their texts; months step from January where they can.

    The texts are ours, not the library's: it knows no Chinese, and its own choice collides on a narrow screen. English
    stacks month over year and names the year only where it changes, so six fit where four would.
    """
    english = voice.language.startswith("en")
    most = 6 if english else 4
    step = -(-len(periods) // most)
    start = 0
    if grain in ("month", "quarter"):
        months = 1 if grain == "month" else 3
        step = next((s for s in (1, 2, 3, 6, 12, 24, 36, 60) if s * months in (1, 2, 3, 6, 12, 24, 36, 60) and s >= step), step)
        start = next((i for i, p in enumerate(periods) if (p.month - 1) % min(step * months, 12) == 0), 0) % step
    chosen = list(periods[start::step])[:most]
    return chosen, [_tick(p, before, grain, english) for p, before in zip(chosen, [None, *chosen], strict=False)]


def _tick(period: date, before: date | None, grain: str | None, english: bool) -> str:
    if grain == "year":
        return str(period.year)
    if not english:
        short = before is not None and before.year == period.year and grain in ("day", "week")
        return label(period, grain, Voice("zh")) if not short else f"{period:%m-%d}"
    if grain == "quarter":
        name = f"Q{(period.month + 2) // 3}"
    else:
        name = formats.MONTHS[period.month - 1] if grain == "month" else f"{period.day} {formats.MONTHS[period.month - 1]}"
    return name if before is not None and before.year == period.year else f"{name}<br>{period.year}"
