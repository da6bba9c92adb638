"""Mix against rate, rolling windows, consistency between channels, planning."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from metrics.stats.channel_consistency import channel_consistency, channel_icc, channel_pairs
from metrics.stats.mix_rate import channel_pairs_of, mix_rate_decomposition, mix_rate_errors, mix_rate_se
from metrics.stats.nps import nps_from_counts
from metrics.stats.planning import answers_per_group, detectable_change, sample_size_two_prop
from metrics.stats.proportions import csat_topbox
from metrics.stats.rolling import rolling_nps, rolling_rate

cell = st.integers(0, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
channels = st.lists(st.tuples(cell, cell), min_size=1, max_size=6)


def columns(rows):
    return {
        "n1": [before[1] for before, _ in rows], "s1": [before[0] for before, _ in rows],
        "n2": [after[1] for _, after in rows], "s2": [after[0] for _, after in rows],
    }  # fmt: skip


@given(channels)
def test_mix_and_rate_add_up_to_the_change(rows):
    table = columns(rows)
    assume(sum(table["n1"]) and sum(table["n2"]))
    found = mix_rate_decomposition(**table)
    assert found["mix_total"] + found["rate_total"] == pytest.approx(found["delta"], abs=1e-12)
    assert found["delta"] == pytest.approx(found["R2"] - found["R1"])
    for rate, n1, n2 in zip(found["rate"], table["n1"], table["n2"], strict=True):
        assert rate == 0 or (n1 and n2)


@given(channels)
def test_going_back_in_time_turns_every_effect_around(rows):
    table = columns(rows)
    assume(sum(table["n1"]) and sum(table["n2"]))
    there = mix_rate_decomposition(**table)
    back = mix_rate_decomposition(table["n2"], table["s2"], table["n1"], table["s1"])
    assert back["mix"] == pytest.approx([-effect for effect in there["mix"]], abs=1e-12)
    assert back["rate"] == pytest.approx([-effect for effect in there["rate"]], abs=1e-12)
    assert back["simpson_flag"] == there["simpson_flag"]


def test_simpson_is_flagged_in_both_directions_and_only_then():
    def flag(*args):
        return mix_rate_decomposition(*args)["simpson_flag"]

    assert flag([800, 200], [720, 100], [400, 600], [364, 312]) == "reversal"
    assert flag([400, 600], [364, 312], [800, 200], [720, 100]) == "reversal"
    assert flag([100, 100], [70, 50], [200, 200], [150, 108]) == "none"
    # One channel rises much, the other falls a little and takes over: rates rise, the total falls, but not all channels.
    assert flag([900, 100], [810, 40], [100, 900], [95, 351]) == "rate_opposes_total"
    assert flag([100, 100], [50, 50], [100, 100], [50, 50]) == "none"
    # A channel of one period only has no direction of its own.
    assert flag([100, 0], [90, 0], [100, 300], [91, 30]) == "reversal"
    assert flag([100, 0], [90, 0], [0, 100], [0, 30]) == "none"


def test_an_absent_channel_is_all_mix():
    found = mix_rate_decomposition([100, 0], [80, 0], [100, 100], [80, 20])
    assert found["rate"] == [0, 0]
    assert found["mix_total"] == pytest.approx(-0.3)
    assert mix_rate_decomposition([0], [0], [5], [3])["status"] == "empty"
    with pytest.raises(ValueError, match="sums to 5 without answers in period 1"):
        mix_rate_decomposition([0], [5], [5], [3])


def test_errors_of_the_effects_agree_with_resampling():
    n1, k1, n2, k2 = [500, 300, 200], [400, 180, 150], [300, 400, 350], [250, 230, 240]
    found = mix_rate_se(n1, k1, n2, k2)
    rng, draws = np.random.default_rng(5), []
    for _ in range(3000):
        counts = [rng.multinomial(sum(n), np.array(n) / sum(n)) for n in (n1, n2)]
        hits = [rng.binomial(c, np.array(k) / np.array(n)) for c, k, n in zip(counts, (k1, k2), (n1, n2), strict=True)]
        drawn = mix_rate_decomposition(counts[0].tolist(), hits[0].tolist(), counts[1].tolist(), hits[1].tolist())
        draws.append((drawn["mix_total"], drawn["rate_total"]))
    assert np.std(draws, axis=0) == pytest.approx([found["se_mix"], found["se_rate"]], rel=0.06)


def test_errors_with_an_absent_channel_agree_with_resampling():
    n1, k1, n2, k2 = [500, 0], [400, 0], [300, 400], [240, 220]
    found = mix_rate_se(n1, k1, n2, k2)
    rng, draws = np.random.default_rng(6), []
    for _ in range(3000):
        counts = rng.multinomial(700, [3 / 7, 4 / 7])
        first, second = rng.binomial(500, 0.8), rng.binomial(counts, [0.8, 0.55])
        drawn = mix_rate_decomposition([500, 0], [int(first), 0], counts.tolist(), second.tolist())
        draws.append((drawn["mix_total"], drawn["rate_total"]))
    assert np.std(draws, axis=0) == pytest.approx([found["se_mix"], found["se_rate"]], rel=0.06)


def test_nps_points_take_their_own_variances():
    pairs = channel_pairs_of([100, 100], [3000, 1000], [100, 100], [3500, 1500])
    _, se_rate = mix_rate_errors(pairs, [60.0, 50.0], [55.0, 45.0])
    assert se_rate == pytest.approx(math.sqrt(0.25 * 210))
    assert mix_rate_se([0], [0], [0], [0])["se_mix"] is None
    with pytest.raises(ValueError, match="k2 of channel 1 is 9 but n2 of channel 1 is 5"):
        mix_rate_se([5], [3], [5], [9])


buckets = st.lists(cell, min_size=1, max_size=20)


@given(buckets, st.integers(1, 6), st.data())
def test_rolling_points_pool_counts(rows, window, data):
    needed = data.draw(st.integers(1, window))
    k, n = [row[0] for row in rows], [row[1] for row in rows]
    found = rolling_rate(k, n, window, needed)["rate_lo_hi"]
    for end, point in enumerate(found, 1):
        start = max(0, end - window)
        pooled = csat_topbox(sum(k[start:end]), sum(n[start:end]))
        expected = [pooled["rate"], pooled["lo"], pooled["hi"]] if end >= needed else [None] * 3
        assert point == expected


def test_rolling_edges():
    assert rolling_rate([0, 0], [0, 0], 2)["status"] == "empty"
    assert rolling_rate([1], [2], 4)["status"] == "insufficient"
    # A bucket nobody counted is not a bucket of zeros.
    assert rolling_rate([1, None, 1], [2, None, 2], 3, 3)["rate_lo_hi"][2] == [None] * 3
    assert rolling_rate([1, 0, 1], [2, 0, 2], 3, 3)["rate_lo_hi"][2][0] == 0.5
    with pytest.raises(ValueError, match="min_periods is 5 in a window of 4"):
        rolling_rate([1], [2], 4, 5)
    with pytest.raises(ValueError, match="k of bucket 2 is 3 but n of bucket 2 is 2"):
        rolling_rate([1, 3], [2, 2], 2)
    with pytest.raises(ValueError, match="k has 1, n has 2 entries"):
        rolling_rate([1], [2, 2], 2)


def test_rolling_nps_pools_counts_too():
    found = rolling_nps([(5, 3, 2), (1, 1, 8), (0, 0, 0)], 2, 1)["nps_lo_hi"]
    pooled = nps_from_counts(6, 4, 10)
    assert found[1] == [pooled["nps"], pooled["lo"], pooled["hi"]]
    assert found[2][0] == -70


@given(st.lists(st.integers(30, 300).flatmap(lambda n: st.tuples(st.integers(5, n - 5), st.just(n))), min_size=2, max_size=6))
def test_consistency_is_pearsons_test(rows):
    k, n = [row[0] for row in rows], [row[1] for row in rows]
    found = channel_consistency(k, n)
    table = np.array([k, np.array(n) - np.array(k)])
    assume(found["merged"] == 0)
    theirs = stats.chi2_contingency(table, correction=False)
    assert found["chi2"] == pytest.approx(theirs.statistic, abs=1e-9)
    assert found["p_value"] == pytest.approx(theirs.pvalue)
    assert found["cramers_v"] == pytest.approx(stats.contingency.association(table, method="cramer"))
    assert 0 <= found["I2"] < 1
    assert found == channel_consistency(k[::-1], n[::-1]) | {"chi2": found["chi2"], "p_value": found["p_value"]} | {
        key: found[key] for key in ("I2", "cramers_v")
    }


def test_consistency_edges():
    assert channel_consistency([], [])["status"] == "empty"
    assert channel_consistency([5, 0], [9, 0])["status"] == "insufficient"
    everybody = channel_consistency([5, 7], [5, 7])
    assert (everybody["range"], everybody["chi2"], everybody["status"]) == (0, None, "degenerate")
    same = channel_consistency([10, 20], [20, 40])
    assert (same["chi2"], same["I2"], same["p_value"]) == (0, 0, 1)
    rare = channel_consistency([90, 45, 1], [100, 60, 2])
    assert (rare["merged"], rare["df"]) == (2, 1)
    assert rare["range"] == pytest.approx(0.4)


def test_pairs_of_channels_are_one_family():
    pairs = channel_pairs([90, 60, 88], [100, 100, 100])
    assert [(pair["first"], pair["second"]) for pair in pairs] == [(0, 1), (0, 2), (1, 2)]
    assert [pair["reject"] for pair in pairs] == [True, False, True]
    assert all(pair["q"] >= pair["p_value"] for pair in pairs)


groups = st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=12), min_size=2, max_size=5)


@given(groups)
def test_icc_rests_on_the_analysis_of_variance(scores):
    assume(any(len(set(group)) > 1 for group in scores))
    found = channel_icc(scores)
    theirs = stats.f_oneway(*[np.array(group, dtype=float) for group in scores])
    assume(np.isfinite([theirs.statistic, theirs.pvalue]).all())  # its own rounding can leave it 0/0, or F just below 0
    assert found["F"] == pytest.approx(theirs.statistic, abs=1e-9)
    assert found["p_value"] == pytest.approx(theirs.pvalue, abs=1e-9)
    assert found["lo"] <= found["icc1"] <= found["hi"] <= 1 or found["icc1"] < -1


def test_icc_edges():
    negative = channel_icc([[1, 5, 3], [3, 1, 5]])
    assert negative["icc1"] == pytest.approx(-0.5)
    assert channel_icc([[1, 2, 3]])["status"] == "insufficient"
    assert channel_icc([[1], [2]])["status"] == "insufficient"
    assert channel_icc([[], []])["status"] == "empty"
    apart = channel_icc([[2, 2], [4, 4]])
    assert (apart["F"], apart["icc1"], apart["status"]) == (None, 1, "degenerate")
    assert channel_icc([[3, 3], [3, 3]])["icc1"] is None
    missing = channel_icc([[1, 2, None], [4, 5], []])
    assert (missing["n"], missing["n_missing"], missing["F"]) == (4, 1, channel_icc([[1, 2], [4, 5]])["F"])


@given(st.floats(0.05, 0.95), st.floats(0.05, 0.95), st.floats(0.5, 0.95))
def test_planned_samples_have_their_power(p1, p2, power):
    assume(abs(p1 - p2) > 0.01)
    n = answers_per_group(p1, p2, power=power)
    se = math.sqrt((p1 * (1 - p1) + p2 * (1 - p2)) / n)
    assert stats.norm.cdf(abs(p1 - p2) / se - stats.norm.ppf(0.975)) == pytest.approx(power)
    assert answers_per_group(p2, p1, power=power) == pytest.approx(n)


def test_planning_edges():
    same = sample_size_two_prop(0.8, 0.8)
    assert (same["n_per_group"], same["n_per_group_ceil"], same["status"]) == (None, None, "degenerate")
    plain, clustered = sample_size_two_prop(0.8, 0.75), sample_size_two_prop(0.8, 0.75, deff=2)
    assert clustered["n_per_group"] == pytest.approx(2 * plain["n_per_group"])
    assert clustered["mde_at_that_n"] == pytest.approx(plain["mde_at_that_n"], rel=1e-3)
    assert detectable_change(1.0, 100) is None
    for bad in ({"p1": 1.2}, {"power": 1}, {"deff": 0.5}, {"alpha": 0}):
        with pytest.raises(ValueError, match="must"):
            sample_size_two_prop(**{"p1": 0.8, "p2": 0.7} | bad)
