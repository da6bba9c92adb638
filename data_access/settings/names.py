"""Names and codes as files wrote them, with the facts they stand on: what a taxonomy and labels can be about."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import func, select, union_all

from data_access.looking import look_up, visible_attributes
from data_access.schema import answers, attributes, complaints, contacts, invitations, purchases, responses
from data_access.scope import Scope

if TYPE_CHECKING:
    from data_access.store import Store

Counted = tuple[tuple[str, int], ...]  # (as written, facts), most first
_TABLES = tuple(t for t in (contacts, responses, answers, complaints, invitations, purchases) if "channel_written" in t.c)


def channels_written(store: Store, scope: Scope) -> Counted:
    """Every channel name in the files; facts without one are nobody's name and are left out."""
    parts = [
        select(table.c.channel_written.label("name"), func.count().label("n"))
        .where(table.c.channel_written.is_not(None), *scope.where(table))
        .group_by(table.c.channel_written)
        for table in _TABLES
    ]
    every = union_all(*parts).subquery()
    statement = select(every.c.name, func.sum(every.c.n).label("n")).group_by(every.c.name)
    return _most_first(look_up(store, scope, "channels written", statement))


def codes_written(store: Store, scope: Scope, column: str) -> Counted:
    """Every value of a file's own column."""
    statement = (
        select(attributes.c.value_written, func.count().label("n"))
        .where(attributes.c.name == column, *visible_attributes(scope))
        .group_by(attributes.c.value_written)
    )
    return _most_first(look_up(store, scope, "codes written", statement, column))


def _most_first(rows: object) -> Counted:
    found: Counter[str] = Counter()
    for name, n in rows:  # type: ignore[attr-defined]
        if name and name.strip():
            found[name] += int(n)
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
