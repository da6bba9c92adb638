"""Files of the smallest shapes, asked everything: a reader gets numbers or reasons, or is told what can be asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from data_access.filters import Filters
from metrics import formats
from metrics.errors import QuestionError
from metrics.evaluate import evaluate
from metrics.frames import GRAINS
from metrics.metric import Metric
from metrics.question import COMPARISONS
from metrics.readout import Readout
from metrics.registry import METRICS, by_key
from metrics.results import Estimate, Reason, Withheld
from metrics.verdict import judge_many, sentence, spread
from tests.metrics.tables import TableFetch, answers, contacts

DAY = date(2025, 3, 31)  # last day of a month and a quarter, a Monday
AS_OF = datetime(2025, 3, 31, 23, 59)
EACH = pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.key)
PERIODS = {
    "the day": Filters.of(DAY, DAY),
    "its month": Filters.of(date(2025, 3, 1), DAY),
    "the day after": Filters.of(date(2025, 4, 1), date(2025, 4, 1)),
    "all dates": Filters(),
    "open end": Filters.of(DAY, None),
    "open start": Filters.of(None, DAY),
}
OPTIONS = {"steps": ("Browse", "Order")}


def table(metric: Metric, *, rows: int | None = None, days: tuple[date, ...] = (DAY,), **same: Any) -> pd.DataFrame:
    """The metric's worked example as a table of facts, every row on `days` and with one value per column of `same`."""
    facts = [{**row, **same, "day": day} for day in days for row in metric.example.rows[:rows]]
    if metric.frame.distinct:
        facts = [{**row, "unit": f"customer {number}"} for number, row in enumerate(facts)]
    return pd.DataFrame(facts)


def asked(metric: Metric, facts: pd.DataFrame, filters: Filters, **how: Any) -> Readout | None:
    """The readout, said and shown in full; None when the question itself is refused."""
    fetch = TableFetch({metric.frame.key: facts}, AS_OF)
    options = {name: value for name, value in OPTIONS.items() if name in metric.required}
    try:
        found = evaluate(metric, fetch, filters, None, options=options, **how)
    except QuestionError:
        return None
    said = [sentence(found), spread(found), *(sentence(one) for one in judge_many([found, found]))]
    results = [found.overall, *(row.result for row in found.rows)]
    said += [formats.shown(metric, result) for result in results]
    said += [formats.exact(metric, result.value) for result in results if isinstance(result, Estimate)]
    said += [formats.interval(metric, result) or "." for result in results if isinstance(result, Estimate)]
    assert all(said)
    assert not any(word in text for text in said for word in ("nan", "None", "inf ", "{", "-0 "))
    return found


def broken_down(metric: Metric) -> list[tuple[str, ...]]:
    """The breakdowns that this metric can be asked for, besides none: one dimension, two, a column of the file."""
    first, second = [name for name in metric.frame.dims if name not in metric.inner][:2]
    return [(first,), (first, second), ("attr:Wave",)]


SHAPES: Mapping[str, Mapping[str, Any]] = {
    "one day": {},
    "one row": {"rows": 1},
    "one channel": {"channel": "Phone", "attr:Wave": "2025"},
    "one empty channel": {"channel": None, "attr:Wave": None},
    "two days far apart": {"days": (date(2020, 2, 29), DAY), "channel": "Phone"},
    "days in a row": {"days": (date(2025, 3, 30), DAY), "channel": "Phone"},
}


@EACH
@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_raises_but_a_question_that_cannot_be_asked(metric: Metric, shape: str) -> None:
    facts = table(metric, **SHAPES[shape])
    whole = [asked(metric, facts, filters) for filters in PERIODS.values()]
    whole += [asked(metric, facts, PERIODS["its month"], compare=compare) for compare in COMPARISONS]
    assert [found is None for found in whole] == [metric.needs_by] * len(whole)
    groups = [asked(metric, facts, PERIODS[period], by=by) for period in ("the day", "all dates") for by in broken_down(metric)]
    assert None not in groups


@EACH
@pytest.mark.parametrize("grain", GRAINS)
def test_a_single_day_is_a_single_period_of_every_grain(metric: Metric, grain: str) -> None:
    facts = table(metric, channel="Phone")
    by = ("segment",) if metric.inner else ("channel",)
    found = asked(metric, facts, PERIODS["the day"], by=by, grain=grain)
    assert (found is None) == metric.frame.snapshot
    if found is not None:
        assert len(found.rows) == 1
        assert found.rows[0].result == found.overall or metric.needs_by


def test_a_file_of_one_channel_has_a_mix_of_one() -> None:
    fetch = TableFetch({"contacts": pd.DataFrame([contacts(DAY, "Phone", 40)])}, AS_OF)
    share = evaluate(by_key("contact_share"), fetch, PERIODS["the day"], None, by=("channel",))
    assert [row.result.value for row in share.rows if isinstance(row.result, Estimate)] == [1.0]
    assert sentence(share) == spread(share) == "Largest: Phone with 100.0 % (40 contacts)."
    number = evaluate(by_key("channel_concentration"), fetch, PERIODS["the day"], None)
    assert isinstance(number.overall, Estimate)
    assert (number.overall.value, number.overall.low, number.overall.high) == (1.0, None, None)


def test_one_answer_is_too_few_and_one_contact_is_a_count() -> None:
    fetch = TableFetch(
        {"scores": pd.DataFrame(answers(DAY, {5: 1})), "contacts": pd.DataFrame([contacts(DAY, "Phone", 1)])}, AS_OF
    )
    assert evaluate(by_key("csat"), fetch, Filters(), None).overall == Withheld(Reason.TOO_FEW, 1, 9)
    found = evaluate(by_key("contacts"), fetch, Filters(), None, grain="day")
    assert (sentence(found), len(found.rows)) == ("Contacts: 1.", 1)


def test_equal_answers_have_a_mean_without_interval() -> None:
    fetch = TableFetch({"scores": pd.DataFrame(answers(DAY, {4: 30}))}, AS_OF)
    found = evaluate(by_key("csat_mean"), fetch, Filters(), None)
    assert sentence(found) == "Mean CSAT: 4.00 (30 answers)."
    assert isinstance(found.overall, Estimate)
    assert (found.overall.low, found.overall.high) == (None, None)
