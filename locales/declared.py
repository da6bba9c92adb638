"""Words that are put together at run time: what the metrics declare, counts with their noun, the pages' own list."""

from __future__ import annotations

from collections.abc import Iterator

from metrics import formats
from metrics.glossary import rule
from metrics.left_out import REASONS
from metrics.metric import Metric
from metrics.registry import METRICS
from pages.cards.pages import PAGES

COUNTED_ELSEWHERE = (  # nouns that no metric counts
    "rows", "days", "customers", "cases", "files", "sources", "answers", "codes", "comments", "complaints", "contacts",
    "holidays", "invitations", "purchases", "values",
)
TITLES, NOUNS, METHODS, NAVIGATION, LEFT_OUT = "titles", "nouns", "methods", "navigation", "left-out"


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


def _explained(metric: Metric) -> tuple[str, ...]:
    called = rule(metric.compare) if metric.compare else ""
    return metric.formula_words, metric.exclusions, metric.maturity, metric.date_basis, called, metric.above, metric.below


def _counted(noun: str) -> Iterator[str]:
    for text in (noun, formats.noun(1, noun)):
        yield from (text, text.capitalize(), "{n} " + text)
