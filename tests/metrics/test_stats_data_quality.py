"""Data quality: complete, valid, on time, unique, consistent, accurate, joined, and what the gaps cost."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from metrics.stats.accuracy import accuracy_audit, hypergeometric_bounds
from metrics.stats.data_gaps import Item, completeness_interval, data_gap_analysis, item_intervals
from metrics.stats.data_quality import column_profile, completeness_validity, consistency, is_absent, timeliness, uniqueness
from metrics.stats.identity import identity_resolution, pair_counts, unified_view
from metrics.stats.proportions import wilson


def test_placeholders_are_absent_and_real_values_are_not():
    nothing = (None, "", "  ", float("nan"), "N/A", " n/a ", "NULL", "1900-01-01", date(1900, 1, 1))
    assert all(is_absent(cell) for cell in nothing)
    assert not any(is_absent(cell) for cell in (0, False, "0", "Anna", "NA", date(2024, 1, 1)))
    profile = column_profile(["a@b", "N/A", None, "broken", "c@d"], lambda cell: "@" in str(cell))
    assert profile == (5, 3, 2)


def test_completeness_by_field_and_weight():
    found = completeness_validity(10, 4, {"a": {"present": 10, "valid": 5, "weight": 3}, "b": {"present": 2, "valid": 2}})
    assert found["weighted_completeness"] == pytest.approx((3 * 1 + 0.2) / 4)
    assert found["fields"]["a"]["validity"] == 0.5
    assert found["fields"]["b"]["ci_completeness"] == list(wilson(2, 10))
    assert found["record_completeness"] == 0.4


def test_completeness_edges():
    empty = completeness_validity(0, 0, {"a": {"present": 0, "valid": 0, "weight": 1}})
    assert (empty["record_completeness"], empty["weighted_completeness"], empty["status"]) == (None, None, "empty")
    assert empty["fields"]["a"]["ci_completeness"] == [None, None]
    nothing = completeness_validity(5, 0, {"a": {"present": 0, "valid": 0, "weight": 0}})
    assert (nothing["fields"]["a"]["completeness"], nothing["fields"]["a"]["validity"]) == (0, None)
    assert nothing["weighted_completeness"] is None
    with pytest.raises(ValueError, match="present in 'a' is 6 but rows is 5"):
        completeness_validity(5, 0, {"a": {"present": 6, "valid": 0}})
    with pytest.raises(ValueError, match="the weight of 'a' is -1"):
        completeness_validity(5, 0, {"a": {"present": 5, "valid": 0, "weight": -1}})


@given(st.lists(st.floats(0, 200), min_size=1, max_size=40), st.floats(0, 100), st.floats(1, 100))
def test_records_lose_worth_with_their_lag(lags, sla, volatility):
    found = timeliness(lags, sla, volatility)
    assert found["within_sla"] == sum(lag <= sla for lag in lags) / len(lags)
    assert 0 <= found["ballou_mean"] <= 1
    assert timeliness(lags, sla, volatility, sensitivity=2)["ballou_mean"] <= found["ballou_mean"] + 1e-12
    assert timeliness(lags[::-1], sla, volatility)["median_lag"] == found["median_lag"]


def test_clock_errors_and_missing_lags_are_counted_apart():
    found = timeliness([1, 30, -2, None, float("nan")], 24, 48)
    assert (found["n"], found["n_clock_errors"], found["n_missing"], found["within_sla"]) == (2, 1, 2, 0.5)
    only_wrong = timeliness([-1], 24, 48)
    assert (only_wrong["within_sla"], only_wrong["median_lag"], only_wrong["status"]) == (None, None, "empty")
    with pytest.raises(ValueError, match="volatility is 0"):
        timeliness([1], 24, 0)


@given(st.lists(st.one_of(st.none(), st.sampled_from("abcdef"))))
def test_uniqueness_counts_keys(keys):
    found = uniqueness(keys)
    present = [key for key in keys if key is not None]
    assert found["distinct"] + found["duplicate_rows"] + found["null_keys"] == found["rows"] == len(keys)
    if present:
        assert found["uniqueness"] == len(set(present)) / len(present) == pytest.approx(1 - found["duplicate_rate"])
    else:
        assert (found["uniqueness"], found["duplicate_rate"], found["status"]) == (None, None, "empty")


def test_keys_may_have_parts_and_blanks_are_no_keys():
    found = uniqueness([["a", 1], ["a", 2], ["a", 1], " ", ""])
    assert (found["distinct"], found["duplicate_rows"], found["null_keys"]) == (2, 1, 2)


def test_consistency_edges():
    found = consistency(0, 0, 0, 10, 0, 0)
    assert (found["cross_source_agreement"], found["ci"], found["rule_pass_rate"]) == (None, [None, None], None)
    assert (found["referential_integrity"], found["status"]) == (1, "ok")
    assert consistency(0, 0, 0, 0, 0, 0)["status"] == "empty"
    with pytest.raises(ValueError, match="orphan_rows is 3 but fk_rows is 2"):
        consistency(1, 1, 3, 2, 1, 1)


@settings(max_examples=50)
@given(st.integers(1, 60).flatmap(lambda pop: st.tuples(st.just(pop), st.integers(1, pop))), st.data())
def test_audit_bounds_are_the_counts_the_sample_allows(sizes, data):
    population, n = sizes
    k = data.draw(st.integers(0, n))
    low, high = hypergeometric_bounds(k, n, population)
    totals, tail = range(population + 1), (1 - 0.95) / 2  # as the function has it: a tie decides on the last bit
    at_least = [total for total in totals if stats.hypergeom.sf(k - 1, population, total, n) > tail]
    at_most = [total for total in totals if stats.hypergeom.cdf(k, population, total, n) > tail]
    assert (low, high) == (min(at_least), max(at_most))
    assert low / population <= (k / n) + 1 / population
    if n == population:
        assert low == high == k


def test_audit_edges():
    empty = accuracy_audit(0, 0, 100)
    assert (empty["accuracy"], empty["wilson"], empty["hypergeom_lo"], empty["status"]) == (None, [None, None], None, "empty")
    assert accuracy_audit(9, 10)["hypergeom_lo"] is None
    with pytest.raises(ValueError, match="n is 10 but population is 5"):
        accuracy_audit(9, 10, 5)


labels = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=14)


@settings(max_examples=60)
@given(labels)
def test_pairs_by_brute_force(rows):
    found = identity_resolution([p for p, _ in rows], [t for _, t in rows], draws=20)
    pairs = list(combinations(rows, 2))
    joined = sum(a[0] == b[0] and a[1] == b[1] for a, b in pairs)
    predicted, true = sum(a[0] == b[0] for a, b in pairs), sum(a[1] == b[1] for a, b in pairs)
    assert found["pair_precision"] == (joined / predicted if predicted else None)
    assert found["pair_recall"] == (joined / true if true else None)
    if predicted and true:
        assert found["pair_f1"] == pytest.approx(2 * joined / (predicted + true))
    else:
        assert (found["pair_f1"], found["f1_ci"], found["status"]) == (None, [None, None], "insufficient")


def test_f1_interval_holds_the_figure_and_is_the_same_twice():
    predicted = [i // 2 for i in range(60)]
    true = [i // 2 if i % 7 else 100 + i for i in range(60)]
    found = identity_resolution(predicted, true)
    assert found["f1_ci"][0] < found["pair_f1"] < found["f1_ci"][1]
    assert found == identity_resolution(predicted, true)
    perfect = identity_resolution(predicted, predicted)
    assert (perfect["pair_f1"], perfect["f1_ci"]) == (1, [1, 1])


def test_unlinked_and_unlabelled_records():
    found = identity_resolution([None, None, 1, 1], [7, 7, 8, None])
    assert (found["n"], found["n_missing"], found["entities_per_record"]) == (3, 1, 1)
    assert (found["pair_precision"], found["pair_recall"]) == (None, 0)
    assert identity_resolution([], [])["status"] == "empty"
    with pytest.raises(ValueError, match="predicted_entity has 1, true_entity has 2"):
        identity_resolution([1], [1, 2])


def test_pairs_joined_wrongly_are_shared_by_both_entities():
    joined, missed, wrong = pair_counts([("x", "a"), ("x", "a"), ("x", "b"), ("y", "b")])
    assert (joined.tolist(), missed.tolist(), wrong.tolist()) == ([1, 0], [0, 1], [1, 1])


def test_unified_view_edges():
    found = unified_view(0, 0, 10, 4)
    assert (found["match_rate"], found["ci"], found["cross_channel_linked_share"]) == (None, [None, None], 0.4)
    assert unified_view(0, 0, 0, 0)["status"] == "empty"
    with pytest.raises(ValueError, match="k is 5 but n is 4"):
        unified_view(4, 5, 1, 0)


ITEMS = [("contacts", 1, 2, 1.0), ("category", 2, 1, 0.4), ("life", 3, 1, 0.0)]


def test_gaps_widen_with_the_level():
    found = data_gap_analysis(ITEMS, {"skill_full": 0.4, "skill_current": 0.3}, {"value_taken": 5, "value_best": 10})
    assert found["levels"]["enterprise"] == {"completeness": 1, "data_gap": 0}
    assert found["levels"]["industry"]["completeness"] == pytest.approx(2.4 / 3)
    assert found["levels"]["customer"]["completeness"] == pytest.approx(2.4 / 4)
    assert (found["inference_gap"], found["advice_gap"]) == (pytest.approx(0.25), 0.5)


def test_gaps_without_grounds_are_not_guessed():
    found = data_gap_analysis([("life", 3, 1, 0.5)])
    assert found["levels"]["enterprise"] == {"completeness": None, "data_gap": None}
    assert (found["inference_gap"], found["advice_gap"]) == (None, None)
    no_skill = data_gap_analysis(ITEMS, {"skill_full": 0, "skill_current": 0.1}, {"value_taken": 0, "value_best": 0})
    assert (no_skill["inference_gap"], no_skill["advice_gap"]) == (None, None)
    assert data_gap_analysis(ITEMS, {"skill_full": 0.3, "skill_current": None})["inference_gap"] is None
    assert data_gap_analysis([])["status"] == "empty"
    for bad in (("x", 4, 1, 0.5), ("x", 1, 1, 1.5)):
        with pytest.raises(ValueError, match="expected a level of 1"):
            data_gap_analysis([bad])
    with pytest.raises(ValueError, match="the weight of 'x' is -1"):
        data_gap_analysis([("x", 1, -1, 0.5)])


def test_completeness_is_surer_with_more_rows():
    few = [Item("a", 1, 2, 8, 10), Item("b", 2, 1, 3, 10)]
    many = [Item("a", 1, 2, 800, 1000), Item("b", 2, 1, 300, 1000)]
    wide, narrow = completeness_interval(few, 2), completeness_interval(many, 2)
    assert wide[0] < narrow[0] < 1.9 / 3 < narrow[1] < wide[1]
    assert completeness_interval(few[1:], 1) is None
    assert item_intervals(few)["a"] == (0.8, list(wilson(8, 10)))
    assert item_intervals([Item("c", 1, 1, 0, 0)])["c"] == (None, [None, None])
    with pytest.raises(ValueError, match="populated of 'a' is 9 but rows is 5"):
        completeness_interval([Item("a", 1, 1, 9, 5)], 1)
