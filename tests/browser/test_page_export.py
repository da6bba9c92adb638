"""A page leaves as the reader sees it: filters, breakdown and all, in every format, with nothing asked of anybody."""

from __future__ import annotations

import csv
import io
import re

import pytest
from pptx import Presentation

from reports.reading import csv_lines, sheet_lines
from tests.browser.test_cards import saved
from tests.browser.test_pages import opened

LINK = "/satisfaction?channel=Phone&score_by=region"


@pytest.fixture
def files(page, tmp_path):
    """The page's files by their buttons."""
    opened(page, LINK)
    page.get_by_role("button", name="Export this page").click()
    labels = ("Slides (PowerPoint)", "Workbook (Excel)", "Web page (HTML)", "Table (CSV)")
    return {label: saved(page, label, tmp_path) for label in labels}


def test_every_format_holds_the_page_as_it_stands(page, files):
    table = csv_lines(files["Table (CSV)"].read_bytes())
    assert {"channel: Phone" in line["filters"] for line in table} == {True}
    assert "region" in next(csv.reader(io.StringIO(files["Table (CSV)"].read_text("utf-8-sig"))))
    assert len(sheet_lines(files["Workbook (Excel)"].read_bytes())) == len(table)
    slides = Presentation(files["Slides (PowerPoint)"]).slides
    cards = page.locator(".ts-card h2").all_inner_texts()
    assert [slide.shapes.title.text_frame.text for slide in slides][1:] == cards
    tiles = page.locator(".ts-tile .value").all_inner_texts()
    (summary,) = (shape.table for shape in slides[0].shapes if shape.has_table)
    assert [row.cells[1].text_frame.text for row in summary.rows][1:] == tiles


def test_the_html_file_stands_alone(files, browser):
    asked = []
    reader = browser.new_context().new_page()
    reader.on("request", lambda request: asked.append(request.url))
    reader.goto(files["Web page (HTML)"].as_uri())
    assert reader.locator("svg").count() == 8
    assert reader.locator("h1").inner_text() == "How do customers rate us, and what changed?"
    assert asked == [files["Web page (HTML)"].as_uri()]
    assert reader.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    assert re.search(r"channel: Phone", reader.locator("header").inner_text())
    reader.context.close()
