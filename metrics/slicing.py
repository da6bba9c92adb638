"""A fetched frame cut into cells, one per period and group, as plain arrays.

Cutting 192 DataFrames costs more than computing on them, so the columns are sorted once and sliced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from metrics.errors import FrameError
from metrics.metric import Metric

Cell = Mapping[str, np.ndarray]
Key = tuple[date | None, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Cells:
    """cells: counts per (period, group) · wholes: per period over all groups · empty: the columns without rows."""

    cells: Mapping[Key, Cell]
    wholes: Mapping[date | None, Cell]
    empty: Cell


def columns(frame: pd.DataFrame) -> dict[str, np.ndarray]:
    """The columns of a frame as arrays."""
    return {str(name): frame[name].to_numpy() for name in frame.columns}


def require_columns(frame: pd.DataFrame, metric: Metric, by: tuple[str, ...], grain: str | None) -> None:
    """FrameError when the frame lacks a column of its contract."""
    wanted = (("period",) if grain else ()) + by + metric.inner + metric.frame.keys + metric.frame.counts
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        raise FrameError(
            f"frame {metric.frame.key!r} came without {', '.join(missing)}; "
            f"it has {', '.join(map(str, frame.columns))}. Mend its query to the column contract."
        )


def slice_cells(frame: pd.DataFrame, by: tuple[str, ...], grain: str | None) -> Cells:
    """Cut a frame by period (when it has one) and group."""
    data = columns(frame)
    empty = {name: values[:0] for name, values in data.items()}
    if not len(frame):
        return Cells({}, {}, empty)
    periods, period_values = _codes(frame, ("period",) if grain else ())
    groups, group_values = _codes(frame, by)
    cells = _cut(data, periods * len(group_values) + groups)
    keyed = {
        (_period(period_values[code // len(group_values)]), group_values[code % len(group_values)]): cell
        for code, cell in cells.items()
    }
    wholes = {_period(period_values[code]): cell for code, cell in _cut(data, periods).items()}
    return Cells(keyed, wholes, empty)


def _codes(frame: pd.DataFrame, names: tuple[str, ...]) -> tuple[np.ndarray, list[tuple[Any, ...]]]:
    """One code per row and the value tuple each code stands for."""
    code = np.zeros(len(frame), dtype=np.int64)
    values: list[tuple[Any, ...]] = [()]
    for name in names:
        own, uniques = pd.factorize(frame[name], use_na_sentinel=False)
        code, present = pd.factorize(code * len(uniques) + own)
        values = [(*values[c // len(uniques)], uniques[int(c % len(uniques))]) for c in present]
    return code, values


def _cut(data: Mapping[str, np.ndarray], code: np.ndarray) -> dict[int, Cell]:
    order = np.argsort(code, kind="stable")
    ordered = code[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    ends = np.r_[starts[1:], len(ordered)]
    sorted_data = {name: values[order] for name, values in data.items()}
    return {
        int(ordered[a]): {name: values[a:b] for name, values in sorted_data.items()}
        for a, b in zip(starts, ends, strict=True)
    }


def _period(value: tuple[Any, ...]) -> date | None:
    if not value:
        return None
    first = value[0]
    return first.date() if isinstance(first, pd.Timestamp) else first
