"""Workbooks: values equal the readouts', the chart stands over the table's cells, nothing in the file can run."""

import io
import re
import zipfile
from functools import partial

import pytest

from charts.data import counts_data, funnel_data
from metrics.results import Estimate
from reports.content import Tile
from reports.reading import sheet_lines
from reports.workbook import workbook
from tests.charts import chart_factories as make
from tests.reports.test_deck import HOSTILE, card, parts
from tests.reports.test_deck import page as any_page

page = partial(any_page, title="Satis/faction", question="怎么样？")  # no sheet may be called so


def sheet_names(content):
    return re.findall(r'<sheet name="([^"]+)"', parts(content)["xl/workbook.xml"].decode())


def all_text(content):
    return parts(content)["xl/sharedStrings.xml"].decode()


def test_every_number_stands_on_the_last_sheet_as_a_number():
    readout = make.csat_months(14, make.CHANNELS[:3])
    lines = sheet_lines(workbook(card([readout], "line")))
    assert len(lines) == len(readout.rows) + 1
    for line, row in zip(lines[1:], readout.rows, strict=True):
        assert (line["period"], line["channel"], int(line["n"])) == (row.period.isoformat(), row.group[0], row.result.n)
        known = [float(line[name]) if line[name] else None for name in ("value", "low", "high")]
        result = row.result
        expected = [result.value, result.low, result.high] if isinstance(result, Estimate) else [None] * 3
        assert known == pytest.approx(expected, rel=1e-14) if expected[0] is not None else known == expected
        assert line["as_of"] == "2026-09-17T14:05:00+00:00"
        assert line["filters"].startswith("1 Jan 2026") and line["definition"].startswith("CSAT (top two boxes): ")


@pytest.mark.parametrize("kind", ["line", "column", "stack"])
def test_the_chart_points_at_the_cells_that_hold_its_values(kind):
    readout = make.mix_months() if kind == "stack" else make.aimed(make.csat_months(), 0.8)
    content = workbook(card([readout], kind))
    cells = cells_of(parts(content)["xl/worksheets/sheet1.xml"].decode())
    chart = parts(content)["xl/charts/chart1.xml"].decode()
    series = re.findall(r"<c:val><c:numRef><c:f>'?[^!]+'?!\$C\$(\d+):\$C\$(\d+)</c:f>(.*?)</c:val>", chart, re.S)
    assert len(series) == (6 if kind == "stack" else 2)
    for first, last, cache in series:
        beneath = {int(row) - int(first): cells[f"C{row}"] for row in range(int(first), int(last) + 1) if f"C{row}" in cells}
        shown = {int(i): float(v) for i, v in re.findall(r'<c:pt idx="(\d+)"><c:v>([^<]+)</c:v>', cache)}
        assert shown and shown == pytest.approx(beneath)
    assert 'dispBlanksAs val="gap"' in chart


def cells_of(sheet: str) -> dict[str, float]:
    return {ref: float(v) for ref, v in re.findall(r'<c r="([A-Z]+\d+)"(?: s="\d+")?><v>([^<]+)</v>', sheet)}


def test_a_page_begins_with_its_tiles_and_contents():
    content = workbook(page(
        card([make.csat_months()], "line"), card([make.csat_by()], "bar"), tiles=[Tile("满意", make.csat_months())]
    ))
    assert sheet_names(content) == ["Satis faction", "1 CSAT (top two boxes)", "2 CSAT (top two boxes)", "All numbers"]
    said = all_text(content)
    for words in ("怎么样？", "满意", "▲ up", "1 Jan 2026", "as of 17 Sep 2026", "f12.s3", "客户满意吗？ CSAT rose"):
        assert words in said
    cells = cells_of(parts(content)["xl/worksheets/sheet1.xml"].decode())
    assert 1204 / 1480 in cells.values() and 1480 in cells.values()


def test_names_of_sheets_are_unique_short_and_allowed():
    long = "History [of]: everything*?/\\ that is longer than thirty-one characters 很长"
    content = workbook(page(*(card([make.csat_months()], "line") for _ in range(3))))
    names = sheet_names(content)
    assert len(set(names)) == len(names)
    from reports.sheets import Paper

    paper = Paper(io.BytesIO())
    given = [paper.sheet(name).get_name() for name in (long, long, long.lower(), "history", "''", "", "=1+1")]
    paper.book.close()
    assert len({name.casefold() for name in given}) == 7
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in given)
    assert "history" not in {name.casefold() for name in given}


@pytest.mark.parametrize("kind", ["line", "stack", "bar"])
def test_nothing_becomes_a_formula_or_a_link(kind):
    names = list(HOSTILE)
    readout = {"line": make.csat_months(6, names), "stack": make.mix_months(6, names[:5]), "bar": make.csat_by(names)}[kind]
    hostile = card([readout], kind, question=names[0], verdict=names[6], caption=names[4])
    for content in (workbook(hostile), workbook(page(hostile, tiles=[Tile(names[0], readout)]))):
        files = parts(content)
        for name, part in files.items():
            if "worksheets" in name:
                assert b"<f>" not in part and b"<f " not in part and b"<hyperlink" not in part, name
            if name.endswith(".rels"):
                assert b"External" not in part and b"example.org" not in part, name
            assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", part) or not name.endswith((".xml", ".rels")), name
        assert b"=HYPERLINK" in files["xl/sharedStrings.xml"]  # kept as text, not lost
        refs = re.findall(r"<c:f>([^<]+)</c:f>", files["xl/charts/chart1.xml"].decode())
        assert refs and all(re.fullmatch(r"('[^']+'|\w+)!\$[A-Z]\$\d+(:\$[A-Z]\$\d+)?", ref) for ref in refs)


def test_a_long_text_is_cut_and_not_lost():
    content = workbook(card([make.csat_months()], "line", verdict="x" * 40_000))
    assert re.search(r"x{31999}…", all_text(content))


def test_charts_that_are_not_the_readouts_own_keep_their_numbers():
    steps = make.steps()
    content = workbook(page(
        card([make.csat_by()], "bar", chart=funnel_data(steps)),
        card([make.backlog()], "column", chart=counts_data([("under 1 day", 12), ("over 30 days", 64)], "Open")),
    ))
    funnel = parts(content)["xl/charts/chart1.xml"].decode()
    assert [float(v) for v in re.findall(r"<c:v>([0-9.]+)</c:v>", funnel.split("<c:val>")[1])] == [s.count for s in steps]
    assert "<c:v>64</c:v>" in parts(content)["xl/charts/chart2.xml"].decode()


def test_the_file_is_a_sound_archive():
    with zipfile.ZipFile(io.BytesIO(workbook(card([make.csat_months()], "line")))) as file:
        assert file.testzip() is None
