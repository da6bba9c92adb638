"""The old workbook format: cells as text, date systems, chart and pivot sheets, damage."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_access.importing.errors import DataError
from data_access.importing.mapping import HowRead
from data_access.importing.reader import chunks
from data_access.importing.sniffing import sniff
from tests.data_access.importing.sources.workbooks import record, xls

_ROWS = [["id", "day", "at", "share", "took", "ok", "note"]] + [
    [n, (45000.0 + n, 1), (45000.5 + n, 2), (0.25, 3), (1.5, 4), True, "评价"] for n in range(1, 4)
]


def _rows(path: Path) -> list[list[str]]:
    layout = sniff(path).layout
    return [row for chunk in chunks(path, layout) for row in chunk.rows]


def test_cells_are_written_as_people_see_them(tmp_path: Path) -> None:
    path = xls(tmp_path / "f.xls", {"Data": _ROWS})
    assert sniff(path).layout.format == "xls"
    assert _rows(path)[0] == ["1", "2023-03-16", "2023-03-16 12:00:00", "0.25", "36:00:00", "TRUE", "评价"]


def test_dates_from_1904_and_the_day_that_never_was(tmp_path: Path) -> None:
    rows = [["id", "day"], ["a", (0.0, 1)], ["b", (60.0, 1)], ["c", (61.0, 1)]]
    assert [r[1] for r in _rows(xls(tmp_path / "w.xls", {"Data": rows}))] == ["1900-01-00", "1900-02-29", "1900-03-01"]
    mac = _rows(xls(tmp_path / "m.xls", {"Data": rows}, from_1904=True))
    assert [r[1] for r in mac] == ["1904-01-01", "1904-03-01", "1904-03-02"]


def test_errors_are_text(tmp_path: Path) -> None:
    assert _rows(xls(tmp_path / "f.xls", {"D": [["a", "b"], ["x", ("error", 42)], ["y", 2.5]]})) == [
        ["x", "#N/A"],
        ["y", "2.5"],
    ]


def test_chart_and_pivot_sheets_are_listed_and_not_read(tmp_path: Path) -> None:
    path = xls(
        tmp_path / "f.xls",
        {"Chart1": [], "Pivot": _ROWS, "Data": _ROWS, "Old": _ROWS},
        kinds={"Chart1": (0, 2), "Old": (2, 0)},
        extra={"Pivot": record(0xB0, b"\0" * 60)},
    )
    found = sniff(path)
    assert found.layout.sheet == "Data"
    assert [(s.name, s.what) for s in found.sheets] == [
        ("Chart1", "chart"),
        ("Pivot", "pivot"),
        ("Data", "table"),
        ("Old", "table"),
    ]
    assert "very hidden" in found.sheets[3].why
    with pytest.raises(DataError, match=r"'Pivot' \(a pivot"):
        sniff(path, HowRead(sheet="Pivot"))


def test_damage_at_any_place_is_refused_or_read_never_a_crash(tmp_path: Path) -> None:
    whole = xls(tmp_path / "f.xls", {"Data": _ROWS}).read_bytes()
    for place in range(0, len(whole), 37):
        broken = tmp_path / "broken.xls"
        broken.write_bytes(whole[:place] + b"\xff\xfe" + whole[place + 2 :])
        try:
            _rows(broken)
        except DataError as refusal:
            assert refusal.next_step
    cut = tmp_path / "cut.xls"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match="damaged"):
        sniff(cut)
