"""A file through the page: dropped, looked at, tried, loaded, shown, brought again, taken back; or refused with words."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.bringing import block, bring, cells, data_page, drop, load, tile
from tests.browser.launch import ROOT
from tests.browser.test_frame import settled

FOLDER = ROOT / "sample_data" / "files"
ROWS = 300


@dataclass(frozen=True)
class File:
    """A file of the sample, what the page calls it, and where its numbers are shown."""

    name: str
    holds: str
    path: str
    tile: str
    became: str

    def read(self) -> pd.DataFrame:
        return pd.read_csv(FOLDER / self.name, sep=None, engine="python", encoding="utf-8-sig")

    def shown(self) -> str:
        """The tile's value, counted without the product."""
        table = self.read()
        if self.tile.startswith("CSAT"):
            return f"{100 * (table['Overall (1-5)'] >= 4).mean():.1f} %"
        return f"{len(table):,}"


FILES = [
    File("survey_export.csv", "Survey answers", "/satisfaction", "CSAT, top two boxes", r"^300 responses, [\d,]+ answers, "),
    File("complaint_register.csv", "Complaints", "/recovery", "Complaints", "^300 complaints"),
    File("contact_log.csv", "Contacts or events", "/", "Contacts", "^300 contacts"),
]


@pytest.fixture
def page(new_context, empty_server) -> Page:
    return data_page(new_context(empty_server, viewport={"width": 1440, "height": 1400}).new_page())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_comes_in_is_shown_and_goes_again(page, file):
    assert len(file.read()) == ROWS
    found = bring(page, FOLDER / file.name)
    expect(found).to_contain_text(file.holds)
    assert "read as last time" not in found.inner_text()
    look_at_rows(found)
    try_it(found)
    assert load(page, found, file.name) == [ROWS, 0, ROWS, 0, 0, 0]
    listed = newest(page, file.name)
    assert (listed["File"], listed["State"], listed["Read"], listed["Loaded"]) == (file.name, "loaded", "300", "300")

    page.goto(file.path)
    assert file.shown() in tile(page, file.tile)

    found = bring(data_page(page), FOLDER / file.name)
    expect(found).to_contain_text("read as last time")
    assert load(page, found, file.name) == [0, 0, ROWS, 0, ROWS, 0]

    take_back(page, file.name, file.became)
    page.goto(file.path)
    expect(page.get_by_text("There is no data yet.")).to_be_visible()


def test_rows_that_cannot_be_read_are_given_back(page, tmp_path):
    lines = ["Complaint no.,Opened,Theme", *(f"B{i},2026-03-{1 + i % 28:02d} 10:00,Billing" for i in range(1, 61))]
    lines[3], lines[7] = "B3,the day before,Billing", "B7,2026-13-45 10:00,=cmd()"
    path = tmp_path / "some_bad.csv"
    path.write_text("\n".join(lines) + "\n")
    found = bring(page, path)
    assert load(page, found, path.name) == [58, 0, 60, 2, 0, 0]
    look_at_batch(page, path.name)
    with page.expect_download() as download:
        page.get_by_role("button", name="Rows not loaded, with reasons (CSV)").click()
    download.value.save_as(tmp_path / "back.csv")
    back = list(csv.reader((tmp_path / "back.csv").read_text("utf-8-sig").splitlines()))
    assert len(back) == 3
    assert any("the day before" in cell for cell in back[1])
    assert not any(cell.startswith("=") for line in back for cell in line)
    take_back(page, path.name, "58 complaints")


def test_a_column_that_is_not_what_it_seems_can_be_asked_about(page, tmp_path):
    """Days that may be read both ways: nothing is loaded before somebody says how."""
    lines = ["Opened,Theme,Complaint no.", *(f"{i:02d}/0{1 + i % 3}/2025,Billing,B{i}" for i in range(1, 13))]
    path = tmp_path / "which_day.csv"
    path.write_text("\n".join(lines) + "\n")
    found = bring(page, path)
    expect(found.get_by_role("button", name="Load it")).to_have_count(0)
    found.get_by_text("Day first (31/12)").click()
    expect(found.get_by_role("button", name="Load it")).to_be_visible()
    settled(page)
    assert load(page, found, path.name) == [12, 0, 12, 0, 0, 0]
    assert newest(page, path.name)["Last day"] == "11 Mar 2025"
    take_back(page, path.name, "12 complaints")


BAD = {
    "header_only.csv": b"Opened,Theme,Complaint no.\n",
    "empty.csv": b"",
    "picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    "book.xlsx": b"PK\x03\x04" + bytes(range(256)) * 8,
}


def test_what_is_no_table_is_refused_with_words(page, empty_server):
    spooled = empty_server.spooled()
    drop(page, *({"name": name, "mimeType": "text/csv", "buffer": content} for name, content in BAD.items()))
    for name in BAD:
        found = block(page, name)
        expect(found).to_contain_text("This file cannot be loaded.")
        refusal = found.locator(".ts-state").inner_text()
        assert len(refusal) > len("This file cannot be loaded.") + 30, name  # what was seen, expected, to do
        assert "Traceback" not in refusal
        assert found.get_by_role("button", name="Load it").count() == 0
    assert "could not be computed" not in page.locator(".stMain").inner_text()
    for listed in page.locator('[data-testid="stDataFrame"]').all():  # what earlier tests loaded and took back
        assert not set(BAD) & {cell for line in cells(listed) for cell in line}
    assert empty_server.ask("/readyz").status == 200
    for name in BAD:
        block(page, name).get_by_role("button", name="Put the file aside").click()
        expect(page.get_by_text(name, exact=True)).to_have_count(0)
    assert set(empty_server.spooled()) <= set(spooled)


def test_two_files_at_once_are_two_batches(page):
    names = ("purchases.csv", "invitations.csv")
    drop(page, *(FOLDER / name for name in names))
    for name in names:
        block(page, name)
    for name in names:
        settled(page)
        assert load(page, block(page, name), name)[:4] == [ROWS, 0, ROWS, 0]
    for name in names:
        take_back(page, name, f"300 {name.removesuffix('.csv')}")


def look_at_rows(found: Locator) -> None:
    """The first rows, in the file and as they would be stored."""
    found.get_by_text("The first rows, as they are and as they will be stored").click()
    expect(found.get_by_text("In the file", exact=True)).to_be_visible()
    expect(found.get_by_text(re.compile("^Stored as "))).not_to_have_count(0)
    assert found.get_by_text("Not loaded", exact=True).count() == 0


def try_it(found: Locator) -> None:
    """It is tried by itself: the numbers are there before anything is loaded."""
    told = found.locator(".ts-trial > div")
    expect(told.first).to_be_visible()
    numbers = dict(line.inner_text().split("\n")[::-1] for line in told.all())
    assert (numbers["Rows read"], numbers["New"]) == ("300", "300")
    assert "Rejected" not in numbers


def newest(page: Page, name: str) -> dict[str, str]:
    """The first line of the list of batches, once it is about the file."""
    listed = page.locator('[data-testid="stDataFrame"]').last
    expect(listed.locator("table tr").nth(1)).to_contain_text(name)
    head, line = cells(listed)[:2]
    return dict(zip(head, line, strict=True))


def look_at_batch(page: Page, name: str, *, oldest: bool = False) -> None:
    page.get_by_label("Look at one").click()
    options = page.get_by_role("option").filter(has_text=name)
    (options.last if oldest else options.first).click()
    page.get_by_role("button", name="Take this batch back").wait_for()
    settled(page)


def take_back(page: Page, name: str, became: str) -> None:
    """Take the batch back that `became` these facts."""
    look_at_batch(page, name, oldest=True)
    expect(page.get_by_text(re.compile(became)).first).to_be_visible()
    page.get_by_role("button", name="Take this batch back").click()
    expect(page.get_by_text(re.compile(rf"^Batch \d+ was taken back: {re.escape(name)}\.$"))).to_be_visible()
