"""A few literal facts whose counts are worked out by hand in the tests. Two business units, one row without."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from data_access.store import Store
from tests.conftest import load_rows

AS_OF = datetime(2026, 3, 10, 12)
RETAIL, DIGITAL = "Retail", "Digital"


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute)


def contact(
    ts: datetime, channel: str | None, customer: str | None, unit: str | None = RETAIL, **more: Any
) -> dict[str, Any]:
    return {"ts": ts, "channel": channel, "customer": customer, "business_unit": unit, **more}


CONTACTS = [
    contact(at(2), "Web", "ada", cost=1.5, handling_seconds=60.0, stage="A", case_id="k1"),
    contact(at(2, 10), "Web", "ada", cost=0.5, handling_seconds=30.0, stage="B", case_id="k1"),
    contact(at(3), "Phone", "bob", DIGITAL, handling_seconds=120.0, stage="A", case_id="k2"),
    contact(at(4), None, "bob", DIGITAL, stage="C", case_id="k3"),
    contact(at(5), "", None, None, stage="A"),
    contact(at(9), "Phone", "cyd", cost=4.0, stage="A", case_id="k4"),
    contact(at(11), "Phone", "dan", stage="A", case_id="k5"),  # after as_of
]


def answer(ts: datetime, score: float, unit: str | None, **more: Any) -> dict[str, Any]:
    scale = {"kind": "csat", "question": "Overall", "scale_min": 1.0, "scale_max": 5.0}
    return {"ts": ts, "score": score, "business_unit": unit, "channel": "Web", **scale, **more}


ANSWERS = [
    answer(at(2), 5.0, RETAIL, weight=2.0),
    answer(at(2), 5.0, RETAIL, weight=0.5),
    answer(at(3), 4.0, RETAIL),
    answer(at(3), 1.0, DIGITAL),
    answer(at(3), 3.0, None),
    answer(at(4), 9.0, RETAIL, kind="nps", question="Recommend", scale_min=0.0, scale_max=10.0),
    answer(at(11), 1.0, RETAIL),  # after as_of
]


def complaint(ts: datetime, unit: str | None, **more: Any) -> dict[str, Any]:
    return {"ts": ts, "business_unit": unit, "theme": "Billing", **more}


COMPLAINTS = [
    # answered after 2 h 59, resolved in time after 26 h, scored 4 of 5
    complaint(
        at(2),
        RETAIL,
        first_response_at=at(2, 11, 59),
        due_at=at(4),
        resolved_at=at(3, 11),
        confirmed="yes",
        satisfaction_after=4.0,
        satisfaction_min=1.0,
        satisfaction_max=5.0,
    ),
    # resolved late and never answered apart from that; only "closed" is known
    complaint(at(2), RETAIL, due_at=at(3), closed_at=at(4), theme="Staff", confirmed="no"),
    # open past its due time; answered
    complaint(at(3), DIGITAL, first_response_at=at(3, 10), due_at=at(5), confirmed="no"),
    # open within its due time, unanswered: the resolution lies after as_of
    complaint(
        at(9),
        DIGITAL,
        due_at=at(20),
        resolved_at=at(12),
        theme=None,
        satisfaction_after=2.0,
        satisfaction_min=1.0,
        satisfaction_max=5.0,
    ),
    # open without a due time
    complaint(at(10, 11), None, theme=""),
    # resolved before it was opened
    complaint(at(5), RETAIL, due_at=at(9), resolved_at=at(4)),
    # opened after as_of
    complaint(at(11), RETAIL),
]

INVITATIONS = [
    {"ts": at(2), "channel": "E-mail", "business_unit": RETAIL, "sent": 100, "bounced": 3, "answered": 20},
    {"ts": at(3), "channel": "E-mail", "business_unit": RETAIL, "sent": 50, "bounced": None, "answered": 5},
    {"ts": at(3), "channel": "SMS", "business_unit": DIGITAL, "sent": 10, "bounced": None, "answered": 1},
]

RESPONSES = [  # each of the answer with the same record
    {
        "ts": row["ts"], "record": 100 + n, "channel": "Web", "business_unit": row["business_unit"],
        "instrument": "Relationship", "weight": row.get("weight"),
    }
    for n, row in enumerate(ANSWERS)
]  # fmt: skip

COMMENTS = [  # each of the answer with the same record
    {"ts": at(2), "record": 100, "channel": "Web", "business_unit": RETAIL, "text": "No waiting at all."},
    {"ts": at(3), "record": 103, "channel": "Web", "business_unit": DIGITAL, "customer": "bob", "text": "The bill is wrong"},
    {"ts": at(3), "record": 103, "channel": "Web", "business_unit": DIGITAL, "customer": "bob", "text": "and I waited."},
    {"ts": at(3), "record": 104, "channel": "Web", "business_unit": None, "text": "等了太久"},
]

ATTRIBUTES = [
    {"record": 1, "facts": "contacts", "name": "age group", "value": "18-29"},
    {"record": 2, "facts": "contacts", "name": "age group", "value": "18-29"},
    {"record": 3, "facts": "contacts", "name": "age group", "value": "60+"},
    {"record": 3, "facts": "contacts", "name": "airline", "value": "Blue"},
    *({"record": r, "facts": "answers", "name": "plan", "value": v} for r, v in ((100, "Pro"), (101, "Free"), (103, "Free"))),
]


def load_everything(store: Store) -> None:
    for number, row in enumerate(CONTACTS, start=1):
        row.setdefault("record", number)
    load_rows(store, "contacts", CONTACTS)
    for offset, (table, rows) in enumerate(
        (("answers", ANSWERS), ("complaints", COMPLAINTS), ("invitations", INVITATIONS)), start=1
    ):
        load_rows(store, table, [{"record": 100 * offset + n, **row} for n, row in enumerate(rows)])
    load_rows(store, "responses", RESPONSES)
    load_rows(store, "comments", COMMENTS)
    load_rows(store, "attributes", ATTRIBUTES)
