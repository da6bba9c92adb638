"""Slides: values equal the readout's, gaps stay gaps, nothing in the file can run."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from pptx import Presentation

from charts.data import chart_data, counts_data, curve_data, funnel_data
from charts.errors import FigureError
from metrics.readout import Goal
from metrics.results import Estimate, Reason, Withheld
from metrics.rules import Note
from reports import deck as decks
from reports.content import CardContent, PageContent, Tile
from reports.html_page import html_page
from reports.reading import sheet_lines, slide_charts
from reports.workbook import workbook
from tests.charts import chart_factories as make

HOSTILE = (
    '=HYPERLINK("http://x")',
    "+1",
    "-2",
    "@SUM(A1)",
    "http://example.org",
    "mailto:a@b",
    "a\x00\x0bb\ud800",
    "123",
)


def card(readouts, kind, **more):
    texts = {"question": "客户满意吗？", "verdict": "CSAT rose from 78 % to 81 %.", "caption": "1,480 answers"}
    return CardContent.of(readouts, kind=kind, **{**texts, **more})


def page(*cards, tiles=(), title="Satisfaction", question="How do customers rate us?"):
    first = cards[0]
    circumstances = (first.sentence, first.as_of, first.data_version)
    return PageContent("page", title, question, tuple(tiles), cards, *circumstances)


def deck(*cards):
    """The slides of the cards alone."""
    content = decks.deck(page(*cards))
    shown = Presentation(io.BytesIO(content))
    first = shown.slides._sldIdLst[0]
    shown.part.drop_rel(first.rId)
    shown.slides._sldIdLst.remove(first)
    return content, shown


def charts_of(presentation):
    return [shape.chart for slide in presentation.slides for shape in slide.shapes if shape.has_chart]


def texts_of(slide):
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def test_line_values_equal_the_readout_and_gaps_are_gaps():
    readout = make.csat_months()
    _, shown = deck(card([readout], "line"))
    chart = charts_of(shown)[0]
    expected = [r.result.value if isinstance(r.result, Estimate) else None for r in readout.rows]
    assert list(chart.plots[0].series[0].values) == expected
    assert 'dispBlanksAs val="gap"' in chart.part.blob.decode()


def test_every_kind_keeps_its_values():
    steps, bands = make.steps(), [("under 1 day", 12), ("over 30 days", 64)]
    _, shown = deck(
        card([make.contacts_months()], "column"),
        card([make.csat_by()], "bar"),
        card([make.csat_by()], "bar", chart=funnel_data(steps)),
        card([make.backlog()], "column", chart=counts_data(bands, "Open")),
    )
    contacts, by, funnel, ages = (list(c.plots[0].series[0].values) for c in charts_of(shown))
    assert contacts == [r.result.value for r in make.contacts_months().rows]
    assert by == [*sorted((r.result.value for r in make.csat_by().rows[:-1]), reverse=True), None]
    assert funnel == [s.count for s in steps]
    assert ages == [12, 64]


def test_stack_keeps_the_five_largest_and_the_rest_together():
    readout = make.mix_months()
    data = chart_data([readout], "stack")
    assert len(data.series) == 6 and data.series[-1].name == "other"
    for i in range(12):
        assert sum(one.values[i] for one in data.series) == pytest.approx(1)
    first = [r.result.value for r in readout.rows if r.group == (data.series[0].name,)]
    assert list(data.series[0].values) == first
    assert "Social" in data.said[0]


def test_before_and_after_are_two_series_of_the_same_groups():
    now, then = make.csat_by(shift=0.03), make.csat_by()
    before, after = chart_data([now, then], "bar").series
    assert (before.name, after.name) == ("before", "after")
    assert after.values[0] == now.rows[0].result.value
    assert before.values[0] == then.rows[0].result.value


def test_a_curve_is_read_where_it_stands():
    curve = [(0.0, 0.0, 0.0, 0.0), (30.0, 0.4, 0.3, 0.5), (96.0, 0.9, 0.8, 1.0)]
    data = curve_data(curve)
    assert data.categories == ("0", "1", "2", "3", "4")
    assert data.series[0].values == (0.0, 0.0, 0.4, 0.4, 0.9)


def test_unfinished_period_is_dashed_and_hollow():
    content, _ = deck(card([make.csat_months()], "line"))
    xml = next(part for name, part in parts(content).items() if "charts/chart" in name).decode()
    point = re.search(r"<c:dPt>.*?</c:dPt>", xml, re.S).group(0)
    assert 'idx val="13"' in point and 'prstDash val="dash"' in point and "FFFFFF" in point


def test_a_slide_says_what_the_card_says():
    _, shown = deck(card([make.csat_months()], "line"))
    slide = shown.slides[0]
    said = " ".join(texts_of(slide))
    assert slide.shapes.title.text_frame.text == "客户满意吗？"
    for words in (
        "78 % to 81 %",
        "1,480 answers",
        "region: North, South",
        "as of 17 Sep 2026",
        "f12.s3",
        "CSAT (top two boxes)",
    ):
        assert words in said
    notes = slide.notes_slide.notes_text_frame.text
    assert "Aug 2025: 81.9 % (between" in notes and "Dec 2025: no data" in notes
    assert (shown.slide_width, shown.slide_height) == (12191695, 6858000)


def test_chinese_has_a_face_everywhere():
    content, _ = deck(card([make.csat_by(("网站", "Phone"))], "bar"))
    for name, part in parts(content).items():
        if re.search(r"slides/slide\d|charts/chart\d", name):
            assert b'ea typeface="Microsoft YaHei"' in part, name


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.mark.parametrize("kind", ["line", "stack", "bar"])
def test_embedded_workbooks_hold_no_formula_and_no_link(kind):
    names = list(HOSTILE)
    readout = {"line": make.csat_months(6, names), "stack": make.mix_months(6, names[:5]), "bar": make.csat_by(names)}[kind]
    content, _ = deck(card([readout], kind, question=names[0], verdict=names[6], caption=names[4]))
    books = [part for name, part in parts(content).items() if name.endswith(".xlsx")]
    assert books
    for book in books:
        inner = parts(book)
        sheets = b"".join(part for name, part in inner.items() if "worksheets" in name)
        assert b"<f>" not in sheets and b"<f " not in sheets and b"<hyperlink" not in sheets
        assert b"=HYPERLINK" in inner["xl/sharedStrings.xml"]  # kept as text, not lost
    for name, part in parts(content).items():
        if name.endswith((".xml", ".rels")):
            assert b"hlinkClick" not in part
            assert b"example.org" not in part or not name.endswith(".rels")
            assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", part), name


def test_a_chart_of_nothing_is_refused():
    with pytest.raises(FigureError, match="at least one readout"):
        chart_data([], "line")


def test_a_withheld_overall_is_a_gap_with_its_reason():
    few = make.csat_by().rows[-1].result
    data = chart_data([make.readout("csat", [], overall=few)], "bar")
    assert data.series[0].values == (None,)
    assert data.series[0].points[0].words.startswith("too few answers")


def test_a_long_question_never_runs_into_the_verdict():
    _, shown = deck(
        card([make.csat_months()], "line", question="Which channels do customers use? " * 5, verdict="It moved. " * 40)
    )
    shapes = sorted(shown.slides[0].shapes, key=lambda shape: shape.top)
    for upper, lower in pairwise(shapes):
        assert upper.top + upper.height <= lower.top
    assert shapes[-1].top + shapes[-1].height <= shown.slide_height


def test_the_summary_says_value_interval_n_word_and_target_of_every_tile():
    readout = replace(make.csat_months(), goal=Goal(0.9, "missed"))
    tiles = [Tile("Satisfied 客户", readout), Tile("Contacts", make.contacts_months())]
    content = decks.deck(page(card([readout], "line"), tiles=tiles))
    slide = Presentation(io.BytesIO(content)).slides[0]
    (table,) = (shape.table for shape in slide.shapes if shape.has_table)
    rows = [[cell.text_frame.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["Measure", "Value", "Interval", "n", "Verdict", "Target"]
    assert rows[1] == ["Satisfied 客户", "81.4 %", "between 79.3 % and 83.3 %", "1,480 answers", "▲ up", "90.0 %: missed"]
    assert rows[2][0] == "Contacts" and rows[2][5] == "–"


def test_intervals_are_drawn_to_their_ends():
    readout = make.csat_by(("Phone", "Web", "Chat"))
    content, _ = deck(card([readout], "bar"))
    xml = chart_xml(content)
    above = [float(v) for v in re.findall(r"<c:v>([^<]+)</c:v>", re.search(r"<c:plus>.*?</c:plus>", xml, re.S).group(0))]
    below = [float(v) for v in re.findall(r"<c:v>([^<]+)</c:v>", re.search(r"<c:minus>.*?</c:minus>", xml, re.S).group(0))]
    first = max((row.result for row in readout.rows if isinstance(row.result, Estimate)), key=lambda result: result.value)
    assert above[0] == pytest.approx(first.high - first.value)
    assert below[0] == pytest.approx(first.value - first.low)


def test_a_target_is_a_dashed_line_over_columns_too_and_stands_in_the_workbook():
    for kind, readout in (("line", make.csat_months()), ("column", make.csat_months())):
        aimed = make.aimed(readout, 0.8, 0.85)
        content, shown = deck(card([aimed], kind))
        (chart,) = charts_of(shown)
        plots = {type(plot).__name__: [series.name for series in plot.series] for plot in chart.plots}
        assert plots["LinePlot"][-1] == "Target"
        assert ("BarPlot" in plots) == (kind == "column")
        (read,) = slide_charts(content)
        assert read.shown == read.beneath
        assert {v for (name, _), v in read.shown.items() if name == "Target"} == {0.8, 0.85}


def test_notes_are_numbered_on_the_line_and_told_below():
    aimed = make.aimed(make.csat_months(), notes=[Note(date(2026, 2, 12), "=New 机器人"), Note(date(2026, 6, 1), "Price rise")])
    content, shown = deck(card([aimed], "line"))
    said = " ".join(texts_of(shown.slides[0]))
    assert "1: 12 Feb 2026, =New 机器人" in said and "2: 1 Jun 2026, Price rise" in said
    numbers = re.findall(r'<c:dLbl>\s*<c:idx val="(\d+)"/>.*?<a:t>([^<]+)</a:t>', chart_xml(content), re.S)
    assert numbers == [("6", "1"), ("10", "2")]


def chart_xml(content: bytes) -> str:
    return next(part for name, part in parts(content).items() if "charts/chart" in name).decode()


def test_nothing_known_is_said_and_no_empty_axes_are_drawn():
    readout = replace(make.csat_months(), grain=None, rows=(), overall=Withheld(Reason.EMPTY, 0))
    one = card([readout], "line", verdict="No data for this selection.")
    content, shown = deck(one)
    assert charts_of(shown) == []
    assert "No data for this selection." in " ".join(texts_of(shown.slides[0]))
    assert b"<svg" not in html_page(one)
    book = workbook(one)
    assert not [name for name in parts(book) if name.startswith("xl/charts/")]
    assert len(sheet_lines(book)) == 1  # the number's line stays, with its reason
    assert slide_charts(content) == []
