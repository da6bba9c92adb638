"""Files on the Data page speak the reader's language: also those that lay there before it was switched."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.bringing import bring, data_page, drop
from tests.browser.test_frame import settled

TICKETS = "ticket_id,Opened,Theme,Closed\n" + "".join(
    f"T{i},2026-03-{i % 28 + 1:02},{'Billing' if i % 2 else 'Delivery'},2026-02-{i % 28 + 1:02}\n" for i in range(60)
)
UNREADABLE = "ticket_id,Opened,Theme\n" + "".join(f"T{i},soon {i},Billing\n" for i in range(30))
SURVEY = "respondent_id,Satisfaction\n" + "".join(f"R{i},{(1, 3, 4, 5, 99)[i % 5]}\n" for i in range(60))
ENGLISH = re.compile(r"\b[A-Za-z]{2,}(?: [A-Za-z]{2,})+\b")  # two words in a row
NAMES = re.compile(r"keyboard_arrow_\w+|expand_more|[\w-]+\.(?:csv|png)|respondent_id|ticket_id|Satisfaction|Asia/\w+|PM")


@pytest.fixture
def page(new_context, empty_server) -> Page:
    return data_page(new_context(empty_server, viewport={"width": 1440, "height": 2400}).new_page())


def chinese(page: Page) -> None:
    page.get_by_role("button", name="中文", exact=True).click()
    page.get_by_role("heading", name="已导入", exact=True).wait_for()
    settled(page)


def english(page: Page) -> None:
    page.get_by_role("button", name="English", exact=True).click()
    page.get_by_role("heading", name="What is loaded", exact=True).wait_for()
    settled(page)


def opened(block: Locator, page: Page) -> str:
    """The block's text with its evidence open."""
    line = block.locator("summary").filter(has_text=re.compile("文件如何读取|How the file is read"))
    if line.locator("xpath=..").get_attribute("open") is None:
        line.click()
        settled(page)
    return block.inner_text()


def test_a_file_on_the_page_follows_the_switch_and_keeps_its_answers(page: Page, tmp_path) -> None:
    path = tmp_path / "wave.csv"
    path.write_text(SURVEY)
    found = bring(page, path)
    asked = 'Satisfaction: does 99 mean "no answer"?'
    expect(found).to_contain_text(asked)
    found.get_by_text("No", exact=True).click()
    settled(page)
    chinese(page)
    expect(found).to_contain_text("Satisfaction：99 表示“未作答”吗？")
    expect(found).to_contain_text("没有一列给出“回答”的日期：应记为哪一天？")
    expect(found.get_by_role("radio", name="否")).to_be_checked()
    text = opened(found, page)
    assert "所有字节都是有效的 UTF-8（纯 ASCII）" in text
    assert ENGLISH.findall(NAMES.sub("", text)) == []
    english(page)
    expect(found).to_contain_text(asked)
    expect(found.get_by_role("radio", name="No")).to_be_checked()


def test_counts_notes_and_refusals_are_said_again_without_reading_again(page: Page, tmp_path) -> None:
    (tmp_path / "tickets.csv").write_text(TICKETS)
    (tmp_path / "soon.csv").write_text(UNREADABLE)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG" + bytes(99))
    tickets = bring(page, tmp_path / "tickets.csv")
    expect(tickets).to_contain_text(re.compile(r"\d+ rows: the closing lies before the opening; they are kept"))
    picture = bring(page, tmp_path / "picture.png")
    expect(picture).to_contain_text("The file is a picture.")
    chinese(page)
    expect(tickets).to_contain_text(re.compile(r"\d+ 行：关闭时间早于建立时间；这些行保留，计算时长时略去并计数"))
    expect(picture).to_contain_text("文件类型为：图片。")
    assert ENGLISH.findall(NAMES.sub("", picture.inner_text())) == []
    drop(page, tmp_path / "soon.csv")
    page.get_by_text("soon.csv", exact=True).wait_for()
    settled(page)
    english(page)
    expect(tickets).to_contain_text("the closing lies before the opening")
    expect(picture).to_contain_text("The file is a picture.")
