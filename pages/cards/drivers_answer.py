"""The drivers of one outcome, reckoned once for all cards of a screen, with the readouts they stand beside."""

from __future__ import annotations

from dataclasses import dataclass, replace

from metrics.drivers.asking import OUTCOMES, drivers, outcomes
from metrics.drivers.model import Drivers
from metrics.drivers.selecting import without_question
from metrics.readout import Readout
from metrics.results import Result
from pages.cards.ask import Ask


@dataclass(frozen=True)
class Answer:
    """What the cards of one outcome share. found: None where no survey holds the outcome beside rated items · items: their
    rating by question, in that survey · outcome: CSAT or NPS of the same answers."""

    kind: str
    found: Drivers | None
    items: Readout
    outcome: Readout

    @property
    def rated(self) -> dict[str, Result]:
        """How every item that was weighed is rated."""
        names = {one.name for one in self.found.items} if self.found else set()
        return {row.group[0]: row.result for row in self.items.rows if row.group[0] in names}


def offered(ask: Ask) -> tuple[str, ...]:
    """The outcomes whose drivers can be asked for in this selection: csat, nps."""
    fetch = ask.fetch

    def there() -> tuple[tuple[str, ...], bool]:
        return outcomes(fetch, ask.filters, ask.scope), fetch.store.version_at_hand() == fetch.data_version

    found: tuple[str, ...] = fetch.store.cache.get(("outcomes", *ask.key), there)
    return found


def answer(ask: Ask, outcome: str | None) -> Answer:
    """Drivers of the outcome (None: of the first there is), reckoned once for all cards of a screen."""
    kind = outcome or next(iter(offered(ask)), OUTCOMES[0])
    fetch = ask.fetch

    def found() -> tuple[Drivers | None, bool]:
        reckoned = drivers(fetch, ask.filters, ask.scope, kind)
        return reckoned, fetch.store.version_at_hand() == fetch.data_version

    reckoned: Drivers | None = fetch.store.cache.get(("drivers", kind, *ask.key), found)
    filters = reckoned.filters if reckoned else without_question(ask.filters)
    within = replace(ask, filters=filters, compare="none", family=())
    return Answer(kind, reckoned, within.readout("rating", by=("question",)), within.readout(kind))
