"""One period and selection, measured: counts fetched, every cell computed, withheld what must be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from metrics.effective import reckoned
from metrics.errors import FrameError
from metrics.frames import FUNNEL, FUNNEL_OPEN, UNKNOWN
from metrics.periods import calendar
from metrics.question import Asked
from metrics.results import Reason, Result, Withheld
from metrics.slicing import Cell, Cells, Key, columns, require_columns, slice_cells
from metrics.withholding import guard, protect


@dataclass(frozen=True, slots=True)
class Measured:
    """One period and selection, measured: overall, per cell, and the counts of everything for receipts."""

    overall: Result
    cells: Mapping[Key, Result]
    whole: Cell
    windows_open: Mapping[Key, int]


@dataclass(frozen=True, slots=True)
class _People:
    """Sums over respondents of everything and per cell; `whole` is None where nobody gave two answers."""

    whole: Cell | None
    cells: Mapping[Key, Cell]


def measure(asked: Asked, filters: Any, by: tuple[str, ...], grain: str | None, also: Sequence[Key] = ()) -> Measured:
    """Fetch and compute one period and selection; `also`: cells wanted even where nothing was counted.

    Distinct counts and overlapping groups do not add, so their overall is fetched apart.
    """
    metric = asked.metric
    frame = asked.counts(filters, by=by, grain=grain)
    require_columns(frame, metric, by, grain)
    split = bool(by) or grain is not None
    apart = (metric.frame.distinct and split) or {*by} & {*metric.frame.overlapping}
    whole = columns(asked.counts(filters)) if apart else columns(frame)
    waiting = _windows_open(asked, filters, by, grain)
    people = _people(asked, filters, by, grain, whole)
    overall = _compute(asked, whole, whole, people.whole, any(waiting.values()))
    if metric.needs_by and not (isinstance(overall, Withheld) and overall.reason is Reason.TOO_FEW):
        overall = Withheld(Reason.UNDEFINED, overall.n, detail=overall.detail)  # a whole is no share of itself
    cells = _cells(asked, slice_cells(frame, by, grain), waiting, people, also) if split else {}
    return Measured(overall, cells, whole, waiting)


def _people(asked: Asked, filters: Any, by: tuple[str, ...], grain: str | None, whole: Cell) -> _People:
    """Who gave the answers, where answers hang together. A customer may be in several cells, so everything is fetched
    apart; and where nobody answers twice in all, nobody does in any cell."""
    if asked.metric.answering is None or not len(whole["n"]):
        return _People(None, {})
    everyone = columns(asked.respondents(filters))
    if everyone["clusters"].sum() >= whole["n"].sum():
        return _People(None, {})
    if not by and grain is None:
        return _People(everyone, {})
    return _People(everyone, slice_cells(asked.respondents(filters, by=by, grain=grain), by, grain).cells)


def _windows_open(asked: Asked, filters: Any, by: tuple[str, ...], grain: str | None) -> dict[Key, int]:
    """Journeys whose window is still open, by period and group; only funnels have any."""
    if asked.metric.frame is not FUNNEL:
        return {}
    cells = slice_cells(asked.counts(filters, FUNNEL_OPEN, by=by, grain=grain), by, grain).cells
    return {key: n for key, cell in cells.items() if (n := int(cell["n"].sum()))}


def _compute(asked: Asked, cell: Cell, whole: Cell, people: Cell | None, window_open: bool) -> Result:
    result = guard(asked.metric, reckoned(asked.metric, cell, whole, asked.options, asked.rules.conf, people))
    if window_open and isinstance(result, Withheld) and result.reason is Reason.EMPTY:
        return Withheld(Reason.WINDOW_OPEN, 0)
    return result


def _cells(
    asked: Asked, cut: Cells, waiting: Mapping[Key, int], people: _People, also: Sequence[Key]
) -> dict[Key, Result]:
    """Every period and group: those seen, and with a grain the gaps between the first and the last period."""
    seen = list(dict.fromkeys([*cut.cells, *waiting, *also]))
    groups = _in_order(cut, list(dict.fromkeys(group for _, group in seen)))
    found: dict[Key, Result] = {}
    for period in _periods(asked, seen):
        whole = cut.wholes.get(period, cut.empty)
        results = {
            group: _compute(
                asked, cut.cells.get((period, group), cut.empty), whole, people.cells.get((period, group)),
                (period, group) in waiting,
            )
            for group in groups
        }  # fmt: skip
        found |= {(period, group): result for group, result in protect(asked.metric, asked.by, results).items()}
    return found


def _periods(asked: Asked, seen: Sequence[Key]) -> list[date | None]:
    days = [period for period, _ in seen if period is not None]
    if not days:
        return [None] if seen else []
    if len(days) != len(seen) or asked.grain is None:
        raise FrameError(f"frame {asked.metric.frame.key!r} has rows without a period; every fact has a day.")
    return [*calendar(min(days), max(days), asked.grain)]


def _in_order(cut: Cells, groups: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Largest group first, names break ties; what is unknown comes last."""
    size: dict[tuple[str, ...], float] = dict.fromkeys(groups, 0.0)
    for (_, group), cell in cut.cells.items():
        size[group] += sum(float(cell[name].sum()) for name in ("n", "events", "censored", "contacts") if name in cell)
    return sorted(groups, key=lambda group: (UNKNOWN in group, -size[group], group))
