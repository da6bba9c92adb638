"""What holds for every metric there is, whatever it measures."""

from __future__ import annotations

import importlib
import pkgutil
import re
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from data_access.filters import Filters
from metrics import definitions, formats
from metrics.errors import QuestionError
from metrics.evaluate import evaluate
from metrics.frames import FRAMES
from metrics.metric import Metric
from metrics.readout import Word
from metrics.registry import METRICS, by_key
from metrics.results import Estimate, Reason, Result, Withheld
from metrics.verdict import judge, sentence
from tests.metrics.tables import TableFetch

EACH = pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.key)
ADDITIVE = pytest.mark.parametrize(
    "metric", [m for m in METRICS if not m.frame.distinct], ids=lambda metric: metric.key
)
SCORED = pytest.mark.parametrize("metric", [m for m in METRICS if m.min_n], ids=lambda metric: metric.key)
RECORDED = pytest.mark.parametrize(
    "metric", [m for m in METRICS if "not_recorded" in m.frame.counts], ids=lambda metric: metric.key
)
DAY = date(2025, 6, 15)
AS_OF = datetime(2025, 12, 31)
YEAR = Filters.of(date(2025, 1, 1), date(2025, 12, 31))


def example(metric: Metric, rows: pd.DataFrame | None = None) -> Result:
    cell = pd.DataFrame(metric.example.rows) if rows is None else rows
    whole = pd.DataFrame(metric.example.whole) if metric.example.whole else cell
    return metric.compute(cell, whole, {**metric.options, **metric.example.options})


def alike(a: Result, b: Result) -> bool:
    if not (isinstance(a, Estimate) and isinstance(b, Estimate)):
        return a == b
    pairs = [(a.value, b.value), (a.low, b.low), (a.high, b.high), (a.n, b.n)]
    pairs += [(a.detail[name], b.detail[name]) for name in a.detail]
    return a.detail.keys() == b.detail.keys() and all(x == y or x == pytest.approx(y, rel=1e-12) for x, y in pairs)


@EACH
def test_the_worked_example_comes_out(metric: Metric) -> None:
    known, found = metric.example, example(metric)
    assert isinstance(found, Estimate)
    assert (found.value, found.n) == (pytest.approx(known.value, rel=1e-9), known.n)
    for bound, expected in ((found.low, known.low), (found.high, known.high)):
        assert bound is None if expected is None else bound == pytest.approx(expected, abs=1e-6)


@EACH
def test_plain_arrays_and_a_data_frame_give_the_same(metric: Metric) -> None:
    frame = pd.DataFrame(metric.example.rows)
    arrays = {str(name): frame[name].to_numpy() for name in frame.columns}
    whole = pd.DataFrame(metric.example.whole) if metric.example.whole else frame
    options = {**metric.options, **metric.example.options}
    assert alike(metric.compute(arrays, whole, options), example(metric))


@EACH
def test_nothing_observed_is_withheld_and_never_zero(metric: Metric) -> None:
    nothing = pd.DataFrame(metric.example.rows)[:0]
    found = metric.compute(nothing, nothing, {**metric.options, **metric.example.options})
    assert found == Withheld(Reason.EMPTY, 0)


@EACH
def test_row_order_changes_nothing(metric: Metric) -> None:
    rows = pd.DataFrame(metric.example.rows)
    for seed in range(3):
        assert alike(example(metric, rows.sample(frac=1, random_state=seed)), example(metric))


@ADDITIVE
def test_splitting_a_count_in_two_changes_nothing(metric: Metric) -> None:
    rows = pd.DataFrame(metric.example.rows)
    counts = list(metric.frame.additive)
    part = rows.copy()
    part[counts] = np.floor(rows[counts] / 2)
    rest = rows.copy()
    rest[counts] = rows[counts] - part[counts]
    assert alike(example(metric, pd.concat([part, rest], ignore_index=True)), example(metric))


@RECORDED
def test_complaints_of_sources_that_do_not_record_it_change_no_number(metric: Metric) -> None:
    rows = pd.DataFrame(metric.example.rows)
    silent = {**rows.iloc[-1], **dict.fromkeys(metric.frame.additive, 0), "not_recorded": 7}
    assert alike(example(metric, pd.concat([rows, pd.DataFrame([silent])], ignore_index=True)), example(metric))
    assert example(metric, pd.DataFrame([silent])) == Withheld(Reason.NOT_RECORDED, 0)


@EACH
def test_the_value_lies_inside_its_interval(metric: Metric) -> None:
    found = example(metric)
    assert isinstance(found, Estimate)
    assert found.low is None or found.low <= found.value
    assert found.high is None or found.value <= found.high


@EACH
def test_only_columns_of_the_frames_contract_are_read(metric: Metric) -> None:
    contract = {*metric.frame.keys, *metric.frame.counts, *metric.inner}
    read: set[str] = set()

    class Recorded(dict[str, np.ndarray]):
        def __getitem__(self, name: str) -> np.ndarray:
            read.add(name)
            return super().__getitem__(name)

    frame = pd.DataFrame(metric.example.rows)
    cell = Recorded({str(name): frame[name].to_numpy() for name in frame.columns})
    metric.compute(cell, cell, {**metric.options, **metric.example.options})
    assert read <= contract
    assert set(frame.columns) == contract
    assert metric.frame in FRAMES


@EACH
def test_a_result_compared_with_itself_shows_no_change(metric: Metric) -> None:
    verdict = judge(metric, example(metric), example(metric))
    assert (verdict is None) == (metric.compare is None)
    assert verdict is None or (verdict.word == Word.SAME and verdict.change is not None and verdict.change.diff == 0)


@SCORED
def test_too_few_are_withheld_with_how_many_are_missing(metric: Metric) -> None:
    assert metric.min_n is not None
    row = {**metric.example.rows[0], **dict.fromkeys(metric.frame.additive, metric.min_n - 3), "day": DAY}
    by, options = (("answer",), metric.example.options) if metric.needs_by else ((), {})
    row |= dict.fromkeys(by, "Web")
    found = evaluate(metric, TableFetch({metric.frame.key: pd.DataFrame([row])}, AS_OF), YEAR, None, by=by, options=options)
    assert found.overall == Withheld(Reason.TOO_FEW, metric.min_n - 3, 3)
    assert sentence(found) == f"Too few {metric.counted}: {metric.min_n - 3} of at least {metric.min_n}."


@EACH
@pytest.mark.parametrize("reason", Reason)
def test_what_is_shown_is_never_nan_or_none(metric: Metric, reason: Reason) -> None:
    for shown in (formats.shown(metric, example(metric)), formats.shown(metric, Withheld(reason, 0))):
        assert shown
        assert not re.search(r"nan|None|inf\b", shown)


@EACH
def test_words_for_the_manager_and_the_glossary_are_there(metric: Metric) -> None:
    assert metric.question.endswith("?")
    assert all((metric.title, metric.formula_words, metric.formula, metric.counted, metric.version))
    assert re.search(r"\d{4}|catalogue|Catalogue", metric.source)
    assert metric.done or metric.unit.value != "hours" or metric.frame.snapshot


def test_keys_titles_and_questions_are_unique() -> None:
    for name in ("key", "title", "question"):
        values = [getattr(metric, name) for metric in METRICS]
        assert len(set(values)) == len(values)


def test_every_declared_metric_is_registered() -> None:
    names = [module.name for module in pkgutil.iter_modules(definitions.__path__)]
    modules = [importlib.import_module(f"metrics.definitions.{name}") for name in names]
    named = {value.key for module in modules for value in vars(module).values() if isinstance(value, Metric)}
    listed = {metric.key for module in modules for metric in getattr(module, "METRICS", ())}
    assert named | listed == {metric.key for metric in METRICS}


def test_a_mistyped_key_is_answered_with_near_ones() -> None:
    assert by_key("nps").title == "Net Promoter Score"
    with pytest.raises(QuestionError, match=r"did you mean.*complaint_rate"):
        by_key("complaints_rate")
    with pytest.raises(QuestionError, match="known keys: csat"):
        by_key("zzzz")
