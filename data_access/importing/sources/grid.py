"""The first rows of a sheet and what stands around them: what tells a table from a report (shapes.py)."""

from __future__ import annotations

from dataclasses import dataclass, field

LOOK_ROWS = 1_000  # rows with something in them, enough to tell a table from a report

Rows = list[tuple[int, list[str]]]
Area = tuple[int, int, int, int]  # first row, first column, last row, last column, from 1


@dataclass(slots=True)
class Notices:
    """What was met while cells were read, to be said: formulas without a result, numbers cut to 15 digits, hidden rows."""

    uncached: int = 0
    long_numbers: int = 0
    hidden_rows: int = 0


@dataclass(slots=True)
class Grid:
    """rows: the first that hold something, with the sheet's own numbers · last: of its rows · whole: all rows are here."""

    name: str
    kind: str = "worksheet"
    hidden: str = ""  # "" | "hidden" | "very hidden"
    rows: Rows = field(default_factory=list)
    whole: bool = True
    count: int = 0
    merged: list[Area] = field(default_factory=list)
    pivots: int = 0
    tables: int = 0
    charts: int = 0
    notices: Notices = field(default_factory=Notices)

    @property
    def width(self) -> int:
        """The furthest column that holds something."""
        return max((len(row) for _, row in self.rows), default=0)
