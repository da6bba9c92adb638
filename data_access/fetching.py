"""Frames from the store: the one way from a question to a table of counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Select

from data_access.audit import utc_now
from data_access.dialects import Dialect
from data_access.filters import Filters
from data_access.queries import build
from data_access.queries.question import Question, frozen
from data_access.scope import Scope
from data_access.store import Store
from metrics.errors import FrameError
from metrics.frames import INVITATIONS, Frame
from metrics.rules import STANDARD, Rules

# Columns by type; every other column is text. Where a sum may be unrecorded it is a float: NaN, never 0.
_FLOATS = frozenset({"scale_min", "scale_max", "score", "sw", "sww", "handling_seconds", "cost"})
_INTEGERS = frozenset({"depth", "minutes", "age_minutes"})
_UNRECORDED = frozenset({"bounced", "answered", "partial"})  # of invitations
_STATEMENTS = 4_000  # compiled questions kept: twice the cache's entries, so a warm answer never compiles


class Fetch:
    """Answers frames of one store, at one as-of and data version. Safe to share between threads.

    `as_of`: naive UTC; what happened later is not counted. `data_version`: as `Store.data_version()` gave it.
    """

    def __init__(self, store: Store, as_of: datetime, data_version: str, rules: Rules = STANDARD) -> None:
        self.store = store
        self.rules = rules
        self.as_of = as_of.astimezone(UTC).replace(tzinfo=None) if as_of.tzinfo else as_of
        self.data_version = data_version

    @classmethod
    def now(cls, store: Store, scope: Scope, as_of: datetime | None = None) -> Fetch:
        """At the current data version; without an as_of, at the scope's own (nothing visible: the current time)."""
        version = store.data_version()
        return cls(store, as_of or store.as_of(scope) or utc_now(), version)

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
        question = Question(frame, filters, scope, tuple(by), grain, self.as_of, frozen(options))
        statement, text, parameters = _statement(question, self.store.dialect)
        key = (self.data_version, self.as_of, scope.key, question.columns, text, parameters)

        def produce() -> tuple[pd.DataFrame, bool]:
            rows, seen = self.store.read(statement)
            return _normalised(question, rows), seen == self.data_version

        return self.store.cache.get(key, produce).copy(deep=False)  # pandas copies on write: callers cannot spoil it


@lru_cache(maxsize=_STATEMENTS)
def _statement(question: Question, dialect: Dialect) -> tuple[Select[Any], str, tuple[tuple[str, Any], ...]]:
    statement = build(question, dialect)
    compiled = statement.compile(dialect=dialect.compiler, compile_kwargs={"render_postcompile": True})
    return statement, str(compiled), tuple(sorted((name, _hashable(value)) for name, value in compiled.params.items()))


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _normalised(question: Question, rows: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """Engines disagree on types (HUGEINT, Decimal, datetime for date): here they agree."""
    names = question.columns
    if rows and len(rows[0]) != len(names):
        raise FrameError(f"{question.frame.key}: expected the columns {', '.join(names)}, got {len(rows[0])} columns")
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    typed = {name: _typed(question.frame, name, values) for name, values in zip(names, cells, strict=True)}
    frame = pd.DataFrame(typed, columns=list(names))
    order = [name for name in names if name not in question.frame.counts]
    return frame.sort_values(order, kind="stable", ignore_index=True) if order and len(frame) > 1 else frame


def _typed(frame: Frame, name: str, values: Sequence[Any]) -> Any:
    if name == "period":
        return pd.Series([v.date() if isinstance(v, datetime) else v for v in values], dtype=object)
    if name in _FLOATS or (name in _UNRECORDED and frame is INVITATIONS):
        return np.array([np.nan if v is None else float(v) for v in values], dtype=np.float64)
    if name in _INTEGERS or name in frame.counts:
        return np.array([int(v) for v in values], dtype=np.int64)
    return pd.Series([str(v) for v in values], dtype="str")
