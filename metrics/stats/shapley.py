"""Shapley values of R²: what each driver adds, averaged over all orders in which drivers can be added (catalogue B2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import factorial
from typing import Any

import numpy as np

from metrics.stats.cross_products import Correlations, Floats, correlations, read_gram
from metrics.stats.relative_weights import told

MOST_DRIVERS = 12  # 2^12 subsets
_CHUNK = 100  # tables at a time: 2^11 subsets of 100 tables take some megabytes
_NOTHING_LEFT = 1e-10  # of a driver's variance that the others leave unexplained: it adds nothing to them


def lmg(found: Correlations) -> Floats:
    """(draws, p) or (p,) Shapley values, adding up to R²; ValueError for more than MOST_DRIVERS drivers.

    Source: Lindeman, Merenda & Gold 1980; Grömping 2006, Journal of Statistical Software 17:1.
    """
    p = found.outcome.shape[-1]
    if p > MOST_DRIVERS:
        raise ValueError(f"{p} drivers have {2**p} subsets; give at most {MOST_DRIVERS}, or use relative_weights.")
    tables = _joined(found).reshape(-1, p + 1, p + 1)
    parts = [explained(tables[first : first + _CHUNK]) for first in range(0, len(tables), _CHUNK)]
    values = (_coefficients(p) @ np.concatenate(parts, axis=1)).T
    # No subset explains more than one that holds it, and what does not vary adds nothing: the rest is rounding.
    return np.where(found.varies, np.maximum(values.reshape(found.outcome.shape), 0.0), 0.0)


def explained(tables: Floats) -> Floats:
    """(2^p, draws) R² of every subset of drivers; bit j of the subset's number is driver j.

    Driver after driver is either left out or swept out of the rest of the table, so that all subsets share their work. One
    that the drivers before it explain completely adds nothing.
    """
    state = tables[None]
    while state.shape[-1] > 1:
        rest, pivot, column = state[..., 1:, 1:], state[..., :1, :1], state[..., 1:, :1]
        left = pivot > _NOTHING_LEFT
        swept = rest - np.where(left, column * np.swapaxes(column, -1, -2) / np.where(left, pivot, 1.0), 0.0)
        state = np.concatenate([rest, swept])
    return np.asarray(tables[None, :, -1, -1] - state[..., 0, 0])


def _joined(found: Correlations) -> Floats:
    """Correlation tables with the outcome in the last row and column; zeros on the diagonal for what does not vary."""
    p = found.outcome.shape[-1]
    table = np.zeros((*found.outcome.shape[:-1], p + 1, p + 1))
    table[..., :p, :p] = found.drivers
    table[..., :p, p] = table[..., p, :p] = found.outcome
    table[..., p, p] = np.where(found.outcome_varies, 1.0, 0.0)
    return table


@lru_cache(maxsize=MOST_DRIVERS + 1)
def _coefficients(p: int) -> Floats:
    """(p, 2^p): how much the R² of a subset counts for a driver: |S|!(p-|S|-1)!/p! for those that hold it, S without it."""
    weight = [factorial(size) * factorial(p - size - 1) / factorial(p) for size in range(p)]
    found = np.zeros((p, 2**p))
    for subset in range(2**p):
        size = subset.bit_count()
        for driver in range(p):
            found[driver, subset] = weight[size - 1] if subset >> driver & 1 else -weight[size]
    return found


def shapley_lmg(drivers: Sequence[str], gram: Mapping[str, Any]) -> dict[str, Any]:
    """Shapley importance from sums and cross products of [drivers…, outcome] (catalogue B2).

    Keys: lmg (they add up to r2), pct, r2, sign, zero_variance, n, status, as `relative_weights` has them. ValueError for
    more than twelve drivers.
    """
    n, sums, cross = read_gram(drivers, gram)
    found = correlations(n, sums, cross)
    return told(drivers, "lmg", lmg(found), n, found)
