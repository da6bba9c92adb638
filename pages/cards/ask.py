"""What a card asks with: one request's filters, scope and fetch, so that a card is a function of an Ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import Scope
from metrics.evaluate import evaluate
from metrics.frames import GRAINS
from metrics.readout import Readout
from metrics.registry import by_key
from metrics.results import Reason, Withheld

_DAY_GRAIN_UP_TO, _WEEK_GRAIN_UP_TO, _MONTH_GRAIN_UP_TO = 45, 200, 1500  # days: keeps a line under about 50 points


@dataclass(frozen=True)
class Ask:
    """Filters are closed (start and end known) whenever the store holds anything.

    `compare`: previous | last_year | none · `grain`: day | week | month | quarter, chosen or fitting the period ·
    `journey`: the chosen funnel (steps, mode, window, unit), see `cards/journeys.py`.
    """

    fetch: Fetch
    filters: Filters
    scope: Scope
    compare: str
    grain: str
    journey: Mapping[str, Any] | None = None
    fixed_grain: bool = True  # False: nobody chose the grain, a coarser one may serve better

    def readout(
        self, metric: str, *, by: tuple[str, ...] = (), over_time: bool = False, options: Mapping[str, Any] | None = None
    ) -> Readout:
        """The one way a page comes to a number."""
        grain = self.grain if over_time else None
        return evaluate(
            by_key(metric), self.fetch, self.filters, self.scope,
            by=by, grain=grain, compare=self.compare, options=options,
        )

    def over_time(self, metric: str) -> Readout:
        """A metric over time; where nobody chose the time step, the finest that has enough answers in most periods."""
        readout = self.readout(metric, over_time=True)
        coarser = GRAINS[GRAINS.index(self.grain) + 1 : GRAINS.index("quarter")]
        for grain in () if self.fixed_grain else coarser:
            if not _mostly_too_few(readout):
                break
            readout = replace(self, grain=grain).readout(metric, over_time=True)
        return readout

    def before(self) -> Ask | None:
        """The same question of the comparison period, None when there is none."""
        compared = self.filters.compared(self.compare)
        return None if compared is None else replace(self, filters=compared, compare="none")


def _mostly_too_few(readout: Readout) -> bool:
    few = sum(isinstance(row.result, Withheld) and row.result.reason is Reason.TOO_FEW for row in readout.rows)
    return few * 2 > len(readout.rows)


def fitting_grain(filters: Filters) -> str:
    """The finest grain that keeps a line readable over the period."""
    if filters.start is None or filters.end is None:
        return "month"
    days = (filters.end - filters.start).days + 1
    if days <= _DAY_GRAIN_UP_TO:
        return "day"
    if days <= _WEEK_GRAIN_UP_TO:
        return "week"
    return "month" if days <= _MONTH_GRAIN_UP_TO else "quarter"
