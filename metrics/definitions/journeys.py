"""Journeys: conversion through ordered steps inside a window (catalogue D2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from metrics import comparing
from metrics.definitions.cells import CONF, column, share
from metrics.errors import QuestionError
from metrics.frames import FUNNEL
from metrics.metric import Better, Counts, Example, Metric, Unit
from metrics.results import Result

TOPIC = "journeys"
WEEK_SECONDS = 7 * 24 * 3600
MODES = ("ordered", "strictly_later", "adjacent", "any_order")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a funnel: how many came this far, as a share of the step before and of all who entered.

    lost: units of the step before that went no further · for the first step of_previous equals of_all, and lost is 0.
    """

    name: str
    count: int
    of_previous: Result
    of_all: Result
    lost: int


def reached(cell: Counts, steps: int) -> list[int]:
    """Units that reached step 1, 2, … at least: depths are deepest steps, so they are added from the end."""
    depth, n = column(cell, "depth"), column(cell, "n")
    return [int(n[depth >= step].sum()) for step in range(1, steps + 1)]


def funnel_steps(cell: Counts, steps: Sequence[str], conf: float = CONF) -> list[Step]:
    """The steps of a funnel from counts by deepest step (frame `funnel`), each share with its Wilson interval."""
    counts = reached(cell, len(steps))
    before = [counts[0], *counts[:-1]] if counts else []
    return [
        Step(name, n, share(n, previous, conf=conf), share(n, counts[0], conf=conf), previous - n)
        for name, n, previous in zip(steps, counts, before, strict=True)
    ]


def compute_conversion(cell: Counts, whole: Counts, options: Mapping[str, Any], conf: float = CONF) -> Result:
    """Share of those who entered at step 1 that reached the last step inside the window."""
    steps = options["steps"]
    if len(steps) < 2:
        raise QuestionError(f"a funnel of {len(steps)} step(s) was asked; give at least two steps in their order.")
    counts = reached(cell, len(steps))
    return share(counts[-1], counts[0], {f"reached_{i}": n for i, n in enumerate(counts, start=1)}, conf)


FUNNEL_CONVERSION = Metric(
    key="funnel_conversion", title="Conversion from first to last step", name="Conversion", topic=TOPIC,
    question="How many of those who start get to the end?",
    frame=FUNNEL, options={"mode": "ordered", "window_seconds": WEEK_SECONDS, "counted": "customer"},
    required=("steps",),
    compute=compute_conversion, compare=comparing.shares,
    unit=Unit.SHARE, decimals=1, better=Better.HIGHER, counted="journeys", min_n=None,
    formula_words=(
        "Customers (or cases) who reach the last step inside the window, as a share of those who enter at the first; "
        "Wilson interval; each counts once, by its deepest journey"
    ),
    formula="Count(last) / Count(1), Count(k) = units with depth ≥ k",
    maturity="A journey counts once its window has closed; those still open are said apart.",
    exclusions="Journeys whose window is still open; contacts without a known customer (or case).",
    above="journeys that reached the last step", below="journeys that entered at the first",
    source="Wilson 1927; step order as in catalogue D2",
    example=Example(
        ({"depth": 2, "n": 2}, {"depth": 3, "n": 4}), 2 / 3, 0.299993315138392, 0.9032285888942195, 6,
        {"steps": ("A", "B", "C")},
    ),
)  # fmt: skip

METRICS = (FUNNEL_CONVERSION,)
