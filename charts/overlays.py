"""What can be laid over a trend: levels, the usual range, a trailing window, the outlook. `figures.over` draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from metrics.course.levels import Level
from metrics.course.limits import Limits
from metrics.course.outlook import Outlook
from metrics.course.rolling import Rolling
from metrics.course.season import Season
from metrics.periods import last_day

Floats = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One level: from a day to a day, at a value."""

    start: date
    end: date
    value: float


@dataclass(frozen=True, slots=True)
class Overlay:
    """steps: horizontal lines · days: of line, low and high · line: a curve beside the values · low, high: a band, or with
    `edges` two stepped lines · rings: periods marked · dashed: the curve is no measurement · said: for the caption."""

    steps: tuple[Step, ...] = ()
    days: tuple[date, ...] = ()
    line: Floats = ()
    low: Floats = ()
    high: Floats = ()
    edges: bool = False
    rings: tuple[date, ...] = ()
    dashed: bool = False
    said: tuple[str, ...] = ()

    @property
    def extent(self) -> tuple[float | None, ...]:
        """Every value that must be seen."""
        return (*(step.value for step in self.steps), *self.line, *self.low, *self.high)


NOTHING = Overlay()


def of_levels(found: Sequence[Level], grain: str) -> Overlay:
    """Each level as a line over its periods; a single one says nothing."""
    steps = tuple(Step(level.start, last_day(level.end, grain), level.value) for level in found)
    return Overlay(steps=steps if len(steps) > 1 else ())


def of_limits(found: Limits | None, said: str) -> Overlay:
    """The range as two stepped lines, periods outside it as rings."""
    if found is None:
        return Overlay(said=(said,))
    return Overlay(
        days=found.days, line=found.middle, low=found.low, high=found.high, edges=True, dashed=True,
        rings=found.outside, said=(said,),
    )  # fmt: skip


def of_rolling(found: Rolling | None, said: str) -> Overlay:
    """A thicker curve with its own band."""
    if found is None:
        return Overlay(said=(said,))
    return Overlay(days=found.days, line=found.value, low=found.low, high=found.high, said=(said,))


def of_season(found: Season | None, said: str) -> Overlay:
    """The values without their season as a curve."""
    return Overlay(said=(said,)) if found is None else Overlay(days=found.days, line=found.adjusted, said=(said,))


def of_outlook(found: Outlook | None, said: str) -> Overlay:
    """From the last complete period on into those to come."""
    if found is None:
        return Overlay(said=(said,))
    return Overlay(days=found.days, line=found.value, low=found.low, high=found.high, dashed=True, said=(said,))
