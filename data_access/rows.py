"""Drill-down: the rows behind a number, capped and scoped, by the very conditions the number was counted with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Table, select

from data_access.filters import Filters
from data_access.queries import complaints as about_complaints
from data_access.queries import contacts as about_contacts
from data_access.queries.contacts import Conditions
from data_access.queries.question import Question, frozen
from data_access.queries.recorded import DUE, FIRST_RESPONSE, RESOLUTION, WORD
from data_access.schema import METADATA
from data_access.scope import Scope
from data_access.store import Store
from metrics.errors import FrameError
from metrics.frames import Frame

ROW_CAP = 1_000  # what a person looks through; whole tables leave by the export of cases
# Never shown: keys of ours, and customers' pseudonyms (a join key over all files). Comments are a table of their own.
_INTERNAL = frozenset({"record", "seq", "batch_id", "customer"})


def rows(
    store: Store,
    frame: Frame,
    filters: Filters,
    scope: Scope,
    as_of: datetime,
    *,
    options: Mapping[str, Any] | None = None,
    limit: int = ROW_CAP,
) -> pd.DataFrame:
    """The newest rows the frame counts for these filters, at most `limit`. Uncapped: as many as it counts
    (rows of sources that do not record what it counts are not among them).

    Raises FrameError for frames whose counts are not rows of one table (funnels, cases, sums).
    """
    question = Question(frame, filters, scope, (), None, as_of, frozen(options))
    if frame.key not in _COUNTED_BY:
        raise FrameError(f"{frame.key} does not count rows of one table: expected one of {', '.join(_COUNTED_BY)}")
    table = METADATA.tables[frame.facts]
    shown = [column for column in table.c if column.name not in _INTERNAL]
    statement = (
        select(*shown)
        .where(*_COUNTED_BY[frame.key](question, table))
        .order_by(table.c.ts.desc(), table.c.source, table.c.seq.desc(), table.c.record)
        .limit(min(limit, ROW_CAP))
    )
    found, _ = store.read(statement)
    return pd.DataFrame(found, columns=[column.name for column in shown])


_COUNTED_BY: dict[str, Callable[[Question, Table], Conditions]] = {
    "scores": lambda question, _: about_contacts.scored(question),
    "contacts": about_contacts.in_period,
    "complaints": about_contacts.in_period,
    "responses": lambda question, _: about_complaints.opened_where(question, FIRST_RESPONSE),
    "deadlines": lambda question, _: about_complaints.opened_where(question, DUE, RESOLUTION),
    "confirmed": lambda question, _: about_complaints.opened_where(question, WORD),
    "durations": lambda question, _: about_complaints.timed(question),
    "duration_faults": lambda question, _: about_complaints.faulty(question),
    "backlog": lambda question, _: about_complaints.still_open(question),
    "recovery": lambda question, _: about_complaints.resolved(question),
}
