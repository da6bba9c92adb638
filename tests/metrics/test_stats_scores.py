"""Scores, means, NPS, effort: one number, one denominator."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from metrics.stats.ces import ces
from metrics.stats.means import csat_mean, mean_diff, mean_interval, welch
from metrics.stats.nps import nps, nps_diff, nps_diff_paired, nps_from_counts, nps_interval, nps_score_interval
from metrics.stats.scales import normalise_scale, pomp
from metrics.stats.scores import (
    count_at_least,
    pool_histograms,
    reverse_histogram,
    score_histogram,
    score_sums,
)

three = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
histograms = st.dictionaries(st.integers(1, 5), st.integers(0, 50), max_size=5)


def expand(hist):
    return [score for score, count in hist.items() for _ in range(count)]


def test_raw_cells_are_sorted_without_guessing():
    valid, missing = [5, " 3 ", "4.0", Decimal("2"), 5.0], [None, "", "  ", math.nan]
    raw = [*valid, *missing, 0, 6, 2.5, "1_0", "nan", "inf", "3,0", True, "n/a"]
    found = score_histogram(raw, (1, 5))
    assert found["hist"] == {2: 1, 3: 1, 4: 1, 5: 2}
    assert (found["n_valid"], found["n_missing"], found["n_invalid"]) == (5, 4, 9)
    assert found["n_valid"] + found["n_missing"] + found["n_invalid"] == len(raw)
    assert score_histogram([None, ""], (1, 5)) == {
        "hist": {}, "n_valid": 0, "n_missing": 2, "n_invalid": 0, "status": "empty"
    }  # fmt: skip


@given(histograms)
def test_mean_and_interval_agree_with_scipy_on_the_rows(hist):
    rows, found = expand(hist), csat_mean(hist)
    assert found["n"] == len(rows)
    if not rows:
        assert (found["mean"], found["status"]) == (None, "empty")
    elif len(rows) == 1:
        assert (found["sd"], found["lo"], found["status"]) == (None, None, "insufficient")
    elif len(set(rows)) == 1:
        assert (found["sd"], found["lo"], found["hi"], found["status"]) == (0, rows[0], rows[0], "degenerate")
    else:
        test = stats.ttest_1samp(rows, 0).confidence_interval(0.95)
        assert (found["lo"], found["hi"]) == pytest.approx((test.low, test.high), rel=1e-9)
        assert found["lo"] <= found["mean"] <= found["hi"]


@given(histograms, histograms)
def test_sums_add_so_any_split_gives_the_same_mean(first, second):
    both = {score: first.get(score, 0) + second.get(score, 0) for score in {*first, *second}}
    assert score_sums(first) + score_sums(second) == score_sums(both)


@pytest.mark.filterwarnings("ignore:Precision loss:RuntimeWarning")  # scipy's own, on a side without spread
@given(histograms, histograms)
def test_welch_agrees_with_scipy(first, second):
    found, rows = mean_diff(first, second), (expand(first), expand(second))
    if min(map(len, rows)) == 0:
        assert (found["diff"], found["status"]) == (None, "empty")
    elif min(map(len, rows)) == 1:
        assert (found["t"], found["status"]) == (None, "insufficient")
    elif all(len(set(side)) == 1 for side in rows):
        assert (found["t"], found["p_value"], found["status"]) == (None, None, "degenerate")
    else:
        test = stats.ttest_ind(*rows, equal_var=False)
        assert (found["t"], found["p_value"]) == pytest.approx((test.statistic, test.pvalue), rel=1e-8, abs=1e-12)
        assert found["lo"] <= found["diff"] <= found["hi"]


def test_mean_blocks_refuse_what_they_cannot_answer():
    with pytest.raises(ValueError, match="n is 0"):
        mean_interval(0, 0, 0)
    with pytest.raises(ValueError, match="at least 2 scores"):
        welch(score_sums({3: 1}), score_sums({3: 4}))
    with pytest.raises(ValueError, match="the count of score 3 is -1"):
        csat_mean({3: -1})
    with pytest.raises(ValueError, match="from 1 to 5; seen: 6"):
        csat_mean({5: 3, 6: 1}, scale=(1, 5))


def test_one_score_repeated_has_no_spread_even_as_a_fraction():
    assert mean_interval(3, 0.1 + 0.1 + 0.1, 3 * 0.1 * 0.1).sd == pytest.approx(0, abs=1e-8)


def test_dismissed_questions_are_not_part_of_the_nps():
    # 40 promoters, 20 passives, 10 detractors and 30 who dismissed it: dividing by 100 would print 30.0.
    raw = [10] * 40 + [8] * 20 + [3] * 10 + [None] * 30
    found = score_histogram(raw, (0, 10))
    assert found["n_missing"] == 30
    value = nps(found["hist"])
    assert value["nps"] == pytest.approx(100 * 30 / 70)
    assert value["n"] == 70


@given(three)
def test_nps_stays_inside_its_intervals_from_two_answers_on(groups):
    found, score = nps_from_counts(*groups), nps_score_interval(*groups)
    if sum(groups) == 0:
        assert (found["nps"], found["lo"], score["hi"], found["status"]) == (None, None, None, "empty")
        return
    assert -100 <= score["lo"] <= score["nps"] <= score["hi"] <= 100
    if sum(groups) > 1:
        assert -100 <= found["lo"] <= found["nps"] <= found["hi"] <= 100
    mirrored = nps_interval(*reversed(groups))
    assert mirrored == pytest.approx((-found["hi"], -found["lo"]), abs=1e-9)


def test_a_single_promoter_is_outside_the_adjusted_interval():
    # The adjusted interval is centred on four imagined answers; the minimum n keeps such a figure off the page.
    assert nps_from_counts(1, 0, 0)["hi"] < 100


@pytest.mark.parametrize("groups", [(16, 11, 9), (3, 0, 7), (0, 4, 6), (12, 1, 0)])
def test_score_interval_inverts_the_score_test(groups):
    promoters, passives, detractors = groups
    found = nps_score_interval(*groups)
    for bound in (found["lo"], found["hi"]):
        delta = bound / 100
        if abs(delta) == 1:
            continue
        # Restricted maximum likelihood by brute force over the detractor share.
        def loss(q, delta=delta):
            parts = ((promoters, q + delta), (detractors, q), (passives, 1 - 2 * q - delta))
            return -sum(count * math.log(share) for count, share in parts if count)

        steps = 400_000
        low, high = max(0, -delta), (1 - delta) / 2
        grid = (low + (high - low) * i / steps for i in range(1, steps))
        q = min(grid, key=loss)
        n = sum(groups)
        statistic = (promoters - detractors - n * delta) / math.sqrt(n * (2 * q + delta * (1 - delta)))
        assert abs(statistic) == pytest.approx(1.959963984540054, abs=1e-4)


def test_nps_refuses_other_scales_and_scores():
    with pytest.raises(ValueError, match="from 0 to 10; seen: 11"):
        nps({10: 5, 11: 1})
    with pytest.raises(ValueError, match=r"seen: 9\.5"):
        nps({9.5: 5})
    with pytest.raises(ValueError, match="seen a scale from 1 to 5"):
        nps({5: 30, 1: 2}, scale=(1, 5))
    with pytest.raises(ValueError, match="detractors is -1"):
        nps_from_counts(1, 1, -1)


@given(three, three)
def test_change_of_nps_is_antisymmetric(a, b):
    keys = ("promoters", "passives", "detractors")
    there = nps_diff(dict(zip(keys, a, strict=True)), dict(zip(keys, b, strict=True)))
    back = nps_diff(dict(zip(keys, b, strict=True)), dict(zip(keys, a, strict=True)))
    if not sum(a) or not sum(b):
        assert (there["diff"], there["p_value"], there["status"]) == (None, None, "empty")
        return
    assert there["diff"] == pytest.approx(-back["diff"])
    assert there["lo"] == pytest.approx(-back["hi"])
    assert there["p_value"] == pytest.approx(back["p_value"])


def test_panel_change_edges():
    assert nps_diff_paired([[0] * 3] * 3)["status"] == "empty"
    one = nps_diff_paired([[0, 0, 1], [0, 0, 0], [0, 0, 0]])
    assert (one["diff"], one["t"], one["status"]) == (-200, None, "insufficient")
    still = nps_diff_paired([[5, 0, 0], [0, 4, 0], [0, 0, 3]])
    assert (still["diff"], still["t"], still["p_value"], still["status"]) == (0, None, None, "degenerate")
    with pytest.raises(ValueError, match="3 x 3"):
        nps_diff_paired([[1, 2], [3, 4]])


def test_effort_scales_are_never_pooled():
    old, new = {1: 10, 2: 5, 5: 1}, {6: 20, 7: 5, 2: 3}
    with pytest.raises(ValueError, match="scales seen: 1-5, 1-7"):
        pool_histograms([((1, 5), old), ((1, 7), new)])
    with pytest.raises(ValueError, match="seen a scale from 1 to 5"):
        ces(old, scale=(1, 5))
    with pytest.raises(ValueError, match="from 1 to 7; seen: 8"):
        ces({8: 1})
    assert pool_histograms([((1, 7), new), ((1, 7), {7: 1, 1: 2})]) == ((1, 7), {1: 2, 2: 3, 6: 20, 7: 6})
    assert reverse_histogram(old, (1, 5)) == {5: 10, 4: 5, 1: 1}


def test_effort_edges():
    assert (ces({})["easy_share"], ces({})["net_easy"], ces({})["status"]) == (None, None, "empty")
    assert ces({4: 3})["net_easy"] == 0
    one = ces({6: 1})
    assert (one["easy_share"], one["mean"], one["sd"], one["lo"]) == (1, 6, None, None)


@given(st.dictionaries(st.integers(1, 7), st.integers(0, 50)))
def test_effort_is_the_same_answer_seen_from_the_other_side(hist):
    value, mirrored = ces(hist), ces(reverse_histogram(hist, (1, 7)))
    if value["n"]:
        assert value["net_easy"] == pytest.approx(-mirrored["net_easy"])
        assert value["easy_share"] == count_at_least(hist, 5)[0] / value["n"]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ((1, "stars"), 0), ((0, "stars"), None), ((0, "0-5"), 0), (("4", "1-5"), 75), ((None, "1-5"), None),
        (("x", "1-5"), None),
        ((101, "percent"), None), ((83, "percent-reversed"), 17), ((0, "-3-3"), 50), (("bad", "mood"), 0),
        (("good", "mood"), 100), (("good", "mood-reversed"), 0), (("?", "mood"), None), (([], "mood"), None),
    ],
)  # fmt: skip
def test_bringing_scales_to_a_hundred(item, expected):
    assert normalise_scale([item], {"mood": ["bad", "so-so", "good"]})["pomp"] == [expected]


def test_an_unknown_scale_is_named():
    with pytest.raises(ValueError, match="scale 'thumbs' is not known"):
        normalise_scale([(1, "thumbs")])
    with pytest.raises(ValueError, match="lowest answer must be below"):
        pomp(1, 5, 5)
