"""Every page as people meet it: light and dark, wide and on a phone, readable by everybody, with links that hold."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_frame import PATHS, settled

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
CHARTS = {"/": 4, "/channels": 5, "/journeys": 3, "/satisfaction": 5, "/recovery": 8, "/data": 0}
BROKEN = re.compile(r"\b(nan|NaN|None|undefined|Traceback|inf)\b")
SERIOUS = ("serious", "critical")


def drawn(page: Page, path: str) -> None:
    """Wait until every chart of the page stands."""
    settled(page)
    frames = page.locator('[data-testid="stPlotlyChart"]')
    expect(frames.nth(CHARTS[path] - 1) if CHARTS[path] else page.locator("h1")).to_be_attached()
    for chart in frames.all():
        chart.locator(".js-plotly-plot .main-svg").first.wait_for(state="attached")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_stands_everywhere(new_context, server, path, scheme):
    page = new_context(server, color_scheme=scheme, viewport=WIDE).new_page()
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path)
    drawn(page, path)
    assert BROKEN.findall(page.locator(".stMain").inner_text()) == []
    found = [v for v in Axe().run(page).response["violations"] if v["impact"] in SERIOUS]
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found] == []
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        page.wait_for_timeout(300)
        assert page.evaluate(WIDER) == []
    assert [s for s in said if "404" not in s] == []  # a deep link makes Streamlit look beneath it first


# What reaches over the right edge, when the page can be scrolled sideways.
WIDER = """() => {
  const wide = document.documentElement.clientWidth;
  const roots = [document.scrollingElement, ...document.querySelectorAll('.stMain, .stApp')];
  if (!roots.some((r) => r.scrollWidth > r.clientWidth + 1)) return [];
  return [...document.querySelectorAll('.stMain *')].filter((e) => e.getBoundingClientRect().right > wide + 1)
    .slice(0, 5).map((e) => `${e.tagName}.${e.className}`);
}"""
