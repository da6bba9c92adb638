"""Shares, their differences, many of them at once, and who may be shown."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from metrics.stats.multiplicity import bh_adjust
from metrics.stats.proportions import (
    clopper_pearson,
    csat_diff,
    csat_topbox,
    goodman,
    newcombe,
    two_proportions_test,
    wilson,
)
from metrics.stats.recovery import manski_bounds, recovery_rate
from metrics.stats.sla import sla_attainment
from metrics.stats.suppression import suppress_small_cells
from metrics.stats.targets import kpi_status, target_status

counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, st.sampled_from([0.8, 0.95, 0.99]))
def test_intervals_agree_with_scipy_and_hold_the_share(kn, conf):
    k, n = kn
    test = stats.binomtest(k, n)
    for ours, method in ((wilson, "wilson"), (clopper_pearson, "exact")):
        low, high = ours(k, n, conf)
        theirs = test.proportion_ci(conf, method)
        assert low == pytest.approx(theirs.low, abs=1e-9)
        assert high == pytest.approx(theirs.high, abs=1e-9)
        assert 0 <= low <= k / n <= high <= 1
        assert low < high


@given(counts)
def test_interval_mirrors_and_narrows_with_n(kn):
    k, n = kn
    low, high = wilson(k, n)
    assert wilson(n - k, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)
    wide = wilson(10 * k, 10 * n)
    assert wide[1] - wide[0] < high - low


def test_the_same_share_is_surer_with_more_answers():
    # A band blind to n would draw one width for all three.
    widths = [high - low for low, high in (wilson(k, n) for k, n in ((6, 20), (12, 40), (60, 200)))]
    assert widths[0] > 1.3 * widths[1] > 1.3 * 2 * widths[2]


def test_zero_of_ten_is_a_number_and_nothing_of_nothing_is_not():
    assert csat_topbox(0, 10)["rate"] == 0
    assert csat_topbox(0, 0) == {"rate": None, "lo": None, "hi": None, "n": 0, "status": "empty"}
    with pytest.raises(ValueError, match="n is 0"):
        wilson(0, 0)


@pytest.mark.parametrize(
    ("k", "n", "seen"), [(-1, 5, "k is -1"), (3, -2, "n is -2"), (6, 5, "k is 6 but n is 5"), (math.nan, 5, "k is nan")]
)
def test_impossible_counts_are_named(k, n, seen):
    for function in (csat_topbox, wilson, clopper_pearson):
        with pytest.raises(ValueError, match=seen):
            function(k, n)


@pytest.mark.parametrize("conf", [0, 1, 95])
def test_a_confidence_level_in_percent_is_refused(conf):
    with pytest.raises(ValueError, match="write 95 % as"):
        wilson(1, 2, conf)


@given(counts, counts)
def test_differences_are_antisymmetric_and_inside_their_interval(first, second):
    diff, low, high = newcombe(*first, *second)
    assert -1 <= low <= diff <= high <= 1
    back = newcombe(*second, *first)
    assert back == pytest.approx((-diff, -high, -low), abs=1e-12)
    name, z, p = two_proportions_test(*first, *second)
    assert 0 <= p <= 1
    assert (z is None) == (name == "fisher")
    assert two_proportions_test(*second, *first)[2] == pytest.approx(p, abs=1e-9)


def test_n_minus_one_chi_square_is_pearsons_scaled():
    table = [[330, 93], [291, 110]]
    pearson = stats.chi2_contingency(table, correction=False).statistic
    _, z, _ = two_proportions_test(330, 423, 291, 401)
    assert z**2 == pytest.approx(pearson * 823 / 824, rel=1e-12)


@pytest.mark.parametrize("k", [0, 1])
def test_two_equal_extremes_do_not_differ(k):
    found = csat_diff(k * 12, 12, k * 30, 30)
    assert (found["test"], found["z"], found["p_value"], found["diff"]) == ("fisher", None, 1, 0)
    assert found["lo"] < 0 < found["hi"]


def test_difference_with_an_empty_side():
    found = csat_diff(0, 0, 3, 9)
    assert found["status"] == "empty"
    assert found["diff"] is found["p_value"] is found["lo"] is None


def test_goodman_is_wilson_for_one_share_and_wider_for_many():
    assert goodman([5], 0.95) == [wilson(5, 5, 0.95)]
    for joint, alone in zip(goodman([30, 50, 20]), [wilson(k, 100) for k in (30, 50, 20)], strict=True):
        assert joint[0] < alone[0] < alone[1] < joint[1]


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=12))
def test_false_discovery_control(p):
    found = bh_adjust(p)
    tested = [value for value in p if value is not None]
    assert found["m"] == len(tested)
    assert [q is None for q in found["p_adjusted"]] == [value is None for value in p]
    ours = [q for q in found["p_adjusted"] if q is not None]
    assert ours == pytest.approx(list(stats.false_discovery_control(tested)) if tested else [], abs=1e-12)
    assert [r for r in found["reject"] if r is not None] == [q <= 0.05 + 1e-12 for q in ours]


def test_ties_share_a_q_and_exact_limits_reject():
    assert bh_adjust([0.02, 0.02, 0.9])["p_adjusted"] == pytest.approx([0.03, 0.03, 0.9])
    assert bh_adjust([0.01, 0.02, 0.03, 0.04, 0.05])["reject"] == [True] * 5
    assert bh_adjust([])["p_adjusted"] == []
    with pytest.raises(ValueError, match=r"p\[1\] is 1.2"):
        bh_adjust([0.1, 1.2])


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 40), max_size=8), st.integers(2, 15), st.booleans())
def test_nothing_hidden_can_be_found_by_subtraction(cells, n_min, total_published):
    shown = suppress_small_cells(cells, n_min, total_published)
    assert list(shown) == list(cells)
    hidden = [cells[key] for key, status in shown.items() if status == "suppressed"]
    assert all((status == "empty") == (cells[key] == 0) for key, status in shown.items())
    assert all(cells[key] >= n_min for key, status in shown.items() if status == "ok")
    if total_published and hidden and "ok" in shown.values():
        assert len(hidden) >= 2
        assert sum(hidden) >= n_min
    if not total_published:
        assert all(count < n_min for count in hidden)
    assert suppress_small_cells(dict(reversed(cells.items())), n_min, total_published) == shown


def test_suppression_breaks_ties_by_key_and_refuses_negative_counts():
    assert suppress_small_cells({"b": 20, "a": 20, "z": 3}) == {"b": "ok", "a": "suppressed", "z": "suppressed"}
    with pytest.raises(ValueError, match="the count of 'a' is -1"):
        suppress_small_cells({"a": -1})


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ((0.8, 0.8, 0.9, 0.8, True), "met"),
        ((0.75, 0.7, 0.8, 0.8, True), "uncertain"),
        ((0.75, 0.7, 0.79, 0.8, True), "missed"),
        ((3.0, 2.0, 3.0, 3.0, False), "met"),
        ((3.0, 3.0, 4.0, 3.0, False), "uncertain"),
        ((3.5, 3.1, 4.0, 3.0, False), "missed"),
        ((18.0, 8.0, None, 7.0, False), "missed"),
        ((18.0, 8.0, None, 70.0, False), "uncertain"),
        ((0.9, None, None, 0.8, True), "uncertain"),
    ],
)
def test_target_status(figure, expected):
    assert target_status(*figure)[0] == expected


def test_attainment_needs_two_numbers_other_than_zero():
    assert target_status(0, -5, 5, 10) == ("missed", None)
    assert target_status(4, 3, 5, 0) == ("met", None)
    assert kpi_status([])["status"] == []


def test_open_cases_past_their_limit_are_breaches():
    found = sla_attainment(8, 0, 2, 5)
    assert (found["attainment"], found["n"], found["pending"], found["naive_closed_only"]) == (0.8, 10, 5, 1)
    nothing_due = sla_attainment(0, 0, 0, 5)
    assert (nothing_due["attainment"], nothing_due["ci"], nothing_due["status"]) == (None, [None, None], "empty")


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_silence_is_bounded(satisfied, unsatisfied, silent):
    closed, answered = satisfied + unsatisfied + silent, satisfied + unsatisfied
    found = recovery_rate(closed, answered, satisfied)
    if closed == 0:
        assert found["manski_lo"] is found["response_rate"] is found["recovery"] is None
        return
    assert manski_bounds(satisfied, answered, closed) == (found["manski_lo"], found["manski_hi"])
    assert found["manski_hi"] - found["manski_lo"] == pytest.approx(silent / closed)
    if answered:
        assert found["manski_lo"] - 1e-12 <= found["recovery"] <= found["manski_hi"] + 1e-12
    else:
        assert (found["recovery"], found["status"]) == (None, "empty")


def test_recovery_refuses_more_answers_than_cases():
    with pytest.raises(ValueError, match="responded is 12 but closed is 10"):
        recovery_rate(10, 12, 3)
