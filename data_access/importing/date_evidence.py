"""Which of day and month comes first: proven by the dates that read only one way, by those that would lie in the future,
and by the order of the rows. What nothing proves, or what contradicts itself, is asked and never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from data_access.importing.moments import DMY, MDY, YDM, YMD, Moment, parse_moment
from data_access.importing.reader import Layout, chunks
from metrics.phrases import listed, phrase

ORDER_WORDS = {
    MDY: phrase("month first"), DMY: phrase("day first"), YMD: phrase("year first"),
    YDM: phrase("with days and months swapped by a spreadsheet"),
}  # fmt: skip
CANDIDATES = (MDY, DMY, YMD)
LEAST_SORTED = 10  # different days in the order of the rows that prove a reading when no other keeps them sorted
LEAST_SWAPPED = 5  # dates on either side that show that a spreadsheet has swapped days and months
_AHEAD = re.compile(r"\b(due|target|deadline|sla|planned|plan|expected|expir\w*|valid|until)\b|截止|到期|计划", re.I)
_SHORT_YEAR = re.compile(r"\d{2}([-/.])\d{1,2}\1\d{1,2}(?!\d).*", re.ASCII)
_YEAR_FIRST = re.compile(r"\d{4}([-/.])\d{1,2}\1(\d{1,2})\b.*", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2\d{2,4}\b.*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Orders:
    """Distinct cells that read only month first, only day first or only year first; `either`: in several ways.

    by: why a reading was chosen that no single cell proves · swapped: cells that a spreadsheet has turned round.
    """

    month: int = 0
    day: int = 0
    year: int = 0
    either: int = 0
    by: tuple[str, str] = ("", "")
    swapped: int = 0

    def __add__(self, other: Orders) -> Orders:
        return Orders(
            self.month + other.month, self.day + other.day, self.year + other.year, self.either + other.either,
            _agreed(self.by, other.by), self.swapped + other.swapped,
        )  # fmt: skip

    @property
    def counts(self) -> dict[str, int]:
        """Proofs per order."""
        return {MDY: self.month, DMY: self.day, YMD: self.year}

    @property
    def proven(self) -> str | None:
        """The only reading that is proven, without contradiction."""
        found = [order for order, n in self.counts.items() if n]
        if len(found) == 1:
            return found[0]
        return self.by[0] or None if not found else None

    @property
    def contradictory(self) -> bool:
        """Some dates read only one way and others only the other."""
        return sum(n > 0 for n in self.counts.values()) > 1

    @property
    def open(self) -> bool:
        """Nothing proves how to read them, or the proofs contradict each other."""
        return self.proven is None and (self.contradictory or self.either > 0)


def _agreed(one: tuple[str, str], other: tuple[str, str]) -> tuple[str, str]:
    """What two columns' circumstances say: nothing where they disagree."""
    if one[0] and other[0] and one[0] != other[0]:
        return "", ""
    return one if one[0] else other


def orders(cells: Iterable[str], name: str = "", now: datetime | None = None) -> Orders:
    """The evidence of one column, its cells in the order of the rows. `name`: dates of deadlines may lie in the future."""
    in_order = list(dict.fromkeys(c.strip() for c in cells))
    latest = None if _AHEAD.search(name) else (now or datetime.now(UTC).replace(tzinfo=None)) + timedelta(days=1)
    count = dict.fromkeys(CANDIDATES, 0)
    either, ahead, readings = 0, dict.fromkeys(CANDIDATES, 0), []
    for cell in in_order:
        candidates = CANDIDATES if _SHORT_YEAR.fullmatch(cell) else (MDY, DMY)
        read = {order: m for order in candidates if isinstance(m := parse_moment(cell, order), Moment)}
        if len(set(read.values())) == 1 and len(read) == len(candidates):
            continue  # reads itself
        if len(read) == 1:
            count[next(iter(read))] += 1
        elif read:
            either += 1
            readings.append((cell, read))
            for order, moment in read.items():
                ahead[order] += latest is not None and moment.ts > latest
    found = Orders(count[MDY], count[DMY], count[YMD], either, swapped=_swapped(in_order))
    return found if not found.open or found.contradictory else _by_order_or_future(found, readings, ahead)


def of_file(path: Path, layout: Layout, places: Sequence[int], sample: Sequence[Sequence[str]]) -> dict[int, Orders]:
    """place → evidence. Reads the whole file where the sample leaves a column open."""
    found = {place: orders((row[place] for row in sample), layout.headers[place]) for place in places}
    unsettled = [place for place, evidence in found.items() if evidence.open and not evidence.contradictory]
    if unsettled and len(sample) >= LEAST_SORTED:
        for chunk in chunks(path, layout):
            more = {place: orders((row[place] for row in chunk.rows), layout.headers[place]) for place in unsettled}
            found |= {place: found[place] + evidence for place, evidence in more.items() if evidence.proven}
            unsettled = [place for place in unsettled if found[place].open]
            if not unsettled:
                break
    return found


def shared(found: Iterable[Orders]) -> Orders:
    """What several columns say together."""
    return sum(found, Orders())


def explain(found: Orders) -> str:
    """The evidence in words."""
    if found.contradictory:
        each = [(ORDER_WORDS[order], n) for order, n in found.counts.items() if n]
        proofs = listed(phrase("{n:,} dates read only {order}", n=n, order=order) for order, n in each)
        return phrase("contradictory: {proofs}", proofs=proofs)
    if found.proven and (n := found.counts[found.proven]):
        only = "{order}: {n:,} dates read only that way, none the other"
        return phrase(only, order=ORDER_WORDS[found.proven], n=n)
    if found.proven:
        return phrase("{order}: {why}", order=ORDER_WORDS[found.proven], why=found.by[1])
    if found.either:
        return phrase("open: {n:,} dates read either way", n=found.either)
    return phrase("year first or by name: no doubt")


def _by_order_or_future(
    found: Orders, readings: list[tuple[str, dict[str, Moment]]], ahead: dict[str, int]
) -> Orders:
    """A reading that puts past events into the future is wrong; so is one that alone upsets the order of the rows."""
    possible = {order for _, read in readings for order in read}
    sound = [order for order in CANDIDATES if order in possible and not ahead[order]]
    if len(sound) == 1 and len(possible) > 1:
        wrong = max(ahead[order] for order in possible)
        return _proved(found, sound[0], phrase("read otherwise, {n:,} dates would lie in the future", n=wrong))
    everywhere = [order for order in (sound or possible) if all(order in read for _, read in readings)]
    in_line = [order for order in everywhere if _sorted([read[order].ts for _, read in readings])]
    if len(in_line) == 1 and len(everywhere) > 1 and not _sorted([cell for cell, _ in readings]):
        return _proved(found, in_line[0], phrase("only then are the rows in the order of time"))
    return found


def _proved(found: Orders, order: str, why: str) -> Orders:
    return Orders(found.month, found.day, found.year, found.either, (order, why), found.swapped)


def _sorted(values: Sequence[object]) -> bool:
    """Enough different values, all rising or all falling."""
    if len(set(values)) < LEAST_SORTED:
        return False
    pairs = list(pairwise(values))
    return all(a <= b for a, b in pairs) or all(a >= b for a, b in pairs)  # type: ignore[operator]


def _swapped(cells: Sequence[str]) -> int:
    """A spreadsheet that expects months first turns 3/2/2026 into 2026-03-02 and leaves 13/02/2026 as text.

    All year-first dates then have days up to 12, all others days above: nothing else does that.
    """
    first = [int(m[2]) for c in cells if (m := _YEAR_FIRST.fullmatch(c))]
    last = [(int(m[1]), int(m[3])) for c in cells if (m := _YEAR_LAST.fullmatch(c))]
    enough = len(first) >= LEAST_SWAPPED and len(last) >= LEAST_SWAPPED
    return len(first) if enough and max(first) <= 12 and all(a > 12 and b <= 12 for a, b in last) else 0
