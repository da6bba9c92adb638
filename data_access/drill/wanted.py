"""Which comments are asked for, as one statement: words, topic, score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import FromClause, Select, func, or_, select

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.queries.bands import bands
from data_access.queries.commented import commented, said, same_response
from data_access.queries.contacts import Conditions
from data_access.queries.question import Question
from data_access.scope import Scope
from metrics.frames import UNHAPPY
from metrics.frames.voices import BANDS

Top = tuple[tuple[float, float, float], ...]
NO_TOPIC = "\x00none"  # asks for comments that no topic fits
UNSCORED = "none"  # asks for comments without a score
_SHOWN = ("day", "ts", "channel", "segment", "region", "product", "seq")


@dataclass(frozen=True, slots=True)
class Wanted:
    """words: all of them stand in the text, as written, whatever the case · topic: a name of the house's, or NO_TOPIC; one
    there is none of fits nothing ·
    band: low | middle | high | none; empty: any."""

    words: str = ""
    topic: str = ""
    band: str = ""

    def __post_init__(self) -> None:
        if self.band not in ("", UNSCORED, *BANDS):
            raise ValueError(f"band {self.band!r}: expected one of {', '.join(BANDS)}, {UNSCORED}, or none")


ANY = Wanted()


def lines(fetch: Fetch, filters: Filters, scope: Scope, wanted: Wanted, top: Top) -> Select[Any]:
    asked = () if not wanted.topic else _rules(fetch) if wanted.topic == NO_TOPIC else _rules(fetch, wanted.topic)
    question = fetch.question(UNHAPPY, filters, scope, options={"top": top, "topics": asked})
    each = commented(question, fetch.store.dialect, _SHOWN, texts=True)
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
