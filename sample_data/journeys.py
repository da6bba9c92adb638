"""Purchase journeys on the website and in the app: browsing to order, with loops, drop-outs, a broken checkout."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data import truths
from sample_data.contacts import INBOUND, TOUCHPOINTS
from sample_data.customers import People, dimensions
from sample_data.world import (
    CHANNELS,
    DAY_SECONDS,
    DAYS,
    NONE,
    PURCHASE_STAGES,
    Flags,
    by_name,
    choose,
    code,
    moments_in_day,
    season,
    within,
)

DEVICES = ("Android", "iOS", "Desktop", "Mobile browser")
_A_DAY = {"Web": 12.0, "App": 13.0}
_GOES_ON = {"Web": (0.56, 0.62, 0.74, 0.93), "App": (0.53, 0.64, 0.73, 0.93)}  # to the next of PURCHASE_STAGES
_MINUTES = (6.0, 4.0, 3.0, 1.5)  # mean time to the next step
_WEEKEND = (0.92, 0.92, 0.95, 0.98, 1.0, 1.15, 1.2)


def purchase_journeys(rng: np.random.Generator, who: People, scale: float) -> pd.DataFrame:
    """One row per step of a journey, unsorted, in the columns of service contacts plus `device`."""
    rows = _visits(rng, who, scale)
    events = [rows, _again(rng, rows, chance=0.16)]
    for step in range(1, len(PURCHASE_STAGES)):
        rows = _next_step(rng, rows, step)
        events.append(rows)
        if PURCHASE_STAGES[step] == "Basket":
            back = _again(rng, rows, chance=0.1)  # looks around again with something in the basket
            events.append(back.assign(stage=code(PURCHASE_STAGES, "Browse")))
        if PURCHASE_STAGES[step] == "Checkout":
            events.append(_retries(rng, rows))
    return _as_contacts(rng, pd.concat(events, ignore_index=True))


def _visits(rng: np.random.Generator, who: People, scale: float) -> pd.DataFrame:
    rhythm = np.take(np.array(_WEEKEND), (np.arange(DAYS) + 1) % 7) * season()
    parts = []
    for name, a_day in _A_DAY.items():
        day = np.repeat(np.arange(DAYS), rng.poisson(rhythm * a_day * scale))
        channel = np.full(len(day), code(CHANNELS, name), dtype=np.int64)
        parts.append(pd.DataFrame({"day": day, "channel": channel}))
    rows = pd.concat(parts, ignore_index=True)
    channel, day = rows["channel"].to_numpy(), rows["day"].to_numpy()
    customer = who.pick(rng, channel, day)
    n = len(rows)
    in_app = channel == code(CHANNELS, "App")
    return pd.DataFrame({
        "second": day * DAY_SECONDS + moments_in_day(rng, channel),
        "channel": channel, "customer": customer, "case": np.arange(n),
        **dimensions(who, customer) | {"product": choose(rng, (0.1, 0.25, 0.1, 0.35, 0.2), n)},
        "device": np.where(in_app, choose(rng, (0.55, 0.45), n), 2 + choose(rng, (0.6, 0.4), n)),
        "stage": 0,
    })


def _next_step(rng: np.random.Generator, rows: pd.DataFrame, step: int) -> pd.DataFrame:
    """Those who go on to PURCHASE_STAGES[step], some minutes later."""
    usual = by_name({name: shares[step - 1] for name, shares in _GOES_ON.items()}, CHANNELS)
    chance = usual[rows["channel"].to_numpy()]
    paying = PURCHASE_STAGES[step] == "Payment"
    stuck = _stuck(rows) if paying else np.zeros(len(rows), dtype=bool)
    draw = rng.random(len(rows))
    goes_on = draw < np.where(stuck, truths.CHECKOUT_BROKEN_SHARE, chance)
    rescued = stuck & ~goes_on & (rng.random(len(rows)) < truths.CHECKOUT_RESCUED_SHARE)
    detour = np.where(rescued, rng.integers(600, 7200, len(rows)), 0)
    wait = rng.exponential(_MINUTES[step - 1] * 60, len(rows)) + 5 + detour
    moved = rows.assign(
        second=rows["second"].to_numpy() + wait.astype(np.int64), stage=step,
        channel=np.where(rescued, code(CHANNELS, "Web"), rows["channel"]),
        device=np.where(rescued, code(DEVICES, "Desktop"), rows["device"]),
    )
    return moved[goes_on | rescued].reset_index(drop=True)


def _stuck(rows: pd.DataFrame) -> Flags:
    in_app = rows["channel"].to_numpy() == code(CHANNELS, truths.CHECKOUT_BROKEN_CHANNEL)
    return in_app & within(rows["second"].to_numpy() // DAY_SECONDS, truths.CHECKOUT_BROKEN)


def _again(rng: np.random.Generator, rows: pd.DataFrame, chance: float) -> pd.DataFrame:
    """The same event a second time shortly after, for some."""
    some = rows[rng.random(len(rows)) < chance]
    return some.assign(second=some["second"].to_numpy() + rng.integers(1, 5, len(some)))


def _retries(rng: np.random.Generator, rows: pd.DataFrame) -> pd.DataFrame:
    """Two more tries at a checkout that does not answer."""
    stuck = rows[_stuck(rows)]
    return pd.concat([stuck.assign(second=stuck["second"] + rng.integers(20, 240, len(stuck))) for _ in range(2)])


def _as_contacts(rng: np.random.Generator, events: pd.DataFrame) -> pd.DataFrame:
    events = events[events["second"] < DAYS * DAY_SECONDS]
    n = len(events)
    return events.assign(
        direction=INBOUND, mode=1, touchpoint=code(TOUCHPOINTS, "Shop"), reason=NONE, solved=NONE, abandoned=NONE,
        waiting=np.nan, handling=np.round(rng.lognormal(3.6, 0.6, n)), cost=0.02,
        team=NONE, agent=NONE, transferred=NONE,
    )
