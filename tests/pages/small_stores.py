"""Stores so small or one-sided that a page has to say so: table → rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from data_access.store import Store
from tests.conftest import load_rows
from tests.data_access.facts import answer, complaint, contact

Rows = dict[str, list[dict[str, Any]]]
START = datetime(2026, 3, 2, 9)
HOSTILE = "<img src=x onerror=1> [a](http://evil)"


def many(n: int, make: Callable[[datetime, int], dict[str, Any]]) -> list[dict[str, Any]]:
    """n rows, seven hours apart."""
    return [make(START + timedelta(hours=7 * i), i) for i in range(n)]


STORES: dict[str, Rows] = {
    "empty": {},
    "one contact": {"contacts": [contact(START, "Phone", "ada")]},
    "one answer": {"answers": [answer(START, 5.0, None)]},
    "one complaint": {"complaints": [complaint(START, None)]},
    "one channel": {
        "contacts": many(80, lambda ts, i: contact(ts, "Phone", f"c{i % 20}", stage="AB"[i % 2], case_id=f"k{i // 2}"))
    },
    "only answers": {"answers": many(90, lambda ts, i: answer(ts, 1.0 + i % 5, None, channel=("Web", "Phone")[i % 2]))},
    "only responses": {
        "responses": many(90, lambda ts, i: {"ts": ts, "record": i, "channel": ("Web", "Phone")[i % 2], "weight": 1.0 + i % 2}),
        "attributes": [
            {"record": i, "facts": "answers", "name": name, "value": value}
            for i in range(90)
            for name, value in (
                ("1、plan", ("Pro", "Free", "Basic")[i % 3]), ("2、heard: Mail", "yes" * (i % 2)),
                ("2、heard: Web", "yes" * (i % 4 == 0)),
            )
            if value and i % 10
        ],
    },
    "only complaints": {
        "complaints": many(60, lambda ts, i: complaint(
            ts, None, channel="Web", resolved_at=ts + timedelta(hours=i) if i % 3 else None
        ))
    },
    "hostile words": {
        "contacts": many(60, lambda ts, i: contact(
            ts, HOSTILE, f"c{i}", HOSTILE, stage=f"{i % 2} {HOSTILE}", case_id=f"k{i // 2}", segment=HOSTILE, region=HOSTILE,
        )),
        "answers": many(60, lambda ts, i: answer(
            ts, 1.0 + i % 5, HOSTILE, channel=HOSTILE, question=f"{HOSTILE} {i % 2}", instrument=HOSTILE,
            kind=("csat", "rating")[i % 2],
        )),
        "complaints": many(60, lambda ts, i: complaint(ts, HOSTILE, channel=HOSTILE, theme=HOSTILE, severity=HOSTILE)),
        "attributes": [
            {"record": 1 + i, "facts": "contacts", "name": HOSTILE, "value": f"{HOSTILE} {i % 2}"} for i in range(60)
        ] + [
            {"record": 9000 + i, "facts": "answers", "name": name, "value": value} for i in range(60)
            for name, value in ((f"1 {HOSTILE}", f"{HOSTILE} {i % 2}"), (f"{HOSTILE}: {HOSTILE} {i % 3}", "yes"))
        ],
        "responses": many(60, lambda ts, i: {"ts": ts, "record": 9000 + i, "channel": HOSTILE, "business_unit": HOSTILE}),
        "comments": many(60, lambda ts, i: {
            "ts": ts, "channel": HOSTILE, "business_unit": HOSTILE, "text": f"I waited {HOSTILE}"
        }),
    },
}


def fill(store: Store, name: str) -> None:
    """Load one of STORES; record numbers of different tables do not meet, but attributes belong to the contacts."""
    for offset, (table, rows) in enumerate(STORES[name].items()):
        numbered = rows if table in ("contacts", "attributes") else [
            {"record": 1000 * offset + i, **row} for i, row in enumerate(rows)
        ]
        load_rows(store, table, numbered)
