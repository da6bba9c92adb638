"""What is in the store at a glance: last moment, days, values in use, freshness. Scoped and cached like frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, Subquery, Table, and_, func, literal_column, or_, select, union_all

from data_access.audit import utc_now
from data_access.filters import Filters
from data_access.schema import answers, attributes, batches, complaints, contacts, customers, invitations, purchases, responses
from data_access.scope import Scope
from metrics.frames import ATTRIBUTE, CONTACTS, UNKNOWN

if TYPE_CHECKING:
    from data_access.store import Store

_DATED: tuple[Table, ...] = (contacts, responses, answers, complaints, invitations, purchases)
_MOMENTS = (
    contacts.c.ts,
    responses.c.ts,
    answers.c.ts,
    purchases.c.ts,
    complaints.c.ts,
    complaints.c.first_response_at,
    complaints.c.resolved_at,
    complaints.c.closed_at,
    complaints.c.reopened_at,
)  # what happened; due_at is a promise, invitations are sums per day

_PATIENCE = 3  # usual steps a source may stay silent


@dataclass(frozen=True, slots=True)
class Freshness:
    """One source: the last day it tells of, when it was last loaded (UTC), and its facts visible to who asks.

    rhythm: usual days from one of its days to the next (median), None for a single day · loads: how often files of it
    came, by the kind that came most often.
    """

    source: str
    last_day: date
    last_batch: datetime | None
    rows: int
    rhythm: int | None = None
    loads: int = 0

    def due(self) -> date | None:
        """The day from which a source that came again before is late: three of its usual steps after its last day.

        None where nothing more can be expected: a file that came once, or a single day.
        """
        if self.loads < 2 or self.rhythm is None:
            return None
        return self.last_day + timedelta(days=_PATIENCE * self.rhythm + 1)

    def late(self, today: date) -> bool:
        """Whether more should have come by now."""
        due = self.due()
        return due is not None and today >= due


def as_of(store: Store, scope: Scope, now: datetime | None) -> datetime | None:
    parts = [select(func.max(moment).label("last")).where(*scope.where(moment.table)) for moment in _MOMENTS]
    every = union_all(*parts).subquery()
    last = look_up(store, scope, "as_of", select(func.max(every.c.last)))[0][0]
    return None if last is None else min(now or utc_now(), last)


def span(store: Store, scope: Scope) -> tuple[date, date] | None:
    parts = [
        select(func.min(t.c.day).label("first"), func.max(t.c.day).label("last")).where(*scope.where(t)) for t in _DATED
    ]
    every = union_all(*parts).subquery()
    first, last = look_up(store, scope, "span", select(func.min(every.c.first), func.max(every.c.last)))[0]
    return None if first is None else (first, last)


def choices(store: Store, dimension: str, scope: Scope) -> list[str]:
    """Raises ValueError for a dimension no table has."""
    if dimension.startswith(ATTRIBUTE):
        return _attribute_values(store, dimension.removeprefix(ATTRIBUTE), scope)
    tables = [table for table in _DATED if dimension in table.c]
    if not tables:
        raise ValueError(f"{dimension!r} is no dimension of any facts: name a column of theirs, or {ATTRIBUTE}NAME")
    parts = [_valued(table.c[dimension], table, scope) for table in tables]
    every = union_all(*parts).subquery()
    statement = select(every.c.value, func.sum(every.c.n).label("n")).group_by(every.c.value)
    found: dict[str, int] = {}
    for value, n in look_up(store, scope, "choices", statement, dimension):
        found[value or UNKNOWN] = found.get(value or UNKNOWN, 0) + int(n)
    return _by_frequency(found)


def _valued(column: ColumnElement[Any], table: Table, scope: Scope) -> Select[Any]:
    return select(column.label("value"), func.count().label("n")).where(*scope.where(table)).group_by(column)


def _attribute_values(store: Store, name: str, scope: Scope) -> list[str]:
    statement = (
        select(attributes.c.value, func.count().label("n"))
        .where(attributes.c.name == name, *visible_attributes(scope))
        .group_by(attributes.c.value)
    )
    return _by_frequency({value: int(n) for value, n in look_up(store, scope, "attribute values", statement, name)})


def attribute_names(store: Store, scope: Scope) -> list[str]:
    statement = select(attributes.c.name).where(*visible_attributes(scope)).distinct()
    return sorted(name for (name,) in look_up(store, scope, "attributes", statement))


def visible_attributes(scope: Scope) -> list[ColumnElement[bool]]:
    """Attributes carry no unit of their own: they are visible where a fact of their record is."""
    if scope.units is None:
        return []
    visible = [
        select(literal_column("1"))
        .where(table.c.source == attributes.c.source, table.c.record == attributes.c.record, *scope.where(table))
        .exists()
        for table in (*_DATED, customers)
    ]
    return [or_(*visible)]


def weighted(store: Store, scope: Scope) -> bool:
    parts: list[Select[Any]] = [
        select(literal_column("1").label("one")).where(t.c.weight.is_not(None), t.c.weight != 1, *scope.where(t))
        for t in (responses, answers)
    ]
    return bool(look_up(store, scope, "weighted", select(func.count()).select_from(union_all(*parts).subquery()))[0][0])


def stages(store: Store, scope: Scope, filters: Filters) -> list[tuple[str, int]]:
    others = Filters(filters.start, filters.end, tuple(pair for pair in filters.values if pair[0] != "stage"))
    stage = contacts.c.stage
    statement = (
        select(stage, func.count().label("n"))
        .where(
            and_(stage.is_not(None), stage != ""),
            *scope.where(contacts),
            *others.within(contacts.c.day),
            *others.where(contacts, CONTACTS),
        )
        .group_by(stage)
    )
    found = {value: int(n) for value, n in look_up(store, scope, "stages", statement, others)}
    return [(value, found[value]) for value in _by_frequency(found)]


def sources(store: Store, scope: Scope) -> list[Freshness]:
    parts = [
        select(t.c.source, t.c.day, func.count().label("n")).where(*scope.where(t)).group_by(t.c.source, t.c.day)
        for t in _DATED
    ]
    each = union_all(*parts).subquery()
    days = select(each.c.source, each.c.day, func.sum(each.c.n).label("n")).group_by(each.c.source, each.c.day).subquery()
    before = func.lag(days.c.day).over(partition_by=days.c.source, order_by=days.c.day)
    steps = select(days.c.source, days.c.day, days.c.n, (days.c.day - before).label("step")).subquery()
    told = (
        select(
            steps.c.source, func.max(steps.c.day).label("last"), func.sum(steps.c.n).label("n"),
            func.percentile_disc(0.5).within_group(steps.c.step).label("rhythm"),
        )
        .group_by(steps.c.source)
        .subquery()
    )  # fmt: skip
    loaded = _loads()
    statement = (
        select(told.c.source, told.c.last, loaded.c.at, told.c.n, told.c.rhythm, loaded.c.times)
        .select_from(told.outerjoin(loaded, loaded.c.source == told.c.source))
        .order_by(told.c.source)
    )
    return [
        Freshness(source, last, at, int(n), None if rhythm is None else int(rhythm), int(times or 0))
        for source, last, at, n, rhythm, times in look_up(store, scope, "sources", statement)
    ]


def _loads() -> Subquery:
    """(source, last batch, times it came): the tables of one delivery are one load."""
    kinds = (
        select(batches.c.source, func.max(batches.c.created_at).label("at"), func.count().label("times"))
        .where(batches.c.state == "loaded")
        .group_by(batches.c.source, batches.c.kind)
        .subquery()
    )
    newest, times = func.max(kinds.c.at).label("at"), func.max(kinds.c.times).label("times")
    return select(kinds.c.source, newest, times).group_by(kinds.c.source).subquery()


def _by_frequency(found: dict[str, int]) -> list[str]:
    return sorted(found, key=lambda value: (-found[value], value))


def look_up(store: Store, scope: Scope, what: str, statement: Select[Any], *about: object) -> Sequence[Any]:
    """All rows of a look, through the one cache. `about` is what the statement depends on besides the scope."""
    version = store.version_at_hand()

    def produce() -> tuple[Sequence[Any], bool]:
        rows, seen = store.read(statement)
        return rows, seen == version

    return store.cache.get((version, what, scope.key, *about), produce)
