"""The settings of a store: read, changed with all that follows in one transaction, and every version of them."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Row, Select, func, insert, select

from data_access import audit, restatements
from data_access.errors import NotAllowedError, OvertakenError, SettingsError
from data_access.schema import settings as table
from data_access.scope import Scope
from data_access.settings import clock
from data_access.settings.checking import check, check_why
from data_access.settings.coding import as_json, decoded_effects, effects_json, from_json
from data_access.settings.model import AS_DELIVERED, Effect, Settings, Version
from data_access.settings.restating import clock_zone, colours, effects, restate
from data_access.touching import Touched
from metrics.rules import Rules

if TYPE_CHECKING:
    from data_access.store import Store

__all__ = ["as_json", "change", "current", "from_json", "history", "preview", "rules", "stored_settings", "version"]

_SETTINGS = "settings"  # the part of the data version that moves
_ADMIN = "admin"


def current(store: Store, data_version: str | None = None) -> Settings:
    """The settings that hold; asked of the engine once, until they change. `data_version`: where the caller has it at hand."""
    key = (_SETTINGS, _part(data_version or store.version_at_hand()))

    def read() -> tuple[Settings, bool]:
        rows, seen = store.read(_newest(table.c.document))
        return (from_json(rows[0].document) if rows else AS_DELIVERED), _part(seen) == key[1]

    return store.cache.get(key, read)


def stored_settings(connection: Connection) -> Settings:
    """The settings this connection's transaction sees."""
    found = connection.execute(_newest(table.c.document)).scalar()
    return AS_DELIVERED if found is None else from_json(found)


def rules(settings: Settings) -> Rules:
    """What metrics read, the channels' colours among them."""
    return replace(settings.rules, colours=colours(settings))


def preview(store: Store, new: Settings) -> tuple[Effect, ...]:
    """What changing to `new` would move, by counting; nothing is written. Raises SettingsError for settings that cannot be."""
    check(new)
    with store.engine.connect() as connection:
        return effects(connection, stored_settings(connection), new)


def change(store: Store, new: Settings, subject: Scope, why: str = "", *, expected: Settings | None = None) -> Version:
    """Record `new` and restate what is stored, all or nothing; settings equal to the present ones change nothing.

    subject: who asks · expected: the settings `new` was made from; where others were stored meanwhile nothing is written and
    OvertakenError is raised. Raises NotAllowedError for anybody but an administrator, SettingsError for settings that
    cannot be.
    """
    if subject.role != _ADMIN:
        raise NotAllowedError(
            f"{subject.subject!r} is {subject.role}: settings move everybody's numbers, so only an administrator may change"
            " them. Ask one."
        )
    check(new)
    check_why(why)
    present = current(store)
    if new == present:
        return _last(store)
    with store.writing(_SETTINGS) as connection:
        old = stored_settings(connection)
        if expected is not None and old != expected:
            raise OvertakenError(
                "Somebody stored other settings meanwhile.", "Settings made from the newest ones are expected.",
                "Look at what they changed, put both together and save again. Nothing was stored.",
            )
        moved = restate(connection, old, new)
        if clock_zone(old) != clock_zone(new) or old.hours != new.hours:
            clock.write(connection, new.hours, new.timezone)
        made = _written(connection, new, subject.subject, why, moved)
        audit.record(connection, subject.subject, _SETTINGS, _told(made, old))
    return made


def history(store: Store) -> tuple[Version, ...]:
    """Every version recorded, newest first."""
    with store.engine.connect() as connection:
        return tuple(_version(row) for row in connection.execute(select(table).order_by(table.c.version.desc())))


def version(store: Store, number: int) -> Version:
    """One version; 0 is the product as delivered. Raises SettingsError when there is none with this number."""
    if number == 0:
        return Version(0, audit.utc_now(), "", "as delivered", (), AS_DELIVERED)
    with store.engine.connect() as connection:
        row = connection.execute(select(table).where(table.c.version == number)).first()
        last = connection.execute(select(func.coalesce(func.max(table.c.version), 0))).scalar_one()
    if row is None:
        raise SettingsError(f"There is no version {number} of the settings.", f"The last is {last}.", "Choose one up to it.")
    return _version(row)


def _part(data_version: str) -> str:
    """Of "facts.settings" what moves with the settings: a file that is loaded does not."""
    return data_version.rpartition(".")[2]


def _newest(*columns: object) -> Select:
    return select(*columns).order_by(table.c.version.desc()).limit(1)  # type: ignore[call-overload]


def _last(store: Store) -> Version:
    return next(iter(history(store)), None) or version(store, 0)


def _written(connection: Connection, new: Settings, subject: str, why: str, moved: tuple[Effect, ...]) -> Version:
    """The new version's row and, where stored facts moved, the restatement that says so."""
    number = int(connection.execute(select(func.coalesce(func.max(table.c.version), 0))).scalar_one()) + 1
    made = Version(number, audit.utc_now(), subject, why, moved, new)
    connection.execute(
        insert(table).values(
            version=number, at=made.at, subject=subject, why=why, document=as_json(new), effects=effects_json(moved)
        )
    )
    facts = [effect for effect in moved if effect.rows]
    if facts:
        touched = Touched(
            max(effect.rows for effect in facts), frozenset(effect.table for effect in facts), frozenset({None}),
            min((e.first_day for e in facts if e.first_day), default=None),
            max((e.last_day for e in facts if e.last_day), default=None),
        )
        restatements.record(connection, subject, restatements.SETTINGS, f"settings {number}: {_listed(facts)}", touched)
    return made


def _told(made: Version, old: Settings) -> str:
    changed = [f.name for f in fields(Settings) if getattr(old, f.name) != getattr(made.settings, f.name)]
    facts = _listed([effect for effect in made.effects if effect.rows])
    parts = [f"version {made.number}: {', '.join(changed)}", facts and f"restated {facts}", made.why]
    return "; ".join(part for part in parts if part)


def _listed(facts: list[Effect]) -> str:
    return ", ".join(f"{e.what} of {e.rows} rows of {e.table}" for e in facts)


def _version(row: Row) -> Version:
    return Version(row.version, row.at, row.subject, row.why, decoded_effects(row.effects), from_json(row.document))
