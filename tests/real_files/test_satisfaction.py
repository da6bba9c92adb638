"""What the pages say of real surveys: waves side by side, months, market segments, the 问卷星 pair."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.loading import Batch
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from metrics.crossed import standouts
from metrics.readout import Word
from metrics.results import Estimate
from metrics.stats.multiplicity import bh_adjust
from metrics.stats.proportions import two_proportions_test
from pages.cards import breakdown, satisfaction
from pages.cards.ask import Ask
from tests.real_files.files import REAL

Loaded = tuple[Store, dict[str, list[Batch]]]
pytestmark = REAL
WAVES = {"2012": ("sfo-2012", 78.79, 3348), "2015": ("sfo-2015", 80.0, 2810), "2017": ("sfo-2017", 82.07, 2688)}


def asking(loaded: Loaded, start: date, end: date, *, compare: str = "none", **values: tuple[str, ...]) -> Ask:
    filters = Filters(start, end, tuple(values.items()))
    return Ask(Fetch.now(loaded[0], LOCAL_ADMIN), filters, LOCAL_ADMIN, compare, "month")


def test_the_waves_stand_side_by_side_with_their_intervals(loaded: Loaded) -> None:
    ask = asking(loaded, date(2012, 1, 1), date(2017, 12, 31), source=tuple(source for source, _, _ in WAVES.values()))
    view = breakdown.by_choice(ask, metric="csat", dimension="source", label="source")
    found = {row.group[0]: row.result for row in view.main.rows}
    for source, top2, n in WAVES.values():
        result = found[source]
        assert isinstance(result, Estimate)
        assert (round(100 * result.value, 2), result.n) == (top2, n)
        assert result.low < result.value < result.high  # type: ignore[operator]
    assert view.verdict == (
        "Highest: sfo-2017 (82.1 %). Lowest: sfo-2012 (78.8 %). "
        "Clearly higher than the rest: sfo-2017. Clearly lower than the rest: sfo-2012."
    )


def test_a_wave_against_the_one_before(loaded: Loaded) -> None:
    """80.0 % and 82.1 % are too close for their numbers; 78.8 % and 82.1 % are not."""
    both = {year: asking(loaded, date(int(year), 1, 1), date(int(year), 12, 31)).readout("csat").overall for year in WAVES}
    metric = breakdown.by_key("csat")
    near, far = (metric.compare(both[one], both["2017"], 0.95) for one in ("2015", "2012"))  # type: ignore[misc]
    assert near is not None
    assert far is not None
    assert near.p > 0.05 > far.p  # type: ignore[operator]
    assert far.diff == pytest.approx(0.8207 - 0.7879, abs=1e-4)


def test_recommendation_of_2017(loaded: Loaded, expected: dict[str, Any]) -> None:
    found = asking(loaded, date(2017, 1, 1), date(2017, 12, 31)).readout("nps").overall
    assert isinstance(found, Estimate)
    assert (round(found.value, 2), found.n) == (39.84, 2746) == (expected["sfo_2017_nps"]["nps"], expected["sfo_2017_nps"]["n"])


def test_a_countrys_satisfaction_by_month(loaded: Loaded, expected: dict[str, Any]) -> None:
    """By the month the complaint was opened; the three files together hold 12,566 scores."""
    ask = asking(loaded, date(2014, 7, 1), date(2014, 10, 31))
    readout = ask.readout("csat", over_time=True)
    assert readout.overall.n == sum(expected[f"consumidor_2014-{m}"]["rated"] for m in ("08", "09", "10"))
    assert sum(row.result.n for row in readout.rows) == readout.overall.n
    assert satisfaction.csat_trend(ask).verdict.startswith("CSAT: 47.1 %, between 46.2 % and 48.0 % (12,566 answers).")


def test_market_segments_that_differ_are_named_and_were_tested_together(loaded: Loaded) -> None:
    ask = asking(loaded, date(2014, 7, 1), date(2014, 10, 31))
    view = breakdown.by_choice(ask, metric="csat", dimension="segment", label="market segment")
    rows = [row for row in view.main.rows if isinstance(row.result, Estimate)]
    whole = view.main.overall
    assert isinstance(whole, Estimate)
    tests = [
        two_proportions_test(
            r.result.numerator, r.result.n, whole.numerator - r.result.numerator, whole.n - r.result.n  # type: ignore[union-attr,operator,arg-type]
        )[2]
        for r in rows
    ]
    kept = {row.group for row, keep in zip(rows, bh_adjust(tests, 0.05)["reject"], strict=True) if keep}
    assert standouts(view.main).groups == kept
    assert standouts(view.main).tested == len(rows) > 10
    assert 5 <= len(kept) < len(rows)
    listed = dict(view.workings)
    sides = ("Clearly higher than the rest", "Clearly lower than the rest")
    named = [part for side in sides for part in listed[side].split("), ")]
    assert len(named) == len(kept)
    assert "Clearly lower than the rest: " in view.verdict


def test_a_month_that_changed_says_so(loaded: Loaded) -> None:
    ask = asking(loaded, date(2014, 9, 1), date(2014, 9, 30), compare="previous")
    verdict = ask.over_time("csat").verdict
    assert verdict is not None
    assert verdict.word == Word.UP
