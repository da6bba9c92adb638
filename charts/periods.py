"""Periods on an axis: few well-placed ticks, labels in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from charts.voice import READER, Voice
from metrics import formats

_MOST = 6  # ticks: month stands over year, so six fit on a phone
_QUARTERS = 3  # months
_SPANS = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240)  # months between two ticks


def label(period: date, grain: str | None, voice: Voice = READER) -> str:
    """A period in words: "Jan 2026", "Q1 2026", "week of 5 Jan 2026", "5 Jan 2026"."""
    if grain == "quarter":
        return voice.words("Q{quarter} {year}", quarter=_quarter(period), year=period.year)
    if grain == "year":
        return _year(period, voice)
    if grain == "month":
        return formats.month(period)
    return voice.words("week of {day}", day=formats.day(period)) if grain == "week" else formats.day(period)


def ticks(periods: Sequence[date], grain: str | None, voice: Voice = READER) -> tuple[list[date], list[str]]:
    """A few evenly spaced periods and their texts; months step from January where they can.

    The texts are ours, not the library's: it knows no Chinese, and its own choice collides on a narrow screen. Month
    stands over year, and the year is named only where it changes.
    """
    step = -(-len(periods) // _MOST)
    start = 0
    if grain in ("month", "quarter"):
        months = 1 if grain == "month" else _QUARTERS
        step = next((span // months for span in _SPANS if span % months == 0 and span // months >= step), step)
        start = next((i for i, p in enumerate(periods) if (p.month - 1) % min(step * months, 12) == 0), 0) % step
    chosen = list(periods[start::step])[:_MOST]
    return chosen, [_tick(p, before, grain, voice) for p, before in zip(chosen, [None, *chosen], strict=False)]


def _tick(period: date, before: date | None, grain: str | None, voice: Voice) -> str:
    if grain == "year":
        return _year(period, voice)
    if grain == "quarter":
        name = voice.words("Q{quarter}", quarter=_quarter(period))
    elif grain == "month":
        name = formats.month_name(period)
    else:
        name = voice.words("{day} {month}", day=period.day, month=formats.month_name(period))
    return name if before is not None and before.year == period.year else f"{name}<br>{_year(period, voice)}"


def _quarter(period: date) -> int:
    return (period.month + 2) // _QUARTERS


def _year(period: date, voice: Voice) -> str:
    return voice.words("{year}", year=period.year)
