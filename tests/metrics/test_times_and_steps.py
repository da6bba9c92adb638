"""Times, ages, funnel steps and periods: what charts draw from the same counts."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from metrics.definitions.complaints import age_bands, survival_curve
from metrics.definitions.journeys import funnel_steps
from metrics.definitions.times import MARKS, age_quantile, curve_of
from metrics.periods import calendar, last_day, unfinished
from metrics.registry import by_key
from metrics.results import Estimate, Reason, Withheld


def durations(hours: list[float], events: list[int], censored: list[int]) -> pd.DataFrame:
    return pd.DataFrame({"minutes": [60 * h for h in hours], "events": events, "censored": censored})


def test_the_curve_to_draw_is_the_curve() -> None:
    cell = durations([2, 4, 9], [3, 0, 5], [0, 2, 1])
    drawn = survival_curve(cell)
    assert [point[0] for point in drawn] == [0.0, 2.0, 9.0]
    curve = curve_of(cell)
    for hours, done, low, high in drawn[1:]:
        left, bounds = curve.survival_at(hours), curve.interval_at(hours)
        assert left is not None
        assert bounds is not None
        assert done == pytest.approx(1 - left)
        assert (low, high) == (pytest.approx(1 - bounds[1]), pytest.approx(1 - bounds[0]))
        assert low <= done <= high
    assert survival_curve(cell[:0]) == []


def test_events_in_the_first_minute_are_not_drawn_as_nobody_done() -> None:
    drawn = survival_curve(durations([0, 5], [4, 4], [0, 2]))
    assert drawn[0][0] == 0.0
    assert drawn[0][1] == pytest.approx(0.4)


def test_a_long_curve_is_thinned_and_keeps_its_ends() -> None:
    hours = list(range(1, 1001))
    drawn = survival_curve(durations([float(h) for h in hours], [1] * 1000, [0] * 1000))
    assert len(drawn) <= MARKS
    assert (drawn[0][0], drawn[-1][0], drawn[-1][1]) == (0.0, 1000.0, 1.0)


def test_a_steep_start_before_a_long_tail_is_drawn_as_it_is() -> None:
    """20,000 distinct hours, nine tenths done within the first day: no drawn step hides more than a point or so."""
    hours = np.arange(20_000.0)
    events = np.where(hours < 24, 7_500, 1).astype(int)
    cell = durations(hours.tolist(), events.tolist(), [0] * len(hours))
    drawn, curve = survival_curve(cell), curve_of(cell)
    assert 100 < len(drawn) <= MARKS
    assert [point[0] for point in drawn] == sorted({point[0] for point in drawn})
    assert [point[0] for point in drawn[:24]] == list(range(24))
    for t, done, low, high in drawn:
        left, bounds = curve.survival_at(t), curve.interval_at(t)
        assert left is not None
        assert bounds is not None
        assert (done, low, high) == (1 - left, 1 - bounds[1], 1 - bounds[0])
    gaps = np.diff([point[1] for point in drawn])
    assert max(gaps[23:]) < 0.015
    assert max(np.diff([point[0] for point in drawn])) < 20_000 / 90


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_thinned_curve_keeps_the_median_and_the_ninth_tenth(seed: int) -> None:
    """Read off the drawn points, half and 90 % done lie exactly where the result says."""
    taken = np.random.default_rng(seed).lognormal(4.5, 1.2, 4000).round(2)
    hours, n = np.unique(taken, return_counts=True)
    cell = durations(hours.tolist(), n.tolist(), [0] * len(n))
    drawn, known = survival_curve(cell), by_key("resolution_time").compute(cell, cell, {})
    assert len(drawn) <= MARKS
    assert isinstance(known, Estimate)
    assert next(t for t, done, *_ in drawn if done >= 0.5 - 1e-9) == known.value
    assert next(t for t, done, *_ in drawn if done >= 0.9 - 1e-9) == known.detail["p90"]


def test_open_complaints_bend_the_median_and_closed_ones_alone_would_flatter() -> None:
    done_only = by_key("resolution_time").compute(durations([10, 20], [50, 50], [0, 0]), durations([], [], []), {})
    with_open = by_key("resolution_time").compute(durations([10, 20], [50, 50], [0, 60]), durations([], [], []), {})
    assert isinstance(done_only, Estimate)
    assert isinstance(with_open, Estimate)
    assert (done_only.value, with_open.value) == (10, 20)
    half_open = by_key("resolution_time").compute(durations([10, 20], [20, 0], [0, 60]), durations([], [], []), {})
    assert half_open == Withheld(Reason.UNDEFINED, 80, detail={"events": 20.0, "censored": 60.0, "longest": 20.0})


def test_age_bands_keep_every_band_and_every_case() -> None:
    hours = np.array([0, 23, 24, 71, 72, 167, 168, 335, 336, 719, 720, 9000])
    cell = pd.DataFrame({"age_minutes": 60 * hours, "n": [1] * 12})
    assert [n for _, n in age_bands(cell)] == [2] * 6
    assert [n for _, n in age_bands(cell[:1])] == [1, 0, 0, 0, 0, 0]
    assert age_bands(cell[:0])[0][0] == "under 1 day"


@pytest.mark.parametrize("p", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_age_quantiles_are_those_of_the_ages_one_by_one(p: float) -> None:
    hours, n = np.array([1.0, 5.0, 6.0, 40.0]), np.array([3.0, 1.0, 0.0, 4.0])
    assert age_quantile(hours, n, p) == pytest.approx(np.quantile(np.repeat(hours, n.astype(int)), p))


def test_funnel_steps_count_from_the_deepest() -> None:
    cell = pd.DataFrame({"depth": [3, 1, 2, 1], "n": [20, 40, 30, 10]})
    steps = funnel_steps(cell, ("Browse", "Basket", "Order"))
    assert [(s.name, s.count, s.lost) for s in steps] == [("Browse", 100, 0), ("Basket", 50, 50), ("Order", 20, 30)]
    order = steps[2]
    assert isinstance(order.of_previous, Estimate)
    assert isinstance(order.of_all, Estimate)
    assert (order.of_previous.value, order.of_all.value) == (0.4, 0.2)
    assert (order.of_previous.n, order.of_all.n) == (50, 100)


def test_an_empty_funnel_has_no_shares() -> None:
    steps = funnel_steps(pd.DataFrame({"depth": [], "n": []}), ("A", "B"))
    assert [s.count for s in steps] == [0, 0]
    assert all(s.of_all == Withheld(Reason.EMPTY, 0) for s in steps)


@pytest.mark.parametrize(
    ("grain", "first", "last", "n"),
    [
        ("day", date(2024, 2, 27), date(2024, 3, 2), 5),
        ("week", date(2024, 12, 23), date(2025, 1, 13), 4),
        ("month", date(2024, 11, 1), date(2025, 2, 1), 4),
        ("quarter", date(2024, 10, 1), date(2025, 7, 1), 4),
        ("year", date(2022, 1, 1), date(2025, 1, 1), 4),
    ],
)
def test_the_calendar_has_no_holes(grain: str, first: date, last: date, n: int) -> None:
    days = calendar(first, last, grain)
    assert (days[0], days[-1], len(days)) == (first, last, n)
    assert all((after - last_day(before, grain)).days == 1 for before, after in pairwise(days))


def test_a_period_is_finished_on_its_last_day() -> None:
    june = date(2025, 6, 1)
    assert unfinished(june, "month", None, None, date(2025, 6, 29))
    assert not unfinished(june, "month", None, None, date(2025, 6, 30))
    assert unfinished(june, "month", date(2025, 6, 2), None, date(2025, 8, 1))
    assert unfinished(june, "month", None, date(2025, 6, 29), date(2025, 8, 1))


def test_recovery_without_any_score_is_not_empty() -> None:
    silent = pd.DataFrame([{"scale_min": None, "scale_max": None, "score": None, "n": 40}])
    assert by_key("recovery_rate").compute(silent, silent, {}) == Withheld(Reason.TOO_FEW, 0, detail={"resolved": 40})


def test_complaints_before_any_contact_have_no_rate() -> None:
    row = pd.DataFrame([{"complaints": 4, "contacts": 0, "outside": 0, "customers": 0}])
    assert by_key("complaint_rate").compute(row, row, {}) == Withheld(Reason.NOT_RECORDED, 0)


def test_deadlines_still_running_are_no_data_and_no_breach() -> None:
    row = pd.DataFrame(
        [dict.fromkeys(("closed_within", "closed_late", "open_over", "no_due", "negative"), 0) | {"open_within": 5}]
    )
    found = by_key("deadline_attainment").compute(row, row, {})
    assert isinstance(found, Withheld)
    assert found.reason is Reason.WINDOW_OPEN


@pytest.mark.parametrize(
    ("scale", "score", "satisfied"),
    [((1, 5), 4, 1), ((1, 7), 5, 0), ((1, 7), 6, 1), ((0, 10), 8, 0), ((0, 10), 9, 1), ((0, 1), 1, 1), ((1, 10), 9, 1)],
)
def test_the_top_boxes_of_each_scale(scale: tuple[int, int], score: int, satisfied: int) -> None:
    cell = pd.DataFrame([{"scale_min": scale[0], "scale_max": scale[1], "score": score, "n": 20}])
    found = by_key("csat").compute(cell, cell, {})
    assert isinstance(found, Estimate)
    assert found.value == satisfied


def test_percentages_have_no_top_box() -> None:
    cell = pd.DataFrame([{"scale_min": 0, "scale_max": 100, "score": 90, "n": 20}])
    assert by_key("csat").compute(cell, cell, {}) == Withheld(Reason.UNDEFINED, 20)
