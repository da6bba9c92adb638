"""Drill-down: the lines behind a number, scoped and permission-checked, by the very conditions it was counted with."""

from data_access.drill.behind import (
    FILE_CAP,
    NUMERATOR,
    ROW_CAP,
    Within,
    adds_up,
    count_rows,
    counts_what,
    may_read_rows,
    note_export,
    rows,
    unit_of,
)
from data_access.drill.feeding import Feed, feeding

__all__ = [
    "FILE_CAP", "NUMERATOR", "ROW_CAP", "Feed", "Within", "adds_up", "count_rows", "counts_what", "feeding",
    "may_read_rows", "note_export", "rows", "unit_of",
]
