"""Complaints: born of contacts that went badly, handled as fast as the staff on duty allows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data import truths
from sample_data.contacts import INBOUND
from sample_data.customers import People
from sample_data.world import (
    CHANNELS,
    DAY_SECONDS,
    DAYS,
    NONE,
    Flags,
    Floats,
    Ints,
    choose,
    code,
    day_number,
    weekdays,
    within,
)

THEMES = ("Billing", "Waiting time", "Staff", "Technical fault", "Delivery", "Contract", "App and website")
SEVERITIES = ("low", "medium", "high")
LEVELS = ("front line", "specialist", "senior", "external")
OUTCOMES = ("upheld", "partly", "rejected", "withdrawn")
CONFIRMED = ("no", "yes")
TEAMS = ("Complaints north", "Complaints south", "Complaints east")
_THEME_OF_REASON = (  # in the order of REASONS
    "Billing", "Billing", "Technical fault", "Contract", "Delivery", "Waiting time", "Staff", "App and website",
)
_CHANCE_SOLVED, _CHANCE_UNSOLVED = 0.021, 0.101  # that an inbound contact turns into a complaint
_DUE_DAYS = (15, 10, 5)  # by severity
_FIRST_RESPONSE_DAYS, _RESOLUTION_DAYS = 0.8, 3.6  # medians, in working days of normal staffing
_WEEK = (1.3, 1.3, 1.3, 1.25, 1.2, 0.4, 0.25)  # handling done per weekday, mean 1
_STEPS = (-1.2, -0.55, 0.1, 0.95)


def complaints(rng: np.random.Generator, who: People, contacts: pd.DataFrame) -> pd.DataFrame:
    """All complaints in order of opening; moments are seconds since the start, NONE where not reached by the end."""
    rows = _opened(rng, contacts)
    rows = rows.assign(**_handled(rng, rows))
    rows = rows.assign(**_decided(rng, rows))
    return rows.assign(**_afterwards(rng, who, rows))


def capacity() -> Floats:
    """Working days handled per calendar day: the week's rhythm, the holiday, and the slow way back."""
    day = np.arange(DAYS)
    after, gone = day_number(truths.HOLIDAY[1]) + 1, day_number(truths.BACKLOG_GONE)
    level = np.interp(day, [after - 1, after, gone], [1.0, truths.BACKLOG_CAPACITY_AT_FIRST, 1.0])
    level[within(day, truths.HOLIDAY)] = truths.HOLIDAY_CAPACITY
    return level * np.take(np.array(_WEEK), weekdays())


def _opened(rng: np.random.Generator, contacts: pd.DataFrame) -> pd.DataFrame:
    solved = contacts["solved"].to_numpy()
    chance = np.where(solved == 1, _CHANCE_SOLVED, _CHANCE_UNSOLVED) * (solved != NONE)
    chance = chance * ((contacts["direction"] == INBOUND) & (contacts["customer"] != NONE)).to_numpy()
    chance[within(contacts["second"].to_numpy() // DAY_SECONDS, truths.HOLIDAY_SURGE)] *= truths.HOLIDAY_SURGE_FACTOR
    rows = contacts[rng.random(len(contacts)) < chance].reset_index(drop=True)
    n = len(rows)
    opened = rows["second"].to_numpy() + 600 + rng.exponential(9 * 3600, n).astype(np.int64)
    channel = _where_voiced(rng, rows["channel"].to_numpy(), opened // DAY_SECONDS)
    usual = np.array([code(THEMES, name) for name in _THEME_OF_REASON])[rows["reason"].to_numpy()]
    kept = ["customer", "case", "segment", "region", "unit", "product"]
    rows = rows[kept].assign(
        opened=opened, channel=channel, theme=np.where(rng.random(n) < 0.75, usual, rng.integers(0, len(THEMES), n)),
        severity=choose(rng, (0.5, 0.35, 0.15), n), team=rng.integers(0, len(TEAMS), n),
    )
    return rows[opened < DAYS * DAY_SECONDS].sort_values("opened", kind="stable", ignore_index=True)


def _where_voiced(rng: np.random.Generator, channel: Ints, day: Ints) -> Ints:
    """Nobody complains to a machine: they call or write instead; so they do while the quiet channel is silent."""
    machine = np.isin(channel, [code(CHANNELS, name) for name in ("Chatbot", "IVR")])
    silent = (channel == code(CHANNELS, truths.QUIET_CHANNEL)) & within(day, truths.QUIET_MONTH)
    person = np.where(rng.random(len(channel)) < 0.5, code(CHANNELS, "Phone"), code(CHANNELS, "E-mail"))
    return np.where(machine, person, np.where(silent, code(CHANNELS, "E-mail"), channel))


def _handled(rng: np.random.Generator, rows: pd.DataFrame) -> dict[str, Ints]:
    """First response, resolution, closing and reopening, each after some work has been done."""
    n, opened = len(rows), rows["opened"].to_numpy().astype(float)
    slower = np.array([0.85, 1.05, 1.3])[rows["severity"].to_numpy()]
    answered = _after_work(opened, _FIRST_RESPONSE_DAYS * rng.lognormal(0, 0.8, n))
    solved = np.maximum(answered, _after_work(opened, _RESOLUTION_DAYS * slower * rng.lognormal(0, 0.75, n)))
    closed = solved + rng.exponential(1.2, n) * DAY_SECONDS
    again = rng.random(n) < 0.06
    reopened = np.where(again, closed + (1 + rng.exponential(5, n)) * DAY_SECONDS, np.inf)
    again = reopened < DAYS * DAY_SECONDS
    solved = np.where(again, _after_work(np.where(again, reopened, 0), 4 * rng.lognormal(0, 0.6, n)), solved)
    closed = np.where(again, solved + rng.exponential(1.0, n) * DAY_SECONDS, closed)
    answered = np.where(rng.random(n) < 0.02, np.inf, answered)  # solved at once, no separate response recorded
    due = opened + np.array(_DUE_DAYS)[rows["severity"].to_numpy()] * DAY_SECONDS
    times = {"first_response": answered, "resolved": solved, "closed": closed, "reopened": reopened}
    return {name: _by_the_end(value) for name, value in times.items()} | {"due": due.astype(np.int64)}


def _after_work(start: Floats, work: Floats) -> Floats:
    """When `work` working days are done that begin at `start`; infinite when the two years end first."""
    edges = np.arange(DAYS + 1) * float(DAY_SECONDS)
    done = np.concatenate([[0.0], np.cumsum(capacity())])
    return np.interp(np.interp(start, edges, done) + work, done, edges, right=np.inf)


def _by_the_end(moment: Floats) -> Ints:
    happened = moment < DAYS * DAY_SECONDS
    return np.where(happened, np.where(happened, moment, 0), NONE).astype(np.int64)


def _decided(rng: np.random.Generator, rows: pd.DataFrame) -> dict[str, Ints | Floats]:
    """How far it went, who was right, what was paid."""
    n = len(rows)
    resolved = rows["resolved"].to_numpy() != NONE
    outcome = np.where(resolved, choose(rng, (0.36, 0.22, 0.36, 0.06), n), NONE)
    pays = np.isin(outcome, [0, 1]) & (rng.random(n) < 0.55)
    amount = np.round(np.where(outcome == 0, 30.0, 15.0) * rng.lognormal(0, 0.6, n), 2)
    shares = np.array([(0.9, 0.08, 0.018, 0.002), (0.78, 0.17, 0.04, 0.01), (0.55, 0.3, 0.11, 0.04)])
    level = (rng.random(n)[:, None] > np.cumsum(shares, axis=1)[rows["severity"].to_numpy()]).sum(axis=1).clip(max=3)
    return {"upheld": outcome, "compensation": np.where(pays, amount, np.nan), "escalated": level}


def _afterwards(rng: np.random.Generator, who: People, rows: pd.DataFrame) -> dict[str, Ints]:
    """What the customer says once the complaint is closed: a score of 1 to 5, and whether it is really resolved."""
    n = len(rows)
    helped = _in_programme(rows) * truths.PROGRAMME_LIFT
    right = np.array([0.3, 0.05, -0.35, -0.1, 0.0])[rows["upheld"].to_numpy()]  # NONE reads the last one: undecided
    late = rows["resolved"].to_numpy() > rows["due"].to_numpy()
    base = helped + right - 0.25 * late + 0.5 * who.mood[rows["customer"].to_numpy()]
    score = 1 + np.searchsorted(np.array(_STEPS), base - 0.05 + 0.9 * rng.standard_normal(n))
    confirmed = base + 0.15 + 0.9 * rng.standard_normal(n) > 0
    closed = rows["closed"].to_numpy() != NONE
    return {
        "satisfaction": np.where(closed & (rng.random(n) < 0.56), score, NONE).astype(np.int64),
        "confirmed": np.where(closed & (rng.random(n) < 0.62), confirmed, NONE).astype(np.int64),
    }


def _in_programme(rows: pd.DataFrame) -> Flags:
    started = rows["opened"].to_numpy() // DAY_SECONDS >= day_number(truths.PROGRAMME_START)
    return started & (rows["theme"].to_numpy() == code(THEMES, truths.PROGRAMME_THEME))
