"""The settings as one frozen value. Everything in it can be restated: facts keep what their file said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

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
    """days: weekdays worked, 0 Monday … 6 Sunday · opens, closes: local time of the house · holidays: days not worked."""

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
