"""Bootstrap: responses drawn anew from their patterns, as correlation tables."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics.frames import PATTERN_SEPARATOR
from metrics.stats.cross_products import Correlations, Floats, correlations
from metrics.stats.resampling import SEED

DRAWS, SAMPLE = 1000, 50_000  # draws; responses they are drawn from, at most (catalogue B1)
GROUPS = 5_000  # drawn one by one up to here
_CELLS = 4_000_000  # counts held at a time


def read_patterns(frame: pd.DataFrame) -> tuple[Floats, np.ndarray]:
    """ANSWER_PATTERNS → scores (patterns, questions) and how many responses gave each."""
    if not len(frame):
        return np.empty((0, 0)), np.empty(0, dtype=np.int64)
    numbers = np.array(PATTERN_SEPARATOR.join(frame["pattern"]).split(PATTERN_SEPARATOR), dtype=float)
    return numbers.reshape(len(frame), -1), frame["n"].to_numpy(dtype=np.int64)


def drawn_tables(scores: Floats, counts: np.ndarray, *, draws: int = DRAWS, seed: int = SEED) -> Correlations:
    """Correlations of (draws) samples of as many responses as there are, drawn with replacement. The outcome comes last.

    More than GROUPS responses are dealt into that many groups at random, and groups are drawn: their sums vary as those of
    single responses do, at a fraction of the work.
    Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap.
    """
    rng, size = np.random.default_rng(seed), scores.shape[1]
    centred = scores - np.average(scores, axis=0, weights=counts)  # small numbers: their products keep their digits
    rows, columns = np.triu_indices(size)
    units = np.hstack([np.ones((len(counts), 1)), centred, centred[:, rows] * centred[:, columns]])
    of = np.repeat(np.arange(len(counts)), counts)
    if len(of) > GROUPS:
        units, of = np.add.reduceat(units[rng.permutation(of)], np.arange(GROUPS) * len(of) // GROUPS), np.arange(GROUPS)
    step, sums = max(1, _CELLS // len(units)), np.empty((draws, units.shape[1]))
    for first in range(0, draws, step):
        some = min(step, draws - first)
        sums[first : first + some] = np.array([_drawn(of, rng) for _ in range(some)]) @ units
    cross = np.empty((draws, size, size))
    cross[:, rows, columns] = cross[:, columns, rows] = sums[:, 1 + size :]
    return correlations(sums[:, 0], sums[:, 1 : 1 + size], cross)


def _drawn(of: np.ndarray, rng: np.random.Generator) -> Floats:
    """How often each unit comes, when as many as there are, are drawn. `of`: the unit of every response, or of every group."""
    return np.bincount(of[rng.integers(0, len(of), size=len(of))], minlength=int(of[-1]) + 1).astype(float)
