"""Funnels by brute force over event lists: the reference every faster way is held to (catalogue D2).

An event list is a unit's (time, kind) pairs; its order breaks ties where a rule needs the stream order. Times and the
window share a unit (seconds, days …); the window runs from the step-1 event and includes its end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Literal, TypeVar

from metrics.stats.proportions import wilson

Event = tuple[float, str]
Mode = Literal["ordered", "strictly_later", "adjacent", "any_order", "first_touch"]
MODES: tuple[Mode, ...] = ("ordered", "strictly_later", "adjacent", "any_order", "first_touch")

Unit = TypeVar("Unit", bound=Hashable)


def funnel_depths(
    events: Mapping[Unit, Iterable[Event]], steps: Sequence[str], window: float, mode: Mode = "ordered",
    exclusion: str | None = None, as_of: float | None = None,
) -> dict[Unit, int]:  # fmt: skip
    """Deepest step (0..k) each unit reaches inside one window.

    ordered: steps in order, equal times count as in order · strictly_later: each step later than the one before ·
    adjacent: the steps follow one another in the unit's whole stream, nothing between · any_order: most distinct steps
    in a window opened by any of them · first_touch: ordered, but only the earliest step-1 event may open. A step named
    twice needs two events. `exclusion`: a chain stops where such an event lies strictly between two matched times.
    `as_of`: only events whose whole window lies before it may open (mature entries).

    Source: ClickHouse `windowFunnel` for the ordered rule; Doris, StarRocks, PostHog documentation for the others.
    """
    _require_funnel(steps, window)
    if mode not in MODES:
        raise ValueError(f"mode is {mode!r}; expected one of {', '.join(MODES)}.")
    return {unit: _depth(_sorted(stream), steps, window, (mode, exclusion, as_of)) for unit, stream in events.items()}


def funnel_attempts(events: Mapping[Unit, Iterable[Event]], steps: Sequence[str], window: float) -> list[int]:
    """Depth of every attempt of every unit (re-entry).

    In stream order, a step-1 event outside an open attempt opens one; it closes on completion or once the window has
    passed; step-1 events inside it are ignored.
    """
    _require_funnel(steps, window)
    attempts: list[int] = []
    for stream in events.values():
        opened = depth = 0.0
        for time, kind in _sorted(stream):
            if depth and time - opened > window:
                attempts.append(int(depth))
                depth = 0
            if depth and kind == steps[int(depth)]:
                depth += 1
            elif not depth and kind == steps[0]:
                opened, depth = time, 1
            if depth == len(steps):
                attempts.append(int(depth))
                depth = 0
        if depth:
            attempts.append(int(depth))
    return attempts


def funnel_counts(depths: Iterable[int], n_steps: int) -> list[int]:
    """Units that reached at least step 1, 2, … n_steps."""
    reached = list(depths)
    return [sum(depth >= step for depth in reached) for step in range(1, n_steps + 1)]


def funnel(
    events: Mapping[Unit, Iterable[Event]], steps: Sequence[str], window: float, exclusion: str | None = None,
    conf: float = 0.95,
) -> dict[str, Any]:  # fmt: skip
    """Units per step under every counting rule (catalogue D2).

    Keys: ordered, strictly_later, strict (the adjacent rule), any_order, first_touch, attempts_reentry,
    ordered_with_exclusion (None without an exclusion event), all lists of counts; step_conversion (from the step
    before; None for step 1 and after an empty step), overall and overall_ci (last over first, Wilson) of the ordered
    rule; n (units with step 1), status.
    """

    def counts(mode: Mode, without: str | None = None) -> list[int]:
        return funnel_counts(funnel_depths(events, steps, window, mode, without).values(), len(steps))

    ordered = counts("ordered")
    first, last = ordered[0], ordered[-1]
    conversion = [None] + [now / before if before else None for before, now in pairwise(ordered)]
    return {
        "ordered": ordered,
        "strictly_later": counts("strictly_later"),
        "strict": counts("adjacent"),
        "any_order": counts("any_order"),
        "first_touch": counts("first_touch"),
        "attempts_reentry": funnel_counts(funnel_attempts(events, steps, window), len(steps)),
        "ordered_with_exclusion": counts("ordered", exclusion) if exclusion else None,
        "step_conversion": conversion,
        "overall": last / first if first else None,
        "overall_ci": list(wilson(last, first, conf)) if first else [None, None],
        "n": first,
        "status": "ok" if first else "empty",
    }


def _depth(
    stream: list[Event], steps: Sequence[str], window: float, rule: tuple[Mode, str | None, float | None]
) -> int:
    mode, exclusion, as_of = rule
    openers = set(steps) if mode == "any_order" else {steps[0]}
    starts = [i for i, (_, kind) in enumerate(stream) if kind in openers]
    if mode == "first_touch":
        starts = starts[:1]
    starts = [i for i in starts if as_of is None or stream[i][0] + window <= as_of]
    if mode == "adjacent":
        depths = [_adjacent_depth(stream, start, steps, window) for start in starts]
    elif mode == "any_order":
        depths = [_any_order_depth(stream, start, steps, window) for start in starts]
    else:
        depths = [_chain_depth(stream, start, steps, (window, mode == "strictly_later", exclusion)) for start in starts]
    return max(depths, default=0)


def _chain_depth(
    stream: list[Event], start: int, steps: Sequence[str], rule: tuple[float, bool, str | None]
) -> int:
    """Longest chain from one start, by keeping every event a chain may have reached.

    A state is the event matched last and the events used at that very time: only those could be used twice.
    """
    window, strictly_later, exclusion = rule
    opened = stream[start][0]
    excluded = [time for time, kind in stream if kind == exclusion] if exclusion else []
    states = {(start, frozenset({start}))}
    for depth, step in enumerate(steps[1:], 1):
        reached = set()
        for index, used in states:
            before = stream[index][0]
            for later, (time, kind) in enumerate(stream):
                too_early = time <= before if strictly_later else time < before
                if kind != step or too_early or time - opened > window or later in used:
                    continue
                if not any(before < barrier < time for barrier in excluded):
                    reached.add((later, used | {later} if time == before else frozenset({later})))
        if not reached:
            return depth
        states = reached
    return len(steps)


def _adjacent_depth(stream: list[Event], start: int, steps: Sequence[str], window: float) -> int:
    opened, depth = stream[start][0], 0
    for (time, kind), step in zip(stream[start:], steps, strict=False):
        if kind != step or time - opened > window:
            break
        depth += 1
    return depth


def _any_order_depth(stream: list[Event], start: int, steps: Sequence[str], window: float) -> int:
    opened = stream[start][0]
    inside = Counter(kind for time, kind in stream if opened <= time <= opened + window)
    return sum(min(inside[step], times) for step, times in Counter(steps).items())


def _sorted(stream: Iterable[Event]) -> list[Event]:
    # Stable: events of one time keep the order they were given in, which is the stream's sequence.
    return sorted(((event[0], event[1]) for event in stream), key=lambda event: event[0])


def _require_funnel(steps: Sequence[str], window: float) -> None:
    if not steps:
        raise ValueError("the funnel has no steps; name at least one.")
    if not window >= 0:
        raise ValueError(f"the window is {window}, must be >= 0 in the unit of the event times.")
