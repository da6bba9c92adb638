"""Funnel rules on small streams, against independent ways to count them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.stats.funnel import MODES, funnel, funnel_attempts, funnel_counts, funnel_depths

STEPS = ("A", "B", "C")
streams = st.lists(st.tuples(st.integers(0, 6), st.sampled_from("ABCX")), max_size=7)
step_lists = st.sampled_from([STEPS, ("A", "B"), ("A", "A"), ("A", "B", "A"), ("A",)])


def depth(stream, mode="ordered", steps=STEPS, window=10, **options):
    return funnel_depths({"u": stream}, steps, window, mode, **options)["u"]


def by_permutation(stream, steps, window, later):
    """Longest prefix of steps for which some distinct events stand in order."""
    for length in range(len(steps), 0, -1):
        for chosen in itertools.permutations(stream, length):
            times = [time for time, _ in chosen]
            kinds = tuple(kind for _, kind in chosen)
            if kinds == steps[:length] and times[-1] - times[0] <= window and all(
                later(a, b) for a, b in itertools.pairwise(times)
            ):
                return length
    return 0


@given(streams, step_lists, st.integers(0, 6))
def test_chains_exist_exactly_as_deep_as_said(stream, steps, window):
    assert depth(stream, "ordered", steps, window) == by_permutation(stream, steps, window, lambda a, b: a <= b)
    assert depth(stream, "strictly_later", steps, window) == by_permutation(stream, steps, window, lambda a, b: a < b)


@given(streams, st.integers(0, 6))
def test_greedy_earliest_next_is_enough(stream, window):
    best = 0
    for start, kind in stream:
        if kind != "A":
            continue
        reached, time = 1, start
        for step in STEPS[1:]:
            later = [t for t, k in stream if k == step and t >= time and t - start <= window]
            if not later:
                break
            time, reached = min(later), reached + 1
        best = max(best, reached)
    assert depth(stream, window=window) == best


@given(streams, step_lists, st.integers(0, 6))
def test_the_rules_are_nested(stream, steps, window):
    found = {mode: depth(stream, mode, steps, window) for mode in MODES}
    assert found["adjacent"] <= found["ordered"] <= found["any_order"]
    assert found["strictly_later"] <= found["ordered"]
    assert found["first_touch"] <= found["ordered"]
    assert depth(stream, steps=steps, window=window, exclusion="X") <= found["ordered"]
    assert max(funnel_attempts({"u": stream}, steps, window), default=0) <= found["ordered"]


@given(streams, step_lists, st.randoms())
def test_only_the_stream_rules_look_at_the_order_of_ties(stream, steps, random):
    shuffled = random.sample(stream, len(stream))
    for mode in ("ordered", "strictly_later", "any_order"):
        assert depth(stream, mode, steps, 3) == depth(shuffled, mode, steps, 3)


def test_events_of_one_second_count_as_in_order_unless_asked_otherwise():
    tie = [(5, "B"), (5, "A"), (5, "C")]
    assert depth(tie) == 3
    assert depth(tie, "strictly_later") == 1
    assert depth(tie, "adjacent") == 1
    assert depth([(5, "A"), (5, "B"), (5, "C")], "adjacent") == 3


def test_a_step_named_twice_needs_two_events():
    assert depth([(1, "A")], steps=("A", "A")) == 1
    assert depth([(1, "A"), (1, "A")], steps=("A", "A")) == 2
    assert depth([(1, "A"), (1, "A")], "strictly_later", ("A", "A")) == 1
    assert depth([(1, "A"), (2, "B")], "any_order", ("A", "A", "B")) == 2
    assert funnel_attempts({"u": [(1, "A"), (2, "A"), (3, "A")]}, ("A", "A"), 10) == [2, 1]


def test_the_window_runs_from_step_one_and_includes_its_end():
    late = [(0, "A"), (6, "B"), (10, "C")]
    assert [depth(late, window=w) for w in (5, 6, 9, 10)] == [1, 2, 2, 3]
    assert depth([(10, "C"), (0, "B")], "any_order", window=9) == 1


def test_adjacent_means_nothing_between():
    assert depth([(0, "A"), (1, "X"), (2, "B")], "adjacent") == 1
    assert depth([(0, "A"), (1, "A"), (2, "B"), (3, "C")], "adjacent") == 3


def test_first_touch_gives_no_second_chance():
    again = [(0, "A"), (50, "A"), (51, "B")]
    assert (depth(again), depth(again, "first_touch")) == (2, 1)


def test_an_exclusion_stops_a_chain_only_strictly_between():
    assert depth([(0, "A"), (1, "X"), (2, "B")], exclusion="X") == 1
    assert depth([(0, "A"), (0, "X"), (2, "B"), (2, "X")], exclusion="X") == 2
    assert depth([(0, "A"), (1, "X"), (1, "A"), (2, "B")], exclusion="X") == 2
    # The later B stands at the very time of the exclusion: from there the chain goes on.
    assert depth([(0, "A"), (1, "B"), (2, "X"), (2, "B"), (4, "C")], exclusion="X") == 3


def test_only_mature_entries_open_when_as_of_is_given():
    stream = [(0, "A"), (1, "B"), (5, "A"), (6, "B"), (7, "C")]
    assert depth(stream, window=4, as_of=8) == 2
    assert depth(stream, window=4, as_of=9) == 3
    assert depth(stream, window=4, as_of=3) == 0


def test_attempts_close_on_completion_or_when_the_window_has_passed():
    run = [(0, "A"), (1, "B"), (2, "C"), (3, "A"), (20, "A"), (21, "A"), (22, "B")]
    assert funnel_attempts({"u": run}, STEPS, 10) == [3, 1, 2]
    assert funnel_counts([3, 1, 2], 3) == [3, 2, 1]


def test_an_empty_funnel_has_no_rates():
    found = funnel({"u": [(0, "X")]}, STEPS, 10)
    assert (found["ordered"], found["overall"], found["overall_ci"]) == ([0, 0, 0], None, [None, None])
    assert found["step_conversion"] == [None, None, None]
    assert (found["status"], found["ordered_with_exclusion"]) == ("empty", None)


def test_a_funnel_without_steps_or_with_an_unknown_rule_is_refused():
    with pytest.raises(ValueError, match="no steps"):
        funnel_depths({}, [], 10)
    with pytest.raises(ValueError, match="window is -1"):
        funnel({}, STEPS, -1)
    with pytest.raises(ValueError, match="expected one of ordered"):
        funnel_depths({}, STEPS, 10, "loose")
