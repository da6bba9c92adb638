"""From sums and cross products of drivers and outcome to their correlations: one table, or one per bootstrap draw.

A stack of n observations' sums s and cross products X'X gives centred products C = X'X - ss'/n, and correlations C scaled by
its diagonal. The outcome is the last variable. Source: catalogue S4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_ROUNDING = 1e-10  # of a variable's sum of squares: less than this around its mean is rounding, not variance
LEAST_RESPONSES, PER_DRIVER = 50, 10


@dataclass(frozen=True, slots=True)
class Correlations:
    """drivers (…, p, p) and outcome (…, p), with zeros for what does not vary · varies (…, p), outcome_varies (…)."""

    drivers: Floats
    outcome: Floats
    varies: npt.NDArray[np.bool_]
    outcome_varies: npt.NDArray[np.bool_]


def correlations(n: npt.ArrayLike, sums: npt.ArrayLike, cross: npt.ArrayLike) -> Correlations:
    """n (…), sums (…, p + 1), cross (…, p + 1, p + 1) → correlations of the p drivers and with the outcome."""
    count, s, xx = (np.asarray(part, dtype=float) for part in (n, sums, cross))
    with np.errstate(divide="ignore", invalid="ignore"):
        centred = xx - s[..., :, None] * s[..., None, :] / count[..., None, None]
    squares = np.diagonal(centred, axis1=-2, axis2=-1)
    varies = squares > _ROUNDING * np.diagonal(xx, axis1=-2, axis2=-1)
    scale = np.sqrt(np.where(varies, squares, 1.0))
    both = varies[..., :, None] & varies[..., None, :]
    table = np.where(both, centred / (scale[..., :, None] * scale[..., None, :]), 0.0)
    table = np.clip(table, -1.0, 1.0)
    return Correlations(table[..., :-1, :-1], table[..., :-1, -1], varies[..., :-1], varies[..., -1])


def needed(p: int) -> int:
    """Observations below which weights of p drivers say nothing: 50, and ten for every driver (catalogue B1)."""
    return max(LEAST_RESPONSES, PER_DRIVER * p)


def read_gram(drivers: Sequence[str], gram: Mapping[str, Any]) -> tuple[float, Floats, Floats]:
    """n, sums and cross products of [drivers…, outcome]; ValueError where their sizes do not fit the names."""
    n, size = float(gram["n"]), len(drivers) + 1
    sums, cross = np.asarray(gram["sum"], dtype=float), np.asarray(gram["cross"], dtype=float)
    if sums.shape != (size,) or cross.shape != (size, size):
        raise ValueError(
            f"sums of shape {sums.shape} and cross products of shape {cross.shape} for {len(drivers)} drivers; "
            f"give {size} sums and {size} x {size} products, the outcome last."
        )
    return n, sums, cross


def signs(outcome: Floats) -> list[str]:
    """"+", "-" or "0" of every correlation with the outcome."""
    return ["+" if r > 0 else "-" if r < 0 else "0" for r in outcome]


def status_of(n: float, p: int, found: Correlations) -> str:
    """ok · empty · degenerate: nothing varies with anything · insufficient: fewer observations than `needed`."""
    if n == 0:
        return "empty"
    if not (found.outcome_varies and found.varies.any()):
        return "degenerate"
    return "ok" if n >= needed(p) else "insufficient"
