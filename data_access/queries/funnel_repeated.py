"""Ordered funnels in which a step name repeats: every step needs an event of its own.

Events of one unit at one moment are told apart by number only, so the chain runs over moments. At a moment t, steps
j+1..k can all be taken when enough events of each of their names happen at t ("strictly_later": one step a moment).
Then a chain k deep at t was opened by the latest opening of a chain j deep that ended strictly before t; the smallest
such j gives the latest opening, because openings only get older along a chain. Exact, like `funnel_chain`, and slower:
it serves the rare case.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, select

from data_access.queries.funnel_chain import KEPT, number, packed, pick
from data_access.queries.funnel_plan import Plan


def chain(plan: Plan, events: FromClause) -> Select[Any]:
    """Units by depth."""
    rows = _moments(plan, events)
    for k in range(1, len(plan.steps) + 1):
        rows = _pass(plan, rows, k)
    depths = range(len(plan.steps), 0, -1)
    evidence = case(*((rows.c[f"at_{k}"].is_not(None), packed(k, rows.c[f"at_{k}"])) for k in depths))
    return pick(plan, rows, evidence, rows.c.opener == number(1))


def _moments(plan: Plan, events: FromClause) -> FromClause:
    """Events with the numbers of each stage at their moment; `opens`: some event may open a chain there."""
    together = [events.c.unit, events.c.t]
    opener = case((and_(events.c.may_open == number(1), events.c.stage == plan.steps[0]), number(1)))
    has = [
        func.count(case((events.c.stage == name, number(1)))).over(partition_by=together).label(f"has_{i}")
        for i, name in enumerate(sorted(set(plan.steps)))
    ]
    return select(
        *(events.c[name] for name in (*KEPT, *plan.groups)),
        *has,
        opener.label("opener"),
        func.max(opener).over(partition_by=together).label("opens"),
    ).subquery("moments")


def _pass(plan: Plan, rows: FromClause, k: int) -> FromClause:
    """Adds at_k (opening of the best chain k deep ending at this moment) and before_k (the same, strictly earlier)."""
    starts = [k - 1] if plan.mode == "strictly_later" else list(range(k))
    ways = []
    for j in starts:
        enough = _enough(plan, rows, j, k)
        if j == 0:
            ways.append((and_(*enough, rows.c.opens == number(1)), rows.c.t))
        else:
            before = rows.c[f"before_{j}"]
            ways.append((and_(*enough, rows.c.t - before <= number(plan.window)), before))
    inner = select(*rows.c, case(*ways).label(f"at_{k}")).subquery(f"at_{k}")
    if k == len(plan.steps):
        return inner
    # Times are whole microseconds: "up to 1 before" is strictly earlier.
    before_k = func.max(inner.c[f"at_{k}"]).over(partition_by=inner.c.unit, order_by=inner.c.t, range_=(None, -1))
    return select(*inner.c, before_k.label(f"before_{k}")).subquery(f"before_{k}")


def _enough(plan: Plan, rows: FromClause, j: int, k: int) -> list[ColumnElement[bool]]:
    """Enough events at this moment for steps j+1..k."""
    places = {name: i for i, name in enumerate(sorted(set(plan.steps)))}
    needed = Counter(plan.steps[j:k])
    return [rows.c[f"has_{places[name]}"] >= number(times) for name, times in sorted(needed.items())]
