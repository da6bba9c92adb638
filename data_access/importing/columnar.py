"""Rows by column: what a chunk of a file holds, and whole blocks of it read at once where that gives the same cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pa_csv

from data_access.importing import footers
from data_access.importing.blocks import Block
from data_access.importing.limits import LONGEST_CELL, MOST_COLUMNS
from data_access.importing.texts import Bytes
from metrics.phrases import phrase

_BOM = b"\xef\xbb\xbf"
Fault = tuple[int, str, list[str]]
Lines = npt.NDArray[np.int64]


@dataclass
class Chunk:
    """Rows that fit the header, by column, with the line each starts on; and lines that do not: (line, reason, cells)."""

    columns: list[pa.Array] = field(default_factory=list)
    at: Lines = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    faults: list[Fault] = field(default_factory=list)

    @classmethod
    def of_rows(cls, rows: list[list[str]], lines: Sequence[int], faults: list[Fault]) -> Chunk:
        """From rows of one width."""
        made = cls([pa.array(column, pa.string()) for column in zip(*rows, strict=True)], np.array(lines, np.int64), faults)
        made.rows = rows
        return made

    @classmethod
    def joined(cls, parts: Sequence[Chunk]) -> Chunk:
        """One after the other."""
        if len(parts) < 2:
            return parts[0] if parts else cls()
        columns = [pa.concat_arrays(column) for column in zip(*(part.columns for part in parts if part.columns), strict=True)]
        return cls(columns, np.concatenate([part.at for part in parts]), [fault for part in parts for fault in part.faults])

    def __len__(self) -> int:
        return len(self.at) + len(self.faults)

    @cached_property
    def rows(self) -> list[list[str]]:
        """The rows as lists of cells."""
        return [list(row) for row in zip(*(column.to_pylist() for column in self.columns), strict=True)]

    @cached_property
    def lines(self) -> list[int]:
        """The line each row starts on."""
        return list(self.at.tolist())

    def row(self, place: int) -> list[str]:
        """One row's cells."""
        return [column[place].as_py() for column in self.columns]

    def without_last(self, reasons: Sequence[str]) -> Chunk:
        """The last rows as faults, with these reasons."""
        kept = len(self.at) - len(reasons)
        below = [(int(self.at[kept + i]), reason, self.row(kept + i)) for i, reason in enumerate(reasons)]
        return Chunk([column.slice(0, kept) for column in self.columns], self.at[:kept], [*self.faults, *below])

    def part(self, start: int, size: int) -> Chunk:
        """Some of the rows, and the faults up to where the next part begins."""
        at = self.at[start : start + size]
        first = self.at[start] if start else 0
        last = self.at[start + size] if start + size < len(self.at) else np.inf
        faults = [fault for fault in self.faults if first <= fault[0] < last] if self.faults else []
        return Chunk([column.slice(start, size) for column in self.columns], at, faults)


def read(block: Block, delimiter: str, width: int, skip: int) -> Chunk | None:
    """The block's records after line `skip`; None where its cells must be told one by one."""
    if block.starts is None or block.lines is None:
        return None
    first = int(np.searchsorted(block.lines, skip, side="right"))
    lines = block.lines[first:]
    if not len(lines):
        return Chunk()
    data = block.data[int(block.starts[first]) :]
    misfits: list[pa_csv.InvalidRow] = []
    table = None if data.startswith(_BOM) else _table(data, delimiter, width, misfits)  # a mark would be dropped
    if table is None or len(table) + len(misfits) != len(lines):
        return None
    columns = [column.combine_chunks() for column in table.columns]
    if any(_longest(column) > LONGEST_CELL for column in columns):
        return None
    fits = np.ones(len(lines), dtype=bool)
    fits[[misfit.number - 1 for misfit in misfits]] = False
    faults = [_fault(m.text.split(delimiter), int(line), width) for m, line in zip(misfits, lines[~fits], strict=True)]
    whole = [fault for fault in faults if fault is not None]
    return Chunk(columns, lines[fits], whole) if len(whole) == len(faults) else None


def fitted(row: list[str], width: int) -> list[str] | None:
    """The row without empty cells too many; None when it is of another width all the same."""
    return row[:width] if len(row) >= width and not any(cell.strip() for cell in row[width:]) else None


def misfit(row: list[str], line: int, width: int) -> Fault:
    """What is wrong with a row of another width."""
    if len(row) < width and footers.is_note(row, width) and not any(row[1:]):
        return line, footers.NOTE, row
    return line, phrase("{n} cells where the header has {width}", n=len(row), width=width), row[:MOST_COLUMNS]


def _fault(row: list[str], line: int, width: int) -> Fault | None:
    """None where the row must be told by the csv module: it fits after all, or a cell is too long."""
    usable = fitted(row, width) is None and max(map(len, row)) <= LONGEST_CELL
    return misfit(row, line, width) if usable else None


def _longest(column: pa.Array) -> int:
    """Bytes of the longest cell."""
    return int(Bytes.of(column).lengths.max(initial=0))


def _table(data: bytes, delimiter: str, width: int, misfits: list[pa_csv.InvalidRow]) -> pa.Table | None:
    quoted = b'"' in data
    names = [str(place) for place in range(width)]

    def note(row: pa_csv.InvalidRow) -> str:
        misfits.append(row)
        return "error" if quoted or row.number is None else "skip"  # with quotes, the csv module tells its cells

    try:
        return pa_csv.read_csv(
            pa.BufferReader(data),
            pa_csv.ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=names),
            pa_csv.ParseOptions(delimiter=delimiter, newlines_in_values=quoted, invalid_row_handler=note),
            pa_csv.ConvertOptions(check_utf8=False, column_types=dict.fromkeys(names, pa.string())),
        )
    except pa.ArrowInvalid:
        return None
