"""The settings as people change them: a second name for a channel, a target, and all of it taken back."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from sample_data.load import load_sample
from server.services import close
from tests.browser.launch import ROOT, served
from tests.browser.test_frame import settled
from tests.browser.test_pages import BROKEN, GROUNDS, PHONE, SERIOUS, WIDE, WIDER, opened
from tests.pages.conftest import at_home

expect.set_options(timeout=30_000)  # generous: a loaded machine, not a measurement
SECTIONS = ("channels", "targets", "notes", "hours", "weeks", "certainty", "codes", "assumptions", "history")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A small sample company of its own: its settings are changed here."""
    home = tmp_path_factory.mktemp("house")
    with pytest.MonkeyPatch.context() as patch:
        load_sample(at_home(home, patch), scale=0.05)
    close()
    with served(ROOT / "app.py", home) as running:
        yield running


@pytest.fixture
def page(new_context, house) -> Page:
    return new_context(house, viewport=WIDE, color_scheme="light").new_page()


def settings(page: Page, name: str = "channels") -> Page:
    """The page, open at a section."""
    page.goto(f"/settings?section={name}")
    page.locator(f".st-key-section_{name}").wait_for()
    settled(page)
    return page


def section(page: Page, name: str) -> None:
    page.locator(".st-key-settings_section").get_by_text(name, exact=True).click()
    expect(page.get_by_role("heading", level=2, name=name)).to_be_visible()
    settled(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    settled(page)


def numbers(page: Page) -> list[str]:
    """Tiles, cards and captions of a page, and every text drawn in its charts."""
    return page.locator(".ts-tile, .ts-card, .ts-caption, .js-plotly-plot text").all_text_contents()


MARK = re.compile(r"(?:\s*·\s*)?(?:[a-z]: )?restated on [^·]*")


def without_marks(texts: list[str]) -> list[str]:
    """Without what tells that history was changed: its words, and the letters of its marks."""
    plain = [MARK.sub("", text) for text in texts]
    return [text for text in plain if text and not re.fullmatch(r"[a-z]", text)]


def save(page: Page, why: str) -> None:
    press(page, "Review")
    page.get_by_label("Why (for the history)").fill(why)
    page.keyboard.press("Enter")
    settled(page)
    press(page, "Save")
    expect(page.get_by_text(re.compile(r"Saved as version \d+\."))).to_be_visible()


def test_a_second_name_a_target_and_all_of_it_taken_back(page):
    pages = ("/channels?period=all", "/?period=all", "/satisfaction?period=all")
    before = {link: numbers(opened(page, link)) for link in pages}
    assert "Chatbot" in " ".join(before[pages[0]])

    settings(page)
    page.locator(".stMain").get_by_text("Names in the data that no channel claims").wait_for()
    page.locator(".st-key-own_Chat button").click()
    settled(page)
    names = page.get_by_label("Other names files use")
    names.fill("Chatbot")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(".stMultiSelect [data-tag]")).to_have_text(re.compile("Chatbot"))
    section(page, "Targets")
    press(page, "Add a target")
    page.get_by_label("Metric", exact=True).click()
    page.get_by_role("option", name="CSAT (top two boxes)").click()
    value = page.get_by_label("Value, per cent", exact=True)
    value.fill("85")
    page.keyboard.press("Enter")
    settled(page)
    press(page, "Review")
    review = page.locator(".stMain")
    expect(review).to_contain_text("New channel Chat, also written “Chatbot”.")
    expect(review).to_contain_text("New target CSAT (top two boxes) at least 85.0 % (whole company · always).")
    expect(review).to_contain_text("Another channel for")
    moved = re.search(r"Another channel for ([\d,]+) contacts", review.inner_text())[1]
    press(page, "Back to the settings")
    save(page, "One chat")
    expect(page.locator(".st-key-settings_outcome")).to_contain_text(f"Another channel for {moved} contacts")

    merged = numbers(opened(page, pages[0]))
    assert "Chatbot" not in " ".join(merged)
    assert "Chat" in " ".join(merged)
    overview = opened(page, pages[1])
    expect(overview.locator(".ts-tile", has_text="CSAT")).to_contain_text("85.0 %")
    satisfaction = opened(page, pages[2])
    assert any("target 85" in text for text in numbers(satisfaction))

    settings(page, "history")
    press(page, "Go back to the settings as delivered")
    press(page, "Save")
    expect(page.locator(".st-key-settings_outcome")).to_contain_text(f"Another channel for {moved} contacts")
    after = {link: numbers(opened(page, link)) for link in pages}
    assert {link: without_marks(texts) for link, texts in after.items()} == before
    assert any("settings changed for" in text for text in after[pages[0]])  # that it was changed twice stays told


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_section_stands_everywhere(new_context, house, scheme):
    page = new_context(house, color_scheme=scheme, viewport=WIDE).new_page()
    for name in SECTIONS:
        settings(page, name)
        assert page.locator(".stApp").evaluate("e => getComputedStyle(e).backgroundColor") == GROUNDS[scheme]
        assert BROKEN.findall(page.locator(".stMain").inner_text()) == []
        expect(page.locator('[data-stale="true"]')).to_have_count(0)  # what a run still replaces is faded
        page.wait_for_timeout(500)  # and fades back in
        found = [v for v in Axe().run(page).response["violations"] if v["impact"] in SERIOUS]
        assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found] == [], name
        for size in (PHONE, WIDE):
            page.set_viewport_size(size)
            page.wait_for_timeout(300)
            assert page.evaluate(WIDER) == [], (name, size)


def test_the_document_is_saved_as_a_file(page):
    settings(page, "history")
    with page.expect_download() as coming:
        press(page, "Save as a file")
    assert coming.value.suggested_filename == "touchstone-settings.json"
    assert '"channels": []' in coming.value.path().read_text()


def test_the_section_lies_in_the_link(page):
    settings(page)
    section(page, "Working hours")
    expect(page).to_have_url(re.compile(r"section=hours"))
    page.reload()
    expect(page.get_by_role("heading", level=2, name="Working hours")).to_be_visible()
    section(page, "Channels")
    expect(page).not_to_have_url(re.compile(r"section="))
