"""Which files feed the facts a number is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from data_access.batches import LOADED, Batch, batches
from data_access.scope import Scope
from data_access.store import Store


@dataclass(frozen=True, slots=True)
class Feed:
    """One source of a table: its files, newest first, the last day they tell of, and when the newest was loaded (UTC)."""

    source: str
    files: tuple[str, ...]
    last_day: date | None
    loaded_at: datetime


def feeding(store: Store, facts: str, scope: Scope) -> tuple[Feed, ...]:
    """The sources of a facts table that the asker sees anything of, by name. Read once per data version."""
    version = store.version_at_hand()

    def read() -> tuple[tuple[Feed, ...], bool]:
        visible = {source.source for source in store.sources(scope)}
        by_source: dict[str, list[Batch]] = {}
        for batch in batches(store):
            if batch.state == LOADED and batch.loaded.get(facts) and batch.source in visible:
                by_source.setdefault(batch.source, []).append(batch)
        found = tuple(_feed(source, by_source[source]) for source in sorted(by_source))
        return found, store.version_at_hand() == version

    return store.cache.get(("feeding", version, scope.key, facts), read)


def _feed(source: str, loaded: list[Batch]) -> Feed:
    days = [batch.last_day for batch in loaded if batch.last_day is not None]
    names = tuple(dict.fromkeys(batch.file_name for batch in loaded))
    return Feed(source, names, max(days, default=None), max(batch.created_at for batch in loaded))
