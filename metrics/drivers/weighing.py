"""Weights of the items of one survey, with their intervals: from the cross products of all complete responses, and patterns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.drivers.drawing import drawn_tables, read_patterns
from metrics.drivers.model import LMG, RELATIVE, Driver
from metrics.drivers.overlap import alike, vifs
from metrics.stats.cross_products import Correlations, Floats, correlations
from metrics.stats.priorities import priority_ranks
from metrics.stats.relative_weights import johnson
from metrics.stats.shapley import MOST_DRIVERS, lmg

_NOTHING = 1e-9  # R² that is rounding


@dataclass(frozen=True, slots=True)
class Weighed:
    """items, the strongest first · draws: their shares, (draws, items) in that order · see `Drivers` for the others."""

    items: tuple[Driver, ...]
    draws: Floats
    r2: tuple[float, float, float]
    method: str
    alike: tuple[tuple[str, str], ...]
    drawn: int


def weigh(
    questions: Sequence[str], answers: Sequence[int], gram: pd.DataFrame, patterns: pd.DataFrame, conf: float = 0.95
) -> Weighed | None:
    """questions: the items, then the outcome, as the frames were asked for them; answers: of each item, for the record.

    None where the outcome, or everything but it, was answered alike by everybody: nothing is explained then.
    """
    names = questions[:-1]
    found = correlations(*gram_sums(gram, questions))
    method = LMG if len(names) <= MOST_DRIVERS else RELATIVE
    weights = _weights(found, method)
    r2 = float(weights.sum())
    if r2 <= _NOTHING:
        return None
    scores, counts = read_patterns(patterns)
    tables = drawn_tables(scores, counts)
    drawn = _weights(tables, method)
    totals = drawn.sum(axis=1, keepdims=True)
    shares = np.where(totals > _NOTHING, drawn / np.where(totals > _NOTHING, totals, 1.0), 0.0)
    order = np.argsort(-weights, kind="stable")
    ends = (1 - conf) / 2, (1 + conf) / 2
    ranks = _ends(priority_ranks(shares).astype(float), ends, whole=True)
    share, weight = _ends(shares, ends), _ends(drawn, ends)
    other = johnson(found) if method == LMG else None
    inflation = vifs(found)
    items = tuple(
        Driver(
            names[j], _at(weights[j] / r2), *_around(weights[j] / r2, share[:, j]), _at(weights[j]),
            *_around(weights[j], weight[:, j]), None if other is None else _at(other[j]), _at(found.outcome[j]),
            _at(inflation[j]), bool(found.varies[j]), int(ranks[0, j]), int(ranks[1, j]), answers[j],
        )
        for j in order
    )  # fmt: skip
    r2_ends = _around(r2, _ends(totals, ends)[:, 0])
    return Weighed(items, shares[:, order], (r2, *r2_ends), method, alike(names, found, inflation), int(counts.sum()))


def gram_sums(gram: pd.DataFrame, questions: Sequence[str]) -> tuple[float, Floats, Floats]:
    """n, sums and cross products of a GRAM frame in the order of `questions`; zeros where no response is complete."""
    size, place = len(questions), {name: k for k, name in enumerate(questions)}
    cross, sums = np.zeros((size, size)), np.zeros(size)
    n = float(gram["n"].iloc[0]) if len(gram) else 0.0
    if n:
        i, j = (gram[column].map(place).to_numpy(dtype=int) for column in ("item", "other"))
        cross[i, j] = cross[j, i] = gram["xy"].to_numpy(dtype=float)
        sums[i], sums[j] = gram["x"].to_numpy(dtype=float), gram["y"].to_numpy(dtype=float)
    return n, sums, cross


def _weights(found: Correlations, method: str) -> Floats:
    return lmg(found) if method == LMG else johnson(found)


def _ends(draws: Floats, ends: tuple[float, float], *, whole: bool = False) -> Floats:
    """(2, columns): where the tails of every column are cut; of ranks, at one that occurred."""
    return np.asarray(np.quantile(draws, ends, axis=0, method="inverted_cdf" if whole else "linear"))


def _around(value: float, ends: Floats) -> tuple[float, float]:
    """The interval, holding the value itself: of many responses only a sample is drawn from."""
    return min(float(value), float(ends[0])), max(float(value), float(ends[1]))


def _at(value: float) -> float:
    return float(value)
