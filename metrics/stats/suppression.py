"""Anonymity threshold for small groups, with protection against subtraction (catalogue A10)."""

from __future__ import annotations

from collections.abc import Mapping

from metrics.stats.checks import require_count

MIN_SCORES = 10  # answers behind any shown score
MIN_COUNTS = 5  # units behind a plain count, where the owner asks for it


def suppress_small_cells(
    counts: Mapping[str, int], n_min: int = MIN_SCORES, total_published: bool = True
) -> dict[str, str]:
    """Which cells of one table may be shown: "ok", "suppressed" or "empty" by key (catalogue A10).

    With a published total, one hidden cell (or several that together stay below n_min) could be found by subtraction,
    so the smallest other cell is hidden too (ties by key), until subtraction no longer helps. When all cells end up
    hidden, only the total may be shown. Filters must not allow differencing either: apply it to the complement as well.

    Source: Glossary of Statistical Disclosure Control (UNECE/OECD 2005); Hundepool et al. 2012.
    """
    if n_min < 1:
        raise ValueError(f"n_min is {n_min}, must be at least 1.")
    for key, count in counts.items():
        require_count(f"the count of {key!r}", count)
    hidden = {key for key, count in counts.items() if 0 < count < n_min}
    shown = sorted((count, key) for key, count in counts.items() if count >= n_min)
    while total_published and hidden and shown and (len(hidden) == 1 or sum(counts[key] for key in hidden) < n_min):
        hidden.add(shown.pop(0)[1])
    return {
        key: "empty" if count == 0 else "suppressed" if key in hidden else "ok" for key, count in counts.items()
    }
