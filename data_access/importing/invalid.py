"""What a cell is that holds something, but not what its column needs; and how a message may quote it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Invalid:
    """A cell that holds something, but not what its column needs."""

    reason: str


def shown(cell: str, limit: int = 40) -> str:
    """A cell as a message may quote it: one line, short."""
    flat = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in cell)
    return repr(flat if len(flat) <= limit else flat[: limit - 1] + "…")
