"""Funnels over the stream of events: adjacent steps, and steps in any order.

adjacent: the steps are neighbours in the unit's full stream of contacts, ordered by (time, seq, record), whatever
their stage. any_order: from each funnel event that may open, how many different steps lie in [t, t + W]; a repeated
name needs that many events.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FrameClause,
    FrameClauseType,
    FromClause,
    Select,
    and_,
    case,
    func,
    literal,
    select,
)

from data_access.queries.funnel_chain import number
from data_access.queries.funnel_plan import Plan, counted, opening


def adjacent(plan: Plan, events: FromClause) -> Select[Any]:
    """Units by depth of their longest run of neighbours that starts with step 1."""
    order = [events.c.t, events.c.seq, events.c.record]
    ahead = [
        column
        for k in range(1, len(plan.steps))
        for column in (
            func.lead(events.c.stage, k).over(partition_by=events.c.unit, order_by=order).label(f"stage_{k}"),
            func.lead(events.c.t, k).over(partition_by=events.c.unit, order_by=order).label(f"t_{k}"),
        )
    ]
    stream = select(*events.c, *ahead).subquery("stream")
    depth = _deepest(plan, stream) if len(plan.steps) > 1 else number(1)
    opens = and_(stream.c.stage == plan.steps[0], stream.c.may_open == number(1))
    return _best(plan, stream, depth, opens)


def _deepest(plan: Plan, stream: FromClause) -> ColumnElement[int]:
    ways = []  # deepest first: the first case that holds wins
    for deep in range(len(plan.steps), 1, -1):
        follows = [stream.c[f"stage_{k}"] == plan.steps[k] for k in range(1, deep)]
        ways.append((and_(*follows, stream.c[f"t_{deep - 1}"] - stream.c.t <= number(plan.window)), number(deep)))
    return case(*ways, else_=number(1))


def any_order(plan: Plan, events: FromClause) -> Select[Any]:
    """Units by the most different steps in any window; the opening event may be of any step."""
    names = Counter(plan.steps)
    reach = literal(plan.window, BigInteger)  # a plain number would be bound as a 32-bit integer: at most 35 minutes
    ahead_of_it = FrameClause(None, reach, FrameClauseType.CURRENT, FrameClauseType.FOLLOWING)
    ahead = [
        func.count(case((events.c.stage == name, number(1))))
        .over(partition_by=events.c.unit, order_by=events.c.t, range_=ahead_of_it)
        .label(f"has_{i}")
        for i, name in enumerate(sorted(names))
    ]
    stream = select(*events.c, *ahead).subquery("stream")
    depth: ColumnElement[int] = number(0)
    for i, name in enumerate(sorted(names)):
        depth = depth + func.least(stream.c[f"has_{i}"], number(names[name]))
    return _best(plan, stream, depth, stream.c.may_open == number(1))


def _best(plan: Plan, stream: FromClause, depth: ColumnElement[int], opens: ColumnElement[bool]) -> Select[Any]:
    """One row per unit: the deepest window, then the last opened, then the last in the file."""
    columns = [stream.c[name] for name in ("unit", "t", "seq", "record", *plan.groups)]
    openings = select(*columns, depth.label("depth")).where(opens).subquery("openings")
    best_first = [openings.c.depth.desc(), openings.c.t.desc(), openings.c.seq.desc(), openings.c.record.desc()]
    placed = select(
        openings.c.depth,
        *opening(plan, openings),
        *(openings.c[label] for label in plan.groups),
        func.row_number().over(partition_by=openings.c.unit, order_by=best_first).label("place"),
    ).subquery("placed")
    return counted(plan, placed, placed.c.depth, placed.c.place == number(1))
