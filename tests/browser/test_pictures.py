"""PNG and SVG are made by the browser from the chart on the page, under the content security policy."""

import pytest

MAGIC = {"png": b"\x89PNG\r\n\x1a\n", "svg": b"<svg"}


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_button_saves_the_chart_and_the_page_does_not_rerun(stage_page, kind, tmp_path):
    stage_page.locator(".st-key-fig_mix .js-plotly-plot .main-svg").first.wait_for()
    stage_page.locator('html[data-frame="ready"]').wait_for(state="attached")
    before = stage_page.get_by_text("run ").first.inner_text()
    with stage_page.expect_download() as download:
        stage_page.get_by_role("button", name=kind.upper(), exact=True).click()
    assert download.value.suggested_filename == f"mix.{kind}"
    download.value.save_as(tmp_path / "picture")
    content = (tmp_path / "picture").read_bytes()
    assert content.startswith(MAGIC[kind])
    if kind == "svg":
        assert "Contacts by channel (n = 8)" in content.decode()
    assert stage_page.get_by_text("run ").first.inner_text() == before


def test_the_language_of_the_document_follows_the_script(stage_page):
    stage_page.locator('html[lang="zh-CN"]').wait_for(state="attached")
