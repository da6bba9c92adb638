"""Seasons and forecasts."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.stats.forecasts import METHODS, forecast_benchmarks, forecast_shares, ses_errors
from metrics.stats.seasonality import fill_gaps, loess_matrix, stl, stl_decompose, stl_shares

WEEK = [3.0, 1.0, 0.0, -1.0, -2.0, -3.0, 2.0]


def weekly(weeks, slope=0.1, noise=0.0, seed=0):
    rng = np.random.default_rng(seed)
    return [WEEK[i % 7] + 80 + slope * i + noise * float(rng.normal()) for i in range(7 * weeks)]


@given(st.integers(4, 20), st.sampled_from([3, 7, 9, 13]), st.floats(-5, 5), st.floats(-2, 2))
def test_loess_keeps_a_straight_line(n, q, level, slope):
    places = np.arange(n + 2)
    matrix = loess_matrix(n, q, places)
    assert matrix.sum(axis=1) == pytest.approx(np.ones(n + 2))
    line = level + slope * np.arange(1, n + 1)
    smooth = loess_matrix(n, max(q, 4), places) @ line
    assert smooth == pytest.approx(level + slope * places, abs=1e-8)


def test_loess_is_a_weighted_regression():
    rng = np.random.default_rng(2)
    y, n, q = rng.normal(size=12), 12, 7
    for place in (1, 3, 6, 12):
        x = np.arange(1, n + 1)
        nearest = sorted(x, key=lambda at: (abs(at - place), at))[:q]
        reach = max(abs(at - place) for at in nearest)
        weight = np.array([max(0.0, 1 - (abs(at - place) / reach) ** 3) ** 1.5 for at in nearest])
        slope, level = np.polyfit(nearest, y[np.array(nearest) - 1], 1, w=weight)
        assert (loess_matrix(n, q, np.array([place])) @ y)[0] == pytest.approx(level + slope * place)


@settings(max_examples=25)
@given(st.sampled_from([4, 7, 12]), st.integers(2, 5), st.integers(0, 3), st.integers(0, 1000))
def test_parts_add_up_for_any_length(period, cycles, extra, seed):
    y = np.random.default_rng(seed).normal(size=period * cycles + extra).tolist()
    found = stl_decompose(y, period)
    whole = np.array(found["trend"]) + np.array(found["seasonal"]) + np.array(found["resid"])
    assert whole == pytest.approx(np.array(y))
    assert 0 <= found["F_seasonal"] <= 1
    shifted = stl_decompose([value + 100 for value in y], period)
    assert np.array(shifted["trend"]) == pytest.approx(np.array(found["trend"]) + 100)
    assert shifted["seasonal"] == pytest.approx(found["seasonal"], abs=1e-9)


def test_a_pure_season_on_a_line_is_found_again():
    found = stl_decompose(weekly(8), 7)
    middle = np.mean(WEEK)
    assert np.array(found["seasonal"][14:42]) == pytest.approx(np.tile(np.array(WEEK) - middle, 4), abs=0.02)
    assert np.diff(found["trend"])[14:42] == pytest.approx(0.1, abs=0.01)
    assert found["F_seasonal"] > 0.99
    assert found["show_seasonality"]


def test_noise_alone_shows_no_season():
    y = np.random.default_rng(4).normal(size=200).tolist()
    found = stl_decompose(y, 7, seasonal=35)
    assert not found["show_seasonality"]


def test_season_edges():
    assert stl_decompose([1.0] * 13, 7)["status"] == "insufficient"
    assert stl_decompose([], 7)["status"] == "empty"
    assert stl_decompose([None] * 20, 7)["status"] == "empty"
    flat = stl_decompose([80.0] * 21, 7)
    assert (flat["F_seasonal"], flat["show_seasonality"], flat["status"]) == (None, False, "degenerate")
    gapped = weekly(6)
    gapped[10] = None
    found = stl_decompose(gapped, 7)
    assert (found["filled"], found["n"]) == ([10], 41)
    for bad in ({"period": 1}, {"seasonal": 6}, {"seasonal": 1}):
        with pytest.raises(ValueError, match="expected at least 2, and an odd number from 3"):
            stl_decompose(weekly(6), **{"period": 7} | bad)


def test_gaps_are_filled_along_a_line():
    values, filled = fill_gaps([None, 1.0, None, None, 4.0, None])
    assert values.tolist() == [1, 1, 2, 3, 4, 4]
    assert filled == [0, 2, 3, 5]


def test_shares_near_the_ends_are_split_as_log_odds():
    n = [200] * 28
    assert stl_shares([100 + 5 * (i % 7) for i in range(28)], n, 7)["scale"] == "share"
    high = stl_shares([180 + 3 * (i % 7) for i in range(28)], n, 7)
    assert high["scale"] == "logit"
    assert high["trend"][0] > 1
    assert stl_shares([100] * 27 + [0], [200] * 27 + [0], 7)["filled"] == [27]


def test_trend_follows_a_line_without_season():
    trend, season = stl(np.arange(30, dtype=float), 7, 7)
    assert trend == pytest.approx(np.arange(30), abs=1e-8)
    assert season == pytest.approx(np.zeros(30), abs=1e-8)


steps = st.lists(st.floats(-50, 50), min_size=14, max_size=40)


@settings(max_examples=40)
@given(steps, st.integers(1, 10))
def test_forecasts_by_definition(y, h):
    found = forecast_benchmarks(y, 7, h)
    length = len(y)
    assert [row[0] for row in found["naive"]] == [y[-1]] * h
    assert found["drift"][-1][0] == pytest.approx(y[-1] + h * (y[-1] - y[0]) / (length - 1))
    assert [row[0] for row in found["seasonal_naive"]] == [y[-7 + i % 7] for i in range(h)]
    assert found["ses"][0][0] == found["ses"][-1][0]
    for name in METHODS:
        widths = [high - low for _, low, high in found[name]]
        assert all(low <= value <= high for value, low, high in found[name])
        assert all(later >= earlier - 1e-9 for earlier, later in pairwise(widths))


def test_smoothing_by_hand():
    errors, level = ses_errors(np.array([10.0, 14.0, 12.0]), 0.5)
    assert errors.tolist() == [4, 0]
    assert level == 12
    whole = forecast_benchmarks([float(i % 5) for i in range(20)], 5, 2, ses_alpha=1)
    assert whole["ses"] == [pytest.approx(row) for row in whole["naive"]]


def test_the_method_that_fits_has_the_lowest_rolling_error():
    seasonal = forecast_benchmarks(weekly(6, slope=0, noise=0.3), 7, 3)
    assert seasonal["best"] == "seasonal_naive"
    assert seasonal["in_sample_mase"]["seasonal_naive"] == 1
    rng = np.random.default_rng(8)
    drift = forecast_benchmarks([2.0 * i + float(rng.normal()) * 0.2 for i in range(40)], 7, 3)
    assert drift["best"] == "drift"


def test_forecast_edges():
    short = forecast_benchmarks([1.0] * 7, 7, 2)
    assert (short["naive"], short["status"]) == (None, "insufficient")
    no_season = forecast_benchmarks([float(i % 3) for i in range(13)], 7, 2)
    assert (no_season["seasonal_naive"], no_season["in_sample_mase"]) == (None, None)
    assert no_season["naive"] is not None
    assert forecast_benchmarks([], 7, 1)["status"] == "empty"
    flat = forecast_benchmarks([5.0] * 16, 7, 2)
    assert (flat["naive"][0], flat["in_sample_mase"]) == ([5, 5, 5], None)
    assert forecast_benchmarks(weekly(4), 7, 9)["steps_within_season"] == 7
    assert forecast_benchmarks(weekly(4), 1, 9)["steps_within_season"] == 9
    with pytest.raises(ValueError, match="value 2 is missing"):
        forecast_benchmarks([1.0, None, 3.0], 7, 1)
    for bad in ({"h": 0}, {"period": 0}, {"ses_alpha": 0}):
        with pytest.raises(ValueError, match="must"):
            forecast_benchmarks(weekly(4), **{"period": 7, "h": 1} | bad)


def test_forecast_shares_stay_shares():
    k = [99, 98, 100, 97, 99, 100, 100, 99, 98, 100, 99, 100, 97, 100, 100, 99]
    found = forecast_shares(k, [100] * 16, 7, 5)
    for name in METHODS:
        for value, low, high in found[name]:
            assert 0 < low < value < high < 1
    assert found["naive"][0][0] == pytest.approx(99.5 / 101)
    with pytest.raises(ValueError, match="value 1 is missing"):
        forecast_shares([0] * 16, [0] * 16, 7, 1)
    assert math.isfinite(found["in_sample_mase"]["naive"])
