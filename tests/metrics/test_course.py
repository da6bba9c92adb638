"""The course of a metric: levels that changed, the usual range, pooled windows, the outlook; gaps and unfinished periods."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from data_access.filters import Filters
from metrics.course.buckets import Bucket, buckets, error, pooled, reach
from metrics.course.levels import levels
from metrics.course.limits import FEWEST, constant, limits
from metrics.course.outlook import outlook
from metrics.course.rolling import rolling
from metrics.course.season import season
from metrics.course.steady import drift
from metrics.course.words import drift_words, levels_words, limits_words, outlook_words, season_words
from metrics.evaluate import evaluate
from metrics.evidence import Mean, Net, Share
from metrics.periods import calendar
from metrics.readout import Readout
from metrics.registry import by_key
from metrics.results import Estimate, Reason, Withheld
from metrics.stats.change_points import change_points_binomial
from metrics.stats.forecasts import forecast_shares
from metrics.stats.proportions import wilson
from metrics.stats.scores import ScoreSums
from metrics.stats.seasonality import stl_decompose
from tests.metrics.tables import TableFetch

MONTHS = tuple(calendar(date(2024, 1, 1), date(2025, 12, 1), "month"))
CSAT, NPS = by_key("csat"), by_key("nps")


def asked(hits: list[tuple[int, int] | None], key: str = "csat", *, until: date = date(2025, 12, 31)) -> Readout:
    """So many satisfied of so many per month from January 2024 on; None: a month without answers."""
    scale, top, low = ((1.0, 5.0), 5.0, 1.0) if key != "nps" else ((0.0, 10.0), 10.0, 0.0)
    rows = [
        {"period": day, "day": day, "scale_min": scale[0], "scale_max": scale[1], "score": score, "n": n, "sw": float(n),
         "sww": float(n)}
        for day, one in zip(MONTHS, hits, strict=False) if one for score, n in ((top, one[0]), (low, one[1] - one[0])) if n
    ]  # fmt: skip
    metric = by_key(key)
    fetch = TableFetch({metric.frame.key: pd.DataFrame(rows)}, datetime(until.year, until.month, until.day, 23))
    return evaluate(metric, fetch, Filters.of(date(2024, 1, 1), until), None, grain="month", compare="none")


DROP = [(82, 100)] * 7 + [(63, 100)] * 5


@pytest.mark.parametrize("key", ["csat", "nps", "csat_mean"])
def test_one_drop_is_one_change_at_its_month(key: str) -> None:
    """catalogue A18, `changepoint_one_drop`: the eighth bucket begins the new level."""
    found = levels(asked(DROP, key))
    assert [level.start for level in found] == [MONTHS[0], MONTHS[7]]
    assert found[1].since is not None
    assert found[1].since[0] <= MONTHS[7] <= found[1].since[1]
    want = {"csat": (0.82, 0.63), "nps": (64.0, 26.0), "csat_mean": (4.28, 3.52)}[key]
    assert [level.value for level in found] == pytest.approx(want)
    assert all(level.low < level.value < level.high for level in found)


def test_a_level_counts_answers_and_not_months() -> None:
    found = levels(asked([(90, 100), (450, 500), (18, 20), *[(30, 100)] * 4]))
    assert found[0].value == pytest.approx(558 / 620)
    assert (found[0].low, found[0].high) == pytest.approx(wilson(558, 620))


def test_what_never_changed_has_one_level_and_nothing_to_say() -> None:
    readout = asked([(80, 100), (78, 100), (82, 100)] * 4)
    assert len(levels(readout)) == 1
    assert levels_words(CSAT, levels(readout)) == ""
    assert levels(asked([(3, 5)] * 8)) == ()  # all too few to be shown


def test_a_change_is_told_with_its_days_and_values() -> None:
    words = levels_words(CSAT, levels(asked(DROP)))
    assert words == "The level changed around 1 Aug 2024: 82.0 % → 63.0 %."


def test_noise_without_a_change_seldom_has_one() -> None:
    draw = np.random.default_rng(20240601)
    false = sum(len(levels(asked([(int(draw.binomial(120, 0.8)), 120) for _ in range(24)]))) > 1 for _ in range(60))
    assert false <= 3


def test_the_usual_range_is_wider_than_chance_where_months_differ_more_than_chance() -> None:
    calm, restless = ([(round(1000 * (0.8 + swing * (-1) ** i)), 1000) for i in range(24)] for swing in (0.005, 0.04))
    small, large = limits(asked(calm)), limits(asked(restless))
    assert small is not None
    assert large is not None
    assert large.high[0] - large.low[0] > 3 * (small.high[0] - small.low[0])  # type: ignore[operator]
    assert large.outside == ()


def test_one_month_far_off_lies_outside_and_a_level_that_changed_does_not() -> None:
    steady = [(80, 100), (82, 100), (78, 100), (81, 100)] * 6
    odd = [*steady[:11], (45, 100), *steady[12:]]
    found = limits(asked(odd))
    assert found is not None
    assert found.outside == (MONTHS[11],)
    assert "1 of 24 periods, most recently 2024-12-01" in limits_words(found, str)
    changed = limits(asked([*steady[:12], *[(k - 30, n) for k, n in steady[12:]]]))
    assert changed is not None
    assert changed.outside == ()
    assert changed.middle[0] == pytest.approx(0.8, abs=0.01)
    assert changed.middle[-1] == pytest.approx(0.5, abs=0.01)


def test_limits_of_a_share_follow_its_answers() -> None:
    found = limits(asked([(80 if i % 2 else 320, 100 if i % 2 else 400) for i in range(24)]))
    assert found is None or found.high[0] < found.high[1]  # type: ignore[operator]
    few = asked([(8, 10)] * (FEWEST - 1))
    assert limits(few) is None
    assert limits_words(None, str) == "Too few periods, or too few answers in them, to tell the usual range."


def test_a_window_pools_answers_and_stops_at_a_gap() -> None:
    readout = asked([(90, 100), (10, 20), (70, 100), None, (60, 100), (50, 100), (40, 80)])
    found = rolling(readout)
    assert found is not None
    assert found.window == 3
    assert found.value[2] == pytest.approx(170 / 220)
    assert (found.low[2], found.high[2]) == pytest.approx(wilson(170, 220))
    assert found.value[:2] + found.value[3:6] == (None,) * 5
    assert found.value[6] == pytest.approx(150 / 280)


def test_an_outlook_is_made_of_what_lies_behind_the_last_gap() -> None:
    told = [(70 + i % 5, 100) for i in range(24)]
    found = outlook(asked(told))
    assert found is not None
    assert found.days == (date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1))
    made = forecast_shares([k for k, _ in told], [n for _, n in told], 12, 3)
    assert (found.method, made["best"]) == ("ses", None)  # nothing before two seasons tells which method does best
    assert found.value == pytest.approx([row[0] for row in made[found.method]])
    assert all(0 < low < high < 1 for low, high in zip(found.low, found.high, strict=True))
    broken = outlook(asked([*told[:20], None, *told[21:]]))
    assert broken is None
    assert outlook_words(CSAT, None, "month") == "Too few periods in a row for an outlook."
    assert outlook_words(CSAT, found, "month").endswith("by 31 Mar 2026.")


YEARS = tuple(calendar(date(2022, 1, 1), date(2025, 12, 1), "month"))


def by_month(shares: list[float], n: int = 400) -> Readout:
    rows = [
        {"period": day, "day": day, "scale_min": 1.0, "scale_max": 5.0, "score": score, "n": k, "sw": float(k), "sww": float(k)}
        for day, share in zip(YEARS, shares, strict=True) for score, k in ((5.0, round(share * n)), (1.0, n - round(share * n)))
    ]  # fmt: skip
    fetch = TableFetch({"scores": pd.DataFrame(rows)}, datetime(2025, 12, 31, 23))
    whole = Filters.of(date(2022, 1, 1), date(2025, 12, 31))
    return evaluate(CSAT, fetch, whole, None, grain="month", compare="none")


def test_a_yearly_wave_is_a_season_and_is_taken_out() -> None:
    draw = np.random.default_rng(20240601)
    wave = [0.7 + 0.08 * math.sin(2 * math.pi * i / 12) + draw.normal(0, 0.01) for i in range(48)]
    found = season(by_month(wave))
    assert found is not None
    assert (found.high.month, found.low.month) == (4, 10)
    assert np.nanstd(np.array(found.adjusted, dtype=float)) < 0.5 * np.std(wave)
    assert season_words(found, "month") == "On the whole highest in Apr and lowest in Oct."


def test_noise_has_no_season_however_strong_it_looks() -> None:
    """Three years of a flat share have a seasonal strength of about 0.7: strength alone would call every one of them."""
    draw, called, strong = np.random.default_rng(20240601), 0, 0
    for _ in range(40):
        readout = by_month([float(x) for x in 0.7 + draw.normal(0, 0.02, 48)])
        called += season(readout) is not None
        strong += bool(stl_decompose([row.result.value for row in readout.rows], 12)["show_seasonality"])  # type: ignore[union-attr]
    assert called <= 2
    assert strong >= 35
    assert season(asked([(70 + 5 * (i % 2), 100) for i in range(24)])) is None  # two rounds only
    assert season_words(None, "month").startswith("No season shows")


def test_a_steady_drift_is_told_where_no_level_changed_at_once() -> None:
    slow = [0.60 + 0.004 * i + (0.006 if i % 2 else -0.006) for i in range(48)]
    found = drift(by_month(slow))
    assert found is not None
    assert found.low < 0.004 < found.high
    assert drift_words(CSAT, found, "month") == "Within the period it rose steadily, by about 0.4 points a month."
    draw = np.random.default_rng(20240601)
    flat = sum(drift(by_month([float(x) for x in 0.7 + draw.normal(0, 0.02, 48)])) is not None for _ in range(60))
    assert flat <= 7
    assert drift(asked([(70, 100)] * 7)) is None
    assert drift_words(CSAT, None, "month") == ""


def test_an_unfinished_month_is_no_bucket() -> None:
    readout = asked([(80, 100)] * 20, until=date(2025, 8, 10))
    days, found = buckets(readout)
    assert days[-1] == date(2025, 7, 1)
    assert len(found) == 19


def test_pooled_answers_are_worth_what_they_were_worth() -> None:
    """Two months whose answers hang together: the value is that of all answers, the interval that of fewer."""
    one = Bucket(MONTHS[0], 0.9, 100.0, Share(45.0, 50.0))
    two = Bucket(MONTHS[1], 0.5, 300, Share(50.0, 100.0))
    both = pooled([one, two])
    assert (both.k / both.n, both.n) == pytest.approx((240 / 400, 150))  # type: ignore[union-attr]
    nets = pooled([Bucket(MONTHS[0], 0, 10, Net(5.0, 0.0, 5.0)), Bucket(MONTHS[1], 0, 30, Net(30.0, 0.0, 0.0))])
    assert reach(nets, 0.95)[0] == pytest.approx(100 * (35 - 5) / 40)
    mean = Mean(ScoreSums(10, 40, 170), (1.0, 5.0))
    assert reach(pooled([Bucket(MONTHS[0], 4.0, 10, mean), Bucket(MONTHS[1], 4.0, 20, mean)]), 0.95)[0] == pytest.approx(4.0)
    with pytest.raises(ValueError, match="cannot be pooled"):
        pooled([Bucket(MONTHS[0], 4.0, 10, mean), Bucket(MONTHS[1], 4.0, 10, replace(mean, scale=(1.0, 7.0)))])


def test_nobody_is_certain_of_ten_promoters() -> None:
    assert error(Net(10, 0, 0)) > 0  # type: ignore[operator]
    assert error(Share(10, 10)) > 0  # type: ignore[operator]
    assert error(Mean(ScoreSums(10, 50, 250), (1.0, 5.0))) is None


def test_weights_weigh_in_windows_and_levels_too() -> None:
    """Months of 80, 20 and 50 per cent, the second with ten times the weight: together 27.5 %."""
    parts = [Bucket(MONTHS[i], v, w, Share(100 * v, 100)) for i, (v, w) in enumerate(((0.8, 100), (0.2, 1000), (0.5, 100)))]
    assert reach(pooled(parts), 0.95)[0] == pytest.approx((80 + 200 + 50) / 1200)


def test_few_answers_far_off_are_no_surprise() -> None:
    """A flat NPS with three months of fifteen answers among months of four hundred: they may lie farther off."""
    draw, told = np.random.default_rng(20240601), 0
    for _ in range(40):
        sizes = [15 if i in (5, 11, 17) else 400 for i in range(24)]
        found = limits(asked([(int(draw.binomial(n, 0.7)), n) for n in sizes], "nps"))
        told += found is not None and bool(found.outside)
    assert told <= 10


def test_scatter_beyond_the_answers_is_no_change_of_level() -> None:
    draw, changed = np.random.default_rng(20240601), {"csat": 0, "nps": 0}
    for _ in range(40):
        hits = [(int(draw.binomial(100, min(max(draw.normal(0.7, 0.05), 0), 1))), 100) for _ in range(24)]
        for key in changed:
            changed[key] += len(levels(asked(hits, key))) > 1
    assert max(changed.values()) <= 6


def test_answers_on_two_scales_have_no_course() -> None:
    readout = asked(DROP)
    assert buckets(replace(readout, overall=Withheld(Reason.SCALES_MIXED, 1200))) == ((), ())
    assert levels(replace(readout, overall=Withheld(Reason.SCALES_MIXED, 1200))) == ()


def test_what_never_varied_has_no_outlook_and_no_range() -> None:
    always = asked([(50, 50)] * 24)
    assert (outlook(always), limits(always), constant(always)) == (None, None, True)
    assert limits_words(None, str, same=True) == "It has been the same in every period."


def test_an_outlook_stays_within_what_the_metric_can_be_and_ahead_of_the_data() -> None:
    found = outlook(asked([(19 + i % 2, 20) for i in range(24)], "nps"))
    assert found is not None
    assert max(found.high) <= 100
    assert outlook(asked([*[(70 + i % 3, 100) for i in range(20)], (3, 5), (2, 5), (4, 6), (3, 6)])) is None


def test_2000_days_are_looked_through_at_once() -> None:
    """The work grows with the square of the days: each day is one row of numbers, not a loop."""
    n = 2000
    rates = [0.8 if i < 900 else 0.7 for i in range(n)]
    found = change_points_binomial([round(50 * r) for r in rates], [50] * n)
    assert found["change_points"] == [900]


def test_a_breakdown_has_no_course() -> None:
    readout = asked(DROP)
    assert buckets(replace(readout, by=("channel",))) == ((), ())
    assert isinstance(readout.rows[0].result, Estimate)
    assert math.isclose(buckets(readout)[1][0].value, 0.82)  # type: ignore[union-attr]
