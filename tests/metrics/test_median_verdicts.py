"""How often a difference of medians is called where there is none, by simulation; and that a real one is found."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from metrics.stats.survival import SurvivalCurve, kaplan_meier, median_difference_p

Draw = Callable[[np.random.Generator, int], npt.NDArray[np.float64]]
ROUNDS = 400
POPULATIONS: dict[str, Draw] = {
    "long tail": lambda rng, n: rng.lognormal(4, 1, n),
    "two kinds": lambda rng, n: np.where(rng.random(n) < 0.5, rng.uniform(10, 30, n), rng.uniform(150, 250, n)),
    "five whole hours": lambda rng, n: 24.0 * rng.integers(1, 6, n),
}


def curve(rng: np.random.Generator, draw: Draw, n: int, unit: float) -> SurvivalCurve:
    """n complaints opened evenly over 350 hours before as_of, their times cut to whole units."""
    taken, followed = draw(rng, n), rng.uniform(0, 350, n)
    done = (taken <= followed).astype(int)
    return kaplan_meier((np.minimum(taken, followed) // unit * unit).tolist(), done.tolist(), (1 - done).tolist())


@pytest.mark.parametrize("n", [60, 150, 300])
@pytest.mark.parametrize("unit", [1 / 60, 1.0])
@pytest.mark.parametrize("population", POPULATIONS)
def test_no_more_than_six_in_a_hundred_are_called_where_nothing_changed(population: str, unit: float, n: int) -> None:
    rng, draw = np.random.default_rng(20260107), POPULATIONS[population]
    found = [median_difference_p(curve(rng, draw, n, unit), curve(rng, draw, n, unit)) for _ in range(ROUNDS)]
    tested = [p for p in found if p is not None]
    assert len(tested) > 0.9 * ROUNDS
    assert sum(p < 0.05 for p in tested) / len(tested) <= 0.06


def test_a_median_that_doubled_is_called() -> None:
    rng, draw = np.random.default_rng(7), POPULATIONS["long tail"]
    found = [
        median_difference_p(curve(rng, draw, 150, 1.0), curve(rng, lambda g, n: 2 * draw(g, n), 150, 1.0)) for _ in range(100)
    ]
    assert sum(p is not None and p < 0.05 for p in found) > 90


def test_without_a_median_there_is_nothing_to_compare() -> None:
    waiting = kaplan_meier([4, 6], [0, 0], [1, 1])
    assert median_difference_p(waiting, waiting) is None


def test_p_and_interval_agree_at_five_in_a_hundred() -> None:
    """The verdict asks both; they are two readings of one interval."""
    rng, draw = np.random.default_rng(11), POPULATIONS["long tail"]
    near = 0
    for _ in range(300):
        before, after = curve(rng, draw, 150, 1 / 60), curve(rng, lambda g, n: 1.4 * draw(g, n), 150, 1 / 60)
        p, (a, b) = median_difference_p(before, after), (before.quantile(0.5), after.quantile(0.5))
        if p is None or a is None or b is None or a >= b:
            continue
        (_, upper), (lower, _) = before.quantile_interval(0.5), after.quantile_interval(0.5)
        excluded = upper is not None and lower is not None and b - a > np.hypot(upper - a, b - lower)
        assert excluded == (p < 0.05)
        near += 0.01 < p < 0.2
    assert near > 30
