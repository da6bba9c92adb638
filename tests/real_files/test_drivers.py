"""Drivers of each wave of the SFO survey, against the published files read without the product."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.importing import service
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from metrics.drivers.asking import drivers
from metrics.drivers.choosing import LEAST_COMPLETE
from metrics.drivers.model import RELATIVE, Drivers
from metrics.stats.cross_products import needed
from tests.real_files.files import DATA, REAL

_ROOT = Path(__file__).resolve().parents[2]
_FOLDER = DATA / "survey_sfo_airport"
_MAPPINGS = _ROOT / "tests" / "fixtures" / "mappings"
WAVES = (2012, 2015, 2017)
pytestmark = REAL


def _file(year: int) -> Path:
    (found,) = _FOLDER.glob(f"{year}*.csv")
    return found


@pytest.fixture(scope="module")
def fetch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fetch]:
    store = Store.open(f"duckdb:///{tmp_path_factory.mktemp('sfo') / 'touchstone.duckdb'}?threads=2&memory_limit=1GB")
    for year in WAVES:
        mapping = service.load_mapping((_MAPPINGS / f"sfo_{year}.json").read_text(encoding="utf-8"))
        service.import_file(store, _file(year), mapping, _file(year).name, "tester")
    yield Fetch.now(store, LOCAL_ADMIN)
    store.close()


def published(year: int) -> pd.DataFrame:
    """Every scored question of the file, a row per response; what the codebook calls no answer is missing."""
    columns = json.loads((_MAPPINGS / f"sfo_{year}.json").read_text(encoding="utf-8"))["columns"]
    raw = pd.read_csv(_file(year), dtype=str, encoding="latin-1")
    table = {}
    for column in columns:
        if column["role"] == "score":
            scores = pd.to_numeric(raw[column["column"]].str.strip(), errors="coerce")
            none = {float(code) for code in column.get("no_answer", ()) if code.strip().lstrip("-").isdigit()}
            low, high = column["scale"]
            table[column["question"]] = scores.where(scores.between(low, high) & ~scores.isin(none))
    return pd.DataFrame(table)


def of_wave(fetch: Fetch, year: int, kind: str = "csat") -> Drivers:
    found = drivers(fetch, Filters.of(instrument=f"SFO customer survey {year}"), LOCAL_ADMIN, kind)
    assert found is not None
    return found


def weights(rows: np.ndarray) -> np.ndarray:
    """Relative weights from the responses themselves: the closest uncorrelated variables by singular values."""
    z = (rows - rows.mean(axis=0)) / rows.std(axis=0) / np.sqrt(len(rows))
    u, _, v = np.linalg.svd(z[:, :-1], full_matrices=False)
    return np.asarray(((u @ v).T @ z[:, :-1]).T ** 2 @ ((u @ v).T @ z[:, -1]) ** 2)


@pytest.mark.parametrize(("year", "kind"), [(2012, "csat"), (2015, "csat"), (2017, "csat"), (2017, "nps")])
def test_weights_are_those_of_the_published_file(fetch: Fetch, year: int, kind: str) -> None:
    found, raw = of_wave(fetch, year, kind), published(year)
    items = [one.name for one in found.items]
    full = raw[[*items, found.survey.outcome]].dropna()
    assert (found.n, found.survey.answered) == (len(full), raw[found.survey.outcome].notna().sum())
    assert found.asked == raw[[*items, found.survey.outcome]].notna().any(axis=1).sum()
    own = weights(full.to_numpy())
    assert (found.method, [one.weight for one in found.items]) == (RELATIVE, pytest.approx(own.tolist(), abs=1e-9))
    assert 0.3 < found.r2 < 0.8
    assert sum(one.weight for one in found.items) == pytest.approx(found.r2)
    assert {one.name: one.n for one in found.items} == raw[items].notna().sum().to_dict()


@pytest.mark.parametrize("year", WAVES)
def test_items_are_taken_by_the_rule(fetch: Fetch, year: int) -> None:
    found, raw = of_wave(fetch, year), published(year)
    taken = [*(one.name for one in found.items)]
    following = found.missing[0][0]
    with_next = raw[[*taken, following, "Overall"]].dropna()
    assert found.n * LEAST_COMPLETE >= found.survey.answered
    assert found.n >= needed(len(taken))
    assert len(with_next) * LEAST_COMPLETE < found.survey.answered
    assert min(one.n for one in found.items) >= found.missing[0][1]


@pytest.mark.parametrize("year", WAVES)
def test_the_first_item_stays_ahead_when_people_are_drawn_anew(fetch: Fetch, year: int) -> None:
    """An own bootstrap on the published rows: how often each leads; who the product says may lead does, and nobody else."""
    found, raw = of_wave(fetch, year), published(year)
    names = [one.name for one in found.items]
    rows = raw[[*names, "Overall"]].dropna().to_numpy()
    rng = np.random.default_rng(year)
    drawn = np.array([weights(rows[rng.integers(0, len(rows), size=len(rows))]) for _ in range(400)])
    leads = np.bincount(drawn.argmax(axis=1), minlength=len(names)) / 400
    assert leads[0] == leads.max()
    for one, often in zip(found.items, leads, strict=True):
        assert one.best == 1 or often < 0.06
        assert one.best > 1 or often > 0.005
    shares = drawn / drawn.sum(axis=1, keepdims=True)
    assert [one.low for one in found.items] == pytest.approx(np.quantile(shares, 0.025, axis=0).tolist(), abs=0.012)
    assert [one.high for one in found.items] == pytest.approx(np.quantile(shares, 0.975, axis=0).tolist(), abs=0.012)


def test_two_questions_on_the_same_screens_are_told_apart_badly(fetch: Fetch) -> None:
    assert ("Q7INFOUP", "Q7INFODOWN") in of_wave(fetch, 2017).alike


def test_without_a_chosen_survey_the_one_with_most_complete_answers_speaks(fetch: Fetch) -> None:
    found = drivers(fetch, Filters(), LOCAL_ADMIN, "csat")
    assert found is not None
    most = max((of_wave(fetch, year) for year in WAVES), key=lambda one: one.n)
    assert found.survey.instrument == most.survey.instrument
    assert found.items == most.items
    assert set(found.others) == {f"SFO customer survey {year}" for year in WAVES} - {found.survey.instrument}
