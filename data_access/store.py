"""The store: an engine brought to this program's tables, its data version, and what it tells at a glance."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from sqlalchemy import Connection, CursorResult, Executable, Row, select, update
from sqlalchemy.exc import OperationalError

from data_access import engines, looking, migrating, paths, restatements, surveyed
from data_access.audit import utc_now
from data_access.cache import ResultCache
from data_access.dialects import Dialect
from data_access.errors import StoreError
from data_access.filters import Filters
from data_access.looking import Freshness
from data_access.schema import versions
from data_access.scope import Scope
from data_access.settings import document
from data_access.settings.model import Settings
from data_access.surveyed import SurveyQuestion
from metrics.frames import ANSWER, TOPIC
from metrics.restated import Restated
from metrics.rules import Rules

T = TypeVar("T")
FACTS_VERSION, SETTINGS_VERSION = "facts", "settings"


class Store:
    """One open store, shared by all threads. `statements` counts queries answered by the engine, not by the cache."""

    def __init__(self, url: str) -> None:
        parsed = engines.parse(url)
        self.path: Path | None = engines.database_path(parsed)
        self.engine = engines.connect(parsed)
        self.dialect = Dialect.of(self.engine)
        self._snapshots = self.dialect.snapshots(self.engine)
        self.cache = ResultCache()
        self.statements = 0
        self._writes = 0  # two per write: odd while one is being made visible
        self._known: tuple[int, str] | None = None  # (writes seen before asking, data version)
        self._counting = threading.Lock()
        self._writing = threading.RLock()

    @classmethod
    def open(cls, url: str | None = None) -> Store:
        """Open and migrate. Raises ConfigError (address), StoreError (busy, out of reach, newer than the program)."""
        store = cls(url or engines.DEFAULT_URL)
        try:
            migrating.upgrade(store.engine)
        except OperationalError as error:
            store.close()
            raise StoreError(
                f"The store at {store.engine.url.render_as_string(hide_password=True)} cannot be reached. Check that its"
                " server runs and that STORE_URL names it."
            ) from error
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Give the connections, and an embedded store's file, back."""
        self.cache.clear()
        engines.dispose(self.engine)

    @property
    def folder(self) -> Path | None:
        """The folder an embedded store lies in, for the files beside it; None for a server."""
        return self.path.parent if self.path else None

    def data_version(self) -> str:
        """The version of everything stored, as "facts.settings": part of every cache key. One tiny query."""
        with self.engine.connect() as connection:
            return self.version_seen(connection)

    def version_at_hand(self) -> str:
        """The data version, without a query where this process is the only writer: a warm page asks many times."""
        known, writes = self._known, self._writes
        if known is not None and known[0] == writes and self.path is not None:
            return known[1]
        version = self.data_version()
        if writes % 2 == 0:
            self._known = (writes, version)
        return version

    def version_seen(self, connection: Connection) -> str:
        """The data version this connection's transaction sees."""
        values = {row.name: row.value for row in connection.execute(select(versions.c.name, versions.c.value))}
        return f"{values[FACTS_VERSION]}.{values[SETTINGS_VERSION]}"

    @contextmanager
    def writing(self, version: str | None = FACTS_VERSION) -> Iterator[Connection]:
        """One write transaction at a time in this process (design 9.11). Every change to the store goes through here:
        it bumps `version` ("facts" | "settings") in the same transaction; None for what no number depends on (the trail).
        """
        with self._writing:
            try:
                with self.engine.begin() as connection:
                    self.dialect.exclude_other_writers(connection)
                    yield connection
                    if version is not None:
                        changed = versions.c.name == version
                        connection.execute(update(versions).where(changed).values(value=versions.c.value + 1))
                    self._writes += 1
            finally:
                self._writes += self._writes % 2

    def read(self, statement: Executable) -> tuple[Sequence[Row[Any]], str]:
        """All rows of a query, and the data version they belong to (read in the same snapshot)."""
        return self._read(statement, CursorResult.fetchall)

    def read_columns(self, statement: Executable) -> tuple[list[np.ndarray], str]:
        """As `read`, column by column: what an embedded engine hands over without an object per value."""
        return self._read(statement, self.dialect.columns)

    def _read(self, statement: Executable, take: Callable[[CursorResult[Any]], T]) -> tuple[T, str]:
        with self._counting:
            self.statements += 1
        before, known = self._writes, self._known
        with self._snapshots.connect() as connection:
            found = take(connection.execute(statement))
            if self.path is not None and known is not None and known[0] == before == self._writes:
                return found, known[1]  # nobody else writes to an embedded store, and nothing was written meanwhile
            return found, self.version_seen(connection)

    def settings(self, data_version: str | None = None) -> Settings:
        """What the house decided; without a query where the data version is at hand and was seen before."""
        return document.current(self, data_version)

    def rules(self, data_version: str | None = None) -> Rules:
        """What metrics read of the settings."""
        return document.rules(self.settings(data_version))

    def as_of(self, scope: Scope, now: datetime | None = None) -> datetime | None:
        """min(now, last event visible to `scope`), naive UTC (design 9.1); None when nothing is visible."""
        last = self._told(lambda: looking.as_of(self, scope, datetime.max), "last moment", scope.key)
        return None if last is None else min(now or utc_now(), last)

    def span(self, scope: Scope) -> tuple[date, date] | None:
        """First and last day with facts visible to `scope`; None when there are none."""
        return self._told(lambda: looking.span(self, scope), "span", scope.key)

    def choices(self, dimension: str, scope: Scope) -> list[str]:
        """Values of a dimension or "attr:NAME" in use, most frequent first; UNKNOWN where some are empty. Topics are the
        house's, in its order; answers are those of a question, and none without one."""
        if dimension == TOPIC:
            return [topic.name for topic in self.rules().topics]
        if dimension == ANSWER:
            return []
        return [*self._told(lambda: looking.choices(self, dimension, scope), "choices", scope.key, dimension)]

    def attributes(self, scope: Scope) -> list[str]:
        """Names of the files' other columns in use, alphabetical."""
        return [*self._told(lambda: looking.attribute_names(self, scope), "attributes", scope.key)]

    def questions(self, scope: Scope) -> tuple[SurveyQuestion, ...]:
        """The questions of the surveys, as they were asked."""
        return self._told(lambda: surveyed.questions(self, scope), "questions", scope.key)

    def columns_filled(self, scope: Scope, filters: Filters) -> frozenset[str]:
        """Names of the surveys' columns in which a response of a selection has a value."""
        return self._told(lambda: surveyed.columns_filled(self, scope, filters), "columns filled", scope.key, filters)

    def weighted(self, scope: Scope) -> bool:
        """Whether some answers visible to `scope` weigh more or less than one."""
        return self._told(lambda: looking.weighted(self, scope), "weighted", scope.key)

    def stages(self, scope: Scope, filters: Filters) -> list[tuple[str, int]]:
        """Stages of contacts with their number of contacts, most frequent first: what a funnel's steps can be."""
        return [*self._told(lambda: looking.stages(self, scope, filters), "stages", scope.key, filters)]

    def units(self, scope: Scope) -> tuple[str, ...]:
        """Which of "case" and "customer" contacts with a stage name: what a funnel can count, cases first."""
        return self._told(lambda: paths.units(self, scope), "units", scope.key)

    def likely_path(self, scope: Scope, filters: Filters, counted: str) -> list[str]:
        """The most usual way through the stages, at most five; empty without any. `counted`: "case" | "customer"."""
        return [*self._told(lambda: paths.likely_path(self, scope, filters, counted), "path", scope.key, filters, counted)]

    def likely_window(
        self, scope: Scope, filters: Filters, counted: str, ends: tuple[str, str], windows: Sequence[int]
    ) -> int | None:
        """The shortest of `windows` (seconds) in which nine of ten who get from the first to the last of `ends` do so,
        counted from their latest start; the longest when none is long enough, None when nobody gets there.
        """
        asked = (filters, counted, ends, tuple(windows))
        return self._told(lambda: paths.likely_window(self, scope, *asked), "window", scope.key, *asked)

    def sources(self, scope: Scope) -> list[Freshness]:
        """How fresh each source is, by name."""
        return [*self._told(lambda: looking.sources(self, scope), "sources", scope.key)]

    def restated(self, scope: Scope) -> tuple[Restated, ...]:
        """What changed the history of facts visible to `scope` after it had been told."""
        return self._told(lambda: restatements.visible(self, scope), "restated", scope.key)

    def _told(self, look: Callable[[], T], *about: Hashable) -> T:
        """A look's finished answer: a page looks a dozen times at every run, and only building a statement costs more
        than finding the answer."""
        version = self.version_at_hand()
        return self.cache.get(("told", version, *about), lambda: (look(), self.version_at_hand() == version))
