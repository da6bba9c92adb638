"""Asking a metric: fetch its counts, compute every cell, withhold what must be, compare, and say the circumstances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from metrics.comparison import comparison
from metrics.errors import FrameError
from metrics.frames import FUNNEL, FUNNEL_OPEN, UNKNOWN
from metrics.left_out import left_out
from metrics.metric import Metric
from metrics.periods import calendar, unfinished
from metrics.question import Asked, Fetch, Filters, check, checked_options
from metrics.readout import Readout, Row
from metrics.results import Reason, Result, Withheld
from metrics.slicing import Cell, Cells, Key, columns, require_columns, slice_cells
from metrics.verdict import judge, judge_rows
from metrics.withholding import guard, protect


@dataclass(frozen=True, slots=True)
class Measured:
    """One period and selection, measured: overall, per cell, and the counts of everything for receipts."""

    overall: Result
    cells: Mapping[Key, Result]
    whole: Cell
    windows_open: Mapping[Key, int]


def evaluate(
    metric: Metric, fetch: Fetch, filters: Filters, scope: Any, *, by: Sequence[str] = (), grain: str | None = None,
    compare: str = "previous", options: Mapping[str, Any] | None = None,
) -> Readout:  # fmt: skip
    """A metric over a selection: overall, per period (`grain`) and group (`by`), compared with an earlier period.

    compare: previous | last_year | none; only given when that period lies inside the data. options: overlay the
    metric's own. Groups of scores below the metric's min_n are withheld, with complement protection (catalogue A10).
    Raises QuestionError, naming what is possible, for anything this metric cannot be asked.
    """
    by = tuple(by)
    check(metric, by, grain, compare)
    closed = filters if _starts_later(filters, fetch) else filters.up_to(fetch.as_of)
    asked = Asked(metric, fetch, closed, scope, by, grain, checked_options(metric, options))
    now = measure(asked, closed, by, grain)
    earlier, label = comparison(asked, compare)
    before = _before(asked, earlier, now) if earlier is not None else None
    ignored = ("period",) if metric.frame.snapshot and (filters.start or filters.end) else ()
    return Readout(
        metric=metric, by=by, grain=grain, overall=now.overall, rows=_rows(asked, now, before),
        verdict=judge(metric, before.overall, now.overall) if before else None,
        comparison_label=label, sentence=filters.sentence(), start=closed.start, end=closed.end, as_of=fetch.as_of,
        data_version=fetch.data_version, left_out=left_out(asked, now.whole, sum(now.windows_open.values())),
        not_applied=tuple(filters.not_applied(metric.frame)) + ignored, options=asked.options,
    )  # fmt: skip


def measure(asked: Asked, filters: Any, by: tuple[str, ...], grain: str | None, also: Sequence[Key] = ()) -> Measured:
    """Fetch and compute one period and selection; `also`: cells wanted even where nothing was counted.

    Distinct counts do not add, so their overall is fetched apart.
    """
    metric = asked.metric
    frame = asked.counts(filters, by=by, grain=grain)
    require_columns(frame, metric, by, grain)
    split = bool(by) or grain is not None
    whole = columns(asked.counts(filters)) if metric.frame.distinct and split else columns(frame)
    waiting = _windows_open(asked, filters, by, grain)
    overall = _compute(metric, whole, whole, asked.options, any(waiting.values()))
    if metric.needs_by:
        overall = Withheld(Reason.UNDEFINED, overall.n)  # a whole is no share of itself
    cells = _cells(asked, slice_cells(frame, by, grain), waiting, grain, also) if split else {}
    return Measured(overall, cells, whole, waiting)


def _before(asked: Asked, earlier: Any, now: Measured) -> Measured:
    """The comparison period; with every group of now, because none of something is a share too."""
    if asked.grain is not None:
        return measure(asked, earlier, (), None)
    return measure(asked, earlier, asked.by, None, tuple(now.cells))


def _windows_open(asked: Asked, filters: Any, by: tuple[str, ...], grain: str | None) -> dict[Key, int]:
    """Journeys whose window is still open, by period and group; only funnels have any."""
    if asked.metric.frame is not FUNNEL:
        return {}
    cells = slice_cells(asked.counts(filters, FUNNEL_OPEN, by=by, grain=grain), by, grain).cells
    return {key: n for key, cell in cells.items() if (n := int(cell["n"].sum()))}


def _compute(metric: Metric, cell: Cell, whole: Cell, options: Mapping[str, Any], window_open: bool) -> Result:
    result = guard(metric, metric.compute(cell, whole, options))
    if window_open and isinstance(result, Withheld) and result.reason is Reason.EMPTY:
        return Withheld(Reason.WINDOW_OPEN, 0)
    return result


def _cells(
    asked: Asked, cut: Cells, waiting: Mapping[Key, int], grain: str | None, also: Sequence[Key]
) -> dict[Key, Result]:
    """Every period and group: those seen, and with a grain the gaps between the first and the last period."""
    seen = list(dict.fromkeys([*cut.cells, *waiting, *also]))
    periods: list[date | None] = [None]
    if grain is not None:
        days = [period for period, _ in seen if period is not None]
        if len(days) != len(seen):
            raise FrameError(f"frame {asked.metric.frame.key!r} has rows without a period; every fact has a day.")
        periods = [*calendar(min(days), max(days), grain)] if days else []
    groups = _in_order(cut, list(dict.fromkeys(group for _, group in seen)))
    found: dict[Key, Result] = {}
    for period in periods:
        whole = cut.wholes.get(period, cut.empty)
        results = {
            group: _compute(
                asked.metric,
                cut.cells.get((period, group), cut.empty),
                whole,
                asked.options,
                (period, group) in waiting,
            )
            for group in groups
        }
        found |= {
            (period, group): result
            for group, result in (protect(asked.metric, results) if asked.by else results).items()
        }
    return found


def _in_order(cut: Cells, groups: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Largest group first, names break ties; what is unknown comes last."""
    size: dict[tuple[str, ...], float] = dict.fromkeys(groups, 0.0)
    for (_, group), cell in cut.cells.items():
        size[group] += sum(float(cell[name].sum()) for name in ("n", "events", "censored", "contacts") if name in cell)
    return sorted(groups, key=lambda group: (UNKNOWN in group, -size[group], group))


def _rows(asked: Asked, now: Measured, before: Measured | None) -> tuple[Row, ...]:
    if not (asked.by or asked.grain):
        return ()
    as_of = asked.fetch.as_of.date()
    start, end = asked.filters.start, asked.filters.end
    rows = [
        Row(
            period, group, result,
            (period, group) in now.windows_open
            or (period is not None and asked.grain is not None and unfinished(period, asked.grain, start, end, as_of)),
        )
        for (period, group), result in now.cells.items()
    ]  # fmt: skip
    if before is None or asked.grain is not None:
        return tuple(rows)
    return judge_rows(asked.metric, rows, {group: result for (_, group), result in before.cells.items()})


def _starts_later(filters: Filters, fetch: Fetch) -> bool:
    return filters.start is not None and filters.start > fetch.as_of.date()
