"""Comments to read: searched, by topic and by score, a page at a time. Who may read rows may read them, and only where the
selection holds enough of them that nobody stands alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import FromClause, Select, func, or_, select

from data_access.drill.behind import FILE_CAP, may_read_rows
from data_access.errors import NotAllowedError
from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.queries.bands import bands
from data_access.queries.contacts import Conditions
from data_access.queries.question import Question
from data_access.queries.voices import responses, said, same_response
from data_access.scope import Scope
from metrics.frames import UNHAPPY
from metrics.frames.voices import BANDS

Top = tuple[tuple[float, float, float], ...]
NO_TOPIC = "\x00none"  # asks for comments that no topic fits
UNSCORED = "none"  # asks for comments without a score
COLUMNS = ("day", "ts", "channel", "text", "score", "scale_max", "segment", "region", "product", "source")
_SHOWN = ("day", "ts", "channel", "segment", "region", "product", "seq")


@dataclass(frozen=True, slots=True)
class Wanted:
    """words: all of them stand in the text, as written, whatever the case · topic: a name of the house's (another one: nothing fits), or NO_TOPIC ·
    band: low | middle | high | none; empty: any."""

    words: str = ""
    topic: str = ""
    band: str = ""

    def __post_init__(self) -> None:
        if self.band not in ("", UNSCORED, *BANDS):
            raise ValueError(f"band {self.band!r}: expected one of {', '.join(BANDS)}, {UNSCORED}, or none")


ANY = Wanted()


def enough(fetch: Fetch, filters: Filters, scope: Scope, top: Top) -> bool:
    """Whether the selection, before any search, holds as many comments as the house asks for."""
    return _count(fetch, filters, scope, ANY, top) >= fetch.rules.least_answers


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
    lines = _lines(fetch, filters, scope, wanted, top).subquery("lines")
    newest = lines.c.ts.desc(), lines.c.source, lines.c.seq.desc(), lines.c.record
    statement = select(*(lines.c[name] for name in COLUMNS)).order_by(*newest)
    found, _ = fetch.store.read(statement.limit(max(0, min(limit, FILE_CAP))).offset(max(0, offset)))
    return pd.DataFrame([tuple(row) for row in found], columns=list(COLUMNS))


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
        lines = _lines(fetch, filters, scope, wanted, top)
        rows, seen = fetch.store.read(select(func.count()).select_from(lines.subquery("lines")))
        return int(rows[0][0]), seen == fetch.data_version

    return fetch.store.cache.get(key, count)


def _lines(fetch: Fetch, filters: Filters, scope: Scope, wanted: Wanted, top: Top) -> Select[Any]:
    asked = () if not wanted.topic else _rules(fetch) if wanted.topic == NO_TOPIC else _rules(fetch, wanted.topic)
    question = fetch.question(UNHAPPY, filters, scope, options={"top": top, "topics": asked})
    each = responses(question, fetch.store.dialect, _SHOWN, texts=True)
    band = bands(question)
    columns = [each.c[name] for name in (*_SHOWN, "text", "record")]
    return (
        select(*columns, each.c.source_of.label("source"), band.c.score, band.c.scale_max)
        .select_from(each.outerjoin(band, same_response(each, band)))
        .where(*_searched(each, wanted), *_on_topic(question, each, wanted), *_scored(band, wanted))
    )


def _rules(fetch: Fetch, name: str | None = None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The house's topics, or the one of a name; each expression costs a look at every comment."""
    return tuple((topic.name, topic.words) for topic in fetch.rules.topics if name is None or topic.name == name)


def _searched(each: FromClause, wanted: Wanted) -> Conditions:
    text = func.lower(each.c.text)
    return [text.contains(word, autoescape=True) for word in wanted.words.lower().split()]


def _on_topic(question: Question, each: FromClause, wanted: Wanted) -> Conditions:
    spoken = said(question, each)
    if wanted.topic == NO_TOPIC:
        return [~or_(*spoken)]
    return spoken if wanted.topic else []


def _scored(band: FromClause, wanted: Wanted) -> Conditions:
    if wanted.band == UNSCORED:
        return [band.c.band.is_(None)]
    return [band.c.band == wanted.band] if wanted.band else []
