"""Whether a metric follows the calendar: which month of the year or day of the week is high every time (catalogue A20).

The strength of a season alone calls pure noise seasonal (a flat series of three years has a median strength of 0.7), so the
months or weekdays must also differ by their ranks, over at least three whole rounds.

Source: Cleveland et al. 1990; Kruskal & Wallis 1952, JASA 47:583.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from scipy import stats

from metrics.course.buckets import Bucket, buckets
from metrics.evidence import Share
from metrics.readout import Readout
from metrics.stats.seasonality import VISIBLE_SEASON, stl_decompose, stl_shares

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
    """The season of a readout over time; None where there is none, or fewer than ROUNDS rounds to see one in."""
    days, found = buckets(readout)
    length = ROUND.get(readout.grain or "", 0)
    if not length or len(found) < ROUNDS * length or sum(b is None for b in found) > len(found) // 10:
        return None
    made = _decomposed(found, length)
    if made["F_seasonal"] is None or made["F_seasonal"] < VISIBLE_SEASON or made.get("scale") == "logit":
        return None
    detrended = np.array(made["seasonal"]) + np.array(made["resid"])
    if not _differ(detrended, length):
        return None
    values = [None if bucket is None else bucket.value for bucket in found]
    adjusted = tuple(None if v is None else v - s for v, s in zip(values, made["seasonal"], strict=True))
    last = np.array(made["seasonal"][-length:])
    tail = days[-length:]
    return Season(days, adjusted, tail[int(last.argmax())], tail[int(last.argmin())])


def _decomposed(found: Sequence[Bucket | None], length: int) -> dict[str, Any]:
    evidence = [None if bucket is None else bucket.evidence for bucket in found]
    if all(one is None or isinstance(one, Share) for one in evidence):
        shares = [one if isinstance(one, Share) else Share(0, 0) for one in evidence]
        return stl_shares([s.k for s in shares], [s.n for s in shares], length)
    return stl_decompose([None if bucket is None else bucket.value for bucket in found], length)


def _differ(detrended: np.ndarray, length: int) -> bool:
    """Whether the places of the calendar differ in rank beyond chance."""
    places = [detrended[start::length] for start in range(length)]
    return bool(stats.kruskal(*places).pvalue < _SURE)
