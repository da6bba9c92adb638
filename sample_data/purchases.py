"""Purchases: every order of a journey, and what branches and the hotline sold."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.contacts import INBOUND
from sample_data.world import CHANNELS, NONE, PRODUCTS, PURCHASE_STAGES, by_name, code

_PRICE = {  # median
    "Current account": 60.0, "Credit card": 45.0, "Savings": 500.0, "Mobile plan": 240.0, "Broadband": 420.0,
}
_SOLD_PER_CONTACT = {"Branch": 0.11, "Phone": 0.025}
_KEPT = ["second", "channel", "customer", "segment", "region", "unit", "product"]


def purchases(rng: np.random.Generator, service: pd.DataFrame, journeys: pd.DataFrame) -> pd.DataFrame:
    """One row per purchase, in order of time."""
    ordered = journeys[journeys["stage"] == code(PURCHASE_STAGES, "Order placed")]
    chance = by_name(_SOLD_PER_CONTACT, CHANNELS)[service["channel"].to_numpy()]
    could = (service["solved"] == 1) & (service["direction"] == INBOUND) & (service["customer"] != NONE)
    sold = service[could & (rng.random(len(service)) < chance)]
    rows = pd.concat([ordered[_KEPT], sold[_KEPT]]).sort_values("second", kind="stable", ignore_index=True)
    price = by_name(_PRICE, PRODUCTS)[rows["product"].to_numpy()]
    return rows.assign(amount=np.round(price * rng.lognormal(0, 0.5, len(rows)), 2))
