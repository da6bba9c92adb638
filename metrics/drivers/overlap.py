"""Items that say nearly the same: how much of each the others tell already."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metrics.stats.cross_products import Correlations, Floats

_ALIKE = 5.0  # variance inflation from which two items are called almost alike (as the field does; sources say 5 or 10)
_COPY = 1e-9


def vifs(found: Correlations) -> Floats:
    """Variance inflation of every item: 1 / (1 - R² on the others); infinite where they tell all of it."""
    table = found.drivers + np.diag(np.where(found.varies, 0.0, 1.0))
    values, vectors = np.linalg.eigh(table)
    if values.min() > _COPY:
        return np.asarray(np.diagonal(np.linalg.inv(table)))
    lost = vectors[:, values <= _COPY]  # directions without variance: who takes part in them is told by the others
    kept = values > _COPY
    inverse = (vectors[:, kept] / values[kept]) @ vectors[:, kept].T
    return np.where((lost**2).sum(axis=1) > _COPY, np.inf, np.diagonal(inverse))


def alike(names: Sequence[str], found: Correlations, inflation: Floats) -> tuple[tuple[str, str], ...]:
    """Items most of which the others tell already, each with the one it goes with most closely."""
    close = np.abs(found.drivers - np.diag(np.diagonal(found.drivers)))
    pairs = [(int(j), int(close[j].argmax())) for j in np.flatnonzero(inflation >= _ALIKE)]
    return tuple((names[i], names[j]) for i, j in dict.fromkeys((min(pair), max(pair)) for pair in pairs))
