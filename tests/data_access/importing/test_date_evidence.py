"""Day or month first: by dates that read only one way, by the future, by the order of the rows; else asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data_access.importing.date_evidence import Orders, explain, orders, shared
from data_access.importing.errors import DataError
from data_access.importing.profile import profile
from data_access.importing.suggest import Suggestion, suggest
from tests.data_access.importing.files import mapped, parsed, written

_NOW = datetime(2026, 11, 28)


def _spelled(pattern: str, start: date, days: int, step: int = 1) -> list[str]:
    return [(start + timedelta(days=step * i)).strftime(pattern) for i in range(days)]


def test_cells_that_read_only_one_way_are_counted() -> None:
    found = orders(["13/02/2026", "01/02/2026", "2026-01-01", "05/05/2026", "x", ""], now=_NOW)
    assert (found.month, found.day, found.either, found.proven) == (0, 1, 1, "dmy")
    assert not orders(["2026-01-05", "5 Jan 2026"], now=_NOW).open


def test_a_reading_in_the_future_is_wrong_unless_it_is_a_deadline() -> None:
    cells = ["05/11/2026", "04/11/2026", "12/10/2026"]
    found = orders(cells, "created", now=datetime(2026, 11, 6))
    assert found.proven == "dmy"
    assert "1 dates would lie in the future" in explain(found)
    assert orders(cells, "due date", now=datetime(2026, 11, 6)).open


def test_the_order_of_the_rows_proves_a_reading_and_sorted_text_does_not() -> None:
    days = [f"{d:02}/{m:02}/2026" for m in (1, 2, 3) for d in (2, 5, 8, 11)]
    found = orders(days, now=_NOW)
    assert (found.proven, "order of time" in explain(found)) == ("dmy", True)
    assert orders(sorted(days), now=_NOW).open, "sorted as text they are in order month first, whatever they mean"
    assert orders(days[:6], now=_NOW).open, "six days may be in order by chance"


def test_contradiction_is_said_with_counts() -> None:
    found = orders(["13/02/2026", "02/13/2026", "02/14/2026", "01/02/2026"], now=_NOW)
    assert found.contradictory and found.open and found.proven is None
    assert explain(found) == "contradictory: 2 dates read only month first, 1 dates read only day first"


def test_two_digit_years_may_come_first() -> None:
    assert orders(["99/12/31"], now=_NOW).proven == "ymd"
    assert orders(["31/12/25"], now=_NOW).proven == "dmy", "2031 has not come yet"
    assert orders(["01/02/03"], now=_NOW).open


def test_swapped_days_and_months_of_a_spreadsheet_are_seen() -> None:
    cells = [f"2026-{m:02}-{d:02}" for m, d in ((3, 2), (4, 2), (5, 2), (12, 2), (1, 3))]
    text = [f"{d}/02/2026" for d in (13, 17, 21, 25, 27)]
    assert orders(cells + text, now=_NOW).swapped == 5
    assert orders([*cells, "2026-02-13", *text], now=_NOW).swapped == 0


def test_columns_that_disagree_by_circumstance_prove_nothing() -> None:
    assert shared([Orders(either=3, by=("dmy", "a")), Orders(either=2, by=("mdy", "b"))]).open
    assert shared([Orders(either=3, by=("dmy", "a")), Orders(month=1)]).proven == "mdy"


@given(
    st.lists(st.dates(date(1990, 1, 1), date(2026, 11, 1)), min_size=1, max_size=30), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"])
)
def test_a_proof_is_never_wrong(days: list[date], pattern: str) -> None:
    assume(any(d.day > 12 for d in days))
    assert orders([d.strftime(pattern) for d in days], now=_NOW).proven == ("dmy" if pattern[1] == "d" else "mdy")


def _suggested(columns: dict[str, list[str]], kind: str = "complaints") -> Suggestion:
    return suggest([profile(name, cells) for name, cells in columns.items()], kind, "test")


def test_columns_with_orders_of_their_own_need_no_answer(tmp_path: Path) -> None:
    opened, closed = _spelled("%d/%m/%Y", date(2026, 1, 1), 28), _spelled("%m/%d/%Y", date(2026, 1, 2), 28)
    found = _suggested({"opened": opened, "closed": closed})
    assert {c.role: c.date_order for c in found.mapping.columns} == {"ts": "dmy", "closed_at": "mdy", "resolved_at": "mdy"}
    assert [q.key for q in found.questions if q.blocking] == []
    path = written(tmp_path, "opened,closed\n" + "".join(f"{a},{b}\n" for a, b in zip(opened, closed, strict=True)))
    plain = mapped("complaints", {"opened": "ts", "closed": "closed_at"})
    _, tables = parsed(path, plain, tmp_path / "out")
    assert {(r["closed_at"] - r["ts"]).days for r in tables["complaints"]} == {1}


def test_a_column_that_contradicts_itself_is_asked_about_and_refused(tmp_path: Path) -> None:
    opened = [*_spelled("%d/%m/%Y", date(2026, 1, 10), 20), *_spelled("%m/%d/%Y", date(2026, 2, 10), 10)]
    found = _suggested({"opened": opened, "theme": ["a", "b", "c"] * 10})
    (question,) = [q for q in found.questions if q.blocking]
    assert question.key == "date_order"
    assert "only month first" in question.text and "export the file again" in question.text
    path = written(tmp_path, "opened,theme\n" + "".join(f"{d},a\n" for d in opened))
    with pytest.raises(DataError, match="contradictory"):
        parsed(path, mapped("complaints", {"opened": "ts", "theme": "theme"}), tmp_path / "out")


def test_swapped_dates_are_refused_and_can_be_swapped_back(tmp_path: Path) -> None:
    days = _spelled("%d/%m/%Y", date(2026, 1, 1), 60)
    written_back = [d if int(d[:2]) > 12 else f"{d[6:]}-{d[:2]}-{d[3:5]}" for d in days]
    path = written(tmp_path, "opened,theme\n" + "".join(f"{d},a\n" for d in written_back))
    plain = mapped("complaints", {"opened": "ts", "theme": "theme"})
    with pytest.raises(DataError, match="swapped days and months"):
        parsed(path, plain, tmp_path / "out")
    back = mapped("complaints", {"opened": "ts", "theme": "theme"}, date_order="ydm")
    _, tables = parsed(path, back, tmp_path / "out")
    assert [r["ts"].strftime("%d/%m/%Y") for r in tables["complaints"]] == days


def test_dates_as_numbers_are_asked_about_unless_the_header_says() -> None:
    serial = _suggested({"opened": [str(46000 + i) for i in range(20)], "theme": ["a", "b"] * 10})
    (question,) = [q for q in serial.questions if q.blocking]
    assert (question.key, question.options, question.columns) == ("counted", ("serial", "serial1904", "no"), ("opened",))
    epoch = _suggested({"created_at (epoch ms)": [str(1767571200000 + i) for i in range(20)], "theme": ["a", "b"] * 10})
    assert [q.key for q in epoch.questions if q.blocking] == []
    assert [c.date_order for c in epoch.mapping.columns if c.role == "ts"] == ["epoch_ms"]
    zips = _suggested({"opened": _spelled("%Y-%m-%d", date(2026, 1, 1), 20), "zip": [str(21000 + i) for i in range(20)]})
    assert [c.role for c in zips.mapping.columns if c.column == "zip"] != ["ts"]


def test_letters_for_a_zone_are_asked_and_a_zone_in_the_name_is_taken() -> None:
    found = _suggested({"opened": [f"2026-01-{i:02} 10:00 EST" for i in range(1, 29)], "theme": ["a", "b"] * 14})
    (question,) = [q for q in found.questions if q.blocking]
    assert question.key == "zone:EST"
    named = _suggested({"opened (GMT+8)": [f"2026-01-{i:02} 10:00" for i in range(1, 29)], "closed": ["2026-02-01"] * 28})
    assert named.mapping.timezone == "Etc/GMT-8"
