"""Control charts, run rules, change points, trends."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from metrics.stats.change_points import change_points_binomial, change_points_gaussian, penalty_value
from metrics.stats.control_charts import p_chart, xmr_chart
from metrics.stats.run_rules import RULES, spc_rules
from metrics.stats.trends import trend_mann_kendall

points = st.lists(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=3, max_size=20)


@given(points)
def test_p_chart_limits_hold_their_centre_and_stay_shares(rows):
    k, n = [row[0] for row in rows], [row[1] for row in rows]
    found = p_chart(k, n)
    assert found["center"] == sum(k) / sum(n)
    for chart in ("p", "laney"):
        for low, high in zip(found[f"{chart}_lcl"], found[f"{chart}_ucl"], strict=True):
            assert low is None or 0 <= low <= found["center"] <= high <= 1


def test_p_chart_gaps_and_ends():
    found = p_chart([5, 0, 7, 4], [10, 0, 10, 10])
    for key in ("p", "z", "p_ucl", "laney_lcl", "z_laney"):
        assert found[key][1] is None
    assert found["sigma_z"] == p_chart([5, 7, 4], [10, 10, 10])["sigma_z"]
    ends = p_chart([10, 10], [10, 10])
    assert (ends["center"], ends["p_ucl"], ends["status"]) == (1, [None, None], "degenerate")
    flat = p_chart([5, 5, 5], [10, 10, 10])
    assert (flat["sigma_z"], flat["z_laney"], flat["status"]) == (0, [None] * 3, "degenerate")
    assert p_chart([], [])["status"] == "empty"
    assert p_chart([3], [9])["status"] == "insufficient"
    with pytest.raises(ValueError, match="k of point 2 is 3 but n of point 2 is 2"):
        p_chart([1, 3], [2, 2])


def test_p_chart_says_when_its_baseline_is_short_or_too_calm():
    rng = np.random.default_rng(1)
    n = [400] * 24
    k = rng.binomial(400, 0.8, size=24).tolist()
    honest = p_chart(k, n)
    assert (honest["short_baseline"], honest["suspect_sigma_z"]) == (False, False)
    assert honest["sigma_z"] == pytest.approx(1, abs=0.4)
    assert p_chart(k, n, baseline_points=11)["short_baseline"]
    calm = p_chart([320 + i % 2 for i in range(24)], n)
    assert calm["suspect_sigma_z"]


def test_a_frozen_baseline_lets_a_later_drop_signal():
    calm = [80, 82, 79, 81, 78, 80, 83, 79, 80, 81, 78, 82]
    found = p_chart([*calm, 40], [100] * 13, baseline_points=12)
    assert found["center"] == p_chart(calm, [100] * 12)["center"]
    assert spc_rules(found["z_laney"])["W1"] == [12]


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=20), st.floats(0.1, 10), st.floats(-50, 50))
def test_individuals_chart_moves_and_stretches_with_its_unit(x, scale, shift):
    found, moved = xmr_chart(x), xmr_chart([scale * value + shift for value in x])
    assert moved["center"] == pytest.approx(scale * found["center"] + shift, abs=1e-6)
    assert moved["unpl"] - moved["lnpl"] == pytest.approx(scale * (found["unpl"] - found["lnpl"]), abs=1e-6)
    assert found["lnpl"] <= found["center"] <= found["unpl"]


def test_individuals_chart_edges():
    assert xmr_chart([])["status"] == "empty"
    assert xmr_chart([4.0])["status"] == "insufficient"
    late = xmr_chart([5.0, 5.0, 9.0], baseline_points=2)
    assert (late["sigma"], late["z"], late["status"]) == (0, [None] * 3, "degenerate")
    gap = xmr_chart([1.0, None, 3.0])
    assert (gap["mr_bar"], gap["z"][1], gap["n"]) == (2, None, 2)


signals = st.lists(st.one_of(st.none(), st.sampled_from([-3.5, -2.2, -1.4, -0.6, 0.0, 0.3, 0.7, 1.2, 2.4, 3.1])), max_size=40)


@given(signals)
def test_rules_against_a_second_reading(z):
    """Windows cut from the series, one definition at a time."""
    found = spc_rules(z)
    for end in range(1, len(z) + 1):
        back = next((length for length in range(end) if z[end - 1 - length] is None), end)
        run = np.array(z[end - back : end], dtype=float)

        def tail(length, run=run):
            return run[-length:] if len(run) >= length else None

        def side(values):
            return values is not None and len(set(np.sign(values))) == 1 and np.sign(values)[0] != 0

        expected = set()
        if len(run):
            beyond = [(abs(run) > zone) & (np.sign(run) == np.sign(run[-1])) for zone in (1, 2)]
            expected |= {"W1"} if abs(run[-1]) > 3 else set()
            expected |= {"W2"} if beyond[1][-1] and beyond[1][-3:].sum() >= 2 else set()
            expected |= {"W3"} if beyond[0][-1] and beyond[0][-5:].sum() >= 4 else set()
            expected |= {"W4"} if side(tail(8)) else set()
            expected |= {"N2"} if side(tail(9)) else set()
            expected |= {"N3"} if tail(6) is not None and side(np.diff(tail(6))) else set()
            steps = None if tail(14) is None else np.sign(np.diff(tail(14)))
            expected |= {"N4"} if steps is not None and all(steps) and all(np.diff(steps)) else set()
            expected |= {"N7"} if tail(15) is not None and (abs(tail(15)) < 1).all() else set()
            expected |= {"N8"} if tail(8) is not None and (abs(tail(8)) > 1).all() else set()
        assert {rule for rule in RULES if end - 1 in found[rule]} == expected
    assert found["alert"] == sorted({*found["W1"], *found["W4"]})


@given(signals)
def test_rules_do_not_know_up_from_down(z):
    mirrored = spc_rules([None if value is None else -value for value in z])
    assert mirrored == spc_rules(z)


def test_limits_of_the_rules_are_strict_and_gaps_break_them():
    assert spc_rules([3.0])["W1"] == []
    assert spc_rules([2.0, 2.0, 2.0])["W2"] == []
    assert spc_rules([2.5, None, 2.5])["W2"] == []
    assert spc_rules([0.5] * 7 + [0.0] + [0.5] * 7)["W4"] == []
    assert spc_rules([0.5] * 7 + [None] + [0.5] * 7)["W4"] == []
    assert spc_rules([0.5] * 8)["W4"] == [7]
    assert spc_rules([0.1, -0.1] * 7)["N4"] == [13]
    assert spc_rules([None])["status"] == "empty"


def test_zone_rules_are_off_where_counts_are_rare():
    z = [2.5, 2.5, 2.5, 3.5]
    assert spc_rules(z, min_expected=5)["W2"] == [1, 2, 3]
    rare = spc_rules(z, min_expected=4.9)
    assert [rare[rule] for rule in ("W1", "W2", "W3", "N7", "N8")] == [[3], None, None, None, None]


@settings(max_examples=60)
@given(st.lists(st.integers(0, 20).map(lambda k: (k, 20)), min_size=6, max_size=11))
def test_change_points_are_the_best_of_all(rows):
    k, n = [row[0] for row in rows], [row[1] for row in rows]
    length, beta = len(k), 3 * math.log(len(k))

    def total(changes):
        edges = [0, *changes, length]
        parts = [(k[a:b], n[a:b]) for a, b in pairwise(edges)]
        # -2 log likelihood up to terms every split shares
        cost = sum(-2 * (stats.entropy([sum(a) / sum(b), 1 - sum(a) / sum(b)]) * -sum(b)) for a, b in parts)
        return cost + beta * len(changes)

    allowed = [
        changes
        for size in range(4)
        for changes in combinations(range(length), size)
        if all(b - a >= 3 for a, b in zip([0, *changes], [*changes, length], strict=True))
    ]
    found = change_points_binomial(k, n)
    assert total(tuple(found["change_points"])) == pytest.approx(min(map(total, allowed)))
    assert len(found["segment_rates"]) == len(found["change_points"]) + 1
    for place, places in zip(found["change_points"], found["places"], strict=True):
        assert place in places


def test_change_point_edges():
    drop = ([90, 91, 89, 40, 41], [100] * 5)
    short = change_points_binomial(*drop, min_segment=2)
    assert (short["change_points"], short["status"]) == ([], "insufficient")
    k, n = [90, 91, 89, 90, 40, 41, 39, 42], [100] * 8
    assert change_points_binomial(k, n)["change_points"] == [4]
    assert change_points_binomial(k, n, penalty=1e6)["change_points"] == []
    assert change_points_binomial(k[::-1], n)["change_points"] == [4]
    sure = change_points_binomial(k, n)
    assert sure["places"] == [[4]]
    assert sure["segment_ci"][0][0] > sure["segment_ci"][1][1]
    assert change_points_binomial([], [])["status"] == "empty"
    nobody = change_points_binomial([0] * 6, [0] * 6)
    assert (nobody["segment_rates"], nobody["status"]) == ([None], "empty")
    gap = change_points_binomial([90, 91, 89, 0, 40, 41, 39, 0], [100, 100, 100, 0, 100, 100, 100, 0])
    assert gap["change_points"] in ([3], [4])


def test_over_dispersed_points_need_more_to_change():
    rng = np.random.default_rng(3)
    k = np.clip(rng.normal(0.8, 0.08, 20) * 500, 0, 500).astype(int).tolist()
    plain, quasi = change_points_binomial(k, [500] * 20), change_points_binomial(k, [500] * 20, quasi=True)
    assert quasi["phi"] > 1 == plain["phi"]
    assert len(quasi["change_points"]) <= len(plain["change_points"])


def test_penalties():
    assert penalty_value("2.5*ln(T)", 10) == pytest.approx(2.5 * math.log(10))
    assert penalty_value(7, 10) == 7
    with pytest.raises(ValueError, match="penalty is 'BIC'"):
        penalty_value("BIC", 10)


def test_change_of_a_mean_weighs_buckets_by_their_error():
    x = [40.0, 41, 39, 40, 60, 61, 59, 60]
    found, levels = change_points_gaussian(x, [1.0] * 8)
    assert found.changes == (4,)
    assert [level for level, _ in levels] == pytest.approx([40, 60])
    assert levels[0][1] == pytest.approx(0.5)
    unsure, _ = change_points_gaussian(x, [30.0] * 8)
    assert unsure.changes == ()
    gapped, levels = change_points_gaussian([*x[:2], None, *x[3:]], [1.0] * 8)
    assert gapped.changes == (4,)
    assert levels[0][0] == pytest.approx(121 / 3)
    with pytest.raises(ValueError, match="se of bucket 1 is 0"):
        change_points_gaussian([1.0], [0])


series = st.lists(st.integers(-5, 5), min_size=4, max_size=25)


@given(series)
def test_trend_agrees_with_definitions(y):
    found = trend_mann_kendall(y)
    assert found["S"] == sum(int(np.sign(b - a)) for a, b in combinations(y, 2))
    if len(set(y)) == 1:
        assert (found["S"], found["p_value"], found["tau_b"], found["status"]) == (0, 1, None, "degenerate")
        return
    assert found["tau_b"] == pytest.approx(stats.kendalltau(range(len(y)), y).statistic, abs=1e-12)
    slopes = [(y[j] - y[i]) / (j - i) for i, j in combinations(range(len(y)), 2)]
    assert found["sen_slope"] == pytest.approx(float(np.median(slopes)))
    back = trend_mann_kendall(y[::-1])
    assert (back["S"], back["z"]) == (-found["S"], pytest.approx(-found["z"]))
    assert back["p_value"] == pytest.approx(found["p_value"])


def test_trend_edges():
    assert trend_mann_kendall([1, 2, 3])["status"] == "insufficient"
    assert trend_mann_kendall([None, None])["status"] == "empty"
    gap = trend_mann_kendall([0, 1, None, 3, 4])
    assert (gap["sen_slope"], gap["n"]) == (1, 4)


def test_autocorrelation_around_the_slope_is_told():
    steady = [float(i) + 0.2 * (-1) ** i for i in range(20)]
    assert not trend_mann_kendall(steady)["p_optimistic"]
    waves = [math.sin(i / 4) * 5 for i in range(24)]
    assert trend_mann_kendall(waves)["p_optimistic"]
