"""Cells become values strictly: ASCII digits, declared marks, no clamping, no "now"."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.importing.values import (
    Invalid,
    Moment,
    parse_flag,
    parse_moment,
    parse_number,
    parse_score,
    parse_seconds,
    parse_whole,
)


@pytest.mark.parametrize(
    ("cell", "decimal", "value"),
    [
        ("4.5", ".", 4.5),
        ("4,5", ",", 4.5),
        ("1.234,5", ",", 1234.5),
        ("1,234.5", ".", 1234.5),
        ("1 234,5", ",", 1234.5),
        ("-3", ".", -3.0),
        ("+.5", ".", 0.5),
        ("1e3", ".", 1000.0),
        ("200.000.000", ",", 2e8),
        ("$1,200", ".", 1200.0),
        ("R$ 1.200,50", ",", 1200.5),
        ("12 €", ".", 12.0),
    ],
)
def test_number_as_declared(cell: str, decimal: str, value: float) -> None:
    assert parse_number(cell, decimal) == value


@pytest.mark.parametrize(
    "cell", ["4,5", "1,23", "1_000", "٤", "inf", "nan", "1.2.3", "0x10", "E18", "--1", "1,2345", "45%", "1e99", "½", "3 4"]
)
def test_number_refused_with_decimal_point(cell: str) -> None:
    assert isinstance(parse_number(cell), Invalid)


@pytest.mark.parametrize(
    ("cell", "order", "expected"),
    [
        ("2014-08-05", None, datetime(2014, 8, 5)),
        ("2014/10/22 11:15:41.000", None, datetime(2014, 10, 22, 11, 15, 41)),
        ("01/02/2015 09:27:07 AM", "mdy", datetime(2015, 1, 2, 9, 27, 7)),
        ("01/02/2015", "dmy", datetime(2015, 2, 1)),
        ("7/29/2013", "mdy", datetime(2013, 7, 29)),
        ("3/14/2025 1:20", "mdy", datetime(2025, 3, 14, 1, 20)),
        ("12/31/1999 12:05:00 AM", "mdy", datetime(1999, 12, 31, 0, 5)),
        ("28.07.2014", "dmy", datetime(2014, 7, 28)),
        ("5 Jan 2026", None, datetime(2026, 1, 5)),
        ("Jan 5, 2026 3:04 PM", None, datetime(2026, 1, 5, 15, 4)),
        ("20260105", None, datetime(2026, 1, 5)),
        ("2026年1月5日", None, datetime(2026, 1, 5)),
        ("2011-10-11 13:45:40.276000+02:00", None, datetime(2011, 10, 11, 11, 45, 40, 276000)),
        ("2026-01-05T10:00:00Z", None, datetime(2026, 1, 5, 10)),
        ("2026-01-05T10:00:00-0530", None, datetime(2026, 1, 5, 15, 30)),
        ("2026-01-05 10:00:00.1234567", None, datetime(2026, 1, 5, 10, 0, 0, 123456)),
        ("1/2/26", "dmy", datetime(2026, 2, 1)),
        ("1/2/26", "mdy", datetime(2026, 1, 2)),
        ("26/2/1", "ymd", datetime(2026, 2, 1)),
        ("31.12.99", "dmy", datetime(1999, 12, 31)),
        ("05-Jan-26", None, datetime(2026, 1, 5)),
        ("Monday, 5th January 2026", None, datetime(2026, 1, 5)),
        ("Mon Jan 5 2026 13:04", None, datetime(2026, 1, 5, 13, 4)),
        ("2026年1月5日 13时04分05秒", None, datetime(2026, 1, 5, 13, 4, 5)),
        ("2026年1月5日 星期一", None, datetime(2026, 1, 5)),
        ("2026/1/5 下午 3:04:05", None, datetime(2026, 1, 5, 15, 4, 5)),
        ("2026/01/05 3:04:05 PM GMT+8", None, datetime(2026, 1, 5, 7, 4, 5)),
        ("2026-01-05 10:00:00 UTC", None, datetime(2026, 1, 5, 10)),
        ("2026-03-02", "ydm", datetime(2026, 2, 3)),
        ("13/02/2026", "ydm", datetime(2026, 2, 13)),
        ("46027", "serial", datetime(2026, 1, 5)),
        ("46027.5", "serial", datetime(2026, 1, 5, 12)),
        ("44565", "serial1904", datetime(2026, 1, 5)),
        ("1767571200", "epoch", datetime(2026, 1, 5)),
        ("1767571200500", "epoch_ms", datetime(2026, 1, 5, 0, 0, 0, 500000)),
    ],
)
def test_moment_spellings(cell: str, order: str | None, expected: datetime) -> None:
    moment = parse_moment(cell, order)
    assert isinstance(moment, Moment)
    assert moment.ts == expected


@pytest.mark.parametrize(
    "cell",
    [
        "now",
        "today",
        "-1",
        "45123",
        "31/02/2026",
        "2026-13-01",
        "2026-02-30 10:00:00",
        "13:05",
        "٣/٤/٢٠٢٦",
        "01/02/0999",
        "2026-01-05 25:00:00",
        "13:00:00 PM",
        "2026-01-05 13:00 PM",
        "2026-01-05T10:00:00+99:00",
    ],
)
def test_moment_refused(cell: str) -> None:
    assert isinstance(parse_moment(cell, "dmy"), Invalid)


@pytest.mark.parametrize(("cell", "order"), [("60", "serial"), ("99999999", "serial"), ("46027", None), ("1767571200", "dmy")])
def test_numbers_are_dates_only_where_declared_and_in_the_calendar(cell: str, order: str | None) -> None:
    assert isinstance(parse_moment(cell, order), Invalid)


def test_letters_for_a_zone_are_refused_until_somebody_says_which_it_is() -> None:
    found = parse_moment("2026-01-05 10:00:00 EST", None)
    assert isinstance(found, Invalid)
    assert "EST" in found.reason and "several zones share" in found.reason
    said = parse_moment("2026-01-05 10:00:00 EST", None, UTC, {"EST": ZoneInfo("America/New_York")})
    assert isinstance(said, Moment) and said.ts == datetime(2026, 1, 5, 15)


@pytest.mark.parametrize(
    ("cell", "scale", "value"),
    [
        ("4分", (1, 5), 4.0),
        ("4/5", (1, 5), 4.0),
        ("4 out of 5", (1, 5), 4.0),
        ("★★★★☆", (1, 5), 4.0),
        ("⭐️⭐️", (1, 5), 2.0),
        ("9 - Very likely", (0, 10), 9.0),
        ("5 – very satisfied", (1, 5), 5.0),
        ("5、非常满意", (1, 5), 5.0),
        ("Very satisfied (5)", (1, 5), 5.0),
        ("🙁", (1, 5), 2.0),
        ("😍", (1, 5), 5.0),
        ("85 %", (0, 100), 85.0),
        ("3 stars", (1, 5), 3.0),
    ],
)
def test_scores_as_people_write_them(cell: str, scale: tuple[int, int], value: float) -> None:
    assert parse_score(cell, *scale) == value
    assert parse_score(cell, *scale, reverse=True) == sum(scale) - value


@pytest.mark.parametrize(
    "cell", ["4/10", "4 out of 10", "★★★☆☆☆☆", "85 %", "6分", "٤分", "4 or 5", "2 bags", "5 - 10", "very good", "★☆x"]
)
def test_a_score_on_another_scale_or_none_at_all_is_refused(cell: str) -> None:
    assert isinstance(parse_score(cell, 1, 5), Invalid)


def test_day_and_month_without_order_is_a_question() -> None:
    found = parse_moment("03/04/2026", None)
    assert isinstance(found, Invalid)
    assert "which is the day" in found.reason


def test_naive_time_is_local_and_its_day_is_the_local_day() -> None:
    found = parse_moment("2026-01-05 23:30:00", None, ZoneInfo("America/New_York"))
    assert found == Moment(datetime(2026, 1, 6, 4, 30), date(2026, 1, 5))


def test_aware_time_has_the_business_day_of_the_zone() -> None:
    found = parse_moment("2026-01-05 23:30:00+00:00", None, ZoneInfo("Asia/Shanghai"))
    assert found == Moment(datetime(2026, 1, 5, 23, 30), date(2026, 1, 6))


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/Los_Angeles"])
def test_date_without_time_never_shifts(zone: str) -> None:
    assert parse_moment("2026-01-05", None, ZoneInfo(zone)) == Moment(datetime(2026, 1, 5), date(2026, 1, 5), dated=True)


def test_clock_put_back_means_the_first_of_the_two_hours() -> None:
    found = parse_moment("2026-10-25 02:30:00", None, ZoneInfo("Europe/Berlin"))
    assert isinstance(found, Moment)
    assert found.ts == datetime(2026, 10, 25, 0, 30)


def test_flags_seconds_and_whole_numbers() -> None:
    assert [parse_flag(c) for c in ("Yes", "não", "1", "S", "否")] == [True, False, True, True, False]
    assert isinstance(parse_flag("maybe"), Invalid)
    assert parse_seconds("1:02:03") == 3723
    assert isinstance(parse_seconds("-5"), Invalid)
    assert parse_whole("12.0") == 12
    assert isinstance(parse_whole("12.5"), Invalid)


@given(st.integers(-20, 20), st.integers(0, 3), st.integers(4, 11))
def test_score_is_inside_its_scale_or_invalid(value: int, low: int, high: int) -> None:
    found = parse_score(str(value), low, high)
    assert found == value if low <= value <= high else isinstance(found, Invalid)
    mirrored = parse_score(str(value), low, high, reverse=True)
    assert mirrored == low + high - value if low <= value <= high else isinstance(mirrored, Invalid)


@given(st.floats(-1e12, 1e12, allow_nan=False).map(lambda v: round(v, 3)))
def test_number_survives_both_spellings(value: float) -> None:
    plain = f"{value:.3f}"
    assert parse_number(plain) == value
    assert parse_number(plain.replace(".", ","), ",") == value
    grouped = f"{value:,.3f}"
    assert parse_number(grouped) == value
    assert parse_number(grouped.translate(str.maketrans(",.", ".,")), ",") == value


@given(st.text(max_size=12))
def test_parsers_never_raise_and_never_give_nonsense(cell: str) -> None:
    number = parse_number(cell)
    assert isinstance(number, Invalid) or (math.isfinite(number) and cell.isascii())
    moment = parse_moment(cell, "dmy")
    assert isinstance(moment, Invalid) or moment.ts.year >= 1900


@settings(max_examples=200)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_moment_with_offset_is_the_same_instant(local: datetime, minutes: int) -> None:
    aware = local.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    found = parse_moment(aware.isoformat(sep=" "), None)
    assert isinstance(found, Moment)
    assert found.ts == aware.astimezone(UTC).replace(tzinfo=None)


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)))
def test_each_order_reads_its_own_writing(day: date) -> None:
    for order, pattern in (("dmy", "%d/%m/%Y"), ("mdy", "%m/%d/%Y")):
        found = parse_moment(day.strftime(pattern), order)
        assert isinstance(found, Moment)
        assert found.day == day
