"""Comments to read: searched, by topic and by score, a page at a time. Who may read rows may read them, and only where the
selection holds enough of them that nobody stands alone."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import func, select

from data_access.drill.behind import FILE_CAP, may_read_rows
from data_access.drill.wanted import ANY, Top, Wanted, lines
from data_access.errors import NotAllowedError
from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import Scope

COLUMNS = ("day", "ts", "channel", "text", "score", "scale_max", "segment", "region", "product", "source")


def enough(fetch: Fetch, filters: Filters, scope: Scope, top: Top) -> bool:
    """Whether the selection, before any search, holds as many comments as the house asks for."""
    return _count(fetch, filters, scope, ANY, top) >= fetch.rules.least_answers


def holds_none(fetch: Fetch, filters: Filters, scope: Scope, top: Top) -> bool:
    """Whether the selection holds no comment at all: there is nothing to protect, and that is said."""
    return _count(fetch, filters, scope, ANY, top) == 0


def count_comments(fetch: Fetch, filters: Filters, scope: Scope, wanted: Wanted, top: Top) -> int:
    """How many comments there are. Raises NotAllowedError as `comments` does: a search that counts is one that reads."""
    _admit(fetch, filters, scope, top)
    return _count(fetch, filters, scope, wanted, top)


def comments(
    fetch: Fetch, filters: Filters, scope: Scope, wanted: Wanted, top: Top, *, limit: int, offset: int = 0
) -> pd.DataFrame:
    """COLUMNS of the newest comments, `limit` of them (never more than FILE_CAP) from place `offset` on.

    top: the lowest answer of the top boxes by scale, as in `respondents`. Raises NotAllowedError for viewers, and where the
    selection holds too few.
    """
    _admit(fetch, filters, scope, top)
    found = lines(fetch, filters, scope, wanted, top).subquery("lines")
    newest = found.c.ts.desc(), found.c.source, found.c.seq.desc(), found.c.record
    statement = select(*(found.c[name] for name in COLUMNS)).order_by(*newest)
    rows, _ = fetch.store.read(statement.limit(max(0, min(limit, FILE_CAP))).offset(max(0, offset)))
    return pd.DataFrame([tuple(row) for row in rows], columns=list(COLUMNS))


def _admit(fetch: Fetch, filters: Filters, scope: Scope, top: Top) -> None:
    if not may_read_rows(scope):
        raise NotAllowedError(
            f"Comments are for those who may read rows; you have the role {scope.role}. Ask an administrator for another role."
        )
    if not enough(fetch, filters, scope, top):
        raise NotAllowedError(
            f"This selection holds fewer than {fetch.rules.least_answers} comments. Widen it: few comments tell who wrote them."
        )


def _count(fetch: Fetch, filters: Filters, scope: Scope, wanted: Wanted, top: Top) -> int:
    key = ("comments counted", fetch.data_version, scope.key, fetch.as_of, filters, wanted, top)

    def count() -> tuple[int, bool]:
        every = lines(fetch, filters, scope, wanted, top).subquery("lines")
        rows, seen = fetch.store.read(select(func.count()).select_from(every))
        return int(rows[0][0]), seen == fetch.data_version

    return fetch.store.cache.get(key, count)
