"""The iceberg and its assumptions (catalogue E2); the reference cases are in tests/vectors.py."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.settings.model import Prior
from metrics.priors import PRIORS, overlaid
from metrics.stats.iceberg import iceberg, iceberg_bottomup_interval


def test_published_assumptions_lie_in_their_ranges_and_name_their_source():
    for name, prior in PRIORS.items():
        assert prior.name == name and prior.source
        assert prior.least <= prior.low <= prior.value <= prior.high <= prior.most


def test_the_house_s_own_values_lie_over_the_published_ones():
    found = overlaid([Prior("complain_share", 0.2, 0.1, 0.3)])
    assert (found["complain_share"].value, found["complain_share"].high) == (0.2, 0.3)
    assert found["complain_share"].source == PRIORS["complain_share"].source
    assert found["told_others"] is PRIORS["told_others"]
    with pytest.raises(KeyError):
        overlaid([Prior("luck", 1, 1, 1)])


@given(st.integers(1, 10**6), st.floats(0, 1), st.floats(0.001, 1))
def test_the_parts_make_the_whole(customers, dissatisfied, complain):
    found = iceberg(customers, dissatisfied, complain, 8, 10, voiced=5)
    top, bottom = found["topdown"], found["bottomup"]
    assert top["voiced"] + top["silent"] == pytest.approx(top["dissatisfied"])
    assert bottom["dissatisfied"] - bottom["silent"] == pytest.approx(5)
    assert 0 <= top["wom_low"] <= top["wom_high"] <= 10 * customers


def test_what_cannot_be_known_is_none_and_contradictions_are_said():
    nobody = iceberg(1000, 0.25, 0.0, voiced=3)
    assert set(nobody["bottomup"].values()) == {None}
    assert iceberg(1000, 0.0, 0.05, voiced=3)["implied_complain_share"] is None
    assert iceberg(1000, voiced=None)["bottomup"]["dissatisfied"] is None
    assert (iceberg(1000, 0.25, voiced=250)["status"], iceberg(1000, 0.25, voiced=251)["status"]) == ("ok", "contradiction")


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"customers": -1}, "customers is -1"), ({"customers": 1, "dissatisfied_share": 1.1}, "dissatisfied_share is 1.1"),
        ({"customers": 1, "wom_low": 3, "wom_high": 2}, "3 to 2"), ({"customers": 1, "voiced": float("nan")}, "voiced is nan"),
    ],
)  # fmt: skip
def test_impossible_inputs_are_refused(inputs, said):
    with pytest.raises(ValueError, match=said):
        iceberg(**inputs)


@given(st.integers(1, 500), st.integers(1, 500), st.floats(0.5, 0.99))
def test_the_interval_holds_the_median_and_narrows_with_answers(asked, complained, conf):
    complained = min(asked, complained)
    small = iceberg_bottomup_interval(140, asked, complained, conf=conf)
    large = iceberg_bottomup_interval(140, 100 * asked, 100 * complained, conf=conf)
    assert 140 < small["lo"] < small["median"] < small["hi"]
    assert large["hi"] / large["lo"] < small["hi"] / small["lo"]


def test_the_interval_refuses_more_complainants_than_asked():
    with pytest.raises(ValueError, match="survey_who_complained is 5"):
        iceberg_bottomup_interval(140, 4, 5)
    with pytest.raises(ValueError, match="above 0"):
        iceberg_bottomup_interval(140, 4, 2, prior=(0, 1))
