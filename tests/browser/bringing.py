"""Bringing a file as a person does: drop it, wait for its block, answer, load, read what is said."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.test_frame import settled

expect.set_options(timeout=30_000)  # generous: a loaded machine, not a measurement
SAID = re.compile(
    r"of ([\d,]+) rows ([\d,]+) new, ([\d,]+) changed, ([\d,]+) rejected, ([\d,]+) already there, ([\d,]+) in conflict"
)


def data_page(page: Page) -> Page:
    page.goto("/data")
    page.get_by_role("heading", name="What is loaded", exact=True).wait_for()
    settled(page)
    return page


def drop(page: Page, *files: Path | dict[str, object]) -> None:
    frame = page.frame_locator('iframe[src^="/drop"]')
    frame.locator("#files:not([disabled])").wait_for(state="attached")
    frame.locator("#files").set_input_files(list(files))


def block(page: Page, name: str) -> Locator:
    """The block of one arrived file, looked at."""
    found = page.locator('[class*="st-key-file_"]').filter(has=page.get_by_text(name, exact=True))
    found.get_by_role("button", name="Put the file aside").wait_for(timeout=60_000)
    return found


def bring(page: Page, path: Path) -> Locator:
    """Drop a file and wait until it can be loaded or is refused."""
    drop(page, path)
    found = block(page, path.name)
    settled(page)
    return found


def load(page: Page, found: Locator, name: str) -> list[int]:
    """Load it; [new, changed, read, rejected, already there, in conflict] as the page says them."""
    found.get_by_role("button", name="Load it").click()
    words = page.get_by_role("status").filter(has_text=f"{name}:").filter(has_text="in conflict")
    expect(words).to_be_visible()
    settled(page)
    read, new, changed, *others = [int(n.replace(",", "")) for n in SAID.search(words.inner_text()).groups()]
    return [new, changed, read, *others]


def cells(table: Locator) -> list[list[str]]:
    """A table's text, line by line, as its hidden twin for screen readers holds it."""
    lines = table.locator("table tr").all()
    return [[cell.inner_text() for cell in line.locator("th, td").all()] for line in lines]


def tile(page: Page, name: str) -> str:
    """A tile's value and what stands below it."""
    found = page.locator(".ts-tile").filter(has=page.locator(".name", has_text=re.compile(f"^{re.escape(name)}$")))
    expect(found).to_be_visible()
    return found.inner_text()
