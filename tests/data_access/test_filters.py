"""Comparison periods: as many days before, the same days a year before, and to date like for like."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.fetching import Fetch
from data_access.filters import Filters, like_for_like
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from metrics.frames import CONTACTS as CONTACTS_FRAME
from metrics.frames import UNKNOWN
from tests.conftest import load_rows
from tests.data_access.facts import AS_OF, at, contact


def days(start: str, end: str) -> tuple[date, date]:
    return date.fromisoformat(start), date.fromisoformat(end)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (("2025-06-01", "2025-06-15"), ("2025-05-01", "2025-05-15")),  # a month
        (("2025-03-01", "2025-03-31"), ("2025-02-01", "2025-02-28")),  # cut to the shorter month
        (("2024-03-01", "2024-03-31"), ("2024-02-01", "2024-02-29")),
        (("2025-02-01", "2025-02-28"), ("2025-01-01", "2025-01-28")),
        (("2025-04-01", "2025-05-31"), ("2025-01-01", "2025-03-02")),  # a quarter: 61 days
        (("2024-01-01", "2024-03-01"), ("2023-01-01", "2023-03-02")),  # 61 days of a leap year
        (("2025-01-01", "2025-03-01"), ("2024-01-01", "2024-02-29")),
        (("2024-01-01", "2024-12-31"), ("2023-01-01", "2023-12-31")),  # 366 days have no like
        (("2025-01-01", "2025-01-10"), ("2024-01-01", "2024-01-10")),  # the coarsest unit that begins there
        (("2025-06-16", "2025-06-22"), ("2025-06-09", "2025-06-15")),  # a week from Monday
    ],
)
def test_to_date_is_as_many_days_of_the_unit_before(now: tuple[str, str], then: tuple[str, str]) -> None:
    found = Filters(*days(*now), values=(("channel", ("Phone",)),)).compared("to_date")
    assert found == Filters(*days(*then), values=(("channel", ("Phone",)),))


@pytest.mark.parametrize("now", [("2025-06-03", "2025-06-15"), ("2025-06-16", "2025-06-23"), ("2025-06-01", "2026-06-15")])
def test_a_period_that_begins_no_unit_has_nothing_to_date(now: tuple[str, str]) -> None:
    assert Filters(*days(*now)).compared("to_date") is None


def test_weeks_begin_where_the_house_says() -> None:
    assert like_for_like(*days("2025-06-08", "2025-06-10"), week_start=6) == days("2025-06-01", "2025-06-03")
    assert like_for_like(*days("2025-06-09", "2025-06-10"), week_start=6) is None


@given(st.dates(date(1999, 1, 1), date(2050, 1, 1)), st.integers(0, 366))
def test_to_date_never_reaches_into_the_period_and_is_never_longer(start: date, more: int) -> None:
    end = date.fromordinal(start.toordinal() + more)
    found = like_for_like(start, end)
    if found is not None:
        assert found[1] < start
        assert found[1] - found[0] <= end - start
        assert found[1] - found[0] == end - start or found[1] == date.fromordinal(start.toordinal() - 1)


def test_an_unknown_comparison_names_those_there_are() -> None:
    with pytest.raises(ValueError, match="previous, last_year, to_date, none"):
        Filters(*days("2025-06-03", "2025-06-15")).compared("tomorrow")


@pytest.mark.parametrize("how", ["previous", "last_year", "to_date"])
def test_nothing_lies_before_the_first_day_of_the_calendar(how: str) -> None:
    assert Filters(date.min, date(1, 1, 5)).compared(how) is None
    assert Filters(date.min, date(2026, 1, 1)).compared(how) is None


def test_a_file_that_writes_unknown_is_found_by_its_group(stores: Store) -> None:
    """Groups put it together with what is empty; so does the filter, and so the rows behind a group."""
    names = [UNKNOWN, None, "", "Web"]
    load_rows(stores, "contacts", [{**contact(at(2 + i), name, f"c{i}"), "record": i} for i, name in enumerate(names)])
    load_rows(stores, "attributes", [
        {"record": i, "facts": "contacts", "name": "tag", "value": value} for i, value in enumerate([UNKNOWN, "x", "x"])
    ])  # fmt: skip
    fetch = Fetch(stores, AS_OF, stores.data_version())
    for dimension, n in (("channel", 3), ("attr:tag", 2)):
        counted = fetch(CONTACTS_FRAME, Filters(), LOCAL_ADMIN, by=(dimension,))
        group = counted[counted[counted.columns[0]] == UNKNOWN]
        chosen = fetch(CONTACTS_FRAME, Filters(values=((dimension, (UNKNOWN,)),)), LOCAL_ADMIN)
        assert int(group["n"].sum()) == int(chosen["n"].sum()) == n
