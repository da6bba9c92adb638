"""Groups that overlap (a comment speaks of several topics): the whole a cell is part of is that of its own topic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from metrics.evidence import Share
from metrics.readout import Readout, Row
from metrics.results import Estimate

Wholes = Callable[[Row], Estimate | None]


def overlapping_wholes(readout: Readout, whole: Estimate) -> Wholes:
    """Row → the whole whose rest it is held against: `whole` itself where groups are parts of it. By topic and something
    else it is all cells of the row's topic; by topic alone there is none. Cells nobody is in, or that are withheld, are in
    no whole."""
    places = [place for place, name in enumerate(readout.by) if name in readout.metric.frame.overlapping]
    if not places:
        return lambda row: whole
    if len(places) == len(readout.by):
        return lambda row: None
    pooled: dict[tuple[str, ...], Share] = {}
    for row in readout.rows:
        mine = row.result.evidence if isinstance(row.result, Estimate) else None
        if isinstance(mine, Share):
            before = pooled.get(_topic(row, places), Share(0, 0))
            pooled[_topic(row, places)] = Share(before.k + mine.k, before.n + mine.n)

    def of(row: Row) -> Estimate | None:
        every = pooled.get(_topic(row, places))
        if every is None or not every.n:
            return None
        return replace(whole, value=every.k / every.n, low=None, high=None, n=round(every.n), detail={}, evidence=every)

    return of


def _topic(row: Row, places: list[int]) -> tuple[str, ...]:
    return tuple(row.group[place] for place in places)
