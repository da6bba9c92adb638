"""A day in one column and its time in another are one moment."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from data_access.importing import service
from data_access.importing.clocks import together
from data_access.importing.errors import DataError
from data_access.importing.profile import profile
from data_access.importing.suggest import suggest
from data_access.store import Store
from tests.data_access.importing.files import mapped, parsed, written

_DAYS = [f"{i:02}/03/2026" for i in range(1, 29)]
_TIMES = [f"{i % 24:02}:{i:02}" for i in range(28)]


def _roles(columns: dict[str, list[str]], kind: str = "contacts") -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for c in suggest([profile(name, cells) for name, cells in columns.items()], kind, "test").mapping.columns:
        found.setdefault(c.column, []).append(c.role)
    return found


@pytest.mark.parametrize(
    ("day", "time", "moment"),
    [
        ("2026-03-02", "14:05", "2026-03-02 14:05"),
        (" 02/03/2026 ", " 2:05 PM ", "02/03/2026 2:05 PM"),
        ("2026-03-02 00:00:00", "1899-12-30 14:05:00", "2026-03-02 14:05:00"),  # as databases export a day and a time
        ("2026-03-02T00:00:00.000", "14:05:00", "2026-03-02 14:05:00"),
        ("2026年3月2日", "下午 2:05", "2026年3月2日 下午 2:05"),
        ("2026-03-02", "", "2026-03-02"),
        ("2026-03-02 09:30", "N/A", "2026-03-02 09:30"),
        ("", "14:05", ""),
        ("2026-03-02", "soon", "2026-03-02 soon"),  # no time of day: the row says so
    ],
)
def test_together(day: str, time: str, moment: str) -> None:
    assert together(pa.array([day]), pa.array([time])).to_pylist() == [moment]


def test_rows_get_the_moment_of_both_columns(tmp_path: Path) -> None:
    text = "id,d,t\n1,03/02/2026,2:05 PM\n2,03/14/2026,\n3,03/15/2026,25:00\n4,,10:00\n5,07/15/2026,00:30\n"
    mapping = mapped("contacts", {"id": "id", "d": "ts", "t": "ts_clock"}, timezone="Europe/Lisbon", date_order="mdy")
    ledger, tables = parsed(written(tmp_path, text), mapping, tmp_path / "out")
    assert (ledger.read, ledger.loaded, ledger.rejected) == (5, 3, 2)
    assert [(row["ts"], row["day"], row["dated"]) for row in tables["contacts"]] == [
        (datetime(2026, 3, 2, 14, 5), date(2026, 3, 2), False),
        (datetime(2026, 3, 14), date(2026, 3, 14), True),
        (datetime(2026, 7, 14, 23, 30), date(2026, 7, 15), False),  # summer time: UTC is an hour behind
    ]
    assert [(row["column"], row["reason"]) for row in tables["rejected"]] == [
        ("t", "'25:00' is no time of day"), ("d", "ts is empty"),
    ]  # fmt: skip
    assert dict(ledger.ignored) == {}


def test_a_day_that_is_none_is_told_of_the_column_of_days(tmp_path: Path) -> None:
    text = "id,d,t\n1,2026-03-02,14:05\n2,soon,14:05\n3,2026-03-02,12:60\n4,soon,later\n"
    _, tables = parsed(written(tmp_path, text), mapped("contacts", {"id": "id", "d": "ts", "t": "ts_clock"}), tmp_path / "out")
    assert [(row["line"], row["column"]) for row in tables["rejected"]] == [(3, "d"), (4, "t"), (5, "d")]


def test_times_beside_no_day_are_counted(tmp_path: Path) -> None:
    rows = ("1,2026-03-02,2026-03-04,14:05", "2,2026-03-02,,07:06 PM", "3,2026-03-02,N/A,08:00", "4,2026-03-02,,", "5,x,,9:00")
    text = "\n".join(["id,d,c,t", *rows, ""])
    both = [{"role": "closed_at"}, {"role": "resolved_at"}], [{"role": "closed_at_clock"}, {"role": "resolved_at_clock"}]
    roles = {"id": "id", "d": "ts", "c": both[0], "t": both[1]}
    ledger, tables = parsed(written(tmp_path, text), mapped("complaints", roles), tmp_path / "out")
    assert ledger.notes == ["2 times of t stand beside no day: they are left out"]
    assert [row["closed_at"] is None for row in tables["complaints"]] == [False, True, True, True]


def test_every_column_of_days_can_have_its_times(tmp_path: Path) -> None:
    text = "opened,at,closed,closed at\n2026-03-02,09:00,2026-03-03,10:30\n"
    mapping = mapped(
        "complaints",
        {"opened": "ts", "at": "ts_clock", "closed": ["closed_at", "resolved_at"],
         "closed at": ["closed_at_clock", "resolved_at_clock"]},
    )  # fmt: skip
    _, tables = parsed(written(tmp_path, text), mapping, tmp_path / "out")
    assert [(row["ts"], row["closed_at"], row["resolved_at"], row["resolved_dated"]) for row in tables["complaints"]] == [
        (datetime(2026, 3, 2, 9), datetime(2026, 3, 3, 10, 30), datetime(2026, 3, 3, 10, 30), False)
    ]


@pytest.mark.parametrize(
    ("day", "time"),
    [("Date", "Time"), ("Call Date", "Call Time"), ("start_date", "StartHour"), ("日期", "时间"), ("Datum", "Uhrzeit")],
)
def test_columns_called_alike_are_suggested(day: str, time: str) -> None:
    assert _roles({day: _DAYS, time: _TIMES}) == {day: ["ts"], time: ["ts_clock"]}


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"Date": _DAYS, "Handle time": _TIMES}, "a duration looks the same"),
        ({"Call date": _DAYS, "Chat time": _TIMES}, "another thing's time"),
        ({"Date": _DAYS, "Time": [str(i) for i in range(28)]}, "numbers"),
        ({"Date": [f"{d} 10:00" for d in _DAYS], "Time": _TIMES}, "the day has its time"),
        ({"Date": _DAYS, "Time": _TIMES, "time": _TIMES}, "which of the two?"),
    ],
)
def test_what_is_no_time_of_that_day_is_left_alone(columns: dict[str, list[str]], why: str) -> None:
    assert not any(role.endswith("_clock") for given in _roles(columns).values() for role in given), why


def test_both_ends_of_a_complaint_are_suggested() -> None:
    found = _roles({"Opened date": _DAYS, "Opened time": _TIMES, "Closed date": _DAYS, "Closed time": _TIMES}, "complaints")
    assert found["Opened time"] == ["ts_clock"]
    assert found["Closed time"] == ["closed_at_clock", "resolved_at_clock"]


@pytest.mark.parametrize("constants", [{}, {"ts": "2026-03-01"}])
def test_times_without_days_are_refused(constants: dict[str, str]) -> None:
    with pytest.raises(DataError, match="'ts_clock' has no column of days to complete"):
        mapped("contacts", {"t": "ts_clock"}, constants=constants).check()


def test_a_file_with_both_loads_by_itself(store: Store, tmp_path: Path) -> None:
    lines = [f"C{i},{day},{time},Phone" for i, (day, time) in enumerate(zip(_DAYS, _TIMES, strict=True))]
    path = written(tmp_path, "\n".join(["contact id,Date,Time,channel", *lines]), "calls.csv")
    found = service.inspect(path, "calls.csv", kind="contacts", store=store)
    assert found.mapping is not None
    assert [q.key for q in found.questions if q.blocking] == []
    assert {c.column: c.reason for c in found.columns}["Time"] == "the time of day of Date: names and contents agree"
    shown = service.preview(path, found.mapping).facts["contacts"]
    assert [row["ts"] for row in shown[:2]] == ["2026-03-01 00:00:00", "2026-03-02 01:01:00"]
    assert service.import_file(store, path, found.mapping, "calls.csv", "ana").rows_loaded == 28
