"""S8: whole sequences as paths, the most frequent by name. What leads to a goal, and what does not.

From contacts in order (with purchases among them where one is the goal) to numbered paths, to one row per path, to counts
per path, to the kept ones and the rest. A path's first steps are picked one by one, because engines are slow to sort
within every group; only what lies beyond them is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnClause,
    ColumnElement,
    Double,
    FromClause,
    Function,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from data_access.dialects import Dialect
from data_access.queries.question import ONE, Question, count_if, literal
from data_access.queries.sequences import Order, events
from data_access.schema import contacts, purchases
from metrics.errors import FrameError
from metrics.frames import NONE, OTHER, PURCHASE

_ZERO = literal(0)
_PICKED = 12  # steps: nearly all paths are shorter
_SEPARATOR: ColumnClause[str] = literal_column("chr(31)")  # PATH_SEPARATOR
_MISSING = ("case_id", "stage", "touchpoint", "direction", "mode", "reason", "team")  # what contacts tell and purchases do not


@dataclass(frozen=True, slots=True)
class Plan:
    """A question about paths, read and checked. `groups`: labels of the period and breakdown columns."""

    order: Order
    goal: str | None
    collapsed: bool
    top: int
    groups: tuple[str, ...]

    @classmethod
    def of(cls, question: Question) -> Plan:
        """Raises FrameError for an option that makes no paths."""
        order, goal, top = Order.of(question), question.option("goal"), question.option("top")
        if goal is not None and not (isinstance(goal, str) and goal):
            raise FrameError(f"goal={goal!r} of paths: expected a stage, {PURCHASE} or none")
        if goal == PURCHASE and order.counted != "customer":
            raise FrameError(f"goal={PURCHASE} of paths with counted={order.counted!r}: purchases name customers only")
        if not isinstance(top, int) or top < 1:
            raise FrameError(f"top={top!r} of paths: expected how many paths to keep, from 1")
        return cls(order, goal, question.option("collapsed", "yes", "no") == "yes", top, question.groups)


def paths(question: Question, dialect: Dialect) -> Select[Any]:
    """Counts per kept path and group."""
    plan = Plan.of(question)
    each = _each(question, plan, dialect, _numbered(plan, _ordered(plan, _events(question, plan, dialect))))
    return _kept(question, plan, _counted(plan, each))


def _events(question: Question, plan: Plan, dialect: Dialect) -> FromClause:
    nothing = cast(null(), Double).label("amount")
    if plan.goal != PURCHASE:
        goal = _ZERO if plan.goal is None else case((contacts.c.stage == plan.goal, ONE), else_=_ZERO)
        return events(question, plan.order, dialect, goal.label("goal"), nothing).subquery("events")
    columns = [column for column in purchases.c if column.name != "amount"]
    absent = [cast(null(), String).label(name) for name in _MISSING]
    bought = select(*columns, *absent, purchases.c.amount).subquery("bought")
    touches = events(question, plan.order, dialect, _ZERO.label("goal"), nothing)
    # A purchase at the moment of a contact comes after it; it is no step of its own.
    buys = events(question, plan.order, dialect, ONE.label("goal"), bought.c.amount.label("amount"), table=bought, place=1)
    return union_all(touches, buys).subquery("events")


def _ordered(plan: Plan, rows: FromClause) -> FromClause:
    """opens: 1 where a path begins (first of the unit, after a goal, or too late after the last)."""
    names = ("t", "goal", "step")
    before = select(
        *rows.c, *(plan.order.beside(rows, name).label(f"previous_{name}") for name in names)
    ).subquery("beside")
    goes_on = and_(plan.order.near(before.c.previous_t, before.c.t), before.c.previous_goal == _ZERO)
    return select(*before.c, case((goes_on, _ZERO), else_=ONE).label("opens")).subquery("opened")


def _numbered(plan: Plan, rows: FromClause) -> FromClause:
    """number: which path of its unit an event is in; kept: its step, NULL where it is none or stands already;
    step_number: the how many-th step of the path that is. Only paths whose opening was asked for."""
    number = func.sum(rows.c.opens).over(partition_by=rows.c.unit, order_by=plan.order.in_time(rows), rows=(None, 0))
    again = and_(rows.c.opens == _ZERO, rows.c.step == rows.c.previous_step)
    step = case((rows.c.place == _ZERO, rows.c.step))
    kept = case((again, None), else_=step) if plan.collapsed else step
    numbered = select(*rows.c, kept.label("kept"), number.label("number")).subquery("numbered")
    opening = case((numbered.c.opens == ONE, numbered.c.asked))

    def so_far(what: Function[Any]) -> ColumnElement[Any]:
        path = (numbered.c.unit, numbered.c.number)
        return what.over(partition_by=path, order_by=plan.order.in_time(numbered), rows=(None, 0))

    nth, asked_for = so_far(func.count(numbered.c.kept)), so_far(func.max(opening))
    stepped = select(*numbered.c, nth.label("step_number"), asked_for.label("asked_for")).subquery("stepped")
    return select(*stepped.c).where(stepped.c.asked_for == ONE).subquery("asked_paths")


def _each(question: Question, plan: Plan, dialect: Dialect, rows: FromClause) -> FromClause:
    """One row per path."""
    opens = rows.c.opens == ONE
    nth, kept = rows.c.step_number, rows.c.kept
    together: Any = aggregate_order_by(_SEPARATOR, nth)
    steps = [func.max(case((nth == literal(k), kept))) for k in range(1, _PICKED + 1)]
    beyond = func.string_agg(kept, together).filter(nth > literal(_PICKED))
    path = func.nullif(func.concat_ws(_SEPARATOR, *steps, beyond), literal_column("''"))
    reached = func.max(rows.c.goal)
    waiting = and_(reached == _ZERO, plan.order.still_open(question, dialect, func.max(rows.c.t)))
    return (
        select(
            *(func.max(case((opens, rows.c[label]))).label(label) for label in plan.groups),
            func.coalesce(path, literal_column(f"'{NONE}'")).label("path"),
            func.count(kept).label("steps"),
            func.count(kept.distinct()).label("different"),
            reached.label("reached"),
            case((waiting, ONE), else_=_ZERO).label("waiting"),
            func.sum(rows.c.amount).label("amount"),
        )
        .group_by(rows.c.unit, rows.c.number)
        .subquery("each_path")
    )


def _counted(plan: Plan, each: FromClause) -> FromClause:
    """Counts per path and group, beside the path's count over all groups."""
    cell = [each.c[label] for label in (*plan.groups, "path")]
    n = func.count()
    goal = plan.goal is not None
    counts: dict[str, ColumnElement[Any]] = {
        "n": n,
        "converted": func.sum(each.c.reached) if goal else cast(null(), BigInteger),
        "open": func.sum(each.c.waiting) if plan.order.gap is not None else cast(null(), BigInteger),
        "value": func.sum(each.c.amount),
        "steps": func.sum(each.c.steps),
        "different_steps": func.sum(each.c.different),
        "varied": count_if(each.c.different > ONE),
        "reworked": count_if(each.c.steps > each.c.different),
    }
    every = select(*cell, *(value.label(name) for name, value in counts.items())).group_by(*cell).subquery("every_path")
    return select(*every.c, func.sum(every.c.n).over(partition_by=every.c.path).label("total")).subquery("totals")


def _kept(question: Question, plan: Plan, rows: FromClause) -> Select[Any]:
    by_size = [rows.c.total.desc(), rows.c.path.collate("C")]  # names in one order on every engine
    ranked = select(*rows.c, func.dense_rank().over(order_by=by_size).label("place")).subquery("ranked")
    path = case((ranked.c.place <= literal(plan.top), ranked.c.path), else_=literal_column(f"'{OTHER}'")).label("path")
    n = cast(ranked.c.n, Double)
    special: dict[str, ColumnElement[Any]] = {
        "variants": func.count(),
        "singles": count_if(ranked.c.n == ONE),
        "n_log_n": func.sum(n * func.ln(n)),
    }
    groups = [ranked.c[label] for label in plan.groups]
    counts = [(special[name] if name in special else func.sum(ranked.c[name])).label(name) for name in question.frame.counts]
    return select(*groups, path, *counts).group_by(*groups, path.element)
