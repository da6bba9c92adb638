"""Strata, months at risk and value patterns against one customer after the other, on random rows."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from data_access.filters import Filters
from data_access.store import Store
from metrics.errors import FrameError
from metrics.frames import PERSON_PERIODS, STRATA, UNKNOWN, VALUE_PATTERNS
from tests.conftest import empty
from tests.data_access.facts import AS_OF, DIGITAL, RETAIL
from tests.data_access.random_log import CASES, Case, Row, ask, load, table

START, END = date(2025, 10, 1), date(2026, 2, 28)
WIDE = [
    replace(
        case, filters=replace(case.filters, start=START, end=END),
        asked=lambda row: (row["channel"] or UNKNOWN) in ("Web", UNKNOWN),
    )
    if case.filters.start else case
    for case in CASES
]  # fmt: skip
BY = ("segment", "attr:shop")
SEEDS = (3,)


def facts(seed: int) -> dict[str, list[dict[str, Any]]]:
    """A year of contacts, purchases, complaints and a customers' file; days and moments tie."""
    rng = random.Random(seed)

    def rows(name: str, n: int, record: int) -> list[dict[str, Any]]:
        made = []
        for k in range(n):
            ts = datetime(2025, 4, 1, rng.choice((0, 9))) + timedelta(days=rng.randrange(350))
            made.append({
                "record": record + k, "seq": rng.randrange(9), "source": rng.choice((name, "all")), "ts": ts,
                "customer": rng.choice((*(f"{letter}{k}" for letter in "abc" for k in range(4)), None, "")),
                "channel": rng.choice(("Web", "Phone", None)), "segment": rng.choice(("s", "t", None)),
                "business_unit": rng.choice((RETAIL, RETAIL, DIGITAL, None)), "shop": rng.choice(("North", "South", None)),
            })  # fmt: skip
        return made

    found = {"contacts": rows("calls", 90, 0), "purchases": rows("till", 90, 1000), "complaints": rows("desk", 50, 2000)}
    for row in found["purchases"]:
        row["amount"] = rng.choice((5.0, 8.0, None))
    found["customers"] = [
        {**{n: v for n, v in row.items() if n != "ts"}, "status": rng.choice(("lost", "active", None)), "customer": customer}
        for row, customer in zip(rows("crm", 14, 3000), [f"{x}{k}" for x in "abc" for k in range(4)] + ["a0", ""], strict=True)
    ]
    return found


@pytest.fixture(params=SEEDS)
def known(stores: Store, request: pytest.FixtureRequest) -> tuple[Store, dict[str, list[dict[str, Any]]]]:
    found = facts(request.param)
    empty(stores)
    for name, rows in found.items():
        load(stores, name, rows)
    return stores, found


Known = tuple[Store, dict[str, list[dict[str, Any]]]]


def group(row: Row) -> tuple[str, str]:
    return (row["segment"] or UNKNOWN, row["shop"] or UNKNOWN)


def place(row: Row) -> tuple[Any, ...]:
    return (row["ts"], row["seq"], row["record"], row["source"])


def mine(rows: Sequence[Row], case: Case, customer: str) -> list[Row]:
    return sorted((r for r in rows if r["customer"] == customer and case.seen(r)), key=place)


def customers(found: dict[str, list[dict[str, Any]]]) -> list[str]:
    return sorted({row["customer"] for rows in found.values() for row in rows if row["customer"]})


def inside(case: Case, day: date) -> bool:
    filters: Filters = case.filters
    return (filters.start is None or day >= filters.start) and (filters.end is None or day <= filters.end)


def month(day: date) -> date:
    return day.replace(day=1)


def plus(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def months_between(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = plus(first, 1)


def quiet_day(customer: str) -> int:
    return sum(ord(letter) * 3**k for k, letter in enumerate(customer[:6])) % 28


def compared(found: dict[str, list[dict[str, Any]]], case: Case, customer: str) -> Iterator[tuple[datetime, date, bool]]:
    """A customer's moments: first complaints of a month, and settled days of the others."""
    told = mine(found["complaints"], case, customer)
    made = [row for name in ("contacts", "purchases") for row in mine(found[name], case, customer)]
    if not made:
        return
    for first in months_between(min(month(row["ts"].date()) for row in made), month(AS_OF.date())):
        complaint = next((row for row in told if month(row["ts"].date()) == first), None)
        day = complaint["ts"].date() if complaint else first + timedelta(days=quiet_day(customer))
        at = complaint["ts"] if complaint else datetime.combine(day, datetime.min.time())
        if at <= AS_OF and inside(case, day):
            yield at, day, complaint is not None


@pytest.mark.parametrize("outcome", ["purchase", "contact"])
def test_strata_compare_moments_of_the_same_month(known: Known, outcome: str) -> None:
    store, found = known
    window, active, tenure, bought = timedelta(days=30), timedelta(days=60), (60, 150), (1, 3)
    options = {"outcome": outcome, "window_days": 30, "active_days": 60, "tenure_days": tenure, "purchases": bought}
    for case in WIDE:
        wanted: dict[Any, list[int]] = defaultdict(lambda: [0] * 5)
        for customer in customers(found):
            made = sorted(
                (r for name in ("contacts", "purchases") for r in mine(found[name], case, customer)), key=place
            )
            wanted_next = [r for r in made if ("amount" in r) == (outcome == "purchase")]
            for at, day, exposed in compared(found, case, customer):
                before = [row for row in made if row["ts"] <= at]
                if not before or at - before[-1]["ts"] > active or not case.asked(before[-1]):
                    continue
                so_far = sum("amount" in row for row in before)
                reached = sum(at - before[0]["ts"] >= timedelta(days=step) for step in tenure)
                counts = wanted[month(day), *group(before[-1]), reached, sum(so_far >= step for step in bought)]
                if at + window > AS_OF:
                    counts[4] += 1
                    continue
                counts[0 if exposed else 2] += 1
                counts[1 if exposed else 3] += any(at < row["ts"] <= at + window for row in wanted_next)
        seen = table(ask(store, STRATA, case, options, by=BY, grain="month"), STRATA)
        assert seen == {key: tuple(counts) for key, counts in wanted.items()}, case.name
        assert case.name != "all" or all(sum(counts) for counts in zip(*wanted.values(), strict=True))


def earlier(rows: Sequence[Row], first: date, back: int) -> str:
    return "yes" if any(plus(first, -back) <= month(row["ts"].date()) < first for row in rows) else "no"


def at_risk(
    found: dict[str, list[dict[str, Any]]], case: Case, customer: str, event: str
) -> Iterator[tuple[date, Row, bool]]:
    """Months at risk with the row that gives groups and filters, and whether the event fell in them."""
    over = plus(month(AS_OF.date()), -1)
    bought = mine(found["purchases"], case, customer)
    if event == "lapse":
        for first in months_between(date(2025, 1, 1), over):
            before = [row for row in bought if row["ts"].date() < first]
            if before and month(before[-1]["ts"].date()) >= plus(first, -3):
                until = [row for row in bought if month(row["ts"].date()) <= first]
                yield first, before[-1], month(until[-1]["ts"].date()) == plus(first, -3)
        return
    file = [row for row in found["customers"] if row["customer"] == customer and seen_of(case, row)]
    made = [row for name in ("contacts", "purchases") for row in mine(found[name], case, customer)]
    if not file or not made:
        return
    file.sort(key=lambda row: (row["source"], row["seq"], row["record"]))
    days = [month(row["ts"].date()) for row in made]
    lost = any(row["status"] == "lost" for row in file)
    for first in months_between(plus(min(days), 1), min(max(days), over) if lost else over):
        yield first, file[0], lost and first == max(days)


def seen_of(case: Case, row: Row) -> bool:
    return bool(case.seen({**row, "ts": AS_OF}))


@pytest.mark.parametrize("event", ["lapse", "status"])
def test_person_periods_look_back_and_never_ahead(known: Known, event: str) -> None:
    store, found = known
    options = {"event": event, "exposed_months": 2, "silent_months": 3, "churned": ("lost", "gone")}
    for case in WIDE:
        wanted: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
        for customer in customers(found):
            told, called = mine(found["complaints"], case, customer), mine(found["contacts"], case, customer)
            for first, row, happened in at_risk(found, case, customer, event):
                if case.asked(row) and inside(case, first):
                    quarter = first.replace(month=(first.month - 1) // 3 * 3 + 1)
                    counts = wanted[quarter, *group(row), earlier(told, first, 2), earlier(called, first, 2)]
                    counts[0] += 1
                    counts[1] += happened
        seen = table(ask(store, PERSON_PERIODS, case, options, by=BY, grain="quarter"), PERSON_PERIODS)
        assert seen == {key: tuple(counts) for key, counts in wanted.items()}, case.name
        assert case.name != "all" or any(counts[1] for counts in wanted.values())


@pytest.mark.parametrize(("unit", "days"), [("day", 1), ("week", 7)])
def test_value_patterns_are_those_of_each_customer(known: Known, unit: str, days: int) -> None:
    store, found = known
    for case in WIDE:
        wanted: dict[Any, list[Any]] = defaultdict(lambda: [0, 0, 0, None])
        for customer in customers(found):
            bought = mine(found["purchases"], case, customer)
            if not bought or not case.asked(bought[0]) or not inside(case, bought[0]["ts"].date()):
                continue
            dates = [row["ts"].date() for row in bought]
            first, again = dates[0], [r["amount"] for r, day in zip(bought, dates, strict=True) if day > dates[0]]
            amounts = [amount for amount in again if amount is not None]
            pattern = (len(set(dates)) - 1, (dates[-1] - first).days // days, (AS_OF.date() - first).days // days)
            counts = wanted[month(first), *group(bought[0]), *pattern]
            counts[0] += 1
            counts[2] += len(amounts)
            counts[3] = (counts[3] or 0) + sum(amounts) if amounts else counts[3]
        for row in found["purchases"]:
            if not row["customer"] and case.seen(row) and case.asked(row) and inside(case, row["ts"].date()):
                wanted[month(row["ts"].date()), *group(row), 0, 0, 0][1] += 1
        seen = table(ask(store, VALUE_PATTERNS, case, {"unit": unit}, by=BY, grain="month"), VALUE_PATTERNS)
        assert seen == {key: tuple(counts) for key, counts in wanted.items()}, case.name


@pytest.mark.parametrize(
    ("frame", "options", "said"),
    [
        (STRATA, {"outcome": "visit", "window_days": 1, "active_days": 1}, "expected one of purchase, contact"),
        (STRATA, {"outcome": "contact", "window_days": 0, "active_days": 1}, "whole days from 1"),
        (STRATA, {"outcome": "contact", "window_days": 1, "active_days": 1, "purchases": 3}, "tuple of whole numbers"),
        (PERSON_PERIODS, {"event": "lapse", "silent_months": 0, "exposed_months": 1}, "1 to 60 months"),
        (PERSON_PERIODS, {"event": "status", "exposed_months": 1}, "the statuses that mean lost"),
        (VALUE_PATTERNS, {"unit": "year"}, "expected one of day, week"),
    ],
)
def test_refuses_what_it_cannot_count(store: Store, frame: Any, options: dict[str, Any], said: str) -> None:
    with pytest.raises(FrameError, match=said):
        ask(store, frame, CASES[0], options)


def test_months_at_risk_have_no_weeks(store: Store) -> None:
    with pytest.raises(FrameError, match="month, quarter, year"):
        ask(store, PERSON_PERIODS, CASES[0], {"event": "lapse", "silent_months": 1, "exposed_months": 1}, grain="week")
