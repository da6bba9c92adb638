"""Service contacts: requests by channel and day, and what follows until a case is closed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sample_data import truths
from sample_data.customers import People, dimensions
from sample_data.world import (
    AUTOMATED,
    CHANNELS,
    DAY_SECONDS,
    DAYS,
    NONE,
    PRODUCTS,
    REASONS,
    SERVICE_STAGES,
    UNITS,
    Flags,
    Floats,
    Ints,
    by_name,
    choose,
    code,
    first_contacts,
    moments_in_day,
    within,
)

TRANSFERS = ("nobody", "specialist", "supervisor")
TEAMS = ("Branch staff", "Contact centre A", "Contact centre B", "Written enquiries")
AGENTS_PER_TEAM = 24
TOUCHPOINTS = (
    "Counter", "Hotline", "Live chat", "Mailbox", "Help pages",
    "My account", "Chatbot window", "Social page", "Phone menu", "Shop",
)  # in the order of CHANNELS; the last one is the purchase journey's
INBOUND, OUTBOUND = 0, 1

_SOLVED = {
    "Branch": 0.82, "Phone": 0.76, "Chat": 0.72, "E-mail": 0.67,
    "Web": 0.64, "App": 0.67, "Chatbot": 0.5, "Social": 0.58, "IVR": 0.46,
}
_WAITING_MEDIAN = {"Branch": 420.0, "Phone": 95.0, "Chat": 50.0}  # the others have no queue
_GIVES_UP = {"Chatbot": 0.14, "IVR": 0.13}
_PATIENCE = {"Branch": 7000.0, "Phone": 1500.0, "Chat": 1500.0}  # mean seconds somebody is willing to wait
_HANDLING_MEDIAN = {
    "Branch": 720.0, "Phone": 350.0, "Chat": 520.0, "E-mail": 300.0,
    "Web": 130.0, "App": 95.0, "Chatbot": 150.0, "Social": 240.0, "IVR": 75.0,
}
_COST_FIXED = {
    "Branch": 2.4, "Phone": 0.9, "Chat": 0.6, "E-mail": 0.5,
    "Web": 0.06, "App": 0.05, "Chatbot": 0.22, "Social": 0.7, "IVR": 0.12,
}
_COST_PER_SECOND = 0.0115  # of a person's time
_REASON_SHARES = (0.21, 0.13, 0.15, 0.12, 0.09, 0.16, 0.09, 0.05)
_ANONYMOUS = {"Social": 0.15, "IVR": 0.1, "Web": 0.06, "Chatbot": 0.05}
_MAX_FOLLOW_UPS = 3


@dataclass(frozen=True)
class Quality:
    """How one batch of contacts went; every array has one entry per contact."""

    solved: Ints
    abandoned: Ints
    waiting: Floats
    handling: Floats


def service_contacts(rng: np.random.Generator, who: People, scale: float) -> pd.DataFrame:
    """All service contacts, unsorted: first requests and the follow-ups of the same case."""
    steps = [_requests(rng, who, scale)]
    for position in range(1, _MAX_FOLLOW_UPS + 1):
        steps.append(_follow_ups(rng, steps[-1], position))
    rows = pd.concat(steps, ignore_index=True)
    return rows[rows["second"] < DAYS * DAY_SECONDS].reset_index(drop=True)


def _requests(rng: np.random.Generator, who: People, scale: float) -> pd.DataFrame:
    counts = rng.poisson(first_contacts() * scale)
    cells = np.repeat(np.arange(counts.size), counts.ravel())
    day, channel = cells // len(CHANNELS), cells % len(CHANNELS)
    n = len(cells)
    customer = who.pick(rng, channel, day)
    dims = dimensions(who, customer)
    other_product = rng.random(n) < 0.15
    dims["product"] = np.where(other_product, rng.integers(0, len(PRODUCTS), n), dims["product"])
    anonymous = rng.random(n) < by_name(_ANONYMOUS, CHANNELS, 0.01)[channel]
    for name in ("segment", "region"):
        dims[name] = np.where(anonymous, NONE, dims[name])
    dims["unit"] = np.where(anonymous, code(UNITS, "Retail"), dims["unit"])
    rows = pd.DataFrame({
        "second": day * DAY_SECONDS + moments_in_day(rng, channel),
        "channel": channel, "customer": np.where(anonymous, NONE, customer), "case": np.arange(n), **dims,
        "stage": code(SERVICE_STAGES, "Request"), "reason": _reasons(rng, channel, day), "direction": INBOUND,
    })
    return _served(rng, rows, bonus=0.0)


def _reasons(rng: np.random.Generator, channel: Ints, day: Ints) -> Ints:
    """Why people get in touch; while the checkout is broken many call about the app."""
    reason = choose(rng, _REASON_SHARES, len(channel))
    app = by_name({"App": 0.12}, CHANNELS)[channel]
    broken = by_name({"App": 0.4, "Phone": 0.12, "Chat": 0.12, "Chatbot": 0.12}, CHANNELS)[channel]
    chance = np.where(within(day, truths.CHECKOUT_BROKEN), broken, app)
    return np.where(rng.random(len(channel)) < chance, code(REASONS, "App problem"), reason)


def _follow_ups(rng: np.random.Generator, before: pd.DataFrame, position: int) -> pd.DataFrame:
    """The next contact of cases that need one: unsolved ones come back, some solved ones get a confirmation."""
    solved = before["solved"].to_numpy() == 1
    confirmed_already = before["stage"].to_numpy() == code(SERVICE_STAGES, "Confirmation")
    chance = np.where(solved, 0.12, 0.6) * ~confirmed_already
    rows = before[rng.random(len(before)) < chance].reset_index(drop=True)
    confirming = rows["solved"].to_numpy() == 1
    handed_over = np.isin(rows["channel"], [code(CHANNELS, "Chatbot"), code(CHANNELS, "IVR")]) & ~confirming
    channel = _next_channel(rng, rows["channel"].to_numpy(), confirming, handed_over)
    rows["second"] = _next_moment(rng, rows["second"].to_numpy(), channel, handed_over)
    silent = within(rows["second"].to_numpy() // DAY_SECONDS, truths.QUIET_MONTH)
    quiet = (channel == code(CHANNELS, truths.QUIET_CHANNEL)) & silent
    rows["channel"] = np.where(quiet, code(CHANNELS, "E-mail"), channel)
    rows["stage"] = np.where(confirming, code(SERVICE_STAGES, "Confirmation"), min(position, 2))
    rows["direction"] = np.where(confirming, OUTBOUND, INBOUND)
    return _served(rng, rows, bonus=0.12)


def _next_channel(rng: np.random.Generator, channel: Ints, confirming: Flags, handed_over: Flags) -> Ints:
    n = len(channel)
    person = np.where(rng.random(n) < 0.6, code(CHANNELS, "Phone"), code(CHANNELS, "Chat"))
    mail = np.where(rng.random(n) < 0.7, code(CHANNELS, "E-mail"), code(CHANNELS, "Phone"))
    others = np.array([code(CHANNELS, name) for name in ("Phone", "E-mail", "Branch")])
    elsewhere = others[choose(rng, (0.5, 0.3, 0.2), n)]
    again = np.where(rng.random(n) < 0.65, channel, elsewhere)
    return np.where(confirming, mail, np.where(handed_over, person, again))


def _next_moment(rng: np.random.Generator, second: Ints, channel: Ints, handed_over: Flags) -> Ints:
    """Minutes later when a machine hands over to a person, else some days later; branches are shut on Sundays."""
    day = second // DAY_SECONDS + rng.geometric(0.4, len(second))
    sunday = (day + 1) % 7 == 6  # day 0 is a Tuesday
    day = day + (sunday & (channel == code(CHANNELS, "Branch")))
    soon = second + rng.integers(90, 2400, len(second))
    return np.where(handed_over, soon, day * DAY_SECONDS + moments_in_day(rng, channel))


def _served(rng: np.random.Generator, rows: pd.DataFrame, bonus: float) -> pd.DataFrame:
    """Add how the contact went, who handled it and what it cost. `bonus`: later contacts solve more."""
    channel = rows["channel"].to_numpy()
    n = len(rows)
    quality = _quality(rng, channel, rows["direction"].to_numpy() == INBOUND, bonus)
    assisted = ~np.isin(channel, [code(CHANNELS, name) for name in AUTOMATED])
    written = np.isin(channel, [code(CHANNELS, "E-mail"), code(CHANNELS, "Social")])
    centre = np.where(rng.random(n) < 0.55, 1, 2)
    team = np.where(channel == code(CHANNELS, "Branch"), 0, np.where(written, 3, centre))
    reached = assisted & (quality.abandoned != 1)
    person_cost = np.where(assisted, np.nan_to_num(quality.handling) * _COST_PER_SECOND, 0.0)
    return rows.assign(
        mode=np.where(assisted, 0, 1), touchpoint=channel, solved=quality.solved, abandoned=quality.abandoned,
        waiting=quality.waiting, handling=quality.handling,
        cost=np.round(by_name(_COST_FIXED, CHANNELS)[channel] + person_cost, 2),
        team=np.where(assisted, team, NONE),
        agent=np.where(reached, team * AGENTS_PER_TEAM + rng.integers(0, AGENTS_PER_TEAM, n), NONE),
        transferred=np.where(reached, choose(rng, (0.86, 0.1, 0.04), n), NONE),
    )


def _quality(rng: np.random.Generator, channel: Ints, inbound: Flags, bonus: float) -> Quality:
    n = len(channel)
    median = by_name(_WAITING_MEDIAN, CHANNELS, np.nan)[channel]
    waiting = np.where(inbound, median, np.nan) * rng.lognormal(0.0, 0.9, n)
    patience = rng.exponential(1.0, n) * by_name(_PATIENCE, CHANNELS)[channel] + 20
    queued = ~np.isnan(waiting)
    hung_up = queued & (np.nan_to_num(waiting) > patience)
    waiting = np.where(hung_up, patience, waiting)
    gave_up = hung_up | (inbound & (rng.random(n) < by_name(_GIVES_UP, CHANNELS)[channel]))
    can_give_up = queued | (by_name(_GIVES_UP, CHANNELS)[channel] > 0)
    solved = ~gave_up & (rng.random(n) < np.minimum(by_name(_SOLVED, CHANNELS)[channel] + bonus, 0.95))
    handling = by_name(_HANDLING_MEDIAN, CHANNELS)[channel] * rng.lognormal(0.0, 0.5, n)
    return Quality(
        solved.astype(np.int64), np.where(can_give_up, gave_up, NONE).astype(np.int64),
        np.round(waiting), np.where(gave_up, np.nan, np.round(handling)),
    )
