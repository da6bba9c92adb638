"""Whether a metric follows the calendar: which month of the year or day of the week is high every time (catalogue A20).

The strength of a season alone calls pure noise seasonal (a flat series of three years has a median strength of 0.7), so the
months or weekdays must also differ by their ranks, over at least three whole rounds.

Source: Cleveland et al. 1990; Kruskal & Wallis 1952, JASA 47:583.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy import stats

from metrics.course.buckets import buckets
from metrics.evidence import Share
from metrics.readout import Readout
from metrics.stats.seasonality import VISIBLE_SEASON, stl_decompose

ROUND = {"day": 7, "month": 12, "quarter": 4}  # periods until the calendar repeats; a year has no whole number of weeks
ROUNDS = 3
_SURE = 0.01  # three courses are looked at on a page, and nobody asked


@dataclass(frozen=True, slots=True)
class Season:
    """days: first days of the periods · adjusted: the values without their season, None in a gap · high, low: a period of the
    calendar's highest and lowest place."""

    days: tuple[date, ...]
    adjusted: tuple[float | None, ...]
    high: date
    low: date


def season(readout: Readout) -> Season | None:
    """The season of a readout over time; None where there is none, or too little to see one in (`long_enough`)."""
    days, found = buckets(readout)
    if not long_enough(readout):
        return None
    length = ROUND[readout.grain or ""]
    values = [None if bucket is None else bucket.value for bucket in found]
    made = stl_decompose(values, length)
    if made["F_seasonal"] is None or made["F_seasonal"] < VISIBLE_SEASON:
        return None
    if not _differ(np.array(made["seasonal"]) + np.array(made["resid"]), length):
        return None
    top, bottom = (1.0, 0.0) if any(b is not None and isinstance(b.evidence, Share) for b in found) else (np.inf, -np.inf)
    adjusted = tuple(
        None if v is None else min(max(v - s, bottom), top) for v, s in zip(values, made["seasonal"], strict=True)
    )
    last, tail = np.array(made["seasonal"][-length:]), days[-length:]
    return Season(days, adjusted, tail[int(last.argmax())], tail[int(last.argmin())])


def long_enough(readout: Readout) -> bool:
    """Whether there are ROUNDS whole rounds of the calendar in this time step, with hardly a gap."""
    _, found = buckets(readout)
    length = ROUND.get(readout.grain or "", 0)
    return bool(length) and len(found) >= ROUNDS * length and sum(b is None for b in found) <= len(found) // 10


def _differ(detrended: np.ndarray, length: int) -> bool:
    """Whether the places of the calendar differ in rank beyond chance."""
    places = [detrended[start::length] for start in range(length)]
    return bool(stats.kruskal(*places).pvalue < _SURE)
