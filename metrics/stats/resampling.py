"""What every resampled interval shares: how many draws, from which seed, and where the tails are cut."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from metrics.stats.checks import require_conf

DRAWS = 2000
SEED = 20240601


def percentile_interval(draws: npt.ArrayLike, conf: float = 0.95) -> tuple[float, float]:
    """Bounds that leave equal shares of the draws outside.

    Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap.
    """
    require_conf(conf)
    low, high = np.quantile(np.asarray(draws, dtype=float), [(1 - conf) / 2, (1 + conf) / 2])
    return float(low), float(high)
