"""Real files through the page, read by a pasted mapping: the pages show what others counted in them."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.bringing import bring, data_page, load, tile
from tests.browser.launch import ROOT, served
from tests.browser.test_frame import settled

DATA = ROOT.parent / "shared" / "data"
MAPPINGS = ROOT / "tests" / "fixtures" / "mappings"
pytestmark = [
    pytest.mark.real_files,
    pytest.mark.skipif(not (DATA / "expected.json").is_file(), reason="the real files are not beside the tree"),
]


@pytest.fixture(scope="module")
def expected() -> dict[str, dict]:
    return json.loads((DATA / "expected.json").read_text("utf-8"))


@pytest.fixture
def page(new_context, tmp_path) -> Page:
    with served(ROOT / "app.py", tmp_path / "home") as running:
        yield data_page(new_context(running, viewport={"width": 1440, "height": 1400}).new_page())


def date_all(page: Page, found: Locator, day: str) -> None:
    """Say on which day the whole wave was answered."""
    found.get_by_test_id("stDateInput").get_by_role("spinbutton").first.click()
    page.keyboard.type(day)
    page.keyboard.press("Escape")  # the calendar
    expect(found.locator(".ts-trial")).to_be_visible()
    settled(page)


def test_an_airports_survey(page, expected):
    overall, recommend = expected["sfo_2017_overall"], expected["sfo_2017_nps"]
    path = next((DATA / "survey_sfo_airport").glob("2017*.csv"))
    found = bring(page, path)
    date_all(page, found, "20170515")
    assert load(page, found, path.name) == [overall["rows"], 0, overall["rows"], 0, 0, 0]
    page.goto("/satisfaction")
    csat, nps, mean = tile(page, "CSAT, top two boxes"), tile(page, "NPS"), tile(page, "CSAT, mean score")
    assert f"{overall['top2_pct']:.1f} %" in csat
    assert f"{overall['valid']:,} answers" in csat
    assert f"{overall['mean']:.2f}" in mean
    assert f"{recommend['nps']:.1f}" in nps
    assert f"{recommend['n']:,} answers" in nps


def test_a_countrys_complaints(page, expected):
    want = expected["consumidor_2014-08"]
    path = DATA / "complaints_consumidor_gov_br" / "2014-08.csv"
    found = bring(page, path)  # nothing about it has to be answered
    assert load(page, found, path.name) == [want["rows"], 0, want["rows"], 0, 0, 0]
    page.goto("/recovery?outcome=complaint_satisfaction&outcome_by=channel")
    assert f"{want['rows']:,}" in tile(page, "Complaints")
    confirmed = tile(page, "Customer says resolved")
    assert f"{100 * want['resolved'] / (want['resolved'] + want['not_resolved']):.1f} %" in confirmed
    assert f"{want['rated']:,} complaints" in confirmed
    by_channel = page.locator(".st-key-card_breakdown")
    expect(by_channel).to_contain_text(f"{want['mean']:.2f}")
    expect(by_channel).to_contain_text(f"{want['rated']:,}")
