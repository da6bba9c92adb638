"""The page "How sure" on the airport's surveys, against the files read by the test itself."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.importing import service
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from metrics.frames import SCORES
from metrics.known_shares import weighted
from metrics.rules import KnownShare
from metrics.slicing import columns
from pages.cards.ask import Ask
from pages.cards.trust.asked import asked
from pages.cards.trust.counting import counting
from pages.cards.trust.repeats import repeated
from pages.cards.trust.weighting import weighting

_ROOT = Path(__file__).resolve().parents[2]
_DATA = _ROOT.parent / "shared" / "data"
_YEARS = ("2012", "2015", "2017")
pytestmark = [
    pytest.mark.real_files,
    pytest.mark.skipif(not _DATA.is_dir(), reason="the real files (../shared/data) are not on this machine"),
]


@pytest.fixture(scope="module")
def airport(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    store = Store.open(f"duckdb:///{tmp_path_factory.mktemp('airport') / 'touchstone.duckdb'}?threads=2&memory_limit=1GB")
    for year in _YEARS:
        (path,) = _DATA.glob(f"survey_sfo_airport/{year}*.csv")
        mapping = service.load_mapping((_ROOT / f"tests/fixtures/mappings/sfo_{year}.json").read_text(encoding="utf-8"))
        service.import_file(store, path, mapping, path.name, "tester")
    yield of(store)
    store.close()


def of(store: Store, **values: str) -> Ask:
    as_of, span = store.as_of(LOCAL_ADMIN), store.span(LOCAL_ADMIN)
    assert as_of is not None and span is not None
    return Ask(Fetch.now(store, LOCAL_ADMIN), Filters.of(*span, **values), LOCAL_ADMIN, "none", "month")


def answered(year: str) -> list[tuple[float, float, str]]:
    """(overall score, weight, how it was answered) of every valid answer of a year's file."""
    (path,) = _DATA.glob(f"survey_sfo_airport/{year}*.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        (float(row["Q7ALL"]), float(row["WEIGHT"]), row["METHOD"])
        for row in rows if row["Q7ALL"].strip() in {"1", "2", "3", "4", "5"}
    ]  # fmt: skip


@pytest.mark.parametrize("year", ["2015", "2017"])
def test_what_the_files_weights_change(airport: Ask, year: str) -> None:
    rows = answered(year)
    view = weighting(of(airport.fetch.store, source=f"sfo-{year}"))
    drawn = dict(zip(view.chart.categories, view.chart.series[0].points, strict=True))
    assert drawn["as answered"].value == pytest.approx(sum(s >= 4 for s, *_ in rows) / len(rows))
    assert drawn["as files weigh it"].value == pytest.approx(sum(w * (s >= 4) for s, w, _ in rows) / sum(w for _, w, _ in rows))
    assert drawn["as answered"].n == drawn["as files weigh it"].n == len(rows)


def test_answers_weighted_to_how_people_were_asked(airport: Ask) -> None:
    """Known shares by a file's own column, answer by answer from the file."""
    rows = answered("2017")
    sizes = {method: sum(other == method for *_, other in rows) for method in {method for *_, method in rows}}
    methods = sorted(method for method, n in sizes.items() if n >= 10)
    assert (len(methods), min(sizes.values())) == (2, 7)  # seven answered in a third way
    known = [KnownShare("attr:METHOD", method, 1 / len(methods)) for method in methods]
    ask = of(airport.fetch.store, source="sfo-2017")
    counts = ask.fetch(SCORES, ask.filters, ask.scope, by=("attr:METHOD",), options={"kind": "csat"})
    found = weighted(columns(counts), ("attr:METHOD",), known, least=10, conf=0.95)
    kept = [(score, method) for score, _, method in rows if method in methods]
    assert found.value == pytest.approx(sum((score >= 4) / sizes[method] for score, method in kept) / len(methods))
    assert found.left_out == 7


def test_one_question_on_one_scale_in_three_waves(airport: Ask) -> None:
    view = asked(airport)
    assert view.verdict == "Each score was asked with one question on one scale throughout."
    lines = dict(view.workings)
    assert lines["CSAT · Overall"].startswith("1 to 5 · 8,846 answers")
    spans = [trace for trace in view.draw("light")["data"] if "CSAT" in trace["hovertext"][0]]
    assert len(spans) == len(_YEARS)


def test_answers_without_customers_are_not_called_different_people(airport: Ask) -> None:
    assert repeated(airport).verdict == "The answers name no customer, so nobody can say who answered twice (8,846 answers)."
    view = counting(airport)
    assert "The answers name no customer" in view.verdict
    nps = dict(zip(view.chart.categories, view.chart.series[0].points, strict=True))["NPS, all answers"]
    assert nps.value == pytest.approx(100 * (1436 - 342) / 2746)
