"""The company's fixed surroundings: calendar, channels, customers' groups, and how much happens on which day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sample_data import truths

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SEED = 20240601
SOURCE = "sample-company"
START = date(2024, 10, 1)
END = date(2026, 10, 1)  # first day that is not generated
DAYS = (END - START).days
DAY_SECONDS = 86_400
NONE = -1  # code of "the source left it empty", for names, flags and moments alike

CHANNELS = ("Branch", "Phone", "Chat", "E-mail", "Web", "App", "Chatbot", "Social", "IVR")
AUTOMATED = ("Web", "App", "Chatbot", "IVR")
HOME_CHANNELS = ("Branch", "Phone", "Chat", "E-mail", "Web", "App")  # a customer's usual channel is one of these
SEGMENTS = ("Private", "Family", "Business", "Student")
REGIONS = ("North", "South", "East", "West", "华东", "华南")
CHINESE_REGIONS = ("华东", "华南")
UNITS = ("Retail", "Business", "Digital")
PRODUCTS = ("Current account", "Credit card", "Savings", "Mobile plan", "Broadband")
REASONS = (
    "Billing", "Payment", "Technical fault", "Contract", "Delivery", "Information", "Change of details", "App problem",
)
SERVICE_STAGES = ("Request", "Clarification", "Decision", "Confirmation")
PURCHASE_STAGES = ("Browse", "Basket", "Checkout", "Payment", "Order placed")

_FIRST_CONTACTS_A_DAY = {
    "Branch": 21.0, "Phone": 41.0, "Chat": 21.0, "E-mail": 16.0,
    "Web": 13.0, "App": 13.0, "Chatbot": 0.0, "Social": 6.5, "IVR": 14.0,
}
_MONDAY_TO_SUNDAY = {
    "assisted": (1.25, 1.15, 1.1, 1.05, 1.05, 0.8, 0.6),
    "automated": (1.02, 1.0, 0.98, 0.98, 1.0, 1.02, 1.0),
    "Branch": (1.3, 1.2, 1.15, 1.15, 1.3, 0.9, 0.0),  # closed on Sundays
}
_MONTHS = (1.06, 0.99, 1.0, 0.98, 0.97, 0.96, 0.94, 0.92, 1.0, 1.02, 1.06, 1.1)


def code(names: Sequence[str], name: str) -> int:
    """The code of a name in one of the tuples above."""
    return names.index(name)


def day_number(day: date) -> int:
    """Days since START."""
    return (day - START).days


def within(days: Ints, period: tuple[date, date]) -> Flags:
    """Which day numbers lie inside a period, both ends included."""
    return (days >= day_number(period[0])) & (days <= day_number(period[1]))


def weekdays() -> Ints:
    """Weekday of every generated day, Monday = 0."""
    return (np.arange(DAYS) + START.weekday()) % 7


def season() -> Floats:
    """Factor per day: the year's rhythm by calendar month."""
    months = np.datetime64(START, "D") + np.arange(DAYS)
    return np.take(np.array(_MONTHS), months.astype("datetime64[M]").astype(int) % 12)


def first_contacts() -> Floats:
    """Expected new service requests, DAYS × CHANNELS, after the chatbot took over its part."""
    rhythm = np.column_stack([np.take(_week(name), weekdays()) for name in CHANNELS])
    expected = rhythm * season()[:, None] * np.array([_FIRST_CONTACTS_A_DAY[name] for name in CHANNELS])
    expected[:, code(CHANNELS, truths.FADING_CHANNEL)] *= 1 - truths.FADING_SHARE * np.arange(DAYS) / DAYS
    moved = expected * np.column_stack([_taken(name) for name in CHANNELS])
    expected -= moved
    expected[:, code(CHANNELS, truths.CHATBOT)] += moved.sum(axis=1)
    expected[within(np.arange(DAYS), truths.QUIET_MONTH), code(CHANNELS, truths.QUIET_CHANNEL)] = 0
    return expected


def moments_in_day(rng: np.random.Generator, channels: Ints) -> Ints:
    """Seconds after midnight: people work 8 to 20 h, machines 6 to 24 h."""
    machine = np.isin(channels, [code(CHANNELS, name) for name in AUTOMATED])
    opens, length = np.where(machine, 6, 8) * 3600, np.where(machine, 18, 12) * 3600
    return (opens + rng.beta(2.0, 2.2, len(channels)) * (length - 60)).astype(np.int64)


def choose(rng: np.random.Generator, shares: Sequence[float], n: int) -> Ints:
    """n codes 0 … k-1 with the given relative shares."""
    steps = np.cumsum(np.asarray(shares, dtype=float))
    return np.minimum(np.searchsorted(steps / steps[-1], rng.random(n), side="right"), len(shares) - 1)


def by_name(values: dict[str, float], names: Sequence[str], otherwise: float = 0.0) -> Floats:
    """A lookup array: the value of every name, in code order."""
    return np.array([values.get(name, otherwise) for name in names])


def _week(channel: str) -> Floats:
    kind = "automated" if channel in AUTOMATED else "assisted"
    return np.array(_MONDAY_TO_SUNDAY.get(channel, _MONDAY_TO_SUNDAY[kind]))


def _taken(channel: str) -> Floats:
    """Share of a channel's requests the chatbot takes, per day."""
    first = truths.TAKEN_AFTER_LAUNCH.get(channel, 0.0)
    later = truths.TAKEN_AFTER_EXTENSION.get(channel, 0.0)
    launch, extension = day_number(truths.CHATBOT_LAUNCH), day_number(truths.CHATBOT_EXTENDED)
    settled, full = launch + truths.CHATBOT_LAUNCH_RAMP_DAYS, extension + truths.CHATBOT_EXTENSION_RAMP_DAYS
    knots = [launch - 1, launch, settled, extension, full]
    return np.interp(np.arange(DAYS), knots, [0.0, first / 4, first, first, later])
