"""Every metric there is has rows behind it, exactly as many as its number counts: as a whole, per period and per group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data_access.drill import NUMERATOR, count_rows, counts_what
from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.settings import document
from data_access.settings.model import WorkingHours
from data_access.store import Store
from metrics.frames import UNKNOWN
from metrics.metric import Metric
from metrics.readout import Readout
from metrics.registry import METRICS
from metrics.results import Estimate
from pages.cards.ask import Ask
from pages.cards.behind import Behind
from sample_data.load import load_sample
from tests.pages.small_stores import STORES, fill

EACH = pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.key)
JOURNEY = {"mode": "ordered", "window_seconds": 7 * 86_400, "counted": "case"}


def ask_of(store: Store, scope: Scope = LOCAL_ADMIN, **values: str) -> Ask | None:
    as_of, span = store.as_of(scope), store.span(scope)
    if as_of is None or span is None:
        return None
    filters = Filters.of(*span, **values)
    return Ask(Fetch(store, as_of, store.data_version()), filters, scope, "none", "month")


def readout(ask: Ask, metric: Metric, **asked: object) -> Readout:
    steps = tuple(name for name, _ in ask.fetch.store.stages(ask.scope, Filters()))[:3]
    options = {**JOURNEY, "steps": steps} if metric.required else None
    return ask.readout(metric.key, options=options, **asked)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("behind") / "touchstone.duckdb"
    store = Store.open(f"duckdb:///{path}")
    load_sample(store, scale=0.1)
    yield store
    store.close()


@EACH
def test_as_many_rows_as_the_number_counts(metric: Metric, company: Store) -> None:
    for scope, values in ((LOCAL_ADMIN, {}), (LOCAL_ADMIN, {"channel": "Phone"}), (Scope("a", "analyst", ("Retail",)), {})):
        ask = ask_of(company, scope, **values)
        assert ask is not None
        by = ("segment",) if metric.needs_by else ()
        behind = Behind(ask, readout(ask, metric, by=by))
        assert behind.count() == behind.expected()
        assert len(behind.newest(50)) == min(50, behind.count())


@EACH
def test_a_row_of_its_table_has_rows_of_its_own(metric: Metric, company: Store) -> None:
    ask = ask_of(company)
    assert ask is not None
    for asked in ({"by": ("segment", "channel")}, {"by": ("region",), "over_time": True}):
        if metric.inner or (asked.get("over_time") and metric.frame.snapshot):
            asked = {"by": ("segment",)}
        found = readout(ask, metric, **asked)
        for row in found.rows[::4]:
            behind = Behind(ask, found, row)
            assert behind.count() == behind.expected(), (metric.key, row.period, row.group)


@EACH
def test_the_sample_has_something_behind_it(metric: Metric, company: Store) -> None:
    """Otherwise the equalities above say nothing."""
    ask = ask_of(company)
    assert ask is not None
    whole = readout(ask, metric, by=("segment",) if metric.needs_by else ())
    if isinstance(whole.overall, Estimate) or metric.needs_by:
        assert Behind(ask, whole).count() > 0


@pytest.mark.parametrize("name", [name for name in STORES if name != "empty"])
def test_small_and_one_sided_stores(name: str, store: Store) -> None:
    fill(store, name)
    ask = ask_of(store)
    assert ask is not None
    for metric in METRICS:
        if metric.required and len(store.stages(LOCAL_ADMIN, Filters())) < 2:
            continue
        found = readout(ask, metric, by=("channel",) if metric.needs_by else ())
        assert Behind(ask, found).count() == Behind(ask, found).expected(), metric.key


def test_times_by_the_working_clock_list_what_it_timed(store: Store) -> None:
    """Before anybody tells the working hours nothing is timed, and nothing listed; then every complaint is."""
    fill(store, "only complaints")
    working = [metric for metric in METRICS if metric.options.get("hours") == "working"]
    assert working
    for hours, least in ((None, 0), (WorkingHours(), 1)):
        document.change(store, replace(document.current(store), hours=hours), LOCAL_ADMIN)
        ask = ask_of(store)
        assert ask is not None
        counts = {metric.key: Behind(ask, readout(ask, metric)) for metric in working}
        assert all(behind.count() == behind.expected() for behind in counts.values())
        assert max(behind.count() for behind in counts.values()) >= least
        assert hours or not any(behind.count() for behind in counts.values())


def test_a_rate_lists_what_stands_above_the_line(company: Store) -> None:
    rates = [metric for metric in METRICS if counts_what(metric.frame) == NUMERATOR]
    assert {metric.counted for metric in rates} == {"contacts", "customers", "comments"}
    ask = ask_of(company)
    assert ask is not None
    for metric in rates:
        found = readout(ask, metric).overall
        assert isinstance(found, Estimate)
        assert count_rows(ask.fetch, metric.frame, ask.filters, ask.scope) == found.numerator != found.n


def test_what_is_unknown_can_be_looked_at(company: Store) -> None:
    ask = ask_of(company)
    assert ask is not None
    found = ask.readout("contacts", by=("segment",))
    unknown = [row for row in found.rows if row.group == (UNKNOWN,)]
    for row in unknown:
        listed = Behind(ask, found, row).newest()
        assert set(listed["segment"].fillna("")) == {""}
