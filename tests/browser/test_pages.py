"""Every page as people meet it: light and dark, wide and on a phone, readable by everybody, with links that hold."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_frame import PATHS, settled

expect.set_options(timeout=20_000)  # generous: a loaded machine, not a measurement
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
CHARTS = {"/": 4, "/channels": 5, "/journeys": 3, "/satisfaction": 5, "/recovery": 8, "/data": 0}
BROKEN = re.compile(r"\b(nan|NaN|None|undefined|Traceback|inf)\b")
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 21, 28)"}
SERIOUS = ("serious", "critical")


def drawn(page: Page, path: str) -> None:
    """Wait until every chart of the page stands."""
    settled(page)
    frames = page.locator('[data-testid="stPlotlyChart"]')
    expect(frames.nth(CHARTS[path] - 1) if CHARTS[path] else page.locator("h1")).to_be_attached()
    for chart in frames.all():
        chart.locator(".js-plotly-plot .main-svg").first.wait_for(state="attached")


@pytest.mark.parametrize("path", PATHS)
def test_a_page_stands_everywhere(new_context, server, path):
    page = new_context(server, color_scheme="light", viewport=WIDE).new_page()
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(path)
        drawn(page, path)
        assert page.locator(".stApp").evaluate("e => getComputedStyle(e).backgroundColor") == GROUNDS[scheme]
        assert BROKEN.findall(page.locator(".stMain").inner_text()) == []
        found = [v for v in Axe().run(page).response["violations"] if v["impact"] in SERIOUS]
        assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found] == [], scheme
        for size in (PHONE, WIDE):
            page.set_viewport_size(size)
            page.wait_for_timeout(300)
            assert page.evaluate(WIDER) == [], (scheme, size)
    assert [s for s in said if "404" not in s] == []  # a deep link makes Streamlit look beneath it first


# What reaches over the right edge, when the page can be scrolled sideways.
WIDER = """() => {
  const wide = document.documentElement.clientWidth;
  const roots = [document.scrollingElement, ...document.querySelectorAll('.stMain, .stApp')];
  if (!roots.some((r) => r.scrollWidth > r.clientWidth + 1)) return [];
  return [...document.querySelectorAll('.stMain *')].filter((e) => e.getBoundingClientRect().right > wide + 1)
    .slice(0, 5).map((e) => `${e.tagName}.${e.className}`);
}"""


# Of every card in the grid: its left edge, and the tops of its words, chart, caption and actions.
STANDING = """() => [...document.querySelectorAll('.st-key-cards [class*="st-key-card_"]')].map((card) => {
  const parts = ['.ts-card', '.stPlotlyChart, .ts-state', '.ts-caption', '[class*="st-key-actions_"]'];
  return [card, ...parts.map((s) => card.querySelector(s))]
    .map((e, i) => Math.round(i ? e.getBoundingClientRect().top : e.getBoundingClientRect().left));
})"""


@pytest.mark.parametrize("path", [path for path, charts in CHARTS.items() if charts])
def test_a_cards_parts_stand_in_order_and_in_line_with_its_neighbours(page, path):
    opened(page, path)
    for size in (PHONE, WIDE):
        page.set_viewport_size(size)
        page.wait_for_timeout(300)
        cards = page.evaluate(STANDING)
        assert all(parts == sorted(parts) for _, *parts in cards)
        tops = {words: parts for _, words, *parts in cards}
        assert all(tops[words] == parts for _, words, *parts in cards)  # one row, one line
        assert len({left for left, *_ in cards}) == (1 if size is PHONE else 2)


def opened(page: Page, link: str, path: str | None = None) -> Page:
    """The page behind a link, drawn."""
    page.goto(link)
    drawn(page, path or link.partition("?")[0])
    return page


def selection(page: Page):
    """The sentence that says what the page is about."""
    return page.locator(".stMain .ts-caption").first


PHONE_90 = re.compile(r"3 Jul 2026 – 30 Sep 2026\s· channel: Phone\s· as of 30 Sep 2026")


def test_filters_stay_across_pages_and_reloads_and_lie_in_the_link(page):
    opened(page, "/")
    steps = page.evaluate("history.length")
    page.get_by_label("Channel", exact=True).click()
    page.get_by_role("option", name="Phone", exact=True).click()
    page.keyboard.press("Escape")
    page.get_by_label("Period", exact=True).click()
    page.get_by_role("option", name="Last 90 days", exact=True).click()
    expect(selection(page)).to_have_text(PHONE_90)
    expect(page).to_have_url(re.compile(r"/\?(?=.*period=90d)(?=.*channel=Phone)"))
    assert page.evaluate("history.length") == steps  # a choice is no step back
    page.get_by_role("link", name="Satisfaction", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How do customers rate us, and what changed?")
    expect(selection(page)).to_have_text(PHONE_90)
    expect(page).to_have_url(re.compile(r"/satisfaction\?(?=.*period=90d)(?=.*channel=Phone)"))
    page.reload()
    expect(selection(page)).to_have_text(PHONE_90)
    drawn(page, "/satisfaction")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("How are we doing for our customers?")
    expect(selection(page)).to_have_text(PHONE_90)
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_have_text("How do customers rate us, and what changed?")
    expect(selection(page)).to_have_text(PHONE_90)


def test_a_link_to_what_is_gone_says_so(page):
    opened(page, "/?channel=Phone&segment=Nobody&compare=x", "/")
    expect(page.get_by_role("alert")).to_have_text(
        "The link asks for what is not there (any more): Segment: Nobody, compare: x."
    )
    expect(selection(page)).to_contain_text("channel: Phone")
