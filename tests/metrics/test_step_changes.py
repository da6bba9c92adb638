"""Which step of a journey changed: found by its own rate, not by how many are lost there."""

from __future__ import annotations

import pandas as pd

from metrics.definitions.journeys import funnel_steps
from metrics.step_changes import step_changes

STEPS = ("Browse", "Basket", "Checkout", "Payment")


def journey(*reached: int):
    """reached: units that came to step 1, 2, … at least."""
    depth = [n - m for n, m in zip(reached, [*reached[1:], 0], strict=True)]
    return funnel_steps(pd.DataFrame({"depth": range(1, len(reached) + 1), "n": depth}), STEPS)


def test_the_broken_step_is_named_though_more_are_lost_elsewhere():
    found = step_changes(journey(2800, 1400, 900, 690), journey(287, 147, 94, 13))
    assert (found[0].start, found[0].end) == ("Checkout", "Payment")
    assert found[0].real and round(found[0].before, 2) == 0.77 and round(found[0].after, 2) == 0.14
    assert not any(step.real for step in found[1:])


def test_the_same_journey_has_no_change():
    assert not any(step.real for step in step_changes(journey(500, 300, 200, 90), journey(500, 300, 200, 90)))


def test_steps_nobody_reached_are_left_out():
    found = step_changes(journey(50, 20, 0, 0), journey(60, 25, 10, 5))
    assert [(step.start, step.end) for step in found] == [("Basket", "Checkout"), ("Browse", "Basket")]


def test_the_interval_holds_the_difference():
    step = step_changes(journey(100, 40, 20, 10), journey(100, 60, 20, 10))[0]
    assert step.change.low < step.change.diff < step.change.high
