"""Working minutes counted by the engine, against the business clock counted one by one (catalogue E3)."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.schema import CLOCK_DAYS, working_clock
from data_access.scope import LOCAL_ADMIN
from data_access.settings import document
from data_access.settings.clock import days
from data_access.settings.model import AS_DELIVERED, Effect, Settings, WorkingHours
from data_access.store import Store
from metrics.evaluate import evaluate
from metrics.frames import DURATIONS
from metrics.registry import by_key
from metrics.results import Estimate, Reason, Withheld
from metrics.stats.calendar import OpeningHours, minutes_between
from tests.conftest import load_rows
from tests.data_access.facts import complaint

WORKING = {"clock": "resolution", "hours": "working"}
CASES = {
    "office": (WorkingHours(), "UTC"),
    "lisbon": (WorkingHours((0, 1, 2, 3, 4, 5), time(8, 30), time(20), (date(2026, 4, 3),)), "Europe/Lisbon"),
    "west": (WorkingHours((1, 3, 6), time(14), time(0)), "America/Los_Angeles"),
    "east": (WorkingHours((0, 1, 2, 3, 4), time(9), time(17)), "Pacific/Auckland"),
    "round the clock": (WorkingHours(tuple(range(7)), time(0), time(0)), "America/New_York"),
    "through the change": (WorkingHours(tuple(range(7)), time(1, 20), time(2, 40)), "Europe/Lisbon"),
}


def clock_of(hours: WorkingHours) -> OpeningHours:
    opens, closes = (t.hour * 60 + t.minute for t in (hours.opens, hours.closes))
    return OpeningHours(opens, closes or 1440, frozenset(hours.days), frozenset(hours.holidays))


def spans(seed: str, count: int) -> list[tuple[datetime, datetime]]:
    """From a second to months, many of them around the clock changes of 2026."""
    pick = random.Random(seed)
    near = [datetime(2026, 3, 8), datetime(2026, 3, 29), datetime(2026, 4, 5), datetime(2026, 9, 27), datetime(2026, 10, 25)]
    found = []
    for _ in range(count):
        start = pick.choice([*near, datetime(2026, 1, 1) + timedelta(days=pick.randrange(300))])
        start += timedelta(microseconds=pick.randrange(-10**11, 10**11))
        longest = 10 ** pick.choice([8, 10, 11, 13])
        found.append((start, start + timedelta(microseconds=pick.randrange(longest))))
    return found


@pytest.mark.parametrize("case", CASES)
def test_minutes_are_those_of_the_business_clock(stores: Store, case: str) -> None:
    hours, zone = CASES[case]
    document.change(stores, Settings(hours=hours, timezone=zone), LOCAL_ADMIN)
    asked = spans(case, 400)
    load_rows(
        stores, "complaints", [complaint(a, None, resolved_at=b, theme=str(i)) for i, (a, b) in enumerate(asked)]
    )
    frame = Fetch.now(stores, LOCAL_ADMIN, datetime(2029, 1, 1))(
        DURATIONS, Filters(), LOCAL_ADMIN, by=("theme",), options=WORKING
    )
    found = dict(zip(frame["theme"], frame["minutes"], strict=True))
    place = ZoneInfo(zone)
    for i, (a, b) in enumerate(asked):
        start, end = (moment.replace(tzinfo=UTC).astimezone(place) for moment in (a, b))
        exact = minutes_between(start, end, clock_of(hours))
        assert found[str(i)] == int(exact + 1e-9), (a, b, exact)


@pytest.mark.parametrize("case", CASES)
def test_the_clock_has_every_day_once_and_only_work(case: str) -> None:
    hours, zone = CASES[case]
    rows = list(days(hours, ZoneInfo(zone)))
    assert [row[0] for row in rows] == [
        CLOCK_DAYS[0] + timedelta(days=i) for i in range((CLOCK_DAYS[1] - CLOCK_DAYS[0]).days + 1)
    ]
    worked = 0
    for day, before, opens, closes, reopens, recloses in rows:
        start = int(datetime.combine(day, time(), UTC).timestamp()) * 10**6
        assert before == worked
        assert start <= opens <= closes <= start + 86_400 * 10**6 and start <= reopens <= recloses <= start + 86_400 * 10**6
        worked += closes - opens + recloses - reopens


def test_outside_the_clock_nobody_works_but_nothing_is_lost(stores: Store) -> None:
    document.change(stores, Settings(hours=WorkingHours(tuple(range(7)), time(0), time(0))), LOCAL_ADMIN)
    load_rows(stores, "complaints", [complaint(datetime(1989, 12, 31, 12), None, resolved_at=datetime(1990, 1, 1, 0, 30))])
    frame = Fetch.now(stores, LOCAL_ADMIN)(DURATIONS, Filters(), LOCAL_ADMIN, options=WORKING)
    assert frame.to_dict("records") == [{"minutes": 30, "events": 1, "censored": 0, "not_recorded": 0}]


def test_open_cases_wait_in_working_time_too(stores: Store) -> None:
    document.change(stores, Settings(hours=WorkingHours()), LOCAL_ADMIN)
    friday = datetime(2026, 3, 6, 16, 30)
    load_rows(stores, "complaints", [complaint(friday, None), complaint(friday, None, resolved_at=friday)])
    frame = Fetch.now(stores, LOCAL_ADMIN, datetime(2026, 3, 9, 10, 15))(DURATIONS, Filters(), LOCAL_ADMIN, options=WORKING)
    assert frame[["minutes", "events", "censored"]].values.tolist() == [[0, 1, 0], [105, 0, 1]]


def test_without_hours_there_is_no_number_and_it_is_said(stores: Store) -> None:
    friday = datetime(2026, 3, 6, 16)
    rows = [complaint(friday, None, resolved_at=datetime(2026, 3, 9, 10), first_response_at=datetime(2026, 3, 9, 9, 30))] * 12
    load_rows(stores, "complaints", rows)

    def seen(key: str):
        return evaluate(by_key(key), Fetch.now(stores, LOCAL_ADMIN), Filters(), LOCAL_ADMIN, compare="none")

    for key, what in (("first_response_working", "first response"), ("resolution_working", "resolution")):
        found = seen(key)
        assert isinstance(found.overall, Withheld) and found.overall.reason is Reason.NOT_RECORDED
        assert found.left_out == ((f"from sources that record no {what}, or without working hours set", 12),)
    document.change(stores, Settings(hours=WorkingHours()), LOCAL_ADMIN)
    for key, hours in (("first_response_working", 1.5), ("resolution_working", 2.0)):
        found = seen(key)
        assert isinstance(found.overall, Estimate) and (found.overall.value, found.overall.n) == (hours, 12)
        assert not found.left_out
    assert seen("resolution_time").overall.value == 66.0
    assert document.change(stores, AS_DELIVERED, LOCAL_ADMIN).effects == (Effect("hours"),)
    with stores.engine.connect() as connection:
        assert connection.execute(select(working_clock)).first() is None


def test_another_zone_sets_the_clock_anew(store: Store) -> None:
    """Nine in the morning in Tokyo is midnight in UTC."""
    load_rows(store, "complaints", [complaint(datetime(2026, 3, 4), None, resolved_at=datetime(2026, 3, 4, 12))])
    hours = WorkingHours()
    document.change(store, Settings(hours=hours), LOCAL_ADMIN)

    def minutes() -> int:
        return int(Fetch.now(store, LOCAL_ADMIN)(DURATIONS, Filters(), LOCAL_ADMIN, options=WORKING)["minutes"].iloc[0])

    assert minutes() == 3 * 60
    assert Effect("hours") in document.change(store, Settings(hours=hours, timezone="Asia/Tokyo"), LOCAL_ADMIN).effects
    assert minutes() == 8 * 60
    document.change(store, Settings(hours=WorkingHours(holidays=(date(2026, 3, 4),)), timezone="Asia/Tokyo"), LOCAL_ADMIN)
    assert minutes() == 0
