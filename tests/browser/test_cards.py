"""One card of every kind, out of the page: the receipt, the slide and the table say what `manage.py show` says."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation

import manage
from tests.browser.test_pages import opened

YEAR = ("--from", "2025-10-01", "--to", "2026-09-30")


@dataclass(frozen=True)
class Card:
    """Where a card stands and what the command line is asked for the same numbers. `own_chart`: the slide draws
    something else than the rows (a curve, ages, steps). `pooled`: the smallest groups are drawn as one."""

    path: str
    key: str
    show: tuple[str, ...]
    own_chart: bool = False
    pooled: bool = False


CARDS = [
    Card("/", "mix", ("contact_share", "--by", "channel", "--grain", "month"), pooled=True),
    Card("/", "nps_trend", ("nps", "--grain", "month")),
    Card("/channels", "volume", ("contacts", "--grain", "month")),
    Card("/satisfaction", "items", ("rating", "--by", "question")),
    Card("/recovery", "resolution_time", ("resolution_time",), own_chart=True),
]


@pytest.fixture
def show(server, monkeypatch):
    """`manage.py show` beside the running server, which is handed the command and answers from the same store."""
    monkeypatch.setenv("TOUCHSTONE_HOME", str(server.home))

    def asked(*words: str) -> dict[str, Any]:
        out, err = io.StringIO(), io.StringIO()
        assert manage.run(["show", *words, *YEAR, "--format", "json"], out, err) == 0, err.getvalue()
        return json.loads(out.getvalue())

    return asked


def saved(page: Page, label: str, folder):
    with page.expect_download() as download:
        page.get_by_role("dialog").get_by_role("button", name=label, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.key)
def test_a_card_says_the_same_everywhere(page, show, tmp_path, card):
    wanted = show(*card.show)
    opened(page, card.path)
    block = page.locator(f".st-key-card_{card.key}")
    block.get_by_role("button", name="How is this computed").click()
    receipt = page.get_by_role("dialog")
    expect(receipt.locator("dl")).to_contain_text(f"{wanted['overall']['n']:,} {wanted['counted']}")
    expect(receipt.locator("dl")).to_contain_text("1 Oct 2025 – 30 Sep 2026")
    receipt.get_by_role("button", name="Close").click()
    block.get_by_role("button", name="Export").click()
    expect(page.get_by_role("dialog").locator(".js-plotly-plot .main-svg").first).to_be_visible()

    table = list(csv.DictReader(saved(page, "Table (CSV)", tmp_path).read_text("utf-8-sig").splitlines()))
    assert [number(line["value"]) for line in table] == [wanted["overall"]["value"], *[row["value"] for row in wanted["rows"]]]
    assert [int(line["n"]) for line in table] == [wanted["overall"]["n"], *[row["n"] for row in wanted["rows"]]]
    assert {line["filters"] for line in table} == {wanted["filters"]}

    slide = Presentation(saved(page, "Slides (PowerPoint)", tmp_path)).slides[0]
    texts = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert block.locator("h2").inner_text() in texts
    assert wanted["filters"] in texts
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    values = [value for series in chart.plots[0].series for value in series.values]
    assert any(value is not None for value in values)
    if card.pooled:
        parts = {series.name: list(series.values) for series in chart.plots[0].series}
        assert [sum(part) for part in zip(*parts.values(), strict=True)] == pytest.approx([1.0] * 12)
        known = {name: [r["value"] for r in wanted["rows"] if r["channel"] == name] for name in parts}
        named = {name: shares for name, shares in known.items() if shares}
        assert len(named) == len(parts) - 1
        assert all(parts[name] == pytest.approx(shares, rel=1e-9) for name, shares in named.items())
    elif not card.own_chart:
        drawn = sorted(v for v in values if v is not None)
        known = sorted(row["value"] for row in wanted["rows"] if row["value"] is not None)
        assert drawn == pytest.approx(known, rel=1e-9)


def number(text: str) -> float | None:
    return float(text) if text else None
