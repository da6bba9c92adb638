"""A metric over a trailing window, from pooled answers, never from averaged averages (catalogue A14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from metrics.course.buckets import buckets, pooled, reach
from metrics.readout import Readout

WINDOW = {"day": 7, "week": 4, "month": 3, "quarter": 4, "year": 3}  # periods pooled, by the time step


@dataclass(frozen=True, slots=True)
class Rolling:
    """days: last period of each window · value, low, high: of the answers of the window, None where a period is missing."""

    window: int
    days: tuple[date, ...]
    value: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


def rolling(readout: Readout) -> Rolling | None:
    """Windows over all complete periods; None where there is no whole window."""
    days, found = buckets(readout)
    window = WINDOW[readout.grain or "day"]
    told: list[tuple[float | None, float | None, float | None]] = []
    for end in range(1, len(found) + 1):
        known = [bucket for bucket in found[max(0, end - window) : end] if bucket is not None]
        told.append(reach(pooled(known), readout.rules.conf) if len(known) == window else (None, None, None))
    if not any(value is not None for value, _, _ in told):
        return None
    value, low, high = zip(*told, strict=True)
    return Rolling(window, days, value, low, high)
