"""What people decided about numbers: how sure, from how many answers, which weeks, targets, notes. Bound to a data version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from metrics.house_topics import TOPICS
from metrics.topics import Topic

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Target:
    """What a metric should reach, in the metric's own unit (shares 0..1), from `start` to `end` (both included, None: open).

    business_unit: None for the whole company; otherwise it holds only where exactly this unit is selected.
    """

    metric: str
    value: float
    business_unit: str | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something that happened and that trends should be read with."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class KnownShare:
    """What share of all customers (0..1) has this value of a dimension ("segment", or "attr:<column of a file>"), as the house
    knows it from elsewhere. Those of one dimension add up to 1."""

    dimension: str
    value: str
    share: float


@dataclass(frozen=True, slots=True)
class Rules:
    """conf: level of every interval; a change is called at 1 - conf · least_answers: below it scores are withheld ·
    week_start: 0 Monday … 6 Sunday · colours: (channel, colour slot 0..9) chosen by the house · known_shares: of all
    customers, by one or two dimensions; answers can be weighted to them ·
    topics: what comments can be about, and the words that say so."""

    conf: float = 0.95
    least_answers: int = 10
    week_start: int = 0
    targets: tuple[Target, ...] = ()
    notes: tuple[Note, ...] = ()
    colours: tuple[tuple[str, int], ...] = ()
    known_shares: tuple[KnownShare, ...] = ()
    topics: tuple[Topic, ...] = TOPICS

    def __post_init__(self) -> None:
        if not 0.5 <= self.conf < 1:
            raise ValueError(f"an interval level of {self.conf} was given; expected one from 0.5 to below 1, such as 0.95")
        if self.least_answers < 1:
            raise ValueError(f"a minimum of {self.least_answers} answers was given; expected at least 1")
        if self.week_start not in range(len(WEEKDAYS)):
            raise ValueError(f"week_start {self.week_start}: expected 0 (Monday) to 6 (Sunday)")


STANDARD = Rules()


def target_at(rules: Rules, metric: str, unit: str | None, day: date) -> Target | None:
    """The target of a metric on a day: the business unit's own where exactly this unit is selected and has one, else the
    company's; of several the one that began last (of equals the later in the list)."""
    valid = [
        target
        for target in rules.targets
        if target.metric == metric and (target.start or day) <= day <= (target.end or day)
    ]
    for whose in (unit, None):
        own = [target for target in valid if target.business_unit == whose]
        if own:
            return max(reversed(own), key=lambda target: target.start or date.min)
    return None
