"""What a card asks with: one request's filters, scope and fetch, so that a card is a function of an Ask."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import Scope
from metrics.comparison import closed_at, inside_data
from metrics.evaluate import evaluate
from metrics.frames import GRAINS
from metrics.question import Asked
from metrics.readout import Readout
from metrics.registry import by_key
from metrics.results import Reason, Withheld
from pages.cards.family import settled

CHANNEL = "channel"

_DAY_GRAIN_UP_TO, _WEEK_GRAIN_UP_TO, _MONTH_GRAIN_UP_TO = 45, 200, 1500  # days: keeps a line under about 50 points


@dataclass(frozen=True)
class Ask:
    """Filters are closed (start and end known) whenever the store holds anything.

    `compare`: previous | last_year | to_date | none · `grain`: day | week | month | quarter, chosen or fitting the period ·
    `journey`: the chosen funnel (steps, mode, window, unit), see `cards/journeys.py` · `family`: the metrics whose changes
    the screen tells of, judged together (`cards/family.py`) · `weights`: answers count by their files' weights · `lens`: what
    is laid over the trends (`cards/lens.py`) · `split_by`: the dimension a change is split by (`cards/moved_by.py`).
    """

    fetch: Fetch
    filters: Filters
    scope: Scope
    compare: str
    grain: str
    journey: Mapping[str, Any] | None = None
    fixed_grain: bool = True  # False: nobody chose the grain, a coarser one may serve better
    family: tuple[str, ...] = ()
    weights: bool = False
    lens: str = "plain"
    split_by: str = CHANNEL

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What distinguishes two asks. Scope and data version first: a key without them may not exist."""
        journey = tuple(sorted(self.journey.items())) if self.journey else None
        return (
            self.fetch.data_version, self.scope.key, self.fetch.as_of, self.filters, self.compare, self.grain,
            self.fixed_grain, journey, self.family, self.weights, self.lens, self.split_by,
        )  # fmt: skip

    def readout(
        self, metric: str, *, by: tuple[str, ...] = (), over_time: bool = False, options: Mapping[str, Any] | None = None
    ) -> Readout:
        """The one way a page comes to a number. One asked with options of its own stands alone beside the screen's family."""
        grain, declared = self.grain if over_time else None, by_key(metric)
        weights = {"weights": "source"} if self.weights and declared.weighable else {}
        found = evaluate(
            declared, self.fetch, self.filters, self.scope,
            by=by, grain=grain, compare=self.compare, options={**weights, **(options or {})},
        )
        return found if options else settled(self, found)

    def over_time(self, metric: str) -> Readout:
        """A metric over time; where nobody chose the time step, the finest that has enough answers in most periods."""
        readout = self.readout(metric, over_time=True)
        coarser = GRAINS[GRAINS.index(self.grain) + 1 : GRAINS.index("quarter")]
        for grain in () if self.fixed_grain else coarser:
            if not _mostly_too_few(readout):
                break
            readout = replace(self, grain=grain).readout(metric, over_time=True)
        return readout

    def before(self, metric: str = "contact_share") -> Ask | None:
        """The same question of the comparison period; None where there is none, or the metric's facts begin later."""
        closed = closed_at(self.filters, self.fetch.as_of)  # a period that is not over is compared with as many days
        compared = closed.compared(self.compare, self.fetch.rules.week_start)
        asked = Asked(by_key(metric), self.fetch, closed, self.scope, (), None, dict(by_key(metric).options))
        if compared is None or not inside_data(asked, compared):
            return None
        return replace(self, filters=compared, compare="none", family=())


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
