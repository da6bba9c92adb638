"""Waiting times with open cases, against scipy and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from metrics.stats.durations import cohort_conversion, cumulative_incidence, km, km_from_counts
from metrics.stats.survival import aalen_johansen, kaplan_meier, kaplan_meier_from_durations

units = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 1)), min_size=1, max_size=30)


def curve_of(rows):
    return kaplan_meier_from_durations([t for t, _ in rows], [e for _, e in rows])


@pytest.mark.filterwarnings("ignore:The confidence interval is undefined:RuntimeWarning")
@given(units)
def test_curve_and_band_agree_with_scipy(rows):
    data = stats.CensoredData(
        uncensored=[t for t, seen in rows if seen], right=[t for t, seen in rows if not seen]
    )
    theirs = stats.ecdf(data).sf
    curve = curve_of(rows)
    assert curve.survival == pytest.approx(theirs.evaluate(curve.times), abs=1e-12)
    if any(seen for _, seen in rows):
        with np.errstate(all="ignore"):
            band = theirs.confidence_interval(0.95, method="log-log")
        for t, survival in zip(curve.times, curve.survival, strict=True):
            low, high = curve.interval_at(t)
            assert low <= survival <= high
            if 0 < survival < 1:
                expected = float(band.low.evaluate(t)), float(band.high.evaluate(t))
                assert (low, high) == pytest.approx(expected, abs=1e-9)


@given(units)
def test_the_bands_are_the_intervals_at_every_time(rows):
    curve = curve_of(rows)
    low, high = curve.bands(0.9)
    assert list(zip(low.tolist(), high.tolist(), strict=True)) == [curve.interval_at(t, 0.9) for t in curve.times]


@given(units, st.randoms())
def test_order_and_splitting_of_counts_change_nothing(rows, random):
    curve, shuffled = curve_of(rows), curve_of(random.sample(rows, len(rows)))
    assert shuffled.survival.tolist() == curve.survival.tolist()
    table = kaplan_meier(curve.times.tolist() * 2, [*(curve.events / 2), *(curve.events / 2)],
                         [*(curve.censored / 2), *(curve.censored / 2)])  # fmt: skip
    assert table.survival.tolist() == curve.survival.tolist()
    assert (table.n, table.n_events) == (len(rows), sum(seen for _, seen in rows))


@given(units, st.sampled_from([0.1, 0.25, 0.5, 0.8, 0.9]))
def test_a_percentile_is_the_first_time_enough_are_through(rows, p):
    curve = curve_of(rows)
    found = curve.quantile(p)
    if found is None:
        assert curve.survival[-1] > 1 - p
        return
    assert curve.survival_at(found) <= 1 - p + 1e-12
    assert curve.survival_at(found - 1e-6) > 1 - p
    low, high = curve.quantile_interval(p)
    assert low is not None
    assert low <= found
    assert high is None or found <= high


def test_a_share_reached_exactly_counts_as_reached():
    assert km(list(range(1, 11)), [1] * 10, probs=[0.1, 0.3, 0.5, 0.7, 0.9])["quantiles"] == {
        0.1: 1, 0.3: 3, 0.5: 5, 0.7: 7, 0.9: 9
    }  # fmt: skip


def test_the_curve_is_not_read_past_its_last_follow_up():
    open_end, closed_end = curve_of([(2, 1), (5, 0)]), curve_of([(2, 1), (5, 1)])
    assert (open_end.survival_at(5), open_end.survival_at(6)) == (0.5, None)
    assert (open_end.interval_at(6), open_end.rmst(6)) == (None, None)
    assert (closed_end.survival_at(6), closed_end.interval_at(6)) == (0, (0, 0))
    assert closed_end.rmst(100) == pytest.approx(3.5)
    assert open_end.rmst(4) == pytest.approx(3)
    assert open_end.survival_at(1) == 1


def test_without_events_there_is_no_percentile_and_without_units_no_curve():
    waiting = km([4, 6, 9], [0, 0, 0], times=[5, 10], probs=[0.5], rmst_tau=9)
    assert (waiting["S"], waiting["lo"], waiting["hi"]) == ([1, None], [1, None], [1, None])
    assert (waiting["quantiles"], waiting["median_ci"], waiting["rmst"]) == ({0.5: None}, [None, None], 9)
    assert (waiting["naive_mean_closed_only"], waiting["naive_median_closed_only"]) == (None, None)
    nobody = km([], [], times=[1])
    assert (nobody["n"], nobody["S"], nobody["quantiles"], nobody["status"]) == (0, [None], {0.5: None}, "empty")


def test_closed_cases_alone_look_too_fast():
    rng = np.random.default_rng(20240601)
    needed, opened = rng.exponential(10, 4000), rng.uniform(0, 30, 4000)
    seen = opened + needed <= 30
    found = km(np.where(seen, needed, 30 - opened).tolist(), seen.astype(int).tolist())
    truth = 10 * np.log(2)
    assert found["median_ci"][0] < truth < found["median_ci"][1]
    assert found["naive_median_closed_only"] < 0.8 * truth


def test_rows_of_counts_and_single_durations_give_the_same_figures():
    rows = [(0, 2, 1), (1, 3, 0), (4, 0, 2), (6, 1, 1)]
    durations = [t for t, d, c in rows for _ in range(d + c)]
    seen = [e for _, d, c in rows for e in [1] * d + [0] * c]
    one, other = km_from_counts(rows, [0, 4], [0.5]), km(durations, seen, [0, 4], [0.5])
    assert one == {key: other[key] for key in one}


@pytest.mark.parametrize(
    ("arguments", "seen"),
    [
        (([-1.0], [1], [0]), "a time is -1"),
        (([1.0], [-2], [0]), "a count is -2"),
        (([1.0, 2.0], [1], [0]), r"columns of \[1, 2\] rows"),
        (([float("nan")], [1], [0]), "a time is nan"),
    ],
)
def test_impossible_life_tables_are_named(arguments, seen):
    with pytest.raises(ValueError, match=seen):
        kaplan_meier(*arguments)


def test_other_impossible_questions():
    with pytest.raises(ValueError, match=r"observed holds \[2\]"):
        kaplan_meier_from_durations([1], [2])
    with pytest.raises(ValueError, match=r"the median is 0\.5"):
        curve_of([(1, 1)]).quantile(50)
    with pytest.raises(ValueError, match=r"outcome holds \[3\]"):
        cumulative_incidence([1], [3], [1])


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2)), min_size=1, max_size=25))
def test_competing_ends_and_those_left_add_up(rows):
    times = [t for t, _ in rows]
    causes = [[int(end == cause) for _, end in rows] for cause in (1, 2)]
    curves = aalen_johansen(times, causes, [int(end == 0) for _, end in rows])
    assert curves.incidence.sum(axis=0) + curves.survival == pytest.approx(1)
    everyone = curve_of([(t, int(end > 0)) for t, end in rows])
    assert curves.survival == pytest.approx(everyone.survival)
    found = cumulative_incidence(times, [end for _, end in rows], [max(times)])
    assert found["cif_convert"][0] <= found["naive_1_minus_km"][0] + 1e-12
    assert curves.at(-0.5) == (0, 0)


def test_incidence_past_the_last_follow_up():
    found = cumulative_incidence([1, 2, 3], [1, 2, 0], [0, 2, 4])
    assert found["cif_convert"] == [0, pytest.approx(1 / 3), None]
    assert found["naive_1_minus_km"][2] is None
    assert cumulative_incidence([], [], [1])["status"] == "empty"


def test_a_young_cohort_has_no_rate_yet():
    rows = [("old", 0, 3), ("old", 1, None), ("young", 18, 1), ("young", 19, None)]
    found = cohort_conversion(rows, as_of=20, window=7)
    assert found["old"]["rate_mature"] == found["old"]["km_rate_at_W"] == 0.5
    young = found["young"]
    assert (young["n"], young["mature"], young["rate_mature"], young["km_rate_at_W"]) == (2, 0, None, None)
    assert (young["km_valid_to"], young["status"]) == (2, "insufficient")


def test_what_happens_after_as_of_is_not_known_at_as_of():
    seen = [("c", 0, 5), ("c", 0, None)]
    late, never = [*seen, ("c", 8, 4)], [*seen, ("c", 8, None)]
    assert cohort_conversion(late, 10, 7) == cohort_conversion(never, 10, 7)
    with pytest.raises(ValueError, match="after as_of 10"):
        cohort_conversion([("c", 11, None)], 10, 7)
