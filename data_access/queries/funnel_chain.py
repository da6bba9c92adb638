"""Ordered funnels with different step names: a pruned chain of running maxima.

Per unit, in order of time, pass k carries for every event the latest moment at which a chain now k steps deep was
opened. The latest opening dominates: it leaves the most of the window. An event of a later step survives a pass only
inside the window of that opening; openings only get older along a chain, so dropping the others is exact. Ties:
"ordered" sorts equal times by step (they count as in order), "strictly_later" by step descending (they do not).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, case, func, literal_column, or_, select

from data_access.queries.funnel_plan import Plan, counted, opening

# Depth and opening in one integer: depth * 2^56 + t. 2^55 microseconds either side of 1970 are a thousand years.
_DEPTH = 2**56
KEPT = ("unit", "t", "seq", "record")


def number(value: int) -> ColumnElement[int]:
    return literal_column(str(value))


def chain(plan: Plan, events: FromClause) -> Select[Any]:
    """Units by depth. Entry rows stay until the end: the one that opened the best chain gives the groups."""
    rows = _numbered(plan, events)
    for k in range(1, len(plan.steps)):
        rows = _pass(plan, rows, k)
    return pick(plan, rows, _evidence(plan, rows), rows.c.step == number(1))


def pick(plan: Plan, rows: FromClause, evidence: ColumnElement[int], is_entry: ColumnElement[bool]) -> Select[Any]:
    """From rows with evidence (packed depth and opening) to units by depth, grouped by their opening event."""
    best = select(
        *(rows.c[name] for name in (*KEPT, *plan.groups)),
        case((is_entry, number(1))).label("is_entry"),
        func.max(evidence).over(partition_by=rows.c.unit).label("best"),
    ).subquery("best")
    depths = range(1, len(plan.steps) + 1)
    depth: ColumnElement[int] = case(*((best.c.best - best.c.t == number(k * _DEPTH), number(k)) for k in depths))
    last_first = [best.c.seq.desc(), best.c.record.desc()]
    entries = (
        select(
            depth.label("depth"),
            *opening(plan, best),
            *(best.c[label] for label in plan.groups),
            func.row_number().over(partition_by=best.c.unit, order_by=last_first).label("place"),
        )
        .where(best.c.is_entry == number(1), depth.is_not(None))
        .subquery("entries")
    )
    return counted(plan, entries, entries.c.depth, entries.c.place == number(1))


def packed(depth: int, opened: ColumnElement[int]) -> ColumnElement[int]:
    return opened + number(depth * _DEPTH)


def _numbered(plan: Plan, events: FromClause) -> FromClause:
    """Stages become steps; step 1 only where the event may open a chain, and that is where `opened` begins."""
    step = case(*((events.c.stage == name, number(k)) for k, name in enumerate(plan.steps, start=1)))
    return (
        select(*(events.c[name] for name in (*KEPT, *plan.groups)), step.label("step"), events.c.t.label("opened"))
        .where(or_(events.c.stage != plan.steps[0], events.c.may_open == number(1)))
        .subquery("steps")
    )


def _pass(plan: Plan, rows: FromClause, k: int) -> FromClause:
    """From openings of chains k-1 deep to those k deep. Rows of step k keep the opening that proves their depth."""
    order = [rows.c.t, rows.c.step.asc() if plan.mode == "ordered" else rows.c.step.desc()]
    reached = _running(case((rows.c.step == number(k), rows.c.opened)), rows, order)
    inner = select(
        *(rows.c[name] for name in (*KEPT, "step", *plan.groups)),
        case((rows.c.step <= number(k), rows.c.opened), else_=reached).label("opened"),
    ).subquery(f"pass_{k}")
    keep = or_(inner.c.step <= number(k), inner.c.t - inner.c.opened <= number(plan.window))
    return select(*inner.c).where(keep).subquery(f"kept_{k}")


def _running(value: ColumnElement[int], rows: FromClause, order: list[ColumnElement[Any]]) -> ColumnElement[int]:
    return func.max(value).over(partition_by=rows.c.unit, order_by=order, rows=(None, 0))


def _evidence(plan: Plan, rows: FromClause) -> ColumnElement[int]:
    depths = range(1, len(plan.steps) + 1)
    return case(*((rows.c.step == number(k), packed(k, rows.c.opened)) for k in depths))
