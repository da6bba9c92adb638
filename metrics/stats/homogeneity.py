"""Is one split the same in every column of a table? Pearson's test with rare columns joined (under A22, C3)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

Table = npt.NDArray[np.float64]


class Homogeneity(NamedTuple):
    """Pearson's chi-square, df, p and Cramér's V; None when joining left a single column. merged: columns joined."""

    chi2: float | None
    df: int
    p: float | None
    cramers_v: float | None
    merged: int


def homogeneity(table: Table) -> Homogeneity:
    """Compare the columns of a table of two rows of counts; the rarest are joined until 1 is expected in every cell.

    Source: Pearson 1900; Cramér 1946.
    """
    table, merged = _merge_rare(table)
    df = table.shape[1] - 1
    if df == 0:
        return Homogeneity(None, 0, None, None, merged)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    chi2 = float(((table - expected) ** 2 / expected).sum())
    # Two rows: min(rows, columns) - 1 is 1, so Cramér's V needs no further divisor.
    return Homogeneity(chi2, df, float(special.chdtrc(df, chi2)), math.sqrt(chi2 / float(table.sum())), merged)


def _merge_rare(table: Table) -> tuple[Table, int]:
    """Join the rarest columns until every expected count is at least 1; also how many columns were joined."""
    smaller = table.sum(axis=1).min() / table.sum()
    members = np.ones(table.shape[1])  # how many columns each one stands for
    while table.shape[1] > 1 and table.sum(axis=0).min() * smaller < 1:
        order = np.argsort(table.sum(axis=0), kind="stable")
        table, members = table[:, order], members[order]
        table = np.hstack([table[:, :1] + table[:, 1:2], table[:, 2:]])
        members = np.concatenate([[members[0] + members[1]], members[2:]])
    return table, int(members[members > 1].sum())
