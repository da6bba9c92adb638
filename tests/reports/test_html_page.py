"""The HTML file: everything in it, nothing asked of anybody, no text of data can become markup."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from metrics.results import Estimate
from metrics.rules import Note
from reports.content import Tile
from reports.html_page import html_page
from reports.svg import svg
from reports.svg.paper import reach, shown
from tests.charts import chart_factories as make
from tests.reports.test_workbook import card, page

HOSTILE = (
    '<img src=x onerror="alert(1)">', "</style><script>alert(1)</script>", "javascript:alert(1)", "' onload='x", "a\x00\ud800b",
)  # fmt: skip


class Seen(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags, self.attributes, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]

    def handle_data(self, data):
        self.words.append(data)


def seen(content: bytes) -> Seen:
    return Seen(content.decode())


def test_it_says_what_the_card_says():
    said = " ".join(seen(html_page(card([make.csat_months()], "line"))).words)
    for words in ("客户满意吗？", "78 % to 81 %", "1,480 answers", "region: North, South", "as of 17 Sep 2026", "f12.s3"):
        assert words in said
    assert "CSAT (top two boxes): Answers in the top boxes" in said


def test_a_page_has_its_tiles_and_a_drawing_and_a_table_per_card():
    content = page(card([make.csat_months()], "line"), card([make.csat_by()], "bar"), tiles=[Tile("满意", make.csat_months())])
    found = seen(html_page(content))
    said = " ".join(found.words)
    assert "满意" in said and "▲ up" in said and "between 79.3 % and 83.3 %" in said
    assert (found.tags.count("svg"), found.tags.count("table"), found.tags.count("h1"), found.tags.count("h2")) == (2, 2, 1, 2)


def test_nothing_is_fetched_and_no_script_may_run():
    content = html_page(page(card([make.mix_months()], "stack"), tiles=[Tile("CSAT", make.csat_months())]))
    found = seen(content)
    assert not {"script", "link", "img", "iframe", "object", "base", "form"} & set(found.tags)
    assert not [a for a in found.attributes if a[1] in ("src", "href", "style", "action") or a[1].startswith("on")]
    assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", content.decode())
    (policy,) = [value for tag, _, value in found.attributes if tag == "meta" and "default-src" in value]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy and "script" not in policy


@pytest.mark.parametrize("kind", ["line", "stack", "bar"])
def test_no_text_of_data_becomes_markup(kind):
    names = list(HOSTILE)
    readout = {"line": make.csat_months(6, names), "stack": make.mix_months(6, names), "bar": make.csat_by(names)}[kind]
    readout = make.aimed(readout, notes=[Note(readout.as_of.date().replace(day=1), names[0])])
    hostile = card([readout], kind, question=names[1], verdict=names[0], caption=names[3])
    content = html_page(page(hostile, tiles=[Tile(names[0], readout)]))
    plain = seen(html_page(page(card([make.csat_by()], "bar"), tiles=[Tile("x", make.csat_by())])))
    found = seen(content)
    assert set(found.tags) - set(plain.tags) <= {"polygon", "polyline", "rect", "circle"}
    assert not [a for a in found.attributes if a[1].startswith("on")]
    assert names[1] in "".join(found.words)
    assert b"\x00" not in content


def test_a_line_breaks_at_a_gap_and_is_dashed_to_an_unfinished_period():
    readout = make.csat_months()
    drawn = svg(card([readout], "line").chart, "told")
    values = [row.result for row in readout.rows]
    known = [isinstance(r, Estimate) for r in values]
    pairs = sum(a and b for a, b in pairwise(known))
    lines = re.findall(r'<polyline points="[^"]+" fill="none" stroke="#2A58B8"[^>]*>', drawn)
    assert len(lines) == pairs
    assert ['stroke-dasharray="5 4"' in line for line in lines] == [False] * (pairs - 1) + [True]
    assert drawn.count("<circle") == sum(known)
    assert drawn.count("<polygon") == 2  # the interval's band, on both sides of the gap


def test_marks_stand_where_their_values_are():
    readout = make.csat_by()
    drawn = svg(card([readout], "bar").chart, "told")
    marks = {
        told.split(",")[0].split(":")[0]: float(x)
        for x, told in re.findall(r'<circle cx="([\d.]+)"[^>]*><title>([^<]+)</title>', drawn)
    }
    values = {row.group[0]: row.result.value for row in readout.rows if isinstance(row.result, Estimate)}
    assert marks.keys() == values.keys()
    (a, b), *_ = [(x, y) for x in values for y in values if values[x] != values[y]]
    slope = (marks[a] - marks[b]) / (values[a] - values[b])
    for name, x in marks.items():
        assert x == pytest.approx(marks[a] + slope * (values[name] - values[a]), abs=0.2)


def test_the_axis_holds_everything_that_is_drawn():
    for readout, kind in ((make.csat_months(), "line"), (make.csat_by(), "bar"), (make.contacts_months(), "column")):
        data = card([readout], kind).chart
        low, high, step = reach(data)
        ends = [v for p in data.series[0].points for v in (p.value, p.low, p.high) if v is not None]
        assert low <= min(ends) and max(ends) <= high and 2 <= (high - low) / step <= 10


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        ("0%", 0.826, "83 %"), ("0.0%", 0.8264, "82.6 %"), ("#,##0", 12431.2, "12,431"), ('#,##0.0" h"', 30.25, "30.2 h"),
        ("0%", -0.001, "0 %"),
    ],
)
def test_numbers_read_as_in_the_spreadsheet(form, value, text):
    assert shown(form, value) == text
