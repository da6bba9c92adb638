"""Numbers as people read them: rounded on a card, exact where they are checked by hand."""

from __future__ import annotations

import pytest

from metrics import formats
from metrics.registry import METRICS, by_key
from metrics.results import Estimate


@pytest.mark.parametrize(
    ("key", "amount", "says"),
    [
        ("csat", 0.78787, "78.79 %"),
        ("csat", 1.0, "100.00 %"),
        ("answered_share", 5382 / 5404, "99.59 %"),
        ("nps", 39.84375, "39.84"),
        ("nps", -0.001, "0.00"),
        ("nps", -39.84375, "−39.84"),
        ("csat_mean", 3.998217, "3.9982"),
        ("channel_concentration", 3.0262575, "3.0263"),
        ("contacts", 188_828.0, "188,828"),
        ("complaint_rate", 4.404761904761905, "4.405"),
        ("resolution_time", 201.0, "8.4 days (201 h)"),
        ("resolution_time", 1201.5, "50.1 days (1,201.5 h)"),
        ("resolution_time", 10.0, "10 h"),
        ("resolution_time", 0.25, "15 min (0.25 h)"),
        ("resolution_time", 0.0, "0 min (0 h)"),
        ("backlog_age", 142.5, "5.9 days (142.5 h)"),
    ],
)
def test_exact_values_can_be_checked_by_hand(key: str, amount: float, says: str) -> None:
    assert formats.exact(by_key(key), amount) == says


@pytest.mark.parametrize(
    ("n", "plural", "says"),
    [
        (1, "customers", "1 customer"),
        (0, "contacts", "0 contacts"),
        (1204, "answers", "1,204 answers"),
        (1, "open complaints", "1 open complaint"),
        (1.0, "journeys", "1 journey"),
    ],
)
def test_one_of_a_kind_is_no_plural(n: float, plural: str, says: str) -> None:
    assert formats.counted(n, plural) == says


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.key)
def test_exact_is_never_coarser_than_shown(metric) -> None:
    known = metric.example
    exact, rounded = formats.exact(metric, known.value), formats.shown(metric, Estimate(known.value, None, None, known.n))
    assert len(exact) >= len(rounded.replace(".0 h", " h"))
    assert exact.endswith(" %") == rounded.endswith(" %")


@pytest.mark.parametrize(("key", "amount", "says"), [
    ("nps", -12.34, "−12.3"), ("csat_mean", -0.5, "−0.50"), ("resolution_time", -1.5, "−1.5 h"), ("nps", -0.04, "0.0"),
    ("contacts", -1204.0, "−1,204"), ("csat", -0.021, "−2.1 %"),
])  # fmt: skip
def test_a_negative_number_has_the_true_minus_sign(key: str, amount: float, says: str) -> None:
    assert formats.value(by_key(key), amount) == says


def test_every_way_to_write_a_number_has_it() -> None:
    nps = by_key("nps")
    assert formats.interval(nps, Estimate(-3.0, -6.2, -0.4, 90)) == "between −6.2 and −0.4"
    assert formats.exact(by_key("resolution_time"), -1.5).endswith("(−1.5 h)")
    assert formats.whole(-1204.0) == "−1,204"
    assert formats.number(nps, 4.0, signed=True) == "+4.0"
