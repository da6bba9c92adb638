"""Customers: who they are, which channel they like, and a mood that stays with them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sample_data.world import (
    CHINESE_REGIONS,
    DAYS,
    HOME_CHANNELS,
    NONE,
    REGIONS,
    SEGMENTS,
    UNITS,
    Floats,
    Ints,
    choose,
    code,
)

COUNT = 26_000
AGE_GROUPS = ("18–29", "30–44", "45–59", "60 and over")
STATUSES = ("active", "left")
_HOME = (0.18, 0.27, 0.13, 0.12, 0.14, 0.16)
_LOYAL = 0.55  # of a channel's contacts come from customers whose usual channel it is
_YEARS_BEFORE = 9


@dataclass(frozen=True)
class People:
    """`rows`: one line per customer, columns are codes. `mood`: lasting satisfaction, standard normal."""

    rows: pd.DataFrame
    mood: Floats
    eagerness: Floats  # chance to answer a relationship survey
    activity: Floats  # running total of how often customers get in touch, last value 1

    def __len__(self) -> int:
        return len(self.rows)

    def pick(self, rng: np.random.Generator, channels: Ints, days: Ints) -> Ints:
        """Customers getting in touch on these channels and days; nobody before becoming a customer."""
        chosen = self._anyone(rng, len(channels))
        home = self.rows["home"].to_numpy()
        for channel in range(len(HOME_CHANNELS)):
            loyal = np.flatnonzero((channels == channel) & (rng.random(len(channels)) < _LOYAL))
            regulars = np.flatnonzero(home == channel)
            chosen[loyal] = regulars[rng.integers(0, len(regulars), len(loyal))]
        since = self.rows["since"].to_numpy()
        early = np.flatnonzero(since[chosen] > days)
        founders = np.flatnonzero(since <= 0)
        chosen[early] = founders[rng.integers(0, len(founders), len(early))]
        return chosen

    def _anyone(self, rng: np.random.Generator, n: int) -> Ints:
        return np.searchsorted(self.activity, rng.random(n), side="right").clip(max=len(self) - 1)


def people(rng: np.random.Generator, scale: float) -> People:
    """All customers; about two in a hundred have no known segment or region."""
    n = max(60, round(COUNT * scale))
    segment = choose(rng, (0.48, 0.24, 0.14, 0.14), n)
    region = choose(rng, (0.2, 0.18, 0.17, 0.15, 0.18, 0.12), n)
    home = choose(rng, _HOME, n)
    rows = pd.DataFrame({
        "segment": np.where(rng.random(n) < 0.02, NONE, segment),
        "region": np.where(rng.random(n) < 0.02, NONE, region),
        "unit": _units(rng, segment, home),
        "product": choose(rng, (0.28, 0.2, 0.12, 0.25, 0.15), n),
        "home": home,
        "chinese": np.isin(region, [code(REGIONS, name) for name in CHINESE_REGIONS]),
        "age": np.where(segment == code(SEGMENTS, "Student"), 0, choose(rng, (0.22, 0.33, 0.28, 0.17), n)),
        "since": np.where(rng.random(n) < 0.8, rng.integers(-_YEARS_BEFORE * 365, 0, n), rng.integers(0, DAYS, n)),
        "status": choose(rng, (0.94, 0.06), n),
    })
    activity = np.cumsum(rng.gamma(1.4, 1.0, n))
    return People(rows, rng.standard_normal(n), rng.beta(1.2, 4.8, n), activity / activity[-1])


def dimensions(who: People, customers: Ints) -> dict[str, Ints]:
    """Segment, region, unit and main product of the given customers, ready for a fact's columns."""
    known = who.rows.iloc[customers]
    return {name: known[name].to_numpy(dtype=np.int64) for name in ("segment", "region", "unit", "product")}


def _units(rng: np.random.Generator, segment: Ints, home: Ints) -> Ints:
    online = np.isin(home, [code(HOME_CHANNELS, "Web"), code(HOME_CHANNELS, "App")]) & (rng.random(len(home)) < 0.75)
    units = np.where(online, code(UNITS, "Digital"), code(UNITS, "Retail"))
    return np.where(segment == code(SEGMENTS, "Business"), code(UNITS, "Business"), units)
