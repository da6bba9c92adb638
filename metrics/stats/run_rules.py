"""Run rules over the standardised points of a control chart (catalogue A17).

On points that are only noise, W1 alone fires once in about 380 points, W1 and W4 together once in about 150, all
Western Electric rules once in about 93 (Champ & Woodall 1987): hence W1 and W4 alert, and the others are hints.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

ALERTS = ("W1", "W4")
ZONE_RULES = ("W2", "W3", "N7", "N8")
LOWEST_EXPECTED = 5  # counts below this are too skewed for the zones of a normal curve

Run = Sequence[float]
Rule = Callable[[Run], bool]


def _most_beyond(run: Run, zone: float, needed: int, window: int) -> bool:
    """The last point and enough of the last `window` lie beyond `zone` on one side."""
    last = run[-window:]
    return any(sign * run[-1] > zone and sum(sign * z > zone for z in last) >= needed for sign in (1, -1))


def _one_side(run: Run, length: int) -> bool:
    last = run[-length:]
    return len(last) == length and (all(z > 0 for z in last) or all(z < 0 for z in last))


def _steps(run: Run, points: int) -> list[float]:
    last = run[-points:]
    return [after - before for before, after in pairwise(last)] if len(last) == points else []


def _monotone(run: Run, points: int) -> bool:
    steps = _steps(run, points)
    return bool(steps) and (all(step > 0 for step in steps) or all(step < 0 for step in steps))


def _alternating(run: Run, points: int) -> bool:
    steps = _steps(run, points)
    return bool(steps) and all(before * after < 0 for before, after in pairwise(steps))


def _all_within(run: Run, length: int) -> bool:
    last = run[-length:]
    return len(last) == length and all(abs(z) < 1 for z in last)


def _all_outside(run: Run, length: int) -> bool:
    last = run[-length:]
    return len(last) == length and all(abs(z) > 1 for z in last)


RULES: dict[str, Rule] = {
    "W1": lambda run: abs(run[-1]) > 3,
    "W2": lambda run: _most_beyond(run, 2, 2, 3),
    "W3": lambda run: _most_beyond(run, 1, 4, 5),
    "W4": lambda run: _one_side(run, 8),
    "N2": lambda run: _one_side(run, 9),
    "N3": lambda run: _monotone(run, 6),
    "N4": lambda run: _alternating(run, 14),
    "N7": lambda run: _all_within(run, 15),
    "N8": lambda run: _all_outside(run, 8),
}


def spc_rules(z: Sequence[float | None], min_expected: float | None = None) -> dict[str, Any]:
    """Where each rule fires: 0-based indices of the last point of the pattern (catalogue A17).

    Keys: W1 (beyond 3), W2 (2 of 3 beyond 2), W3 (4 of 5 beyond 1), W4 (8 on one side), N2 (9 on one side), N3 (6
    rising or falling), N4 (14 alternating), N7 (15 within 1), N8 (8 outside 1); alert (W1 or W4; the rest are hints),
    n, status. A None breaks every pattern, as does 0 a run on one side. `min_expected`: the smallest expected count of
    an attribute chart; below 5 the zone rules are None, because its points are not near normal.

    Source: Western Electric 1956, Statistical Quality Control Handbook; Nelson 1984, Journal of Quality Technology 16:237.
    """
    found: dict[str, Any] = {rule: [] for rule in RULES}
    run: list[float] = []
    for index, value in enumerate(z):
        if value is None:
            run = []
            continue
        run.append(value)
        for rule, fires in RULES.items():
            if fires(run):
                found[rule].append(index)
    alert = sorted({index for rule in ALERTS for index in found[rule]})
    if min_expected is not None and min_expected < LOWEST_EXPECTED:
        found |= dict.fromkeys(ZONE_RULES)
    known = sum(value is not None for value in z)
    return found | {"alert": alert, "n": known, "status": "ok" if known else "empty"}
