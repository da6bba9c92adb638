"""Trailing windows over counts (catalogue A14).

Neighbouring points share most of their answers: no test between them says anything. Compare windows that do not
overlap instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from metrics.stats.checks import require_aligned, require_part
from metrics.stats.nps import nps_from_counts
from metrics.stats.proportions import csat_topbox

Buckets = Sequence[tuple[int, ...] | None]


def rolling_counts(buckets: Buckets, window: int, min_periods: int | None = None) -> list[tuple[int, ...] | None]:
    """Sums of each kind of count over the last `window` buckets, this one included.

    None where fewer than `min_periods` (the window by default) buckets are known; a bucket of zeros is known, a None
    is not.
    """
    needed = window if min_periods is None else min_periods
    if not 1 <= needed <= window:
        raise ValueError(f"min_periods is {needed} in a window of {window}; expected 1 to {window}.")
    sums: list[tuple[int, ...] | None] = []
    for end in range(1, len(buckets) + 1):
        known = [bucket for bucket in buckets[max(0, end - window) : end] if bucket is not None]
        sums.append(tuple(map(sum, zip(*known, strict=True))) if len(known) >= needed else None)
    return sums


def rolling_rate(
    k: Sequence[int | None], n: Sequence[int | None], window: int, min_periods: int | None = None, conf: float = 0.95
) -> dict[str, Any]:
    """Share over a trailing window, from pooled counts, never from averaged shares (catalogue A14).

    Keys: rate_lo_hi (share and Wilson interval per bucket; three None while too few buckets or no answers), n (answers
    in all buckets), status.
    """
    require_aligned(k=k, n=n)
    buckets = [None if hits is None or asked is None else (hits, asked) for hits, asked in zip(k, n, strict=True)]
    for position, bucket in enumerate(buckets, 1):
        if bucket is not None:
            require_part(f"k of bucket {position}", bucket[0], f"n of bucket {position}", bucket[1])
    points = []
    for pooled in rolling_counts(buckets, window, min_periods):
        hits, asked = pooled or (0, 0)
        found = csat_topbox(hits, asked, conf)
        points.append([found["rate"], found["lo"], found["hi"]])
    return {"rate_lo_hi": points, **_state(points, sum(bucket[1] for bucket in buckets if bucket is not None))}


def rolling_nps(
    counts: Sequence[tuple[int, int, int] | None], window: int, min_periods: int | None = None, conf: float = 0.95
) -> dict[str, Any]:
    """NPS over a trailing window of (promoters, passives, detractors), pooled (catalogue A14).

    Keys: nps_lo_hi (as `rolling_rate`), n, status.
    """
    points = []
    for pooled in rolling_counts(counts, window, min_periods):
        promoters, passives, detractors = pooled or (0, 0, 0)
        found = nps_from_counts(promoters, passives, detractors, conf)
        points.append([found["nps"], found["lo"], found["hi"]])
    return {"nps_lo_hi": points, **_state(points, sum(sum(bucket) for bucket in counts if bucket is not None))}


def _state(points: list[list[float | None]], n: int) -> dict[str, Any]:
    shown = any(point[0] is not None for point in points)
    return {"n": n, "status": "ok" if shown else "insufficient" if n else "empty"}
