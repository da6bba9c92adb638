"""The usual range of a metric: what its ups and downs stay within while nothing special happens (catalogue A15-A17).

The range lies around the level that held (`levels`): a level that changed for good is told as such, and not as a row of
surprises. Only two signs count as one: a period outside the range, and eight in a row on one side of the middle. More signs
find more, but mostly what is not there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from metrics.course.buckets import Bucket, buckets, error
from metrics.course.levels import Level, levels
from metrics.evidence import Share
from metrics.readout import Readout
from metrics.stats.control_limits import WIDTH, moving_sigma
from metrics.stats.run_rules import LOWEST_EXPECTED, spc_rules

FEWEST = 12  # periods below which a range means nothing
Floats = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """days: first days of the periods · middle, low, high: level and range at each, None in a gap · outside: periods beyond
    the range · runs: last periods of eight in a row on one side."""

    days: tuple[date, ...]
    middle: Floats
    low: Floats
    high: Floats
    outside: tuple[date, ...]
    runs: tuple[date, ...]


def limits(readout: Readout) -> Limits | None:
    """The usual range over all complete periods; None with fewer than FEWEST, or where nothing varies.

    Every period is measured by what its own answers would scatter (Laney's way, also for scores): ten answers may lie farther
    off than a thousand, and answers of one period are alike.
    """
    days, found = buckets(readout)
    if sum(bucket is not None for bucket in found) < FEWEST:
        return None
    told = levels(readout)
    middle = [_level_at(told, day) for day in days]
    unit = [_spread(bucket, level) for bucket, level in zip(found, middle, strict=True)]
    values = [None if bucket is None else bucket.value for bucket in found]
    plain = [
        None if v is None or m is None or not u else (v - m) / u for v, m, u in zip(values, middle, unit, strict=True)
    ]
    sigma = moving_sigma(plain)  # each around its own level: the step between two levels is no scatter
    if not sigma:
        return None
    reach = [None if v is None or not u else WIDTH * sigma * u for v, u in zip(values, unit, strict=True)]
    low, high = (
        tuple(None if m is None or r is None else _clipped(m + side * r, found) for m, r in zip(middle, reach, strict=True))
        for side in (-1, 1)
    )
    fired = spc_rules([None if z is None else z / sigma for z in plain])
    outside, runs = (tuple(days[i] for i in fired[rule]) for rule in ("W1", "W4"))
    return Limits(days, tuple(middle), low, high, outside, runs)


def _level_at(found: Sequence[Level], day: date) -> float | None:
    return next((level.value for level in found if level.start <= day <= level.end), None)


def _spread(bucket: Bucket | None, level: float | None) -> float | None:
    """How far one period's value scatters by chance around its level, by its answers. None where a share has so few that
    one answer more or less is a jump: there the range would promise too much."""
    if bucket is None or level is None:
        return None
    if isinstance(bucket.evidence, Share):
        expected = bucket.evidence.n * level * (1 - level)
        return math.sqrt(level * (1 - level) / bucket.evidence.n) if expected >= LOWEST_EXPECTED else None
    return error(bucket.evidence)


def constant(readout: Readout) -> bool:
    """Whether it has been the same in every one of at least FEWEST periods."""
    values = [bucket.value for bucket in buckets(readout)[1] if bucket is not None]
    return len(values) >= FEWEST and len(set(values)) == 1


def _clipped(value: float, found: Sequence[Bucket | None]) -> float:
    """A share's range ends at 0 and 1."""
    share = any(bucket is not None and isinstance(bucket.evidence, Share) for bucket in found)
    return min(max(value, 0.0), 1.0) if share else value
