"""Two dimensions as a grid: which rows and columns are drawn, and the cell of every pair. Figures and files share it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from charts.errors import FigureError
from charts.series import groups
from metrics.frames import UNKNOWN
from metrics.readout import Readout, Row
from metrics.results import Estimate

MOST_COLUMNS = 8  # wider cells than these hold their value at a phone's width
MOST_CELLS = 200
_LEADING = re.compile(r"\s*[<>]?\s*(\d+)")


@dataclass(frozen=True, slots=True)
class Grid:
    """rows, columns: names in reading order · cells: (row, column) → what was measured there · along: the dimensions of
    rows and columns · all_rows, all_columns: how many there are, drawn or not."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], Row]
    along: tuple[str, str]
    all_rows: int
    all_columns: int

    @property
    def cut(self) -> bool:
        return (len(self.rows), len(self.columns)) != (self.all_rows, self.all_columns)


def grid(readout: Readout, most_columns: int = MOST_COLUMNS, most_cells: int = MOST_CELLS) -> Grid:
    """The largest groups of both dimensions; the one with fewer groups stands across. FigureError without two dimensions."""
    if len(readout.by) != 2:
        raise FigureError(
            f"{readout.metric.key}: a grid crosses two dimensions, got by={readout.by}; evaluate it by two, or draw dots."
        )
    found = {row.group: row for row in groups(readout)}
    parts = readout.metric.needs_by
    names = [_by_size(((group[k], _size(row, parts)) for group, row in found.items())) for k in (0, 1)]
    across = 0 if len(names[0]) < len(names[1]) else 1
    columns = names[across][:most_columns]
    rows = names[1 - across][: max(1, most_cells // max(1, len(columns)))]
    cells = {(group[1 - across], group[across]): row for group, row in found.items()}
    return Grid(
        _in_order(rows), _in_order(columns), cells, (readout.by[1 - across], readout.by[across]),
        len(names[1 - across]), len(names[across]),
    )  # fmt: skip


def _size(row: Row, parts: bool) -> float:
    """What was observed in a cell; shares of one whole all rest on the same n and count by their own part."""
    return (row.result.numerator or 0.0) if parts and isinstance(row.result, Estimate) else row.result.n


def _by_size(named: Iterable[tuple[str, float]]) -> list[str]:
    """Largest first; what is unknown last."""
    size: dict[str, float] = {}
    for name, amount in named:
        size[name] = size.get(name, 0.0) + amount
    return sorted(size, key=lambda name: (name == UNKNOWN, -size[name], name))


def _in_order(names: list[str]) -> tuple[str, ...]:
    """Bands ("18-29", "< 30", "60+") in their own order, all others by size."""
    numbers = {name: _LEADING.match(name) for name in names if name != UNKNOWN}
    if not numbers or not all(numbers.values()):
        return tuple(names)
    return tuple(sorted(names, key=lambda name: (name == UNKNOWN, _first(name))))


def _first(name: str) -> tuple[int, bool, str]:
    found = _LEADING.match(name)
    return (int(found[1]) if found else 0, not name.lstrip().startswith("<"), name)
