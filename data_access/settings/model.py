"""The settings as one frozen value. Everything in it can be restated: facts keep what their file said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from metrics.rules import STANDARD, Rules


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel of the house: the names files use for it, who serves it, what a contact costs, its colour slot (0..9).

    mode ("assisted" | "automated") and cost_per_contact fill what a file leaves empty; they never overwrite it.
    """

    name: str
    aliases: tuple[str, ...] = ()
    mode: str | None = None
    cost_per_contact: float | None = None
    colour: int | None = None


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """days: weekdays worked, 0 Monday … 6 Sunday · opens, closes: local time of the house (UTC where no time zone is set),
    closing at 00:00 means the end of the day · holidays: days not worked."""

    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    opens: time = time(9)
    closes: time = time(17)
    holidays: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueLabel:
    """A code of a file's column in words: column "airline", code "3", label "Delta"."""

    column: str
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Prior:
    """An assumption a metric may lean on, by name, with the range it is believed to lie in."""

    name: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Settings:
    """rules: what metrics read · channels: the taxonomy · hours: None until somebody sets them · timezone: IANA name of the
    business's days, None: as each file says · no_answer: codes every file's scored columns mean "no answer" by · labels ·
    priors: only those that differ from the ones the product comes with."""

    rules: Rules = STANDARD
    channels: tuple[Channel, ...] = ()
    hours: WorkingHours | None = None
    timezone: str | None = None
    no_answer: tuple[str, ...] = ()
    labels: tuple[ValueLabel, ...] = ()
    priors: tuple[Prior, ...] = ()


AS_DELIVERED = Settings()


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change moves. what: the part, see below · table: the stored facts restated, "" where none are · rows: how
    many of them · first_day, last_day: the days they lie in (of days that move: before the change).

    Stored facts: channel, mode, cost, day, resolved_day, label. Read anew by every number, with no row restated: conf,
    least_answers, week_start, targets, notes, known_shares, topics, colours, hours, priors. For files loaded from now on:
    no_answer.
    """

    what: str
    table: str = ""
    rows: int = 0
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One recorded state of the settings: who made it when and why, what it moved. Number 0: as delivered, never written."""

    number: int
    at: datetime
    subject: str
    why: str
    effects: tuple[Effect, ...]
    settings: Settings
