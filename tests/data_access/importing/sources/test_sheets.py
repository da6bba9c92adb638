"""Reports are not tables: which sheets are taken, asked about or refused, and why."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data_access.importing import inspecting, mapping_json, service
from data_access.importing.errors import DataError
from data_access.importing.mapping import HowRead
from data_access.importing.reader import chunks
from data_access.importing.sniffing import sniff
from tests.data_access.importing.files import mapped, score
from tests.data_access.importing.sources.workbooks import edited, xlsx

_TABLE = [["id", "day", "channel", "score"]] + [[i, f"2026-05-{i:02}", "Chat", i % 5 + 1] for i in range(1, 13)]
_CROSS = [["Channel", "Good", "Bad", "Total"], ["Chat", 5, 2, 7], ["Phone", 3, 1, 4], ["Total", 8, 3, 11]]
_MONTHS = [["Channel", "Jan", "Feb", "Mar"], ["Chat", 5, 2, 7], ["Phone", 3, 1, 4], ["Mail", 8, 3, 11]]
_PASTED = [["Row Labels", "Count of id"], ["Chat", 5], ["Phone", 3], ["Grand Total", 8]]
_BELOW = [*_TABLE, [], ["agent", "team", "since", "grade"], ["Ana", "north", "2026-01-01", 3], ["Bo", "south", "2026-01-02", 4]]
_BESIDE = [
    [*row, None, *(["team", "size"] if i == 0 else ["north", 3] if i == 1 else ["south", 4] if i == 2 else [])]
    for i, row in enumerate(_TABLE)
]
_SCATTERED = [
    ["Dashboard"], [], [None, "NPS", None, None, 42], [], ["Answers", None, None, 812], [None, None, "as of May"], [],
    ["CSAT", 4.2],
]  # fmt: skip
_SUBTOTALS = [
    ["region", "team", "answers"], ["North", "A", 3], ["North", "B", 4], ["North total", None, 7], ["South", "C", 5],
    ["South total", None, 5], ["Grand total", None, 12],
]  # fmt: skip
_SECTIONS = [
    ["name", "day", "score"],
    ["North"],
    ["Ana", "2026-01-01", 3],
    ["South"],
    ["Bo", "2026-01-01", 3],
    ["West"],
    ["Cy", "2026-01-02", 4],
]


@pytest.mark.parametrize(
    ("rows", "what", "why"),
    [
        (_CROSS, "report", "cross-tabulation with totals"),
        (_MONTHS, "report", "one column per period"),
        (_PASTED, "pivot", "labels of a pivot"),
        (_BELOW, "report", "one below the other"),
        (_BESIDE, "report", "side by side"),
        (_SCATTERED, "report", "single cells"),
        (_SUBTOTALS, "report", "subtotals"),
        (_SECTIONS, "report", "section titles"),
        ([], "empty", "no filled cell"),
        ([["id", "day"]], "empty", "no rows"),
    ],
)
def test_a_report_is_refused_with_the_reason(tmp_path: Path, rows: list[list[Any]], what: str, why: str) -> None:
    path = xlsx(tmp_path / "f.xlsx", {"May report": rows})
    with pytest.raises(DataError, match=why) as refusal:
        sniff(path)
    assert what in refusal.value.seen
    assert "'May report'" in refusal.value.seen


@pytest.mark.parametrize(
    "rows",
    [
        _TABLE,
        [["Customer survey, May 2026"], ["Filter: all channels"], [], *_TABLE],
        [*_TABLE, [], ["Source: the contact centre's own count"]],
        [["name", "team"], ["Ana", "north"], ["Bo", "south"], ["Cy", "north"]],
        [
            ["id", *(f"Q{q}" for q in range(1, 21))],
            *([i, *((1 if (i + q) % 9 == 0 else None) for q in range(20))] for i in range(30)),
        ],
        [["comment"], ["fine"], ["slow"], ["fine"]],
        [["id", "2024", "note"], [1, 5, "a"], [2, 4, "b"]],
        [*_TABLE[:6], [], *_TABLE[6:]],
        [["person", "1", "2", "3"], ["R_a", 5, 4, 3], ["R_b", 1, 2, 3], ["R_c", 2, 2, 2]],
        [["id", "day", "q1", "q2"], *([f"R_{i}", *(["2026-05-01", 3, 4] if i % 2 else [])] for i in range(20))],
    ],
)
def test_a_table_is_taken(tmp_path: Path, rows: list[list[Any]]) -> None:
    assert sniff(xlsx(tmp_path / "f.xlsx", {"Data": rows})).sheets[0].what == "table"


def test_merged_rows_in_the_body_are_refused(tmp_path: Path) -> None:
    rows = [["region", "day", "n"], [None, "2026-01-01", 1], [None, "2026-01-02", 2], ["South", "2026-01-03", 3]]
    path = xlsx(tmp_path / "f.xlsx", {"Data": rows}, lambda _, s: s["Data"].merge_range(1, 0, 2, 0, "North"))
    with pytest.raises(DataError, match="merged over several rows"):
        sniff(path)


def test_the_only_table_among_reports_is_taken_and_said(tmp_path: Path) -> None:
    def chart(book: Any, _: Any) -> None:
        picture = book.add_chart({"type": "column"})
        picture.add_series({"values": "=Data!$D$2:$D$9"})
        book.add_chartsheet("Chart").set_chart(picture)

    path = xlsx(tmp_path / "f.xlsx", {"Summary": _CROSS, "Data": _TABLE, "Empty": []}, chart)
    found = sniff(path)
    assert found.layout.sheet == "Data"
    assert [(s.name, s.what) for s in found.sheets] == [
        ("Summary", "summary"), ("Data", "table"), ("Empty", "empty"), ("Chart", "chart"),
    ]  # fmt: skip
    assert (found.sheets[1].rows, found.sheets[1].columns) == (13, 4)
    assert "only table of 4 sheets" in found.evidence["sheet"]
    assert found.questions == ()


def test_a_sheet_with_a_pivot_part_is_one(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "f.xlsx", {"Data": _TABLE, "Pivot": _TABLE}, lambda _, s: s["Pivot"].write_url(0, 9, "internal:Data!A1")
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotTable"
    rels = f'<Relationships><Relationship Id="r9" Type="{kind}" Target="../pivotTables/pivotTable1.xml"/></Relationships>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/worksheets/_rels/sheet2.xml.rels", rels)
    assert [s.what for s in sniff(path).sheets] == ["table", "pivot"]


def test_several_tables_are_asked_about_and_nothing_is_read_before(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "f.xlsx", {"May": _TABLE, "June": _TABLE[:5]})
    found = service.inspect(path, "f.xlsx")
    (question,) = [q for q in found.questions if q.key == "sheet"]
    assert (question.options, question.blocking) == (("May", "June"), True)
    assert [s.name for s in found.sheets] == ["May", "June"]
    mapping = mapped("answers", {"id": "id", "day": "ts", "channel": "channel", "score": score()})
    with pytest.raises(DataError, match="Which sheet"):
        service.preview(path, mapping)
    chosen = service.inspect(path, "f.xlsx", how=HowRead(sheet="June"))
    assert (chosen.mapping.sheet, len(chosen.sample)) == ("June", 4)  # type: ignore[union-attr]
    assert [q.key for q in chosen.questions if q.key == "sheet"] == []
    assert len(service.preview(path, replace(mapping, sheet="June")).raw) == 4
    with pytest.raises(DataError, match="no sheet 'July'"):
        sniff(path, HowRead(sheet="July"))


def test_hidden_sheets_are_never_chosen_silently(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "f.xlsx", {"Data": _TABLE, "Raw": _TABLE}, lambda _, s: s["Raw"].very_hidden())
    found = sniff(path)
    assert (found.layout.sheet, found.questions) == ("Data", ())
    assert "very hidden" in found.sheets[1].why
    only = xlsx(tmp_path / "g.xlsx", {"Cover": [["Survey of May"]], "Raw": _TABLE}, lambda _, s: s["Raw"].hide())
    (question,) = sniff(only).questions
    assert (question.key, question.options, question.blocking) == ("sheet", ("Raw",), True)


def test_somebody_may_vouch_for_a_table_that_looks_like_a_report(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "f.xlsx", {"Data": _CROSS})
    with pytest.raises(DataError, match="header_line"):
        sniff(path, HowRead(sheet="Data"))
    layout = sniff(path, HowRead(sheet="Data", header_line=1)).layout
    assert layout.headers == ("Channel", "Good", "Bad", "Total")


def test_a_total_below_the_rows_is_set_apart_and_said(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "f.xlsx", {"Data": [*_TABLE, ["Total", None, None, 36], [], ["Source: the contact centre"]]})
    (chunk,) = chunks(path, sniff(path).layout)
    assert (len(chunk.rows), [reason.split(",")[0] for _, reason, _ in chunk.faults]) == (
        12,
        ["a total of the rows above", "a note"],
    )
    assert "line 14" in service.inspect(path, "f.xlsx").evidence["total"]


def test_the_sheet_chosen_last_time_is_read_again(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "f.xlsx", {"May": _TABLE, "June": _TABLE[:5]})
    job = {"path": str(path), "source": "s", "how": {"sheet": "June"}, "kind": "answers"}
    first = inspecting.inspect(job)
    kept = mapping_json.from_json(first["mapping"])
    again = inspecting.inspect({**job, "how": {}, "remembered": [("s", kept.kind, first["mapping"])]})
    assert again["remembered"] and len(again["sample"]) == 4
    assert [q["key"] for q in again["questions"] if q["key"] == "sheet"] == []


def test_an_edited_name_is_found_by_what_the_workbook_says(tmp_path: Path) -> None:
    path = edited(xlsx(tmp_path / "f.xlsx", {"Data": _TABLE}), "xl/workbook.xml", 'name="Data"', 'name="客户&amp;答卷"')
    assert sniff(path).layout.sheet == "客户&答卷"
