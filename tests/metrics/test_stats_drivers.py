"""Importance of drivers against its definitions: all orders tried out, the uncorrelated variables made another way."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.stats.cross_products import correlations, needed
from metrics.stats.priorities import importance_performance, priority_ranks, priority_scores, touchpoint_priority
from metrics.stats.relative_weights import johnson, relative_weights
from metrics.stats.shapley import MOST_DRIVERS, lmg, shapley_lmg

SEEDS = st.integers(0, 2**32 - 1)


def responses(seed: int, n: int = 120, p: int = 4, noise: float = 1.0) -> np.ndarray:
    """n responses to p related items on 1-5, and an outcome they drive more the later they come."""
    rng = np.random.default_rng(seed)
    items = np.clip(np.round(3 + rng.normal(size=(n, 1)) + rng.normal(size=(n, p))), 1, 5)
    return np.column_stack([items, items @ np.arange(1, p + 1) + noise * rng.normal(size=n)])


def gram(rows: np.ndarray) -> dict[str, Any]:
    return {"n": len(rows), "sum": rows.sum(axis=0).tolist(), "cross": (rows.T @ rows).tolist()}


def names(p: int) -> list[str]:
    return [f"item {j}" for j in range(p)]


def r2_of(rows: np.ndarray, chosen: tuple[int, ...]) -> float:
    """R² of the outcome on the chosen items, by least squares on the responses."""
    if not chosen:
        return 0.0
    y = rows[:, -1] - rows[:, -1].mean()
    x = np.column_stack([np.ones(len(rows)), rows[:, list(chosen)]])
    fitted = x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return float(1 - ((y - fitted) ** 2).sum() / (y**2).sum())


@given(seed=SEEDS, p=st.integers(1, 4))
def test_shapley_values_are_averages_over_all_orders(seed: int, p: int) -> None:
    rows = responses(seed, p=p)
    gains = np.zeros(p)
    orders = list(permutations(range(p)))
    for order in orders:
        for place, driver in enumerate(order):
            gains[driver] += r2_of(rows, order[: place + 1]) - r2_of(rows, order[:place])
    found = shapley_lmg(names(p), gram(rows))
    assert found["lmg"] == pytest.approx((gains / len(orders)).tolist(), abs=1e-8)
    assert found["r2"] == pytest.approx(r2_of(rows, tuple(range(p))), abs=1e-8)


@given(seed=SEEDS, p=st.integers(2, 6))
def test_relative_weights_come_from_the_nearest_uncorrelated_variables(seed: int, p: int) -> None:
    rows = responses(seed, p=p)
    z = (rows - rows.mean(axis=0)) / rows.std(axis=0) / np.sqrt(len(rows))
    u, _, v = np.linalg.svd(z[:, :-1], full_matrices=False)
    nearest = u @ v  # orthonormal, as close to the items as can be (Johnson 1966)
    slopes, loadings = nearest.T @ z[:, -1], nearest.T @ z[:, :-1]
    found = relative_weights(names(p), gram(rows))
    assert found["raw"] == pytest.approx(((loadings.T**2) @ slopes**2).tolist(), abs=1e-8)
    assert sum(found["raw"]) == pytest.approx(r2_of(rows, tuple(range(p))), abs=1e-8)
    assert sum(found["pct"]) == pytest.approx(100)


@given(seed=SEEDS, data=st.data())
def test_the_order_of_the_items_does_not_matter(seed: int, data: st.DataObject) -> None:
    rows = responses(seed, p=5)
    order = data.draw(st.permutations(range(5)))
    for function, key in ((relative_weights, "raw"), (shapley_lmg, "lmg")):
        plain = function(names(5), gram(rows))[key]
        shuffled = function(names(5), gram(rows[:, [*order, 5]]))[key]
        assert shuffled == pytest.approx([plain[j] for j in order], abs=1e-9)


@given(seed=SEEDS, low=st.floats(-50, 50), by=st.floats(0.1, 20))
def test_another_scale_changes_nothing_and_a_turned_one_only_the_sign(seed: int, low: float, by: float) -> None:
    rows = responses(seed)
    turned = rows * np.array([1, by, -1, 1, 1]) + np.array([low, 0, 6, 0, low])
    for function, key in ((relative_weights, "raw"), (shapley_lmg, "lmg")):
        plain, other = function(names(4), gram(rows)), function(names(4), gram(turned))
        assert other[key] == pytest.approx(plain[key], abs=1e-6)
        assert [sign for j, sign in enumerate(other["sign"]) if j != 2] == [s for j, s in enumerate(plain["sign"]) if j != 2]
        assert {plain["sign"][2], other["sign"][2]} == {"+", "-"}


def test_a_stack_of_tables_is_each_table_by_itself() -> None:
    stack = [responses(seed, p=5) for seed in range(7)]
    grams = [gram(rows) for rows in stack]
    found = correlations(*([g[part] for g in grams] for part in ("n", "sum", "cross")))
    for many, function, key in ((johnson, relative_weights, "raw"), (lmg, shapley_lmg, "lmg")):
        single = [function(names(5), g)[key] for g in grams]
        assert np.allclose(many(found), single, atol=1e-12)


def test_two_copies_share_what_one_would_have() -> None:
    rows = responses(3, p=3)
    doubled = np.column_stack([rows[:, 0], rows])
    for function, key in ((relative_weights, "raw"), (shapley_lmg, "lmg")):
        found = function(names(4), gram(doubled))[key]
        assert found[0] == pytest.approx(found[1], abs=1e-9)
        assert sum(found) == pytest.approx(r2_of(rows, (0, 1, 2)), abs=1e-8)


def test_who_is_answered_alike_by_everybody_gets_nothing() -> None:
    rows = responses(4)
    rows[:, 1] = 4
    for function, key in ((relative_weights, "raw"), (shapley_lmg, "lmg")):
        found = function(names(4), gram(rows))
        assert found[key][1] == pytest.approx(0, abs=1e-12)
        assert (found["zero_variance"], found["sign"][1], found["status"]) == (["item 1"], "0", "ok")
        assert found["r2"] == pytest.approx(r2_of(rows, (0, 2, 3)), abs=1e-8)


@pytest.mark.parametrize("function", [relative_weights, shapley_lmg])
def test_what_cannot_be_told_is_none(function: Any) -> None:
    rows = responses(5)
    same = rows.copy()
    same[:, -1] = 7
    assert function(names(4), gram(same)) | {"sign": 0, "zero_variance": 0} == {
        "raw" if function is relative_weights else "lmg": [None] * 4, "pct": [None] * 4, "r2": None, "n": 120.0,
        "status": "degenerate", "sign": 0, "zero_variance": 0,
    }  # fmt: skip
    assert function(names(4), gram(rows[:0]))["status"] == "empty"
    assert function(names(4), gram(rows[:49]))["status"] == "insufficient"
    assert function(names(4), gram(rows[:50]))["status"] == "ok"
    with pytest.raises(ValueError, match="give 4 sums and 4 x 4 products"):
        function(names(3), gram(rows))


def test_many_drivers_are_too_many_for_all_orders() -> None:
    wide = responses(6, p=MOST_DRIVERS + 1)
    with pytest.raises(ValueError, match="use relative_weights"):
        shapley_lmg(names(MOST_DRIVERS + 1), gram(wide))
    most = responses(6, n=400, p=MOST_DRIVERS)
    both = shapley_lmg(names(MOST_DRIVERS), gram(most)), relative_weights(names(MOST_DRIVERS), gram(most))
    assert both[0]["r2"] == pytest.approx(both[1]["r2"])
    assert np.corrcoef(both[0]["lmg"], both[1]["raw"])[0, 1] > 0.99


@pytest.mark.parametrize(("p", "least"), [(1, 50), (5, 50), (6, 60), (19, 190)])
def test_how_many_responses_are_needed(p: int, least: int) -> None:
    assert needed(p) == least


def test_the_plane_marks_what_may_lie_on_another_side() -> None:
    found = importance_performance(
        [0.5, 0.3, 0.2], [70, 60, 50], [(0.4, 0.6), (0.25, 0.35), (0.1, 0.3)], [(65, 75), (55, 65), (40, 60)]
    )
    assert found["quadrant"] == ["keep_up", "possible_overkill", "low_priority"]
    assert found["borderline"] == [False, True, True]  # the last ends exactly on the cut of 60, where high begins


def test_equal_items_are_all_high() -> None:
    found = importance_performance([0.1] * 3, [0.7] * 3)
    assert found["quadrant"] == ["keep_up"] * 3


@pytest.mark.parametrize(("p", "status"), [(0, "empty"), (1, "insufficient"), (2, "insufficient")])
def test_below_three_items_there_is_no_plane(p: int, status: str) -> None:
    found = importance_performance([0.5] * p, [60] * p)
    assert (found["status"], found["quadrant"], found["cut_importance"]) == (status, [None] * p, None)


def test_pairs_must_fit() -> None:
    with pytest.raises(ValueError, match="one of each per driver"):
        importance_performance([0.5], [60, 70])
    with pytest.raises(ValueError, match="one of each per touchpoint"):
        touchpoint_priority([0.5], [60, 70], 80, [1])


@given(st.lists(st.tuples(*[st.floats(0, 1)] * 3), min_size=1, max_size=8), st.floats(0, 1))
def test_priorities_by_their_definition(items: list[tuple[float, float, float]], target: float) -> None:
    importance, performance, reach = (list(part) for part in zip(*items, strict=True))
    found = touchpoint_priority(importance, performance, target, reach)
    wanted = [i * max(0.0, target - p) * r for i, p, r in items]
    assert found["score"] == pytest.approx(wanted)
    for score, rank in zip(found["score"], found["rank"], strict=True):
        assert rank <= 1 + sum(other > score for other in wanted)
        assert rank == 1 or sum(other > score for other in found["score"]) >= rank - 1


def test_ties_share_the_smallest_rank_whatever_the_last_digit() -> None:
    assert priority_ranks([0.3, 0.1 + 0.2, 0.0, 0.0]).tolist() == [1, 1, 3, 3]
    assert priority_ranks([[1.0, 2.0], [0.0, 0.0]]).tolist() == [[2, 1], [1, 1]]
    assert priority_scores([0.2, 0.2], [0.5, 0.9], 0.8, 1.0).tolist() == pytest.approx([0.06, 0.0])
    assert touchpoint_priority([], [], 80, []) == {"score": [], "rank": [], "status": "empty"}
