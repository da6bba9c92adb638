"""The block of one received file, without a browser: words of the file stay words, a pasted mapping answers everything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from streamlit.testing.v1 import AppTest

from data_access.importing import service
from tests.pages.opened import Opened
from tests.pages.small_stores import HOSTILE
from tests.pages.test_states import LIVE


def panel(path: str, name: str) -> None:
    """The script of a page with this one block."""
    from pathlib import Path

    from data_access.scope import LOCAL_ADMIN
    from pages.ui import request
    from pages.ui.importing.panel import panel
    from pages.ui.upload import Received
    from server.services import services

    request.remember(request.build(services().store, LOCAL_ADMIN, None, None))
    panel("files", Received(name, Path(path), Path(path).stat().st_size, "slot"))


def shown(path: Path, name: str) -> Opened:
    """The block as a reader meets it."""
    block = Opened()
    block.at = AppTest.from_function(panel, kwargs={"path": str(path), "name": name}, default_timeout=60)
    return block.again()


def loaded(block: Opened) -> None:
    """Run the block until its file is loaded: that happens beside the page."""
    for _ in range(60):
        block.again()
        if "_said" in block.at.session_state:
            return
    raise AssertionError("the file was not loaded")


def test_names_of_files_and_columns_stay_words(bare, tmp_path):
    path = tmp_path / "in"
    lines = [f"Opened,Theme,{HOSTILE} nr", *(f"2026-03-{1 + i % 28:02d},{HOSTILE},{i % 9}" for i in range(40))]
    path.write_text("\n".join(lines) + "\n")
    name = f"{HOSTILE}.csv"
    block = shown(path, name)
    assert "img src" in " ".join(block.markdown())  # it is named …
    assert not LIVE.findall(" ".join(block.markdown()))  # … and inert
    assert "<img" not in " ".join(block.html())

    batch = service.import_file(bare, path, service.inspect(path, name, kind="complaints").mapping, name, "tester")
    listed = Opened().page("data")
    assert name in str(listed.at.dataframe[0].value["File"].tolist())
    listed.at.selectbox(key="batch").set_value(batch.id).run()
    listed.at.button(key=f"undo_{batch.id}").click().run()
    said = [word.value for word in listed.sound().at.success]
    assert len(said) == 1
    assert not LIVE.findall(said[0])


def test_a_refusal_repeats_the_file_without_running_it(bare, tmp_path):
    path = tmp_path / "in"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    block = shown(path, f"{HOSTILE}.csv")
    assert "This file cannot be loaded." in block.words()
    assert "<img" not in " ".join(block.html())
    assert not block.at.button(key="aside_slot").disabled


def test_a_pasted_mapping_answers_what_would_be_asked(bare, tmp_path):
    """No column of the file dates its rows; the mapping does."""
    path = tmp_path / "in"
    path.write_text("Nr,Overall (1-5)\n" + "".join(f"R{i},{1 + i % 5}\n" for i in range(40)))
    block = shown(path, "wave.csv")
    assert not [button for button in block.at.button if button.key == "load_slot"]
    assert "which day" in block.at.date_input(key="ts_slot").label
    mapping = replace(service.inspect(path, "wave.csv").mapping, constants=(("ts", "2026-05-15"),))
    block.at.text_area(key="paste_slot").set_value(service.export_mapping(mapping))
    block.again()
    assert not block.at.warning
    block.at.button(key="load_slot").click()
    loaded(block)
    assert Opened().page("satisfaction").tiles()["CSAT, top two boxes"] == "40.0 %"
    assert "15 May 2026 – 15 May 2026" in Opened().page("satisfaction").words()


def test_a_pasted_text_that_is_no_mapping_is_said(bare, tmp_path):
    path = tmp_path / "in"
    path.write_text("Opened,Theme\n" + "".join(f"2026-03-{1 + i % 28:02d},T{i % 3}\n" for i in range(40)))
    block = shown(path, "some.csv")
    block.at.text_area(key="paste_slot").set_value('{"version": 1, "columns": 7}')
    block.again()
    assert block.at.warning
    assert "Traceback" not in block.at.warning[0].value
