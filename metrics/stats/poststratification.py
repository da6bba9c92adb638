"""Weighting answers to known shares of the population (catalogue A8)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from metrics.stats.checks import require_aligned, require_count, require_part
from metrics.stats.proportions import wilson
from metrics.stats.weighting import kish

Table = npt.NDArray[np.float64]

LIGHTEST, HEAVIEST = 0.2, 5.0  # weights beyond these let a few answers speak for many
_ROUNDS = 1000
_CONVERGED = 1e-12  # of the sample size


def poststratify(n_cell: Sequence[int], pop_share: Sequence[float], satisfied: Sequence[int]) -> dict[str, Any]:
    """Share of satisfied answers with every cell weighted to its share of the population (catalogue A8).

    Keys: weights (mean 1; None for a cell without answers), weighted_csat, se_stratified, deff_kish, n_eff, n, status.
    A cell of the population without answers leaves nothing to weight: "insufficient", collapse cells. So does a cell
    with one answer for the standard error alone.

    Source: Cochran 1977, Sampling Techniques, chapter 5A; Kish 1965.
    """
    require_aligned(n_cell=n_cell, pop_share=pop_share, satisfied=satisfied)
    for position, (hits, asked) in enumerate(zip(satisfied, n_cell, strict=True), 1):
        require_part(f"satisfied in cell {position}", hits, f"n of cell {position}", asked)
        require_count(f"pop_share of cell {position}", pop_share[position - 1])
    if abs(sum(pop_share) - 1) > 1e-6:
        raise ValueError(f"pop_share adds up to {sum(pop_share):g}, must be 1; divide the counts by the population.")
    n = sum(n_cell)
    answer: dict[str, Any] = dict.fromkeys(("weighted_csat", "se_stratified", "deff_kish", "n_eff"))
    weights = [share * n / asked if asked else None for share, asked in zip(pop_share, n_cell, strict=True)]
    answer |= {"weights": weights, "n": n}
    cells = [cell for cell in zip(pop_share, n_cell, satisfied, strict=True) if cell[0] > 0]
    if n == 0 or not all(asked for _, asked, _ in cells):
        return answer | {"status": "insufficient" if n else "empty"}
    answer["weighted_csat"] = sum(share * hits / asked for share, asked, hits in cells)
    weighted = [(asked, weight) for asked, weight in zip(n_cell, weights, strict=True) if weight is not None]
    answer |= _effect(n, sum(asked * w for asked, w in weighted), sum(asked * w * w for asked, w in weighted))
    if any(asked == 1 for _, asked, _ in cells):
        return answer | {"status": "insufficient"}
    variance = sum(share**2 * (hits / asked) * (1 - hits / asked) / (asked - 1) for share, asked, hits in cells)
    return answer | {"se_stratified": math.sqrt(variance), "status": "ok" if variance else "degenerate"}


def rake(sample: Table, rows: Table, columns: Table) -> Table:
    """Fit a table of counts to the margins `rows` and `columns` by turns; empty cells stay empty.

    Both margins must have the same total. ValueError when 1,000 rounds do not reconcile them.

    Source: Deming & Stephan 1940, Annals of Mathematical Statistics 11:427.
    """
    fitted, enough = sample.astype(np.float64), _CONVERGED * max(1.0, float(rows.sum()))
    for _ in range(_ROUNDS):
        # Each half step is watched: margins that contradict the empty cells make a full round return to where it began.
        by_row = _scaled(fitted, rows / _nonzero(fitted.sum(axis=1)), axis=1)
        by_column = _scaled(by_row, columns / _nonzero(by_row.sum(axis=0)), axis=0)
        moved = max(float(np.abs(by_row - fitted).max()), float(np.abs(by_column - by_row).max()))
        fitted = by_column
        if moved <= enough:
            return fitted
    raise ValueError(
        f"raking did not settle in {_ROUNDS} rounds; the margins contradict the empty cells of the sample. "
        "Collapse categories."
    )


def rake_2way(
    sample_counts: Sequence[Sequence[int]], row_targets: Sequence[float], col_targets: Sequence[float],
    satisfied_counts: Sequence[Sequence[int]], conf: float = 0.95,
) -> dict[str, Any]:  # fmt: skip
    """Share of satisfied answers, raked to two known margins of the population (catalogue A8).

    Keys: cell_weights (mean 1; None for a cell without answers), weighted_csat, unweighted_csat, kish_deff, n_eff, lo,
    hi (Wilson on n_eff), trimmed (cells whose weight was cut to 0.2..5 before a second raking), still_beyond (cells
    whose weight the margins pushed out again: collapse categories), n, status. Targets are shares or counts. A margin
    with a target but without answers is "insufficient": collapse categories.

    Source: Deming & Stephan 1940; Kalton & Flores-Cervantes 2003, Journal of Official Statistics 19:81.
    """
    sample, hits = np.asarray(sample_counts, dtype=float), np.asarray(satisfied_counts, dtype=float)
    targets = [np.asarray(row_targets, dtype=float), np.asarray(col_targets, dtype=float)]
    _require_tables(sample, hits, targets)
    n = float(sample.sum())
    keys = ("cell_weights", "weighted_csat", "unweighted_csat", "kish_deff", "n_eff", "lo", "hi", "trimmed", "still_beyond")
    answer: dict[str, Any] = {**dict.fromkeys(keys), "n": int(n)}
    if n == 0:
        return answer | {"status": "empty"}
    answer["unweighted_csat"] = float(hits.sum()) / n
    rows, columns = (target * n / target.sum() for target in targets)
    if (rows[sample.sum(axis=1) == 0] > 0).any() or (columns[sample.sum(axis=0) == 0] > 0).any():
        return answer | {"status": "insufficient"}
    weights, trimmed = _raked_weights(sample, rows, columns)
    effect = _effect(n, float((sample * weights).sum()), float((sample * weights**2).sum()))
    share = min(1.0, float((weights * hits).sum() / (weights * sample).sum()))
    low, high = wilson(share * effect["n_eff"], effect["n_eff"], conf)
    return answer | {
        "cell_weights": _or_none(weights, sample),
        "weighted_csat": share, "kish_deff": effect["deff_kish"], "n_eff": effect["n_eff"], "lo": low, "hi": high,
        "trimmed": trimmed, "still_beyond": int(_beyond(weights).sum()), "status": "ok",
    }  # fmt: skip


def _raked_weights(sample: Table, rows: Table, columns: Table) -> tuple[Table, int]:
    """Weight of each cell (0 where the sample is empty), and how many were trimmed before the second raking."""
    weights = rake(sample, rows, columns) / _nonzero(sample)
    beyond = _beyond(weights)
    if beyond.any():
        cut = np.where(weights > 0, np.clip(weights, LIGHTEST, HEAVIEST), 0.0)
        weights = rake(cut * sample, rows, columns) / _nonzero(sample)
    return weights, int(beyond.sum())


def _beyond(weights: Table) -> npt.NDArray[np.bool_]:
    return (weights > 0) & ((weights < LIGHTEST) | (weights > HEAVIEST))


def _effect(n: float, sum_w: float, sum_w2: float) -> dict[str, Any]:
    deff, n_eff = kish(n, sum_w, sum_w2) or (None, None)
    return {"deff_kish": deff, "n_eff": n_eff}


def _or_none(weights: Table, sample: Table) -> list[list[float | None]]:
    return [
        [float(weight) if asked else None for weight, asked in zip(*rows, strict=True)]
        for rows in zip(weights, sample, strict=True)
    ]


def _scaled(table: Table, factors: Table, axis: int) -> Table:
    return table * np.expand_dims(factors, axis)


def _nonzero(values: Table) -> Table:
    """Zeros as ones, for dividing: what they divide is 0 as well."""
    return np.where(values == 0, 1.0, values)


def _require_tables(sample: Table, hits: Table, targets: list[Table]) -> None:
    if sample.ndim != 2 or sample.shape != hits.shape or sample.shape != (len(targets[0]), len(targets[1])):
        raise ValueError(
            f"sample_counts has shape {sample.shape}, satisfied_counts {hits.shape}, with {len(targets[0])} row and "
            f"{len(targets[1])} column targets; expected one table of rows by columns and a target for each."
        )
    for asked, satisfied in zip(sample.flat, hits.flat, strict=True):
        require_part("satisfied", satisfied, "n of its cell", asked)
    for name, target in (("row", targets[0]), ("column", targets[1])):
        for value in target:
            require_count(f"a {name} target", value)
        if not target.sum() > 0:
            raise ValueError(f"the {name} targets add up to 0; give the population's shares or counts.")
