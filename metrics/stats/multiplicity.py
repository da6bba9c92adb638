"""Many comparisons on one screen: control of the false-discovery rate (catalogue A12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

# A q equal to alpha in exact arithmetic may come out one rounding step above it.
_ROUNDING = 1e-12


def bh_adjust(p: Sequence[float | None], alpha: float = 0.05) -> dict[str, Any]:
    """Benjamini-Hochberg adjusted p (q) of one family of tests, in the order given (catalogue A12).

    A None (not tested, or withheld) stays None and does not count in m. Keys: p_adjusted, reject, m, status.

    Source: Benjamini & Hochberg 1995, Journal of the Royal Statistical Society B 57:289.
    """
    if not 0 < alpha < 1:
        raise ValueError(f"alpha is {alpha}, must lie between 0 and 1.")
    tested = sorted((value, index) for index, value in enumerate(p) if value is not None)
    for value, index in tested:
        if not 0 <= value <= 1:
            raise ValueError(f"p[{index}] is {value}, must lie between 0 and 1.")
    m = len(tested)
    adjusted: list[float | None] = [None] * len(p)
    smallest = 1.0
    for rank in range(m, 0, -1):
        value, index = tested[rank - 1]
        smallest = min(smallest, m * value / rank)
        adjusted[index] = smallest
    reject = [None if q is None else q <= alpha * (1 + _ROUNDING) for q in adjusted]
    return {"p_adjusted": adjusted, "reject": reject, "m": m, "status": "ok" if m else "empty"}
