"""Response, weighting to the population, effective sample sizes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.stats.nps import nps_from_counts
from metrics.stats.poststratification import poststratify, rake, rake_2way
from metrics.stats.proportions import csat_topbox, empirical_logit, wilson
from metrics.stats.response import response_rate
from metrics.stats.weighting import cluster_sums, clustered_proportion, design_effect, kish, nps_weighted, weighted_sums

weights = st.lists(st.floats(0.05, 20), min_size=2, max_size=30)
customers = st.lists(st.integers(1, 6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=30)


def test_response_is_over_what_was_delivered():
    found = response_rate(sent=100, bounced=20, complete=40, partial=8, satisfied=30)
    assert (found["rr_delivered"], found["rr_sent"], found["rr_with_partials"]) == (0.5, 0.4, 0.6)
    assert found["csat"] == 0.75
    assert (found["manski_lo"], found["manski_hi"]) == (30 / 80, 70 / 80)
    assert found["cautions"] == []
    assert (found["rr_lo"], found["rr_hi"]) == wilson(40, 80)


def test_nothing_delivered_has_no_rate_and_nobody_answering_bounds_nothing():
    empty = response_rate(sent=10, bounced=10, complete=0, satisfied=0)
    assert (empty["rr_delivered"], empty["rr_lo"], empty["manski_lo"], empty["status"]) == (None, None, None, "empty")
    silent = response_rate(sent=10, bounced=0, complete=0, satisfied=0)
    assert (silent["rr_delivered"], silent["csat"], silent["manski_lo"], silent["manski_hi"]) == (0, None, 0, 1)
    assert response_rate(sent=10, bounced=0, complete=5)["manski_lo"] is None


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"sent": 10, "bounced": 4, "complete": 7}, "7 but delivered is 6"),
        ({"sent": 10, "bounced": 11, "complete": 0}, "bounced is 11 but sent is 10"),
        ({"sent": 10, "bounced": 0, "complete": 5, "satisfied": 6}, "k is 6 but n is 5"),
    ],
)
def test_more_answers_than_invitations_are_a_fault_of_the_data(inputs, message):
    with pytest.raises(ValueError, match=message):
        response_rate(**inputs)


def test_low_or_unequal_response_is_cautioned():
    assert response_rate(1000, 0, 199)["cautions"] == ["low_response"]
    assert response_rate(1000, 0, 200)["cautions"] == []
    unequal = response_rate(1000, 0, 500, by_channel=[(400, 500), (100, 500)])
    assert unequal["cautions"] == ["differs_by_channel"]
    assert response_rate(1000, 0, 500, by_channel=[(250, 500), (250, 500)])["cautions"] == []


@given(weights)
def test_kish_falls_below_n_unless_weights_are_equal(w):
    deff, n_eff = kish(len(w), sum(w), sum(x * x for x in w))
    assert deff >= 1 - 1e-12
    assert n_eff == pytest.approx(len(w) / deff)
    assert kish(len(w), 3.0 * len(w), 9.0 * len(w))[0] == pytest.approx(1)


@given(weights, st.randoms())
def test_weighted_mean_and_its_error_by_definition(w, random):
    y = [random.randint(0, 1) for _ in w]
    found = design_effect(w, y)
    mean = float(np.average(y, weights=w))
    n = len(w)
    assert found["mean_w"] == pytest.approx(mean)
    by_hand = math.sqrt(n / (n - 1) * sum(a * a * (b - mean) ** 2 for a, b in zip(w, y, strict=True))) / sum(w)
    assert found["se_linearised"] == pytest.approx(by_hand, abs=1e-7)
    assert found["status"] == ("degenerate" if len(set(y)) == 1 else "ok")


def test_weights_that_cannot_be_raise_and_missing_answers_are_counted():
    for bad in (-1.0, None, math.nan):
        with pytest.raises(ValueError, match=f"weight 2 is {bad}"):
            design_effect([1.0, bad], [0, 1])
    found = design_effect([1, 1, 5], [0, 1, None])
    assert (found["n"], found["n_missing"], found["mean_w"]) == (2, 1, 0.5)
    assert design_effect([2.0], [1])["status"] == "insufficient"
    assert design_effect([], [])["status"] == "empty"
    assert design_effect([0.0, 0.0], [1, 1])["mean_w"] is None
    with pytest.raises(ValueError, match="weights has 1, y has 2"):
        design_effect([1], [0, 1])


def test_equal_weights_change_no_nps():
    rows = [(1, 2.5)] * 5 + [(0, 2.5)] * 3 + [(-1, 2.5)] * 2
    plain, weighted = nps_from_counts(5, 3, 2), nps_weighted(rows)
    assert weighted["n_eff"] == pytest.approx(10)
    for key in ("nps", "lo", "hi"):
        assert weighted[key] == pytest.approx(plain[key])
    assert nps_weighted([])["nps"] is None
    with pytest.raises(ValueError, match=r"categories hold \[9\]"):
        nps_weighted([(9, 1.0)])


@given(customers)
def test_one_answer_per_customer_is_a_plain_share(rows):
    hits = [int(k > 0) for k, _ in rows]
    found, plain = clustered_proportion(hits, [1] * len(hits)), csat_topbox(sum(hits), len(hits))
    assert found["rate"] == plain["rate"]
    if 0 < sum(hits) < len(hits):
        # The sample variance of independent answers has divisor n - 1, so the effect is n / (n - 1).
        assert found["deff"] == pytest.approx(len(hits) / (len(hits) - 1))
    assert 0 <= found["lo"] <= found["rate"] <= found["hi"] <= 1


@given(customers)
def test_answers_copied_within_customers_are_worth_no_more(rows):
    k, n = [k for k, _ in rows], [n for _, n in rows]
    once, thrice = clustered_proportion(k, n), clustered_proportion([3 * x for x in k], [3 * x for x in n])
    assert thrice["rate"] == pytest.approx(once["rate"])
    assert thrice["se_cluster"] == pytest.approx(once["se_cluster"], abs=1e-9)
    by_hand = sum((a - once["rate"] * b) ** 2 for a, b in rows) * len(k) / (len(k) - 1) / sum(n) ** 2
    assert once["se_cluster"] ** 2 == pytest.approx(by_hand, abs=1e-12)
    assert once["n_eff"] <= sum(n)


def test_cluster_edges():
    assert clustered_proportion([], [])["status"] == "empty"
    one = clustered_proportion([1], [3])
    assert (one["rate"], one["lo"], one["status"]) == (1 / 3, None, "insufficient")
    all_hits = clustered_proportion([3, 2, 0], [3, 2, 0])
    assert (all_hits["deff"], all_hits["n_eff"], all_hits["clusters"], all_hits["status"]) == (None, 2, 2, "degenerate")
    assert (all_hits["lo"], all_hits["hi"]) == wilson(2, 2)
    with pytest.raises(ValueError, match="k of customer 1 is 4 but n of customer 1 is 3"):
        cluster_sums([4], [3])


def test_poststratified_share_is_the_populations():
    found = poststratify([10, 30], [0.5, 0.5], [5, 24])
    assert found["weights"] == [2, 2 / 3]
    assert found["weighted_csat"] == pytest.approx(0.65)
    assert found["n_eff"] < 40
    proportional = poststratify([10, 30], [0.25, 0.75], [5, 24])
    assert proportional["weighted_csat"] == pytest.approx(29 / 40)
    assert proportional["deff_kish"] == pytest.approx(1)


def test_poststratify_edges():
    hole = poststratify([10, 0], [0.5, 0.5], [5, 0])
    assert (hole["weighted_csat"], hole["weights"][1], hole["status"]) == (None, None, "insufficient")
    unwanted = poststratify([10, 0], [1.0, 0.0], [5, 0])
    assert (unwanted["weighted_csat"], unwanted["status"]) == (0.5, "ok")
    single = poststratify([10, 1], [0.5, 0.5], [5, 1])
    assert (single["weighted_csat"], single["se_stratified"], single["status"]) == (0.75, None, "insufficient")
    assert poststratify([0, 0], [0.5, 0.5], [0, 0])["status"] == "empty"
    assert poststratify([5, 5], [0.5, 0.5], [5, 5])["status"] == "degenerate"
    with pytest.raises(ValueError, match=r"adds up to 1\.2"):
        poststratify([5, 5], [0.6, 0.6], [1, 1])


tables = st.lists(st.lists(st.integers(1, 90), min_size=3, max_size=3), min_size=2, max_size=4)


@given(tables, st.data())
def test_raking_meets_both_margins_and_keeps_odds_ratios(table, data):
    sample = np.array(table, dtype=float)
    rows = np.array(data.draw(st.lists(st.floats(1, 9), min_size=len(table), max_size=len(table))))
    columns = np.array(data.draw(st.lists(st.floats(1, 9), min_size=3, max_size=3)))
    rows, columns = rows / rows.sum() * sample.sum(), columns / columns.sum() * sample.sum()
    fitted = rake(sample, rows, columns)
    assert fitted.sum(axis=1) == pytest.approx(rows)
    assert fitted.sum(axis=0) == pytest.approx(columns)
    # What raking must not touch: how rows and columns hang together.
    before = sample[0, 0] * sample[1, 1] / (sample[0, 1] * sample[1, 0])
    assert fitted[0, 0] * fitted[1, 1] / (fitted[0, 1] * fitted[1, 0]) == pytest.approx(before)


def test_raking_to_its_own_margins_changes_nothing():
    found = rake_2way([[10, 20], [30, 40]], [30, 70], [0.4, 0.6], [[5, 10], [15, 30]])
    assert np.array(found["cell_weights"]) == pytest.approx(np.ones((2, 2)))
    assert found["weighted_csat"] == pytest.approx(found["unweighted_csat"])
    assert found["n_eff"] == pytest.approx(100)
    assert found["trimmed"] == 0


def test_raking_edges():
    hole = rake_2way([[10, 0], [30, 40]], [20, 80], [40, 60], [[5, 0], [15, 30]])
    assert hole["cell_weights"][0][1] is None
    assert hole["status"] == "ok"
    no_margin = rake_2way([[0, 0], [30, 40]], [20, 80], [40, 60], [[0, 0], [15, 30]])
    assert (no_margin["weighted_csat"], no_margin["status"]) == (None, "insufficient")
    assert rake_2way([[0, 0], [0, 0]], [1, 1], [1, 1], [[0, 0], [0, 0]])["status"] == "empty"
    with pytest.raises(ValueError, match="did not settle in 1000 rounds"):
        rake_2way([[10, 0], [0, 10]], [50, 50], [30, 70], [[5, 0], [0, 5]])
    with pytest.raises(ValueError, match=r"shape \(1, 2\)"):
        rake_2way([[1, 2]], [1, 1], [1, 1], [[1, 1]])


def test_extreme_weights_are_trimmed_and_raked_again():
    n = np.array([[5, 80, 15], [60, 60, 80]])
    targets = np.array([0.5, 0.5]), np.array([0.5, 0.3, 0.2])
    found = rake_2way(n.tolist(), *(target.tolist() for target in targets), (n // 2).tolist())
    untrimmed = rake(n.astype(float), *(target * 300 for target in targets)) / n
    w = np.array(found["cell_weights"])
    assert found["trimmed"] == ((untrimmed > 5) | (untrimmed < 0.2)).sum() > 0
    assert found["still_beyond"] == ((w > 5) | (w < 0.2)).sum()
    assert untrimmed.max() > w.max()
    assert (w * n).sum(axis=1) == pytest.approx(targets[0] * 300)
    assert (w * n).sum(axis=0) == pytest.approx(targets[1] * 300)


def test_empirical_logit_exists_at_the_ends():
    assert empirical_logit(5, 10) == 0
    assert empirical_logit(0, 10) == pytest.approx(-empirical_logit(10, 10))
    assert empirical_logit(0, 0) is None


def test_sums_of_weights_add():
    rows = [(0.5, 1.0), (2.0, 0.0), (1.5, 1.0)]
    assert weighted_sums(rows).mean == pytest.approx(0.5)
    assert weighted_sums(rows[:1]).standard_error is None
