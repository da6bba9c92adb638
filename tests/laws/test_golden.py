"""Cases other products get wrong: their way is computed beside ours, and must fail where ours holds."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.importing import service
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from metrics.definitions.satisfaction import compute_ces_mean, compute_csat, rows
from metrics.evaluate import evaluate
from metrics.evidence import Net
from metrics.readout import Word
from metrics.registry import by_key
from metrics.results import Estimate, Reason, Withheld
from metrics.slicing import columns
from metrics.stats.nps import nps_diff, nps_from_counts
from metrics.verdict import judge
from tests.conftest import load_rows
from tests.data_access.facts import answer
from tests.data_access.importing.files import mapped, written

DRAW = 20240601


def cell_of(found: Any) -> dict[str, np.ndarray]:
    """Rows of the scores frame as one cell."""
    return columns(pd.DataFrame(found))


def test_people_who_dismissed_the_question_are_in_no_denominator(store: Store, tmp_path: Path) -> None:
    """40 promoters, 20 passives, 10 detractors, 30 who dismissed it: 42.86 on every page; dividing by all gives 30."""
    scores = ["10"] * 40 + ["8"] * 20 + ["3"] * 10 + [""] * 30
    path = written(tmp_path, "id,day,recommend\n" + "".join(f"{i},2026-01-05,{s}\n" for i, s in enumerate(scores)))
    mapping = mapped("answers", {"id": "id", "day": "ts", "recommend": {"role": "score", "kind": "nps", "scale": [0, 10]}})
    batch = service.import_file(store, path, mapping, "nps.csv", "ana")
    assert batch.cells["recommend"] == {"valid": 70, "no_answer": 30, "invalid": 0}
    found = evaluate(by_key("nps"), Fetch.now(store, LOCAL_ADMIN), Filters(), LOCAL_ADMIN, compare="none").overall
    assert isinstance(found, Estimate)
    assert (round(found.value, 2), found.n) == (42.86, 70)
    assert 100 * (40 - 10) / len(scores) == 30.0  # theirs


def test_effort_on_two_scales_is_never_one_mean() -> None:
    """1-5 and 1-7 averaged together make a number of no scale; ours says that they are two."""
    both = cell_of(rows((1, 5), {2: 30, 4: 30}) + rows((1, 7), {6: 60}))
    found = compute_ces_mean(both, both, {})
    assert isinstance(found, Withheld)
    assert found.reason is Reason.SCALES_MIXED
    assert isinstance(compute_csat(both, both, {}), Withheld)


@pytest.mark.parametrize("n", [20, 200])
def test_a_band_knows_how_many_answered(n: int) -> None:
    """A flat rate of 30 % over 12 periods: the spread of the plotted points misses it most of the time, at any n."""
    draw, ours, theirs, points = np.random.default_rng(DRAW), 0, 0, 0
    for _ in range(150):
        shares = draw.binomial(n, 0.3, 12) / n
        half = 1.96 * shares.std(ddof=1) / np.sqrt(12)
        theirs += int((np.abs(shares - 0.3) <= half).sum())
        for share in shares:
            one = cell_of(rows((1, 5), {5: round(share * n), 1: n - round(share * n)}))
            found = compute_csat(one, one, {})
            assert isinstance(found, Estimate)
            ours += found.low <= 0.3 <= found.high  # type: ignore[operator]
        points += 12
    assert ours / points >= 0.93
    assert theirs / points <= 0.5


def test_the_band_narrows_with_answers_and_theirs_does_not() -> None:
    widths = []
    for n in (20, 2000):
        one = cell_of(rows((1, 5), {5: n * 3 // 10, 1: n - n * 3 // 10}))
        found = compute_csat(one, one, {})
        assert isinstance(found, Estimate)
        widths.append(found.high - found.low)  # type: ignore[operator]
    assert widths[0] > 8 * widths[1]


def test_a_quiet_month_is_a_gap_and_no_zero(store: Store) -> None:
    days = [datetime(2026, month, 3, 9) + timedelta(hours=i) for month in (1, 3) for i in range(20)]
    load_rows(store, "answers", [{"record": i, **answer(ts, 4.0, None)} for i, ts in enumerate(days)])
    year = Filters(date(2026, 1, 1), date(2026, 3, 31))
    found = evaluate(by_key("csat"), Fetch.now(store, LOCAL_ADMIN), year, LOCAL_ADMIN, grain="month", compare="none")
    quiet = {row.period: row.result for row in found.rows}[date(2026, 2, 1)]
    assert quiet == Withheld(Reason.EMPTY, 0)


def test_two_samples_of_one_population_are_seldom_called_a_change() -> None:
    """Most pairs of a hundred answers differ by five points or more although nothing changed: almost none is called."""
    draw, called, apart, pairs = np.random.default_rng(DRAW), 0, 0, 400
    for _ in range(pairs):
        counts = [draw.multinomial(100, [0.5, 0.3, 0.2]) for _ in range(2)]
        before, after = (_estimate(*map(int, one)) for one in counts)
        apart += abs(after.value - before.value) >= 5
        called += judge(by_key("nps"), before, after).word in (Word.UP, Word.DOWN)
    assert apart / pairs > 0.6
    assert called / pairs <= 0.07


def test_one_formula_gives_the_score_and_its_change() -> None:
    june, july = (55, 30, 15), (40, 35, 25)
    parts = [dict(zip(("promoters", "passives", "detractors"), one, strict=True)) for one in (july, june)]
    assert nps_diff(*parts)["diff"] == pytest.approx(nps_from_counts(*july)["nps"] - nps_from_counts(*june)["nps"])


def _estimate(promoters: int, passives: int, detractors: int) -> Estimate:
    found = nps_from_counts(promoters, passives, detractors)
    evidence = Net(promoters, passives, detractors)
    return Estimate(found["nps"], found["lo"], found["hi"], found["n"], promoters - detractors, found["n"], evidence=evidence)
