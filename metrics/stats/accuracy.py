"""Is the data true? An audit sample checked against the world (catalogue G5)."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from scipy import stats

from metrics.stats.checks import require_conf, require_part, require_some
from metrics.stats.proportions import share_interval


def hypergeometric_bounds(k: int, n: int, population: int, conf: float = 0.95) -> tuple[int, int]:
    """Fewest and most correct records in a population of which a sample of n without replacement held k correct ones.

    Exact: each bound is the last count that the sample does not rule out at (1 - conf) / 2.

    Source: Konijn 1973, Statistical Theory of Sample Survey Design and Analysis; Buonaccorsi 1987, The American
    Statistician 41:215.
    """
    require_part("k", k, "n", n)
    require_part("n", n, "population", population)
    require_some("n", n)
    require_conf(conf)
    tail, possible = (1 - conf) / 2, range(k, population - (n - k) + 1)
    low = bisect_left(possible, True, key=lambda total: bool(stats.hypergeom.sf(k - 1, population, total, n) > tail))
    past = bisect_left(possible, True, key=lambda total: bool(stats.hypergeom.cdf(k, population, total, n) <= tail))
    return possible[low], possible[past - 1]


def accuracy_audit(sample_correct: int, sample: int, population: int | None = None, conf: float = 0.95) -> dict[str, Any]:
    """Share of correct records in a simple random sample that was checked against a reference (catalogue G5).

    Keys: accuracy, wilson, hypergeom_lo, hypergeom_hi (exact, for the finite population if given), n, status. Without
    a reference to check against, accuracy cannot be known.

    Source: ISO 8000-8:2015 (semantic quality); Wilson 1927.
    """
    accuracy, interval = share_interval(sample_correct, sample, conf)
    low = high = None
    if sample and population is not None:
        fewest, most = hypergeometric_bounds(sample_correct, sample, population, conf)
        low, high = fewest / population, most / population
    return {
        "accuracy": accuracy, "wilson": interval, "hypergeom_lo": low, "hypergeom_hi": high,
        "n": sample, "status": "ok" if sample else "empty",
    }  # fmt: skip
