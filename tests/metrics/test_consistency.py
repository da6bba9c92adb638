"""Which groups of one breakdown really differ from the rest: told by name, never by chance finds."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from data_access.filters import Filters
from metrics.consistency import consistency_lines, differences
from metrics.evaluate import evaluate
from metrics.readout import Readout
from metrics.registry import by_key
from metrics.stats.channel_consistency import channel_consistency
from tests.metrics.tables import TableFetch

YEAR = Filters.of(date(2025, 1, 1), date(2025, 12, 31))
Counts = dict[str, tuple[int, int]]


def asked(counts: Counts, key: str = "csat") -> Readout:
    rows = [
        {"segment": name, "day": date(2025, 6, 15), "scale_min": 1.0, "scale_max": 5.0, "score": score, "n": n,
         "sw": float(n), "sww": float(n)}
        for name, (k, all_) in counts.items() for score, n in ((5.0, k), (1.0, all_ - k)) if n
    ]  # fmt: skip
    fetch = TableFetch({"scores": pd.DataFrame(rows)}, datetime(2025, 12, 31))
    return evaluate(by_key(key), fetch, YEAR, None, by=("segment",), compare="none")


def test_the_one_that_differs_is_named_beside_the_ends() -> None:
    even = dict.fromkeys("ABCDEF", (160, 200))
    words = differences(asked({**even, "Low": (90, 200)}))
    assert words.endswith("Clearly lower than the rest: Low.")
    assert "Lowest: Low (45.0 %)" in words


def test_many_are_named_up_to_four_and_the_receipt_lists_more() -> None:
    counts = {f"G{i}": (190, 200) for i in range(6)} | {f"L{i}": (60, 200) for i in range(6)}
    readout = asked(counts)
    assert "Clearly higher than the rest: G0, G1, G2, G3 and 2 more." in differences(readout)
    lines = dict(consistency_lines(readout))
    assert lines["Clearly lower than the rest"].count("(30.0 %)") == 6
    want = channel_consistency([k for k, _ in counts.values()], [n for _, n in counts.values()])
    assert lines["Differences beyond chance"] == f"{want['I2'] * 100:.0f} % of the variation between groups"
    assert lines["Highest minus lowest"] == "65.0 points"


@pytest.mark.parametrize("counts", [{"A": (80, 100), "B": (50, 100)}, {"A": (80, 100)}, {"A": (3, 4), "B": (2, 4)}])
def test_of_two_groups_the_ends_say_everything(counts: Counts) -> None:
    assert "than the rest" not in differences(asked(counts))


def test_groups_that_are_alike_are_seldom_told_apart() -> None:
    draw = np.random.default_rng(20240601)
    told = sum(
        "than the rest" in differences(asked({f"G{i}": (int(draw.binomial(150, 0.7)), 150) for i in range(8)}))
        for _ in range(60)
    )
    assert told <= 7  # at most one in twenty families, give or take


def test_a_card_does_not_contradict_itself() -> None:
    """The ends may not differ beyond chance among all pairs while one group does from all others together."""
    draw = np.random.default_rng(20240601)
    for _ in range(60):
        counts = {f"G{i}": (int(draw.binomial(200, 0.83 if i == 7 else 0.73)), 200) for i in range(8)}
        words = differences(asked(counts))
        assert not ("do not clearly differ" in words and "than the rest" in words)
