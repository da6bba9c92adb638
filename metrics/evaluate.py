"""Asking a metric: fetch its counts, compute every cell, withhold what must be, compare, and say the circumstances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from metrics.by_answer import by_answer
from metrics.comparison import closed_at, comparison, per_day
from metrics.goals import goal, notes_in, unit_of
from metrics.left_out import left_out
from metrics.measuring import Measured, measure
from metrics.metric import Metric
from metrics.periods import unfinished
from metrics.question import Asked, Fetch, Filters, check, checked_options
from metrics.readout import Readout, Row
from metrics.restated import restated_in
from metrics.rules import Rules
from metrics.verdict import judge, judge_rows


def evaluate(
    metric: Metric, fetch: Fetch, filters: Filters, scope: Any, *, by: Sequence[str] = (), grain: str | None = None,
    compare: str = "previous", options: Mapping[str, Any] | None = None,
) -> Readout:  # fmt: skip
    """A metric over a selection: overall, per period (`grain`) and group (`by`), compared with an earlier period.

    compare: previous | last_year | to_date | none; only given when that period lies inside the data. options: overlay the
    metric's own. `fetch.rules` say how sure intervals and verdicts are and from how many answers scores are shown: groups
    below are withheld, with complement protection (catalogue A10).
    Raises QuestionError, naming what is possible, for anything this metric cannot be asked.
    """
    by, options = by_answer(metric, tuple(by), options)
    check(metric, by, grain, compare)
    metric = by_rules(metric, fetch.rules)
    closed = closed_at(filters, fetch.as_of)
    asked = Asked(metric, fetch, closed, scope, by, grain, checked_options(metric, options))
    now = measure(asked, closed, by, grain)
    earlier, compared = comparison(asked, compare)
    before = _before(asked, earlier, now) if earlier is not None else None
    ignored = ("period",) if metric.frame.snapshot and (filters.start or filters.end) else ()
    rules, unit, last_day = fetch.rules, unit_of(filters), closed.end or fetch.as_of.date()
    return Readout(
        metric=metric, by=by, grain=grain, overall=now.overall, rows=_rows(asked, now, before),
        verdict=judge(metric, before.overall, now.overall, rules.conf) if before else None,
        compared=compared, selected=filters, start=closed.start, end=closed.end, as_of=fetch.as_of,
        data_version=fetch.data_version, left_out=left_out(asked, now.whole, sum(now.windows_open.values())),
        not_applied=tuple(filters.not_applied(metric.frame)) + ignored, options=asked.options,
        rules=rules, goal=goal(metric, rules, unit, fetch.as_of.date() if metric.frame.snapshot else last_day, now.overall),
        notes=notes_in(rules, closed.start, closed.end), unit=unit, weights=_weights(asked, now),
        restated=restated_in(fetch.restated, metric.frame.facts, closed.start, closed.end),
    )  # fmt: skip


def by_rules(metric: Metric, rules: Rules) -> Metric:
    """The metric with the least number of answers the house asks for; counts that are always shown stay so."""
    if metric.min_n is None or metric.min_n == rules.least_answers:
        return metric
    return replace(metric, min_n=rules.least_answers)


def _weights(asked: Asked, now: Measured) -> str:
    """Whether sources weigh these answers, and whether that was asked for (see `Readout.weights`)."""
    if not asked.metric.weighable or np.array_equal(now.whole["sw"], now.whole["n"]):
        return ""
    return "applied" if asked.options.get("weights") else "at hand"


def _before(asked: Asked, earlier: Any, now: Measured) -> Measured:
    """The comparison period; with every group of now, because none of something is a share too."""
    if asked.grain is not None:
        found = measure(asked, earlier, (), None)
    else:
        found = measure(asked, earlier, asked.by, None, tuple(now.cells))
    return per_day(found, asked.metric, earlier, asked.filters)


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
    earlier = {group: result for (_, group), result in before.cells.items()}
    return judge_rows(asked.metric, rows, earlier, asked.rules.conf)
