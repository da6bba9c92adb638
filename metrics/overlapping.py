"""Groups that overlap (a comment speaks of several topics): the whole a cell is part of is that of its own topic."""

from __future__ import annotations

from collections.abc import Callable

from metrics.effective import WEIGHT
from metrics.evidence import Share
from metrics.readout import Readout, Row
from metrics.results import Estimate

Wholes = Callable[[Row], Estimate | None]


def overlapping_wholes(readout: Readout, whole: Estimate | None) -> Wholes:
    """Row → the whole whose rest it is held against: `whole` itself where groups are parts of it. By topic and something
    else it is all cells of the row's topic; by topic alone there is none. Cells nobody is in, or that are withheld, are in
    no whole. Weighted cells are in it with the sums of their weights."""
    places = [place for place, name in enumerate(readout.by) if name in readout.metric.frame.overlapping]
    if not places:
        return lambda row: whole
    if len(places) == len(readout.by):
        return lambda row: None
    pooled: dict[tuple[str, ...], list[Estimate]] = {}
    for row in readout.rows:
        if isinstance(row.result, Estimate) and isinstance(row.result.evidence, Share):
            pooled.setdefault(_topic(row, places), []).append(row.result)
    wholes = {topic: found for topic, cells in pooled.items() if (found := _together(cells)) is not None}
    return lambda row: wholes.get(_topic(row, places))


def _together(cells: list[Estimate]) -> Estimate | None:
    """All cells as one: the mean of their shares by what they weigh, worth as many as they are worth together."""
    worth = sum(cell.evidence.n for cell in cells if isinstance(cell.evidence, Share))
    weight = sum(_weight(cell) for cell in cells)
    if not worth or not weight:
        return None
    value = sum(cell.value * _weight(cell) for cell in cells) / weight
    detail = {WEIGHT: weight} if any(WEIGHT in cell.detail for cell in cells) else {}
    return Estimate(value, None, None, sum(cell.n for cell in cells), detail=detail, evidence=Share(value * worth, worth))


def _weight(cell: Estimate) -> float:
    return float(cell.detail.get(WEIGHT, cell.n))


def _topic(row: Row, places: list[int]) -> tuple[str, ...]:
    return tuple(row.group[place] for place in places)
