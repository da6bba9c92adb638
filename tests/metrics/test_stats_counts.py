"""Complaint rates, channel mixes, the business clock and the backlog."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.spatial import distance

from metrics.stats.backlog import age_buckets, backlog_ageing, littles_law
from metrics.stats.calendar import OpeningHours, business_minutes, minutes_between
from metrics.stats.mix import mix_shift, mix_shift_interval
from metrics.stats.poisson import complaint_rate, garwood, moving_sigma, rate_ratio, u_chart
from metrics.stats.shares import channel_shares, concentration

contacts = st.lists(st.integers(0, 300), min_size=1, max_size=6)


@given(st.integers(0, 300), st.floats(0.5, 1e4))
def test_garwood_bounds_put_the_count_at_the_tails(count, exposure):
    low, high = garwood(count, exposure)
    assert low <= count / exposure <= high
    assert stats.poisson.cdf(count, high * exposure) == pytest.approx(0.025)
    if count:
        assert stats.poisson.sf(count - 1, low * exposure) == pytest.approx(0.025)


def test_no_complaint_is_a_rate_of_zero_but_no_exposure_is_no_rate():
    assert complaint_rate(0, 1000)["hi_customers"] == pytest.approx(3.688879, abs=1e-6)
    found = complaint_rate(3, 0, 500)
    assert (found["per_1000_customers"], found["lo_customers"], found["per_1000_contacts"]) == (None, None, 6)
    assert complaint_rate(0, 0, 0)["status"] == "empty"
    with pytest.raises(ValueError, match="complaints is -3"):
        complaint_rate(-3, 10)


def test_rate_ratio_edges():
    no_second = rate_ratio(5, 100, 0, 100)
    assert (no_second["ratio"], no_second["hi"]) == (None, None)
    assert no_second["lo"] == pytest.approx(0.025 ** (1 / 5) / (1 - 0.025 ** (1 / 5)))
    no_first = rate_ratio(0, 100, 5, 100)
    assert (no_first["ratio"], no_first["lo"]) == (0, 0)
    assert rate_ratio(0, 10, 0, 10)["p_value"] is None
    assert rate_ratio(3, 0, 4, 10)["status"] == "empty"
    there, back = rate_ratio(30, 900, 12, 500), rate_ratio(12, 500, 30, 900)
    assert there["ratio"] == pytest.approx(1 / back["ratio"])
    assert there["lo"] == pytest.approx(1 / back["hi"])
    assert there["lo"] < there["ratio"] < there["hi"]


def test_u_chart_keeps_gaps_as_gaps():
    found = u_chart([5, 0, 7, 4], [1.0, 0.0, 1.0, 1.0])
    assert (found["u"][1], found["z"][1], found["u_ucl"][1], found["laney_lcl"][1]) == (None, None, None, None)
    assert found["center"] == pytest.approx(16 / 3)
    assert found["sigma_z"] == u_chart([5, 7, 4], [1.0, 1.0, 1.0])["sigma_z"]


def test_u_chart_without_spread_or_complaints():
    assert u_chart([0, 0, 0], [1, 1, 1])["u_ucl"] == [None] * 3
    assert u_chart([3], [1])["status"] == "insufficient"
    flat = u_chart([3, 3, 3], [1, 1, 1])
    assert (flat["sigma_z"], flat["signal"], flat["status"]) == (0, [None] * 3, "degenerate")
    assert u_chart([], [])["status"] == "empty"
    assert min(u_chart([3, 4, 3], [1, 1, 1])["u_lcl"]) == 0
    assert moving_sigma([None, 2.0]) is None


def test_u_chart_limits_stay_with_their_baseline():
    calm, jump = [10, 12, 9, 11], [40, 42]
    found = u_chart(calm + jump, [1.0] * 6, baseline_points=4)
    assert found["center"] == 10.5
    assert found["sigma_z"] == u_chart(calm, [1.0] * 4)["sigma_z"]
    assert found["u"][5] > found["u_ucl"][5]


@given(contacts)
def test_shares_sum_to_one_and_concentration_agrees_with_scipy(counts):
    shares, found = channel_shares(counts), concentration(counts)
    if not sum(counts):
        assert shares["share"] == [None] * len(counts)
        assert (found["hhi"], found["entropy_nats"], found["status"]) == (None, None, "empty")
        return
    assert sum(shares["share"]) == pytest.approx(1)
    assert all(low <= p <= high for p, (low, high) in zip(shares["share"], shares["wilson"], strict=True))
    assert found["entropy_nats"] == pytest.approx(stats.entropy(counts), abs=1e-12)
    assert 1 <= found["effective_channels_simpson"] <= found["effective_channels_shannon"] + 1e-9
    assert concentration(counts[::-1])["hhi"] == found["hhi"]


def test_concentration_edges():
    assert concentration([7])["entropy_norm"] is None
    assert concentration([1, 0])["hhi_unbiased"] is None
    assert concentration([3, 3, 3])["se_entropy"] == 0
    assert concentration([3, 3, 3])["status"] == "degenerate"
    with pytest.raises(ValueError, match="count 2 is -1"):
        concentration([4, -1])


@given(st.lists(st.tuples(st.integers(20, 300), st.integers(20, 300)), min_size=2, max_size=6))
def test_mix_shift_agrees_with_scipy(pairs):
    before, after = [list(side) for side in zip(*pairs, strict=True)]
    found = mix_shift(before, after)
    test = stats.chi2_contingency([before, after], correction=False)
    assert (found["chi2"], found["df"]) == (pytest.approx(test.statistic, abs=1e-9), test.dof)
    assert found["p_value"] == pytest.approx(test.pvalue, abs=1e-12)
    assert found["cramers_v"] == pytest.approx(stats.contingency.association(np.array([before, after])))
    p, q = np.array(before) / sum(before), np.array(after) / sum(after)
    assert found["jsd_bits"] == pytest.approx(distance.jensenshannon(p, q, base=2) ** 2, abs=1e-9)
    assert 0 <= found["total_variation"] <= 1
    assert found["psi"] >= 0


def test_unused_channels_are_dropped_and_rare_ones_joined_for_the_test():
    with_zero, without = mix_shift([50, 0, 30], [40, 0, 60]), mix_shift([50, 30], [40, 60])
    assert with_zero == without
    rare = mix_shift([500, 300, 1, 0], [400, 350, 0, 1])
    assert (rare["df"], rare["merged"]) == (1, 3)
    several = mix_shift([500, 300, 1, 0, 2, 0], [400, 350, 0, 1, 0, 2])
    assert (several["df"], several["merged"]) == (2, 4)
    assert rare["total_variation"] > mix_shift([500, 300], [400, 350])["total_variation"]


def test_mix_shift_edges():
    assert mix_shift([0, 0], [3, 4])["status"] == "empty"
    assert mix_shift([], [])["status"] == "empty"
    alone = mix_shift([5, 0], [9, 0])
    assert (alone["chi2"], alone["p_value"], alone["total_variation"]) == (None, None, 0)
    assert alone["status"] == "insufficient"
    with pytest.raises(ValueError, match="2 channels before and 3 after"):
        mix_shift([1, 2], [1, 2, 3])


def test_resampled_distances_are_repeatable_and_narrow_with_n():
    few = mix_shift_interval([50, 30, 20], [40, 40, 20])
    many = mix_shift_interval([5000, 3000, 2000], [4000, 4000, 2000])
    assert few == mix_shift_interval([50, 30, 20], [40, 40, 20])
    assert many["total_variation"][0] < 0.1 < many["total_variation"][1]
    assert all(many[key][1] - many[key][0] < few[key][1] - few[key][0] for key in few)
    assert mix_shift_interval([0, 0], [1, 2])["psi"] is None


@settings(max_examples=40)
@given(st.integers(0, 9 * 24 * 60), st.integers(0, 5 * 24 * 60), st.sets(st.integers(0, 6)), st.integers(0, 1380))
def test_the_business_clock_counts_minutes(offset, length, weekdays, opens):
    start = datetime(2024, 3, 1) + timedelta(minutes=offset)
    hours = OpeningHours(opens, min(opens + 500, 1440), frozenset(weekdays), frozenset([datetime(2024, 3, 5).date()]))
    minutes = (start + timedelta(minutes=i) for i in range(length))
    counted = sum(hours.covers(m.date()) and hours.opens <= m.hour * 60 + m.minute < hours.closes for m in minutes)
    end = start + timedelta(minutes=length)
    assert minutes_between(start, end, hours) == counted
    assert minutes_between(start, end) == length


def test_a_holiday_and_a_day_open_to_midnight():
    found = business_minutes("2024-12-24 23:00", "2024-12-26 01:00", "00:00", "24:00", range(7), ["2024-12-25"])
    assert (found["business_minutes"], found["calendar_minutes"]) == (120, 1560)


def test_a_changed_clock_is_real_time():
    berlin = ZoneInfo("Europe/Berlin")
    night = datetime(2024, 3, 30, 20, tzinfo=berlin), datetime(2024, 3, 31, 9, tzinfo=berlin)
    assert minutes_between(*night) == 12 * 60
    assert minutes_between(*night, OpeningHours(0, 1440, frozenset(range(7)))) == 12 * 60
    sunday = OpeningHours(480, 1080, frozenset([6]))
    assert minutes_between(night[0], night[1].astimezone(ZoneInfo("UTC")), sunday) == 60


def test_impossible_clocks_are_named():
    with pytest.raises(ValueError, match="comes before the start"):
        business_minutes("2024-03-02 10:00", "2024-03-01 10:00")
    with pytest.raises(ValueError, match="closing must come after opening"):
        business_minutes("2024-03-01 10:00", "2024-03-02 10:00", "22:00", "06:00")
    with pytest.raises(ValueError, match=r"weekdays are \[7\]"):
        OpeningHours(0, 60, frozenset([7]))
    with pytest.raises(ValueError, match="one time carries a zone"):
        minutes_between(datetime(2024, 1, 1), datetime(2024, 1, 2, tzinfo=ZoneInfo("UTC")))


def test_backlog_edges():
    nothing = backlog_ageing([], 0, 0, 7)
    assert (nothing["bucket_counts"], nothing["median_age"], nothing["oldest"]) == ([0] * 6, None, None)
    assert (nothing["closure_ratio"], nothing["days_to_clear"], nothing["status"]) == (None, None, "empty")
    assert age_buckets([0, 1, 2.999, 3, 29.99, 30, 900]) == [1, 2, 1, 0, 1, 2]
    with pytest.raises(ValueError, match=r"an age is -0\.5"):
        age_buckets([-0.5])
    with pytest.raises(ValueError, match="ascending"):
        age_buckets([1], [0, 3, 1])
    with pytest.raises(ValueError, match="period_days is 0"):
        backlog_ageing([1], 1, 1, 0)


@given(st.lists(st.tuples(st.integers(0, 30), st.one_of(st.none(), st.integers(0, 20))), max_size=20))
def test_littles_law_is_an_area(cases):
    spans = [(opened, None if length is None else opened + length) for opened, length in cases]
    found = littles_law(spans, (5, 25))
    cells = [sum(o <= t and (c is None or c > t) for o, c in spans) for t in range(5, 25)]
    assert found["L_time_average"] == pytest.approx(sum(cells) / 20)
    if found["W_effective"] is None:
        assert not any(5 <= opened < 25 for opened, _ in spans)
    else:
        assert found["W_effective"] * found["arrival_rate"] == pytest.approx(found["L_time_average"])


def test_littles_law_edges():
    empty = littles_law([], (0, 10))
    assert (empty["L_time_average"], empty["W_effective"], empty["mean_time_fully_inside"]) == (0, None, None)
    assert littles_law([(0, 10)], (0, 10))["mean_time_fully_inside"] is None
    with pytest.raises(ValueError, match="closed at 1"):
        littles_law([(3, 1)], (0, 10))
    with pytest.raises(ValueError, match="must come after its start"):
        littles_law([], (10, 10))
    assert math.isfinite(littles_law([(-5, None)], (0, 10))["L_time_average"])
