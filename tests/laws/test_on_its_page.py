"""Every metric is shown on its topic's page: as a measure to choose, computed and drawn from a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN
from data_access.settings import document
from data_access.settings.model import Settings, WorkingHours
from data_access.store import Store
from metrics.registry import METRICS
from pages.cards import breakdown, journeys
from pages.cards.ask import Ask
from sample_data.load import load_sample

JOURNEY = {"steps": ("Browse", "Basket", "Checkout"), "mode": "ordered", "window_seconds": 7 * 86_400, "counted": "case"}
MEASURES = {topic: breakdown.measures(topic) for topic in breakdown.FIRST}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    path: Path = tmp_path_factory.mktemp("shown") / "touchstone.duckdb"
    store = Store.open(f"duckdb:///{path}")
    load_sample(store, scale=0.1)
    document.change(store, Settings(hours=WorkingHours()), LOCAL_ADMIN)
    as_of, span = store.as_of(LOCAL_ADMIN), store.span(LOCAL_ADMIN)
    assert as_of is not None and span is not None
    yield Ask(Fetch(store, as_of, store.data_version()), Filters(*span), LOCAL_ADMIN, "none", "month", JOURNEY)
    store.close()


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.key)
def test_a_metric_can_be_chosen_on_its_page_and_is_drawn(metric, ask):
    if metric.topic == "journeys":
        view = journeys.by_choice(ask, dimension="segment", label="Segment")
        assert view.main.metric.key == metric.key
    else:
        assert metric.key in MEASURES[metric.topic]
        view = breakdown.by_choice(ask, metric=metric.key, dimension="segment", label="Segment")
    assert metric.title in view.question or metric.topic == "journeys"
    assert view.verdict and view.draw is not None
    assert view.draw("light")["data"] and view.draw("dark")["data"]


def test_the_pages_cover_every_topic():
    assert {metric.topic for metric in METRICS} == {*breakdown.FIRST, "journeys"}


def test_a_slide_of_the_funnel_holds_its_steps(ask):
    chart = journeys.steps(ask).chart
    assert chart is not None and chart.categories == JOURNEY["steps"]
    reached = [point.value for point in chart.series[0].points]
    assert reached == sorted(reached, reverse=True) and reached[0] > 0
