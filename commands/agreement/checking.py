"""Ask everything, read everything back, print a line per metric and page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TextIO

from commands.agreement import numbers, recount
from data_access.fetching import Fetch
from data_access.filters import Filters
from metrics.evaluate import evaluate
from metrics.metric import Metric
from metrics.readout import Readout
from metrics.registry import METRICS
from metrics.results import Estimate
from pages.cards.ask import Ask
from pages.cards.contents import card_content, page_content
from pages.cards.pages import PAGES, Page
from pages.cards.single import metric_card
from pages.cards.usual_journey import usual_journey
from reports.reading import csv_lines, sheet_lines
from reports.table import csv_file
from reports.workbook import workbook

_TOLD = 5  # differences printed of one metric


def check(ask: Ask, out: TextIO) -> int:
    """Print what agrees and what does not; how many metrics and pages do not."""
    ask = replace(ask, journey=usual_journey(ask))
    wrong = 0
    for metric in METRICS:
        readouts, found = _metric(ask, metric)
        wrong += _say(out, metric.key, _told(readouts), found)
    for page in PAGES:
        asked, found = _page(ask, page)
        wrong += _say(out, f"page {page.key}", f"{asked} readouts", found)
    total = len(METRICS) + len(PAGES)
    out.write(f"{total - wrong} of {total} agree everywhere{'' if wrong else ': no difference'}\n")
    return wrong


def _say(out: TextIO, name: str, told: str, found: list[str]) -> int:
    out.write(f"{'FAIL' if found else 'ok  '}  {name}: {told}\n")
    for words in found[:_TOLD]:
        out.write(f"      {words}\n")
    if len(found) > _TOLD:
        out.write(f"      and {len(found) - _TOLD} more\n")
    return bool(found)


def _told(readouts: list[Readout]) -> str:
    if not readouts:
        return "not asked: there are no journeys in the data"
    counted = sum(len(readout.rows) + 1 for readout in readouts)
    known = sum(isinstance(r, Estimate) for one in readouts for r in (one.overall, *(row.result for row in one.rows)))
    return f"{counted} numbers ({known} known) by page, rows, CSV, Excel and PowerPoint"


def _metric(ask: Ask, metric: Metric) -> tuple[list[Readout], list[str]]:
    """One metric overall, by a breakdown and over time: (what was asked, where it differs)."""
    if metric.topic == "journeys" and ask.journey is None:
        return [], []
    readouts: list[Readout] = []
    found: list[str] = []
    for by, over_time in _shapes(ask, metric):
        view = metric_card(ask, metric.key, by=by, over_time=over_time)
        card, readout = card_content(view, ask), view.main
        readouts.append(readout)
        found += numbers.differences(card, _again(ask, readout))
        found += recount.differences(ask, readout, overall=len(readouts) == 1)
    return readouts, found


def _shapes(ask: Ask, metric: Metric) -> Iterator[tuple[tuple[str, ...], bool]]:
    store, inner = ask.fetch.store, metric.inner
    by = next((d for d in metric.frame.dims if d not in inner and len(store.choices(d, ask.scope)) > 1), None)
    if not metric.needs_by:
        yield (), False
    if by is not None:
        yield (by,), False
    if not metric.frame.snapshot and (by is not None or not metric.needs_by):
        yield ((by,) if metric.needs_by and by is not None else ()), True


def _again(ask: Ask, readout: Readout) -> Readout:
    """The same question by the front door of the command line: a fetch of its own, no page in between."""
    fetch = Fetch.now(ask.fetch.store, ask.scope, ask.fetch.as_of)
    filters = readout.selected if isinstance(readout.selected, Filters) else ask.filters  # a card may narrow the page's
    options: Mapping[str, Any] = {name: value for name, value in readout.options.items() if not name.startswith("_")}
    return evaluate(
        readout.metric, fetch, filters, ask.scope, by=readout.by, grain=readout.grain, compare="none", options=options,
    )  # fmt: skip


def _page(ask: Ask, page: Page) -> tuple[int, list[str]]:
    """Every readout of a page, against its own question and against the page's files: (how many, where they differ)."""
    if page.needs_journey and ask.journey is None:
        return 0, []
    content = page_content(page, ask)
    readouts = content.readouts()
    lines = len(csv_lines(csv_file(readouts))), len(sheet_lines(workbook(content)))
    expected = sum(len(readout.rows) + 1 for readout in readouts)
    found = [f"{expected} numbers, the page's CSV and Excel hold {lines}"] if lines != (expected, expected) else []
    for builder in page.builders():
        view = builder(ask)
        found += numbers.differences(card_content(view, ask), _again(ask, view.main), charted=view.chart is None)
    return len(readouts), found
