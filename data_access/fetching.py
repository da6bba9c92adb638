"""Frames from the store: the one way from a question to a table of counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from data_access.audit import utc_now
from data_access.columns import frame_of
from data_access.filters import Filters
from data_access.queries import build
from data_access.queries.question import Question, frozen
from data_access.scope import Scope
from data_access.store import Store
from metrics.frames import Frame
from metrics.restated import Restated
from metrics.rules import STANDARD, Rules


class Fetch:
    """Answers frames of one store, at one as-of and data version. Safe to share between threads.

    `as_of`: naive UTC; what happened later is not counted. `data_version`: as `Store.data_version()` gave it.
    """

    def __init__(
        self, store: Store, as_of: datetime, data_version: str, rules: Rules = STANDARD, restated: Sequence[Restated] = ()
    ) -> None:
        self.store = store
        self.rules = rules
        self.restated = tuple(restated)
        self.as_of = as_of.astimezone(UTC).replace(tzinfo=None) if as_of.tzinfo else as_of
        self.data_version = data_version

    @classmethod
    def now(cls, store: Store, scope: Scope, as_of: datetime | None = None) -> Fetch:
        """At the current data version; without an as_of, at the scope's own (nothing visible: the current time)."""
        version = store.data_version()
        as_of = as_of or store.as_of(scope) or utc_now()
        return cls(store, as_of, version, store.rules(version), store.restated(scope))

    def __call__(
        self,
        frame: Frame,
        filters: Filters,
        scope: Scope,
        *,
        by: Sequence[str] = (),
        grain: str | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> pd.DataFrame:
        """The frame as its contract says (metrics.frames): typed, sorted by its keys, with its columns even when empty.

        Raises FrameError for a dimension, grain or option the frame does not have.
        """
        question = self.question(frame, filters, scope, by=by, grain=grain, options=options)
        key = ("frame", self.data_version, *question.key)

        def produce() -> tuple[pd.DataFrame, bool]:
            columns, seen = self.store.read_columns(build(question, self.store.dialect))
            return frame_of(question, columns), seen == self.data_version

        return self.store.cache.get(key, produce).copy(deep=False)  # pandas copies on write: callers cannot spoil it

    def holds(self) -> bool:
        """Whether the store is still what this fetch was bound to: after asking, whether all answers belong together."""
        return self.store.data_version() == self.data_version

    def question(
        self, frame: Frame, filters: Filters, scope: Scope, *, by: Sequence[str] = (), grain: str | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> Question:  # fmt: skip
        """What this fetch asks the engine: also what a drill-down lists the rows of. Topics are the house's."""
        given = dict(options or {})
        if "topics" in frame.options:
            given.setdefault("topics", tuple((topic.name, topic.words) for topic in self.rules.topics))
        return Question(frame, filters, scope, tuple(by), grain, self.as_of, frozen(given), self.rules.week_start)
