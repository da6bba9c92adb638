"""The rows behind a number, and how many they are: two statements of one set of conditions.

Who may read rows: analysts, uploaders and administrators. Everybody may know how many there are: a row tells what a
withheld group holds, its number does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import Select, func, select

from data_access import audit
from data_access.drill import facts, units, voices
from data_access.drill.listing import NUMERATOR, Lines, Listing
from data_access.errors import NotAllowedError
from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.queries.question import Question, label_of
from data_access.scope import Scope
from data_access.store import Store
from metrics.errors import FrameError
from metrics.frames import Frame
from metrics.periods import last_day

__all__ = [
    "FILE_CAP", "NUMERATOR", "ROW_CAP", "Within", "adds_up", "count_rows", "counts_what", "may_read_rows", "note_export",
    "rows", "unit_of",
]

ROW_CAP = 1_000  # what a person looks through on a screen
FILE_CAP = 100_000  # what one file may hold
_READERS = ("analyst", "uploader", "admin")
_LISTINGS: Mapping[str, Listing] = {**facts.LISTINGS, **voices.LISTINGS, **units.LISTINGS}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Within:
    """One row of a breakdown: its period (first day and grain) and its groups, (dimension, value); none of them: all."""

    period: date | None = None
    grain: str | None = None
    groups: tuple[tuple[str, str], ...] = ()

    def narrowed(self, filters: Filters) -> Filters:
        """The selection cut down to this row."""
        chosen = {**dict(filters.values), **{name: (value,) for name, value in self.groups}}
        start, end = filters.start, filters.end
        if self.period is not None and self.grain is not None:
            last = last_day(self.period, self.grain)
            start = self.period if start is None else max(start, self.period)
            end = last if end is None else min(end, last)
        return replace(filters, start=start, end=end, values=tuple(chosen.items()))


WHOLE = Within()


def may_read_rows(scope: Scope) -> bool:
    """Whether this person may see single rows, on a screen or in a file."""
    return scope.role in _READERS


def counts_what(frame: Frame) -> str:
    """Which count of a metric on this frame the rows make up: its "n", or its "numerator" where n is an exposure."""
    return _listing(frame).counts


def adds_up(frame: Frame) -> bool:
    """Whether a line stands for many units, as a day's invitations do: then lines are fewer than what is counted."""
    return bool(_listing(frame).amount)


def unit_of(frame: Frame, options: Mapping[str, Any]) -> str:
    """What one line is, in the plural: complaints, customers, cases …"""
    counted = options.get("counted")
    return _listing(frame).unit or f"{counted}s"


def count_rows(
    fetch: Fetch, frame: Frame, filters: Filters, scope: Scope, *, options: Mapping[str, Any] | None = None,
    within: Within = WHOLE,
) -> int:  # fmt: skip
    """How many units stand behind the number, one a line unless `adds_up`, without any limit: equals what `counts_what` names.

    Raises FrameError for a frame whose counts are no lines of anything.
    """
    lines = _lines(_question(fetch, frame, filters, scope, options, within), fetch.store, within).select.subquery("lines")
    amount = _listing(frame).amount
    counted = func.coalesce(func.sum(lines.c[amount]), 0) if amount else func.count()
    found, _ = fetch.store.read(select(counted).select_from(lines))
    return int(found[0][0])


def rows(
    fetch: Fetch, frame: Frame, filters: Filters, scope: Scope, *, options: Mapping[str, Any] | None = None,
    within: Within = WHOLE, limit: int = ROW_CAP,
) -> pd.DataFrame:  # fmt: skip
    """The newest lines behind the number, at most `limit` (never more than FILE_CAP), business columns only.

    Times are naive UTC; `day` is the business-local day that decides about periods. Customers and journeys are numbered
    from the newest (`number`). Raises NotAllowedError for viewers, FrameError as `count_rows`.
    """
    if not may_read_rows(scope):
        raise NotAllowedError(
            f"Rows are for the roles {', '.join(_READERS)}; you have the role {scope.role}. Ask an administrator for another"
            " role, or use the numbers and their table."
        )
    question = _question(fetch, frame, filters, scope, options, within)
    lines = _lines(question, fetch.store, within)
    found, _ = fetch.store.read(lines.select.order_by(*lines.newest).limit(max(0, min(limit, FILE_CAP))))
    names = [column.name for column in lines.select.selected_columns]
    table = pd.DataFrame([tuple(row) for row in found], columns=names)[list(lines.shown)]  # rows of the engine cost tenfold
    return _as_units(table, question) if question.frame.key in units.LISTINGS else table


def note_export(store: Store, scope: Scope, what: str) -> None:
    """Write into the audit trail that rows left, before they do."""
    with store.writing(None) as connection:
        audit.record(connection, scope.subject, "export rows", what)


def _listing(frame: Frame) -> Listing:
    if frame.key not in _LISTINGS:
        raise FrameError(f"{frame.key} counts no rows that could be listed: expected one of {', '.join(_LISTINGS)}")
    return _LISTINGS[frame.key]


def _question(
    fetch: Fetch, frame: Frame, filters: Filters, scope: Scope, options: Mapping[str, Any] | None, within: Within
) -> Question:
    known = {name: value for name, value in (options or {}).items() if name in frame.options}
    if not _listing(frame).grouped:
        return fetch.question(frame, within.narrowed(filters), scope, options=known)
    by = tuple(name for name, _ in within.groups)
    return fetch.question(frame, filters, scope, by=by, grain=within.grain if within.period else None, options=known)


def _lines(question: Question, store: Store, within: Within) -> Lines:
    listing = _listing(question.frame)
    lines = listing.lines(question, store.dialect)
    if not listing.grouped:
        return lines
    wanted: dict[str, Any] = {label_of(question, name): value for name, value in within.groups}
    if within.period is not None:
        wanted["period"] = within.period
    columns = {column.name: column for column in lines.select.selected_columns}
    chosen: Select[Any] = lines.select.where(*(columns[name] == value for name, value in wanted.items()))
    return replace(lines, select=chosen)


def _as_units(table: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Numbered from the newest; a journey's step by its name, a unit's channels in one text."""
    found = table.rename(columns={"unit": "case_id"})
    found.insert(0, "number", range(1, len(found) + 1))
    if "channels" in found:
        found["channels"] = [", ".join(sorted(text.split(units.CHANNELS_APART))) for text in found["channels"]]
    if "t" in found:
        found["entered_at"] = [_EPOCH + timedelta(microseconds=int(micros)) for micros in found.pop("t")]
        steps, ordered = question.option("steps"), question.option("mode") != "any_order"
        depths = [int(depth) for depth in found.pop("depth")]
        found["steps_reached"] = depths
        if ordered:
            found["deepest_step"] = [steps[depth - 1] for depth in depths]
        found["done"] = found.pop("done")
    return found
