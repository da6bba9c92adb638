"""A column of cells into values, by column: what each different cell means, and which rows have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from data_access.importing import roles
from data_access.importing.plan import Reading
from data_access.importing.texts import Cells, compute
from data_access.importing.values import Invalid, shown
from metrics.phrases import phrase

VALID, EMPTY, INVALID = 0, 1, 2
FEW = 64  # different cells below which the parser itself is fastest
Rows = npt.NDArray[np.int64]
_TYPES = {
    roles.TEXT: pa.string(), roles.FLAG: pa.bool_(), roles.NUMBER: pa.float64(), roles.SECONDS: pa.float64(),
    roles.RATED: pa.float64(), roles.WHOLE: pa.int32(), roles.DAY: pa.date32(),
}  # fmt: skip
_MOMENT = {"ts": pa.timestamp("us"), "day": pa.date32(), "dated": pa.bool_()}
_LARGEST_WHOLE = (1 << 31) - 1


@dataclass(frozen=True, slots=True)
class Typed:
    """states: per different cell, VALID, EMPTY or INVALID · arrays: its value ("value", or of a time "ts", "day", "dated"),
    null unless valid · faults: place of an invalid cell → reason.
    """

    cells: Cells
    states: npt.NDArray[np.uint8]
    arrays: dict[str, pa.Array]
    faults: dict[int, str]

    @property
    def sound(self) -> bool:
        """Whether every cell has a value."""
        return not self.states.any()

    def row_states(self) -> npt.NDArray[np.uint8]:
        """The state of each row's cell."""
        return self.cells.spread(self.states)

    def reason(self, row: int) -> str:
        """Why the row's cell is invalid."""
        return self.faults[row if self.cells.codes is None else int(self.cells.codes[row])]

    def taken(self, rows: Rows | None) -> dict[str, pa.Array]:
        """The values of these rows; None: of all."""
        codes = self.cells.codes
        places = codes if rows is None else rows if codes is None else codes[rows]
        if places is None:
            return self.arrays
        picked = pa.array(places)
        return {name: array.take(picked) for name, array in self.arrays.items()}


def typed(reading: Reading, cells: Cells) -> Typed:
    """The column's values: common spellings at once where they are many, all else through the column's parser."""
    words = cells.words
    done, arrays = np.zeros(len(words), dtype=bool), dict[str, pa.Array]()
    if reading.vector is not None and len(words) >= FEW:
        done, arrays = reading.vector(words)
    states = np.zeros(len(words), dtype=np.uint8)
    if done.all() and len(words):
        return Typed(cells, states, arrays, {})
    left = np.flatnonzero(~done)
    memo = reading.memo
    values = [memo[word] for word in (words.filter(pa.array(~done)) if done.any() else words).to_pylist()]
    values, faults = _judged(values, left, states, reading.kind)
    own = _arrays(values, reading.kind)
    if done.any():
        mask = pa.array(~done)
        own = {name: compute.replace_with_mask(arrays[name].cast(array.type), mask, array) for name, array in own.items()}
    return Typed(cells, states, own, faults)


def _judged(
    values: list[Any], left: npt.NDArray[np.intp], states: npt.NDArray[np.uint8], kind: str
) -> tuple[list[Any], dict[int, str]]:
    """The values with None for whatever is none; `states` are set."""
    faults: dict[int, str] = {}
    if kind == roles.WHOLE:
        values = [_within(value) for value in values]
    for place, value in enumerate(values):
        if value is None:
            states[left[place]] = EMPTY
        elif value.__class__ is Invalid:
            states[left[place]] = INVALID
            faults[int(left[place])] = value.reason
    return [None if value.__class__ is Invalid else value for value in values] if faults else values, faults


def _within(value: Any) -> Any:
    """A whole number the store can hold."""
    too_large = isinstance(value, int) and abs(value) > _LARGEST_WHOLE
    return Invalid(phrase("{cell} is too large a number", cell=shown(str(value)))) if too_large else value


def _arrays(values: list[Any], kind: str) -> dict[str, pa.Array]:
    if kind != roles.MOMENT:
        return {"value": pa.array(values, _TYPES[kind])}
    return {name: pa.array([getattr(v, name) if v else None for v in values], form) for name, form in _MOMENT.items()}
