"""The funnel's definition (metrics.md D2) taken literally: every chain of every unit is tried. Slow and obvious."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Event:
    """One contact of one unit."""

    unit: str
    ts: datetime
    seq: int
    record: int
    stage: str | None
    channel: str | None
    source: str


Opens = Callable[[Event], bool]


def depths(
    events: Sequence[Event], steps: Sequence[str], mode: str, window: timedelta, opens: Opens
) -> Iterator[tuple[Event, int]]:
    """Per unit: the event that opens its best chain, and how deep that is."""
    units: dict[str, list[Event]] = {}
    for event in events:
        units.setdefault(event.unit, []).append(event)
    for mine in units.values():
        mine.sort(key=lambda e: (e.ts, e.seq, e.record))
        found = [(depth, event) for event in mine if (depth := _from(event, mine, steps, mode, window, opens))]
        if found:
            depth, event = max(found, key=lambda pair: (pair[0], pair[1].ts, pair[1].seq, pair[1].record))
            yield event, depth


def _from(event: Event, mine: list[Event], steps: Sequence[str], mode: str, window: timedelta, opens: Opens) -> int:
    """Depth of the best chain this event opens; 0 when it opens none."""
    if not opens(event):
        return 0
    if mode == "any_order":
        if event.stage not in steps:
            return 0
        inside = Counter(e.stage for e in mine if event.ts <= e.ts <= event.ts + window)
        return sum(min(times, inside[name]) for name, times in Counter(steps).items())
    if event.stage != steps[0]:
        return 0
    if mode == "adjacent":
        place = mine.index(event)
        depth = 0
        for name, follower in zip(steps, mine[place:], strict=False):
            if follower.stage != name or follower.ts - event.ts > window:
                break
            depth += 1
        return depth
    return _chain([event], mine, steps, mode, window)


def _chain(taken: list[Event], mine: list[Event], steps: Sequence[str], mode: str, window: timedelta) -> int:
    """Try every next event that is still free."""
    if len(taken) == len(steps):
        return len(taken)
    last, best = taken[-1], len(taken)
    for event in mine:
        later = event.ts > last.ts if mode == "strictly_later" else event.ts >= last.ts
        fits = event.stage == steps[len(taken)] and later and event.ts - taken[0].ts <= window
        if fits and not any(event is other for other in taken):
            best = max(best, _chain([*taken, event], mine, steps, mode, window))
    return best
