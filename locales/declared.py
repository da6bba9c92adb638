"""Words that are put together at run time: what the metrics declare, counts with their noun, the pages' own list."""

from __future__ import annotations

from collections.abc import Iterator

from data_access.batches import CONFLICT, REJECTED
from data_access.importing import roles
from data_access.schema import BEHIND, attributes, comments, responses
from metrics import formats
from metrics.glossary import rule
from metrics.left_out import REASONS
from metrics.metric import Metric
from metrics.registry import METRICS
from pages.cards.pages import PAGES

COUNTED_ELSEWHERE = (  # nouns that no metric counts
    "rows", "days", "customers", "cases", "files", "sources", "answers", "attributes", "codes", "comments", "complaints",
    "contacts", "holidays", "invitations", "purchases", "values",
)
TITLES, NOUNS, METHODS, NAVIGATION = "titles", "nouns", "methods", "navigation"
LEFT_OUT, ROLES = "left-out", "roles"


def declared() -> Iterator[tuple[str, str]]:
    """(template, which group it belongs to)."""
    for metric in METRICS:
        yield from ((text, TITLES) for text in (metric.title, metric.question, metric.noun, metric.done) if text)
        yield from ((text, METHODS) for text in _explained(metric) if text)
    for noun in sorted({metric.counted for metric in METRICS} | set(COUNTED_ELSEWHERE)):
        yield from ((text, NOUNS) for text in _counted(noun))
    for page in PAGES:
        yield from ((text, NAVIGATION) for text in (page.title, page.question, *(name for _, name in page.tiles)))
    yield from (("{n} " + reason, LEFT_OUT) for reason in REASONS)
    yield from ((code, ROLES) for code in sorted(_codes()))


def _codes() -> set[str]:
    """What `roles.named` says: roles, kinds of files and scores, and the columns of the tables they become."""
    tables = {*roles.FACTS.values(), comments, attributes, responses}
    columns = {column.name for table in tables for column in table.columns} - {*BEHIND, "source", "seq", "record", "batch_id"}
    taken = {role for kind in roles.KINDS for role in roles.types(kind)}
    lists = {REJECTED, CONFLICT, "line", "outcome", "column"}
    return columns | taken | lists | {*roles.KINDS, *roles.SCORE_KINDS} | {table.name for table in tables}


def _explained(metric: Metric) -> tuple[str, ...]:
    called = rule(metric.compare) if metric.compare else ""
    return metric.formula_words, metric.exclusions, metric.maturity, metric.date_basis, called, metric.above, metric.below


def _counted(noun: str) -> Iterator[str]:
    for text in (noun, formats.noun(1, noun)):
        yield from (text, text.capitalize(), "{n} " + text)
