"""Words of unhappy customers, by whether they complained: how many comments of each group hold each word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal_column, select

from data_access.dialects import Dialect
from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.queries.bands import bands
from data_access.queries.commented import commented, same_response
from data_access.queries.complaining import complained
from data_access.queries.question import Question, literal
from data_access.scope import Scope
from data_access.words.tokens import tokens
from metrics.frames import UNHAPPY
from metrics.frames.voices import LOW

MOST_READ = 10_000  # comments of each group: those with the smallest record numbers, which are hashes, so a random sample
_SILENT, _VOICED = "no", "yes"


@dataclass(frozen=True, slots=True)
class WordCounts:
    """words: (word, silent comments with it, comments with it of those who complained), only those in at least `least`
    comments · totals: all different words of all comments of each group, counted per comment · comments: of each group."""

    words: tuple[tuple[str, int, int], ...]
    totals: tuple[int, int]
    comments: tuple[int, int]


def unhappy_words(
    fetch: Fetch, filters: Filters, scope: Scope, *, least: int, top: tuple[tuple[float, float, float], ...]
) -> WordCounts:
    """Counted once per data version, selection and scope; no text outlives the counting. top: as in `respondents`."""
    key = ("unhappy words", fetch.data_version, scope.key, fetch.as_of, filters, least, top)

    def count() -> tuple[WordCounts, bool]:
        question = fetch.question(UNHAPPY, filters, scope, options={"top": top, "topics": ()})
        rows, seen = fetch.store.read(statement(question, fetch.store.dialect))
        return _counted([(row.text, row.complained) for row in rows], least), seen == fetch.data_version

    return fetch.store.cache.get(key, count)


def statement(question: Question, dialect: Dialect) -> Select[Any]:
    """(text, complained) of unhappy comments whose customer is known and whose days are over."""
    each = commented(question, dialect, texts=True)
    low = bands(question)
    told = complained(question, each)
    place = func.row_number().over(partition_by=told, order_by=[each.c.record, each.c.source_of])
    drawn = (
        select(each.c.text, told.label("complained"), place.label("place"))
        .select_from(each.join(low, same_response(each, low)))
        .where(low.c.band == LOW)
        .subquery("drawn")
    )
    both: list[ColumnElement[str]] = [literal_column(f"'{word}'") for word in (_SILENT, _VOICED)]
    return select(drawn.c.text, drawn.c.complained).where(drawn.c.place <= literal(MOST_READ), drawn.c.complained.in_(both))


def _counted(rows: Iterable[tuple[str, str]], least: int) -> WordCounts:
    counts: dict[str, Counter[str]] = {_SILENT: Counter(), _VOICED: Counter()}
    comments: Counter[str] = Counter()
    for text, said in rows:
        comments[said] += 1
        counts[said].update(tokens(text))
    silent, voiced = counts[_SILENT], counts[_VOICED]
    kept = sorted(word for word in silent.keys() | voiced.keys() if silent[word] + voiced[word] >= least)
    return WordCounts(
        tuple((word, silent[word], voiced[word]) for word in kept),
        (silent.total(), voiced.total()), (comments[_SILENT], comments[_VOICED]),
    )  # fmt: skip
