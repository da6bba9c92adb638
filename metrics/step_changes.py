"""Did a step of a journey get worse? Each step's share of the one before, against the same step of an earlier period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from metrics.definitions.journeys import Step
from metrics.results import Change
from metrics.stats.checks import alpha_of
from metrics.stats.multiplicity import bh_adjust
from metrics.stats.proportions import newcombe, two_proportions_test

CONF = 0.95


@dataclass(frozen=True, slots=True)
class StepChange:
    """From one step to the next: share before and after, the change with its interval, and whether it is more than chance."""

    start: str
    end: str
    before: float
    after: float
    change: Change
    real: bool


def step_changes(before: Sequence[Step], after: Sequence[Step], conf: float = CONF) -> tuple[StepChange, ...]:
    """The steps of one journey in two periods, the largest change first; steps nobody could take are left out.

    Source: N-1 χ² (Campbell 2007) with Newcombe's interval (1998), false discoveries controlled over the steps of one
    journey (Benjamini & Hochberg 1995).
    """
    found = []
    for (old, old_next), (new, new_next) in zip(pairwise(before), pairwise(after), strict=True):
        if old.count and new.count:
            diff, low, high = newcombe(new_next.count, new.count, old_next.count, old.count, conf)
            test, _, p = two_proportions_test(new_next.count, new.count, old_next.count, old.count)
            found.append((old, old_next, new, new_next, Change(diff, low, high, p, test)))
    kept = bh_adjust([change.p for *_, change in found], alpha_of(conf))["reject"]
    changes = [
        StepChange(
            new.name, new_next.name, old_next.count / old.count, new_next.count / new.count, change,
            bool(keep) and change.excludes_zero,
        )
        for (old, old_next, new, new_next, change), keep in zip(found, kept, strict=True)
    ]  # fmt: skip
    return tuple(sorted(changes, key=lambda step: -abs(step.change.diff)))
