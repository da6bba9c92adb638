"""The block of one received file, without a browser: words of the file stay words, a pasted mapping answers everything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from streamlit.testing.v1 import AppTest

from data_access.importing import service
from metrics import saying
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


def tried(block: Opened) -> Opened:
    """Run the block until its file has been tried, or the trial was refused."""
    for _ in range(60):
        if block.at.error or any("ts-trial" in body for body in block.html()):
            return block
        block.again()
    raise AssertionError("the file was not tried")


def test_a_look_and_a_trial_are_said_in_the_language_they_are_read_in(bare, tmp_path, monkeypatch):
    """What was looked at and tried in English is said in Chinese from the same look and the same trial."""
    path = tmp_path / "in"
    rows = (f"T{i},{'never' if i == 7 else f'2026-03-{1 + i % 28:02d}'},T{i % 3},2026-05-0{1 + i % 9},{i}\n" for i in range(60))
    path.write_text("ticket_id,Opened,Theme,Closed,Number\n" + "".join(rows))
    block = tried(shown(path, "some.csv").again())
    assert "1 rejected: Opened: the first, line 9: 'never' is not a date" in block.words()
    looked = block.at.session_state["_kept"]
    monkeypatch.setattr(service, "inspect", None)  # nobody looks again
    monkeypatch.setattr(service.job, "run", None)
    monkeypatch.setattr(saying, "_readers", [lambda: "zh"])
    block.again()
    assert block.at.session_state["_kept"] == looked
    assert "拒绝 1 行：Opened：首例在第 9 行：'never' 不是可读取的日期" in block.words()
    assert "所有字节都是有效的 UTF-8（纯 ASCII）" in block.words()
    left_out = next(table.value for table in block.at.dataframe if "原因" in table.value.columns)
    assert left_out.values.tolist() == [["Number", "几乎各不相同的数字"]]


def test_work_that_was_refused_is_said_in_the_readers_language(bare, tmp_path, monkeypatch):
    path = tmp_path / "in"
    path.write_text("ticket_id,Opened,Theme\n" + "".join(f"T{i},2026-03-{1 + i % 28:02d},T{i % 3}\n" for i in range(40)))
    mapping = service.export_mapping(service.inspect(path, "some.csv", kind="complaints").mapping)
    path.write_text("ticket_id,Opened,Theme\n" + "".join(f"T{i},soon,T{i % 3}\n" for i in range(40)))
    block = shown(path, "some.csv")
    block.at.text_area(key="paste_slot").set_value(mapping)
    block.again()
    assert "None of the 40 rows can be used" in tried(block).at.error[0].value
    monkeypatch.setattr(saying, "_readers", [lambda: "zh"])
    block.again()
    assert "40 行都无法使用" in block.at.error[0].value
