"""Cells that list several choices ("select all that apply"): taken apart into one breakdown per choice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

CHOSEN = "yes"  # what the breakdown of a choice says where it was made
SURE = "┋"  # the mark of 问卷星, which nothing else uses
_ALL = re.compile(r"\s*[┋;；]\s*|,\s+|\s*、\s*")
_OTHER = re.compile(r"[〖【\[].*?[〗】\]]\s*$")  # what somebody wrote beside a choice: "其他〖跑步〗"
MOST_OPTIONS = 40
LEAST_TIMES = 3  # a choice made more rarely is a text somebody wrote
RECOGNISED = 0.9  # share of all parts that must be choices made again and again


def choices(cell: str) -> list[str]:
    """The choices a cell lists, without what was written beside them."""
    mark = SURE if SURE in cell else ""
    parts = cell.split(mark) if mark else _ALL.split(cell)
    return [bare for part in parts if (bare := _OTHER.sub("", part.strip()).strip())] if mark else [p for p in parts if p]


def options(counts: Counter[str], joined_by_vendor: bool) -> tuple[str, ...]:
    """The choices of a column whose cells list several, the most frequent first; empty when it is no such column.

    joined_by_vendor: the survey tool is known to write several choices into one cell. Without its own mark the number of
    choices must vary, as it does not in "town, state".
    """
    if any(SURE in cell for cell in counts):
        return _most(cell_parts for cell, n in counts.items() for cell_parts in [choices(cell)] * n)[:MOST_OPTIONS]
    if not joined_by_vendor:
        return ()
    sizes = {len(choices(cell)) for cell in counts}
    if len(sizes) < 3 or 1 not in sizes:
        return ()
    parts = Counter(part for cell, n in counts.items() for part in choices(cell) * n)
    found = {part: n for part, n in parts.items() if n >= LEAST_TIMES}
    if not 2 <= len(found) <= MOST_OPTIONS or sum(found.values()) < RECOGNISED * parts.total() or len(found) >= len(counts):
        return ()
    return tuple(sorted(found, key=lambda part: -found[part]))


def _most(lists: Iterable[list[str]]) -> tuple[str, ...]:
    parts = Counter(part for listed in lists for part in listed)
    return tuple(part for part, _ in parts.most_common())
