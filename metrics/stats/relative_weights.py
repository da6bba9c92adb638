"""Relative weights: how much of what explains an outcome belongs to each of several related drivers (catalogue B1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from metrics.stats.cross_products import Correlations, Floats, correlations, read_gram, signs, status_of

_NO_EIGENVALUE = 1e-12


def johnson(found: Correlations) -> Floats:
    """(…, p) weights that add up to R²; of a stack of correlation tables, one row each.

    The drivers are replaced by the uncorrelated variables closest to them (square root of their correlation table); the
    outcome is explained by those, and what each explains is handed back in proportion to its squared loadings. Directions
    without variance take no part (pseudo-inverse).
    Source: Johnson 2000, Multivariate Behavioral Research 35:1; Tonidandel & LeBreton 2011.
    """
    # What does not vary is a variable of its own, related to nothing: its weight comes out as 0.
    alone = (~found.varies)[..., None] * np.eye(found.varies.shape[-1])
    values, vectors = np.linalg.eigh(found.drivers + alone)
    roots = np.sqrt(np.clip(values, 0.0, None))
    loadings = (vectors * roots[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    kept = values > _NO_EIGENVALUE
    inverse = np.where(kept, 1.0 / np.where(kept, roots, 1.0), 0.0)
    along = np.swapaxes(vectors, -1, -2) @ found.outcome[..., None]
    slopes = vectors @ (inverse[..., None] * along)
    return np.asarray((loadings**2 @ slopes**2)[..., 0])


def relative_weights(drivers: Sequence[str], gram: Mapping[str, Any]) -> dict[str, Any]:
    """Relative weights from sums and cross products of [drivers…, outcome] (catalogue B1).

    Keys: raw (they add up to r2), pct (per cent of r2), r2, sign (of the correlation with the outcome: "+", "-", "0"),
    zero_variance (drivers everybody answered alike), n, status. Below 50 observations, or ten per driver, the status is
    "insufficient"; the numbers are given all the same.
    """
    n, sums, cross = read_gram(drivers, gram)
    found = correlations(n, sums, cross)
    return told(drivers, "raw", johnson(found), n, found)


def told(drivers: Sequence[str], name: str, weights: Floats, n: float, found: Correlations) -> dict[str, Any]:
    """A catalogue answer around weights: None for what is not defined."""
    status = status_of(n, len(drivers), found)
    r2 = float(weights.sum())
    known = status in ("ok", "insufficient")
    shares = (100 * weights / r2).tolist() if known and r2 > 0 else [None] * len(drivers)
    return {
        name: weights.tolist() if known else [None] * len(drivers), "pct": shares, "r2": r2 if known else None,
        "sign": signs(found.outcome), "n": n, "status": status,
        "zero_variance": [driver for driver, varies in zip(drivers, found.varies, strict=True) if not varies],
    }  # fmt: skip
