"""Workbooks: cells as text, row numbers, formulas without a result, limits, forgeries."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from data_access.importing import limits
from data_access.importing.errors import DataError
from data_access.importing.mapping import HowRead
from data_access.importing.reader import chunks
from data_access.importing.sniffing import sniff
from tests.data_access.importing.sources.workbooks import edited, xlsx

_HEAD = ["id", "day", "score", "note"]
_BODY = [[i, f"2026-05-{i:02}", i % 5 + 1, "fine"] for i in range(1, 6)]
_SHEET = "xl/worksheets/sheet1.xml"


def _rows(path: Path, **said: Any) -> list[list[str]]:
    layout = sniff(path, HowRead(**said)).layout
    return [row for chunk in chunks(path, layout) for row in chunk.rows]


def test_cells_are_written_as_people_see_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["id", "day", "at", "noon", "took", "share", "ok", "cost", "name", "err"])
    sheet.append(
        [1, date(2026, 1, 31), datetime(2026, 1, 31, 0, 0), time(12, 30), 1.5, 0.455, True, 0.1 + 0.2, " Zoë ", "#N/A"]
    )
    sheet.append([2, date(1900, 3, 1), datetime(2026, 1, 31, 23, 59, 59, 500000), time(0, 0), 0.5, 1, False, 1e-7, "=1", "x"])
    for row in (2, 3):
        for column, shown in (("B", "dd/mm/yyyy"), ("C", "yyyy-mm-dd hh:mm"), ("E", "[h]:mm"), ("F", "0%")):
            sheet[f"{column}{row}"].number_format = shown
        sheet[f"I{row}"].data_type = "s"
    book.save(tmp_path / "f.xlsx")
    first, second = _rows(tmp_path / "f.xlsx")
    assert first == ["1", "2026-01-31", "2026-01-31 00:00:00", "12:30:00", "36:00:00", "0.455", "TRUE", "0.3", " Zoë ", "#N/A"]
    assert second == ["2", "1900-03-01", "2026-01-31 23:59:59.500", "0:00:00", "12:00:00", "1", "FALSE", "1e-07", "=1", "x"]


def test_rows_keep_the_sheets_own_numbers(tmp_path: Path) -> None:
    rows = [["Survey of May"], [], _HEAD, *_BODY[:2], [], *_BODY[2:]]
    path = xlsx(tmp_path / "f.xlsx", {"Data": rows})
    found = sniff(path)
    (chunk,) = chunks(path, found.layout)
    assert (found.layout.header_line, found.layout.headers, chunk.lines) == (3, tuple(_HEAD), [4, 5, 7, 8, 9])
    assert "row 3" in found.evidence["header"]


def test_a_formula_counts_by_its_result_and_one_without_is_said(tmp_path: Path) -> None:
    def add(_: Any, sheets: Any) -> None:
        sheets["Data"].write_formula(1, 2, "=1+3", None, 4)
        sheets["Data"].write_formula(2, 3, '="a"&"b"', None, "ab")

    path = xlsx(tmp_path / "f.xlsx", {"Data": [_HEAD, *_BODY]}, add)
    rows = _rows(path)
    assert (rows[0][2], rows[1][3]) == ("4", "ab")
    bare = edited(path, _SHEET, r"<f>1\+3</f><v>4</v>", "<f>1+3</f>")
    assert _rows(bare)[0][2] == ""
    assert "1 formulas have no stored result" in sniff(bare).evidence["formulas"]


def test_dates_of_1904_and_chinese_built_in_formats(tmp_path: Path) -> None:
    def dated(book: Any, sheets: Any) -> None:
        for row in range(1, 6):
            sheets["Data"].write_number(row, 1, 60 if row == 1 else 45000, book.add_format({"num_format": "yyyy/m/d"}))

    path = xlsx(tmp_path / "f.xlsx", {"Data": [_HEAD, *_BODY]}, dated)
    assert [r[1] for r in _rows(path)][:2] == ["1900-02-29", "2023-03-15"]
    chinese = edited(path, "xl/styles.xml", 'numFmtId="164" fontId', 'numFmtId="31" fontId')
    assert [r[1] for r in _rows(chinese)][1] == "2023-03-15"
    mac = edited(path, "xl/workbook.xml", "<workbookPr ", '<workbookPr date1904="1" ')
    assert [r[1] for r in _rows(mac)][:2] == ["1904-03-01", "2027-03-16"]


def test_long_identifiers_stored_as_numbers_are_pointed_out(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "f.xlsx", {"Data": [["id", "n"], ["a", 1234567890123456789.0], ["b", 2]]})
    assert _rows(path)[0][1].startswith("12345678901234")
    assert "more than 15 digits" in sniff(path).evidence["long_numbers"]


def test_names_merged_over_columns_become_part_of_the_names_below(tmp_path: Path) -> None:
    def merge(_: Any, sheets: Any) -> None:
        sheets["Data"].merge_range(0, 0, 0, 2, "Service")
        sheets["Data"].merge_range(0, 3, 0, 4, "Product")

    rows = [[], ["speed", "tone", "overall", "price", "overall"], [5, 4, 5, 3, 4], [1, 2, 3, 4, 5]]
    path = xlsx(tmp_path / "f.xlsx", {"Data": rows}, merge)
    found = sniff(path)
    assert found.layout.headers == ("Service: speed", "Service: tone", "Service: overall", "Product: price", "Product: overall")
    assert _rows(path)[0] == ["5", "4", "5", "3", "4"]


def test_inline_rich_and_escaped_texts(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "f.xlsx", {"Data": [["a", "b"], ["x", "y"], ["z", "w"]]})
    rich = '<si><r><t>two</t></r><r><t xml:space="preserve"> runs_x000D_</t></r><rPh sb="0" eb="1"><t>ru</t></rPh></si>'
    assert _rows(edited(path, "xl/sharedStrings.xml", "<si><t>x</t></si>", rich))[0] == ["two runs\r", "y"]
    inline = '<c r="B2" t="inlineStr"><is><t>here</t></is></c>'
    assert _rows(edited(path, _SHEET, r'<c r="B2" t="s"><v>\d</v></c>', inline))[0][1] == "here"


def test_a_cell_far_outside_is_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "f.xlsx", {"Data": [_HEAD, *_BODY]}, lambda _, s: s["Data"].write(1_048_575, 16_383, "x"))
    with pytest.raises(DataError, match="column 16,384"):
        _rows(path)


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        (_SHEET, r"\?>\s*<worksheet", '?><!DOCTYPE x [<!ENTITY a "b">]><worksheet', "declares entities"),
        (_SHEET, "</sheetData>", "", "broken"),
        (_SHEET, '<row r="2"', '<row r="9000000"', "out of order"),
        (_SHEET, 'r="B2"', 'r="ZZZ2"', "outside of its sheet"),
        (_SHEET, 'r="B2"', 'r="A2"', "out of order"),
        (_SHEET, "<v>1</v>", "<v>999</v>", "a text it does not hold"),
        ("xl/sharedStrings.xml", r"\?>\s*<sst", '?><!DOCTYPE x [<!ENTITY a "b">]><sst', "declares entities"),
        ("xl/workbook.xml", "<sheets>.*</sheets>", "", "lists no sheets"),
    ],
)
def test_forged_parts_are_refused(tmp_path: Path, part: str, old: str, new: str, said: str) -> None:
    path = edited(xlsx(tmp_path / "f.xlsx", {"Data": [["a", "b"], ["x", "y"], ["z", "w"]]}), part, old, new)
    with pytest.raises(DataError, match=said) as refusal:
        _rows(path)
    assert refusal.value.next_step


def _zip(path: Path, parts: list[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([("word/document.xml", b"<w/>")], "text document"),
        ([("xl/workbook.bin", b"")], "binary workbook"),
        ([("content.xml", b"<c/>"), ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")], "OpenDocument"),
        ([("a.csv", b"a,b\n1,2\n")], "archive"),
        ([("../../etc/passwd", b"x")], "point outside"),
        ([("xl/a.xml", b"x"), ("xl\\a.xml", b"x")], "same name"),
        ([(f"xl/{i}", b"") for i in range(limits.MOST_PARTS + 1)], "2,001 parts"),
        ([("xl/workbook.xml", b"\0" * (limits.RATIO_FROM + 1))], "100 times"),
    ],
)
def test_other_packages_and_bombs_are_refused(tmp_path: Path, parts: list[tuple[str, bytes]], said: str) -> None:
    with pytest.raises(DataError, match=said):
        sniff(_zip(tmp_path / "f.xlsx", parts))


def test_more_unpacked_bytes_than_a_workbook_may_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WORKBOOK_BYTES", 100)
    with pytest.raises(DataError, match="unpacks to"):
        sniff(xlsx(tmp_path / "f.xlsx", {"Data": [_HEAD, *_BODY]}))


def test_the_name_of_a_file_tells_nothing(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "f.xlsx", {"Data": [_HEAD, *_BODY]})
    renamed = path.rename(tmp_path / "really.csv")
    assert sniff(renamed).layout.format == "xlsx"
    text = tmp_path / "not.xlsx"
    text.write_text("a,b\n1,2\n")
    assert sniff(text).layout.format == "text"


def test_ten_thousand_rows_come_whole_and_in_order(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "f.xlsx", {"Data": [_HEAD, *([i, "2026-01-01", 3, f"n{i}"] for i in range(10_000))]})
    assert [row[0] for row in _rows(path)] == [str(i) for i in range(10_000)]
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(DataError, match="damaged"):
        sniff(cut)


def test_a_damaged_sheet_is_never_half_a_file(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "f.xlsx", {"Data": [_HEAD, *([i, "2026-01-01", 3, f"n{i}"] for i in range(20_000))]})
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        info = archive.getinfo(_SHEET)
        place = info.header_offset + info.compress_size * 9 // 10
    content[place : place + 64] = b"\xaa" * 64
    path.write_bytes(bytes(content))
    with pytest.raises(DataError):
        _rows(path)
