"""What a change of the settings moves: stored facts, counted and updated, and what every number reads anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select, update

from data_access.schema import ASIDE, FACTS, batches
from data_access.settings import deriving
from data_access.settings.model import Effect, Settings

_READ_ANEW = ("conf", "least_answers", "week_start", "targets", "notes", "known_shares", "topics")  # of the rules


@dataclass(frozen=True, slots=True)
class Restated:
    """One column of one table, and what it is to show."""

    what: str
    table: Table
    column: str
    shows: ColumnElement[Any]

    @property
    def moves(self) -> ColumnElement[bool]:
        """The rows concerned: those that show something else now."""
        return self.table.c[self.column].is_distinct_from(self.shows)


def effects(connection: Connection, old: Settings, new: Settings) -> tuple[Effect, ...]:
    """What the change from `old` to `new` moves, facts first; nothing is written. `old` is what the store shows."""
    return (*(effect for _, effect in _moving(connection, old, new)), *_others(old, new))


def restate(connection: Connection, old: Settings, new: Settings) -> tuple[Effect, ...]:
    """As `effects`, and the facts show it from here on; versions that are set aside too, though nobody counts them."""
    found = _moving(connection, old, new)
    aside = _restated(connection, old, new, tuple(ASIDE.values()))
    for one in (*(one for one, _ in found), *aside):
        connection.execute(update(one.table).where(one.moves).values({one.column: one.shows}))
    return (*(effect for _, effect in found), *_others(old, new))


def _moving(connection: Connection, old: Settings, new: Settings) -> list[tuple[Restated, Effect]]:
    """All counted before any is updated: the days told are those before the change."""
    counted = [(one, _counted(connection, one)) for one in _restated(connection, old, new, FACTS)]
    return [(one, effect) for one, effect in counted if effect.rows]


def _restated(connection: Connection, old: Settings, new: Settings, tables: Sequence[Table]) -> Iterator[Restated]:
    """The columns that may show something else, whatever a part of the settings has to do with."""
    for table in tables:
        found: deriving.Shown = {}
        if _taxonomy(old) != _taxonomy(new):
            found |= deriving.channels(connection, new, table)
        if old.timezone != new.timezone:
            found |= deriving.days(connection, new, table)
        if old.labels != new.labels:
            found |= deriving.labels(new, table)
        for column, shows in found.items():
            yield Restated("label" if column == deriving.LABELLED else column, table, column, shows)


def _taxonomy(settings: Settings) -> list[tuple[Any, ...]]:
    """What facts take from the channels: all but their colours."""
    return [(c.name, c.aliases, c.mode, c.cost_per_contact) for c in settings.channels]


def _counted(connection: Connection, one: Restated) -> Effect:
    table = one.table
    if "day" in table.c:
        days = func.min(table.c.day), func.max(table.c.day)
        found = select(func.count(), *days).where(one.moves)
    else:  # customers and files' other columns: the days of the files they came in
        loaded = table.outerjoin(batches, batches.c.id == table.c.batch_id)
        days = func.min(batches.c.first_day), func.max(batches.c.last_day)
        found = select(func.count(), *days).select_from(loaded).where(one.moves)
    rows, first, last = connection.execute(found).one()
    return Effect(one.what, table.name, int(rows), first, last)


def _others(old: Settings, new: Settings) -> Iterator[Effect]:
    """The parts without rows of their own."""
    changed = {name: getattr(old.rules, name) != getattr(new.rules, name) for name in _READ_ANEW}
    changed["colours"] = colours(old) != colours(new)
    changed["hours"] = (old.hours, clock_zone(old)) != (new.hours, clock_zone(new))
    changed["priors"] = old.priors != new.priors
    changed["no_answer"] = old.no_answer != new.no_answer
    return (Effect(name) for name, other in changed.items() if other)


def colours(settings: Settings) -> tuple[tuple[str, int], ...]:
    """The house's colours: of the channels, then those chosen for other names."""
    own = {c.name: c.colour for c in settings.channels if c.colour is not None}
    return tuple({**dict(settings.rules.colours), **own}.items())


def clock_zone(settings: Settings) -> str | None:
    """The zone working hours are told in; None without hours."""
    return None if settings.hours is None else settings.timezone or "UTC"
