"""Log-odds with an informative prior: against the formula written out, and on texts that differ by chance only."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, norm

from metrics.stats.log_odds import PRIOR_SHARE, log_odds

WORDS = [("bill", 12, 30), ("app", 40, 5), ("slow", 20, 20), ("human", 0, 10)]
TOTALS = (900, 400)


def direct(first: int, second: int, totals: tuple[int, int], prior: float) -> tuple[float, float]:
    """δ and its standard error by Monroe, Colaresi & Quinn 2008, (16) and (19)."""
    n1, n2 = totals
    a = prior * (first + second) / (n1 + n2)
    odds1 = (first + a) / (n1 + prior - first - a)
    odds2 = (second + a) / (n2 + prior - second - a)
    return math.log(odds1) - math.log(odds2), math.sqrt(1 / (first + a) + 1 / (second + a))


@pytest.mark.parametrize("prior", [1.0, 50.0, None])
def test_the_formula_written_out(prior: float | None) -> None:
    found = {one.word: one for one in log_odds(WORDS, TOTALS, prior=prior)}
    weight = PRIOR_SHARE * 400 if prior is None else prior
    p = []
    for word, first, second in WORDS:
        delta, se = direct(first, second, TOTALS, weight)
        one = found[word]
        assert one.ratio == pytest.approx(math.exp(delta))
        assert (one.low, one.high) == (
            pytest.approx(math.exp(delta - norm.ppf(0.975) * se)), pytest.approx(math.exp(delta + norm.ppf(0.975) * se))
        )
        assert one.p == pytest.approx(2 * norm.sf(abs(delta / se)))
        p.append(one.p)
    assert [found[word].q for word, *_ in WORDS] == pytest.approx(false_discovery_control(p))
    assert [one.p for one in log_odds(WORDS, TOTALS)] == sorted(one.p for one in log_odds(WORDS, TOTALS))


def test_groups_exchanged_turn_every_ratio_over() -> None:
    here = {one.word: one for one in log_odds(WORDS, TOTALS)}
    there = {one.word: one for one in log_odds([(w, b, a) for w, a, b in WORDS], TOTALS[::-1])}
    for word, one in here.items():
        assert there[word].ratio == pytest.approx(1 / one.ratio)
        assert (there[word].p, there[word].real) == (pytest.approx(one.p), one.real)


@given(st.integers(0, 50), st.integers(1, 50))
def test_equal_shares_differ_in_nothing(n: int, times: int) -> None:
    found = log_odds([("same", n * times, n)], (1000 * times, 1000))
    assert all(one.ratio == pytest.approx(1) and not one.real for one in found)
    assert len(found) == (1 if n else 0)


def test_a_heavier_prior_draws_nearer_to_one() -> None:
    ratios = [abs(math.log(log_odds([("app", 40, 5)], TOTALS, prior=prior)[0].ratio)) for prior in (1, 40, 400, 4000)]
    assert ratios == sorted(ratios, reverse=True)


def test_nothing_to_compare() -> None:
    assert log_odds(WORDS, (0, 400)) == () == log_odds([], TOTALS)
    assert log_odds([("all there is", 5, 5)], (5, 5))[0].ratio == pytest.approx(1)


@pytest.mark.parametrize("words, totals", [([("x", 5, 1)], (4, 9)), ([("x", -1, 1)], (4, 9)), ([], (-1, 3))])
def test_impossible_counts_are_refused(words: list[tuple[str, int, int]], totals: tuple[int, int]) -> None:
    with pytest.raises(ValueError):
        log_odds(words, totals)


def test_chance_alone_brings_few_finds_and_a_real_difference_is_found() -> None:
    """200 draws of 60 words that both groups use alike: hardly any draw has a find; doubled words are found in most."""
    rng = np.random.default_rng(20240601)
    shares = rng.dirichlet(np.full(60, 2.0))
    false, power = 0, 0
    for _ in range(200):
        first, second = rng.multinomial(6000, shares), rng.multinomial(800, shares)
        counts = [(str(i), int(a), int(b)) for i, (a, b) in enumerate(zip(first, second, strict=True)) if a + b >= 10]
        false += any(one.real for one in log_odds(counts, (6000, 800)))
        turned = shares * np.where(np.arange(60) < 3, 3.0, 1.0)
        second = rng.multinomial(800, turned / turned.sum())
        counts = [(str(i), int(a), int(b)) for i, (a, b) in enumerate(zip(first, second, strict=True)) if a + b >= 10]
        power += any(one.real and int(one.word) < 3 for one in log_odds(counts, (6000, 800)))
    assert false <= 20
    assert power >= 150
