"""The frame on the real product: a deep link on a fresh server has it, the console is clean, nobody phones home."""

import pytest

PATHS = ("/", "/channels", "/journeys", "/satisfaction", "/recovery", "/data")


def settled(page):
    page.locator('[data-test-script-state="notRunning"]').wait_for(state="attached", timeout=60_000)


def test_the_first_visitor_of_a_deep_link_gets_the_frame(page):
    """Without st.App a fresh server would show the bare page: no navigation, no filters, no check of who asks."""
    page.goto("/satisfaction")
    settled(page)
    for title in ("Overview", "Journeys", "Data"):
        page.get_by_role("link", name=title, exact=True).first.wait_for()
    page.locator('[class*="st-key-filter"]').first.wait_for()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_opens_without_errors_and_without_other_hosts(page, server, path):
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path)
    settled(page)
    assert page.locator('[data-testid="stException"]').count() == 0
    assert page.get_by_text("could not be computed").count() == 0
    # A page's address in the path makes Streamlit look for its own API beneath it first: two harmless 404.
    assert [s for s in said if "404" not in s] == []
    assert server.outward() == []


def test_the_documents_language_is_set(page):
    page.goto("/")
    settled(page)
    page.locator('html[lang="en"][data-frame="ready"]').wait_for(state="attached")


EXPORTS = {
    "Picture (PNG)": b"\x89PNG", "Drawing (SVG)": b"<svg", "Slides (PowerPoint)": b"PK", "Workbook (Excel)": b"PK",
    "Web page (HTML)": b"<!doctype html>", "Table (CSV)": b"\xef\xbb\xbf",
}  # fmt: skip


def test_a_card_leaves_in_every_format_and_the_page_stays(page, tmp_path):
    page.goto("/")
    settled(page)
    page.get_by_role("button", name="Export", exact=True).first.click()
    page.locator('[class*="st-key-fig_"] .js-plotly-plot .main-svg').first.wait_for()
    for label, magic in EXPORTS.items():
        with page.expect_download() as download:
            page.get_by_role("button", name=label, exact=True).click()
        assert download.value.suggested_filename.startswith("touchstone-"), label
        download.value.save_as(tmp_path / "file")
        assert (tmp_path / "file").read_bytes().startswith(magic), label
    assert page.get_by_role("dialog").count() == 1
