"""Small random logs for tests against references: ties in time, nobody's rows, unknown channels, units, other columns.

Every asking is a `Case`: scope and filters for the store, and the same as a condition on plain rows for the reference.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.store import Store
from metrics.frames import UNKNOWN, Frame
from tests.conftest import load_rows
from tests.data_access.facts import AS_OF, DIGITAL, RETAIL

Row = Mapping[str, Any]
FIRST, LAST = date(2026, 3, 2), date(2026, 3, 6)


@dataclass(frozen=True)
class Case:
    """One way to ask, and what it lets through."""

    name: str
    scope: Scope
    filters: Filters
    seen: Callable[[Row], bool]  # by scope and as_of
    asked: Callable[[Row], bool]  # by filters and period


def _known(row: Row) -> bool:
    return bool(row["ts"] <= AS_OF)


CASES = (
    Case("all", LOCAL_ADMIN, Filters(), _known, lambda row: True),
    Case(
        "one unit", Scope("r", "viewer", (RETAIL,)), Filters(), lambda row: _known(row) and row["business_unit"] == RETAIL,
        lambda row: True,
    ),
    Case(
        "a period, some channels", LOCAL_ADMIN, Filters.of(FIRST, LAST, channel=("Web", UNKNOWN)), _known,
        lambda row: FIRST <= row["ts"].date() <= LAST and (row["channel"] or UNKNOWN) in ("Web", UNKNOWN),
    ),
    Case(
        "another column", LOCAL_ADMIN, Filters(values=(("attr:shop", ("North",)),)), _known, lambda row: row["shop"] == "North"
    ),
)  # fmt: skip


def contacts(seed: int, n: int = 150, customers: int = 9) -> list[dict[str, Any]]:
    """Contacts whose times often tie; a few days of March, some after as_of."""
    rng = random.Random(seed)
    rows = []
    for record in range(n):
        moment = datetime(2026, 3, rng.randint(1, 11), rng.choice((8, 8, 9, 20)), rng.choice((0, 0, 30)))
        ts = moment + timedelta(microseconds=rng.choice((0, 0, 1)))
        rows.append({
            "record": record, "seq": rng.randrange(40), "ts": ts, "source": rng.choice(("one", "two")),
            "customer": rng.choice((*(f"c{k}" for k in range(customers)), None, "")),
            "case_id": rng.choice((*(f"k{k}" for k in range(2 * customers)), None, "")),
            "channel": rng.choice(("Web", "Web", "Phone", "Chat", "Kiosk", None, "")),
            "stage": rng.choice(("A", "B", "Order", None, "")), "reason": rng.choice(("bill", "parcel", None)),
            "direction": rng.choice(("inbound", "outbound", None)), "mode": rng.choice(("assisted", "automated", None)),
            "transferred_to": rng.choice(("nobody", "specialist", "supervisor", None)), "agent": rng.choice(("x", "y", None)),
            "business_unit": rng.choice((RETAIL, DIGITAL, None)), "segment": rng.choice(("s", "t", None)),
            "resolved": rng.choice((True, False, None)), "abandoned": rng.choice((True, False, False, None)),
            "handling_seconds": rng.choice((30.0, 90.0, None)), "cost": rng.choice((0.5, 2.0, None)),
            "shop": rng.choice(("North", "South", None)),
        })  # fmt: skip
    return rows


def purchases(seed: int, n: int = 60, customers: int = 9) -> list[dict[str, Any]]:
    """Purchases on the same clock as `contacts`, so that they tie with contacts."""
    rng = random.Random(seed + 1)
    return [
        {
            "record": 10_000 + record, "seq": rng.randrange(40), "source": "till",
            "ts": datetime(2026, 3, rng.randint(1, 11), rng.choice((8, 8, 9, 20)), rng.choice((0, 0, 30))),
            "customer": rng.choice((*(f"c{k}" for k in range(customers)), None, "")), "amount": rng.choice((5.0, 10.0, None)),
            "channel": rng.choice(("Web", "Phone", None)), "segment": rng.choice(("s", "t", None)),
            "business_unit": rng.choice((RETAIL, DIGITAL, None)), "shop": rng.choice(("North", "South", None)),
        }
        for record in range(n)
    ]  # fmt: skip


def load(store: Store, table: str, rows: Sequence[Row]) -> None:
    """The rows, their "shop" as an attribute."""
    load_rows(store, table, [{name: value for name, value in row.items() if name != "shop"} for row in rows])
    given = [row for row in rows if row.get("shop")]
    load_rows(
        store, "attributes",
        [{"source": r["source"], "record": r["record"], "facts": table, "name": "shop", "value": r["shop"]} for r in given],
    )  # fmt: skip


def ask(store: Store, frame: Frame, case: Case, options: Mapping[str, Any], **more: Any) -> pd.DataFrame:
    given = {name: value for name, value in options.items() if value is not None}
    return Fetch(store, AS_OF, store.data_version())(frame, case.filters, case.scope, options=given, **more)


def table(found: pd.DataFrame, frame: Frame) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Keys (period and groups first) → counts, NaN as None. Floats that are sums of logarithms are rounded."""
    keys = len(found.columns) - len(frame.counts)
    return {
        tuple(None if cell != cell else cell for cell in row[:keys]): tuple(
            None if cell != cell else round(cell, 9) for cell in row[keys:]
        )
        for row in found.itertuples(index=False, name=None)
    }


def group(row: Row) -> tuple[Any, ...]:
    """Period (day) and breakdown (channel, attr:shop) of one row."""
    return (row["ts"].date(), row["channel"] or UNKNOWN, row["shop"] or UNKNOWN)
