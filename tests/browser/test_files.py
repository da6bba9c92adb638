"""Files in and out of a page: the drop area and the ticketed download, in a real browser."""

import re

import pytest

BIG = 48 << 20


def drop(page):
    frame = page.frame_locator('iframe[src^="/drop"]')
    frame.locator("#files:not([disabled])").wait_for(state="attached")
    return frame


def sparse(tmp_path, name, size):
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(size)
    return path


def test_several_files_arrive_and_can_be_forgotten(stage_page, stage, tmp_path):
    files = []
    for name, text in (("a.csv", "x\n1\n"), ("反馈.csv", "y\n22\n"), ("<b>c</b>.csv", "z\n333\n")):
        (tmp_path / re.sub(r"[<>/]", "_", name)).write_text(text)
        files.append({"name": name, "mimeType": "text/csv", "buffer": text.encode()})
    drop(stage_page).locator("#files").set_input_files(files)
    for file in files:
        stage_page.get_by_text(f"arrived {file['name']} {len(file['buffer'])}").wait_for()
    assert len([name for name in stage.spooled() if name.startswith("in-")]) >= 3
    assert not any("csv" in name for name in stage.spooled())
    stage_page.get_by_role("button", name="Forget a.csv").click()
    stage_page.get_by_text("arrived a.csv").wait_for(state="detached")


def test_a_stopped_upload_leaves_nothing_and_is_said(stage_page, stage, tmp_path):
    before = stage.spooled()
    frame = drop(stage_page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 2 << 20}
    stage_page.context.new_cdp_session(stage_page).send("Network.emulateNetworkConditions", slow)
    frame.locator("#files").set_input_files(sparse(tmp_path, "big.csv", BIG))
    frame.get_by_text(re.compile(r"^[1-9]\d? %$")).wait_for()
    frame.get_by_role("button", name="Stop big.csv").click()
    frame.get_by_text("Stopped. Nothing was kept.").wait_for()
    stage_page.get_by_text(re.compile("did not arrive")).wait_for()
    assert stage.spooled() == before


def test_a_download_reaches_the_visitor_and_the_page_stays(stage_page, stage, tmp_path):
    url = stage_page.url
    with stage_page.expect_download() as download:
        stage_page.get_by_role("button", name="CSV", exact=True).click()
    assert download.value.suggested_filename == "mix.csv"
    download.value.save_as(tmp_path / "mix.csv")
    assert (tmp_path / "mix.csv").read_text("utf-8-sig").splitlines() == ["渠道,n", "电话,3"]
    assert stage_page.url == url
    assert not [name for name in stage.spooled() if name.startswith("out-")]


def test_a_download_that_cannot_start_is_said(stage_page):
    stage_page.context.clear_cookies()
    stage_page.get_by_role("button", name="CSV", exact=True).click()
    stage_page.get_by_text("The download did not start. Reload this page").wait_for()


@pytest.mark.parametrize(("query", "theme", "words"), [
    ("theme=dark&lang=zh", "dark", "把文件拖到这里"),
    ("theme=light&lang=en", "light", "Drop files here"),
    ("theme=<script>&lang=../x", "light", "Drop files here"),
])
def test_the_drop_area_takes_its_look_from_fixed_lists(new_context, stage, query, theme, words):
    page = new_context(stage).new_page()
    page.goto(f"/drop?{query}")
    page.get_by_text(words).wait_for()
    assert page.evaluate("document.documentElement.dataset.theme") == theme
