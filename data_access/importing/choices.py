"""Cells that list several choices ("select all that apply"): taken apart into one breakdown per choice."""

from __future__ import annotations

import re
from collections import Counter

CHOSEN = "yes"  # what the breakdown of a choice says where it was made
SURE = "┋"  # the mark of 问卷星, which nothing else uses
_ANY = re.compile(r"\s*[┋;；]\s*|,\s+")
SEPARATORS = (";", "|", "\n", ",")  # told from contents; the comma last, because single choices hold commas, too
_BETWEEN = {
    ";": re.compile(r"[;；]"), "|": re.compile(r"\|"), "\n": re.compile(r"[\r\n]+"), ",": re.compile(r"[,，、]")
}  # fmt: skip
_WRITTEN = re.compile(r"〖[^〖〗]*〗\s*$")  # what somebody wrote beside a choice: "其他〖跑步〗"
MOST_OPTIONS = 40
LEAST_TIMES = 3  # a choice made more rarely is a text somebody wrote
RECOGNISED = 0.9  # share of all parts that must be choices made again and again
FEWEST_CELLS = 20  # filled ones, from which contents alone can tell
LISTING = 0.1  # share of the cells that must list several, for contents alone to tell
LONGEST_CHOICE = 60  # characters


def choices(cell: str, separator: str = "") -> list[str]:
    """The choices a cell may list, without what was written beside them; the cell as one choice is among them, unless
    separator (of SEPARATORS) says what stands between them."""
    usual = cell.split(SURE) if SURE in cell else [cell, *_ANY.split(cell)]
    parts = _BETWEEN[separator].split(cell) if separator else usual
    return list(dict.fromkeys(bare for part in parts if (bare := _bare(part))))


def options(counts: Counter[str], joined_by_vendor: bool) -> tuple[str, ...]:
    """The choices of a column whose cells list several, the most frequent first; empty when it is no such column.

    joined_by_vendor: the survey tool is known to write several choices into one cell. Without its own mark the number of
    choices must vary, as it does not in "town, state".
    """
    sure = any(SURE in cell for cell in counts)
    if not sure and not joined_by_vendor:
        return ()
    lists = {cell: _listed(cell, sure) for cell in counts}
    parts: Counter[str] = Counter()
    for cell, n in counts.items():
        parts.update(dict.fromkeys(lists[cell], n))
    found = {part: n for part, n in parts.items() if sure or n >= LEAST_TIMES}
    if not sure and not _varied([len(listed) for listed in lists.values()], parts, found):
        return ()
    return tuple(sorted(found, key=lambda part: -found[part])[:MOST_OPTIONS])


def listing(counts: Counter[str]) -> tuple[tuple[str, ...], str]:
    """(the choices of a column, the most frequent first; what stands between them in a cell), told from its cells alone.

    Both empty where that is not clear: as for texts, for paths ("Hardware | Laptop"), for places with their states.
    """
    for separator in SEPARATORS:
        lists = {cell: choices(cell, separator) for cell in counts}
        if any(len(listed) > 1 for listed in lists.values()) and (found := _clear(counts, lists, separator)):
            return tuple(sorted(found, key=lambda part: -found[part])), separator
    return (), ""


def _clear(counts: Counter[str], lists: dict[str, list[str]], separator: str) -> Counter[str]:
    """Rows per choice; empty unless the same few short choices come again and again, alone or in any company."""
    parts, first, later, alone = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for cell, n in counts.items():
        for place, part in enumerate(lists[cell]):
            parts[part] += n
            (later if place else first)[part] += n
            alone[part] += n if len(lists[cell]) == 1 else 0
    found = Counter({part: n for part, n in parts.items() if n >= LEAST_TIMES})
    several = sum(n for cell, n in counts.items() if len(lists[cell]) > 1)
    enough = counts.total() >= FEWEST_CELLS and several >= LISTING * counts.total()
    few = 2 <= len(found) <= MOST_OPTIONS and 1.5 * len(found) <= len(counts) and max(map(len, found)) <= LONGEST_CHOICE
    again = found.total() >= RECOGNISED * parts.total()
    mixed = all(first[part] for part in found) and 2 * sum(later[part] > 0 for part in found) >= len(found)
    by_themselves = separator != "," or all(alone[part] >= LEAST_TIMES for part in parts)
    return found if enough and few and again and mixed and by_themselves else Counter()


def _varied(sizes: list[int], parts: Counter[str], found: dict[str, int]) -> bool:
    """Different numbers of the same few choices, over and over."""
    several = len(set(sizes)) >= 3 and 1 in sizes
    again = sum(found.values()) >= RECOGNISED * parts.total()
    return several and again and 2 <= len(found) <= MOST_OPTIONS and len(found) < len(sizes)


def _listed(cell: str, sure: bool) -> list[str]:
    return [bare for part in (cell.split(SURE) if sure else _ANY.split(cell)) if (bare := _bare(part))]


def _bare(part: str) -> str:
    return _WRITTEN.sub("", part.strip()).strip()
