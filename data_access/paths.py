"""The most usual way through the stages of an event log, found from what directly follows what.

Directly-follows counts are the usual first look at an event log (van der Aalst 2016, Process Mining, chapter 5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, case, func, literal_column, select

from data_access.filters import Filters
from data_access.looking import look_up
from data_access.queries.contacts import COUNTED
from data_access.schema import contacts
from data_access.scope import Scope
from metrics.frames import FUNNEL

if TYPE_CHECKING:
    from data_access.store import Store

MOST_STEPS = 5  # a default to start from; more steps are chosen by hand
LEAST_SHARE = 0.2  # of those who go on from a stage: a rarer way is nobody's usual one
LEAST_START = 0.05  # of all units: a rarer first stage is an exception, not a process
CONTAINED = 0.9  # of those who finish: the slowest tenth does not set the window
_UNITS = ("case", "customer")  # cases first: they are what an event log is about

Edges = Mapping[tuple[str | None, str], int]


def units(store: Store, scope: Scope) -> tuple[str, ...]:
    known: list[ColumnElement[Any]] = [func.count(func.nullif(COUNTED[unit], "")) for unit in _UNITS]
    statement = select(*known).where(_named(contacts.c.stage), *scope.where(contacts))
    found = look_up(store, scope, "units", statement)[0]
    return tuple(unit for unit, n in zip(_UNITS, found, strict=True) if n)


def likely_path(store: Store, scope: Scope, filters: Filters, counted: str) -> list[str]:
    """Raises ValueError for a unit that is neither "case" nor "customer"."""
    stage = contacts.c.stage
    previous = func.lag(stage).over(partition_by=_unit(counted), order_by=_in_time())
    steps = select(previous.label("previous"), stage.label("stage")).where(*_staged(scope, filters, counted)).subquery()
    statement = select(steps.c.previous, steps.c.stage, func.count().label("n")).group_by(steps.c.previous, steps.c.stage)
    rows = look_up(store, scope, "likely path", statement, filters, counted)
    return follow({(before, after): int(n) for before, after, n in rows})


def likely_window(
    store: Store, scope: Scope, filters: Filters, counted: str, ends: tuple[str, str], windows: Sequence[int]
) -> int | None:
    """Raises ValueError for a unit that is neither "case" nor "customer"."""
    first, last = ends
    stage, moment = contacts.c.stage, store.dialect.micros(contacts.c.ts)
    began = func.max(case((stage == first, moment))).over(
        partition_by=_unit(counted), order_by=_in_time(), rows=(None, 0)
    )
    events = (
        select(stage.label("stage"), (moment - began).label("taken"))
        .where(*_staged(scope, filters, counted), stage.in_(ends))
        .subquery()
    )
    offered = sorted(windows)
    inside = [func.count(case((events.c.taken <= literal_column(str(w * 1_000_000)), 1))) for w in offered]
    counts: list[ColumnElement[Any]] = [func.count(), *inside]
    finished = (events.c.stage == last, events.c.taken.is_not(None))
    statement = select(*counts).where(*finished)
    n, *found = look_up(store, scope, "likely window", statement, filters, counted, ends, tuple(offered))[0]
    if not n:
        return None
    return next((w for w, count in zip(offered, found, strict=True) if count >= CONTAINED * n), offered[-1])


def follow(edges: Edges) -> list[str]:
    """The usual way with the most who go all of it; longer, then alphabetical, breaks ties.

    edges: counts by (stage before, stage), None before a unit's first. A log may hold several processes (orders, requests):
    a way is followed from every usual start, and the one whose rarest step is the most frequent is shown.
    """
    starts = {stage: n for (before, stage), n in edges.items() if before is None}
    usual = [stage for stage, n in starts.items() if n >= LEAST_START * sum(starts.values())]
    ways = [_onward(edges, start) for start in usual]
    return min(ways, key=lambda way: (len(way) < 2, -_carried(edges, way), -len(way), way), default=[])


def _onward(edges: Edges, start: str) -> list[str]:
    """From a start along the most frequent stages not yet passed. Repeating a stage is no way on.

    It ends where the best way on carries less than LEAST_SHARE of all who go on from there, or after MOST_STEPS.
    """
    path = [start]
    while len(path) < MOST_STEPS:
        onward = {after: n for (before, after), n in edges.items() if before == path[-1] and after != path[-1]}
        fresh = [stage for stage in onward if stage not in path]
        best = min(fresh, key=lambda stage: (-onward[stage], stage), default=None)
        if best is None or onward[best] < LEAST_SHARE * sum(onward.values()):
            break
        path.append(best)
    return path


def _carried(edges: Edges, way: list[str]) -> int:
    """How often the rarest step of a way was taken."""
    return min((edges[before, after] for before, after in pairwise(way)), default=0)


def _staged(scope: Scope, filters: Filters, counted: str) -> list[ColumnElement[bool]]:
    """Events with a stage and a unit, as far as they are asked for. Filters that do not apply to funnels do not here."""
    return [
        _named(contacts.c.stage),
        _named(_unit(counted)),
        *scope.where(contacts),
        *filters.within(contacts.c.day),
        *filters.where(contacts, FUNNEL),
    ]


def _unit(counted: str) -> ColumnElement[str]:
    if counted not in COUNTED:
        raise ValueError(f"counted={counted!r}: expected one of {', '.join(_UNITS)}")
    return COUNTED[counted]


def _named(column: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(column.is_not(None), column != "")


def _in_time() -> list[ColumnElement[Any]]:
    """The order of a unit's events: time, then place in the file."""
    return [contacts.c.ts, contacts.c.seq, contacts.c.record]
