"""The quiet actions of a card: receipt, rows, note. What they say is what the card counted, and who may not is told so."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator

import pandas as pd
import pytest
from sqlalchemy import select

from commands.parsers import whole
from data_access.errors import StoreError
from data_access.schema import audit as trail
from data_access.schema import contacts
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.settings import document
from data_access.settings.model import Settings
from pages.cards.behind import Behind
from pages.cards.pages import SATISFACTION
from pages.ui import note, page_export
from pages.ui import rows as rows_dialog
from server.identity import Person
from server.services import close, services
from tests.laws.test_rows_behind import ask_of
from tests.pages.opened import NUMBERS, Opened
from tests.pages.small_stores import HOSTILE, fill

TERMS = ("In words", "Formula", "Counted", "Left out", "Selection", "Compared with", "As of", "Source of the method")
COUNTED = re.compile(r"(?:All|of) ([\d,]+) ([a-z ]+?)(?:, newest first)?\.")


ACTIONS = {"how": "How is this computed", "rows": "See the rows", "export": "Export", "note": "Add note"}


def buttons(shown: Opened, action: str) -> list[str]:
    """Cards that offer an action."""
    return [one.key.removeprefix("actions_") for one in shown.at.pills if ACTIONS[action] in one.options]


def clicked(shown: Opened, *keys: str) -> Opened:
    """Pressed at once: a dialog stays open in a browser; here its own button is pressed with the action that opens it."""
    for key in keys:
        action, _, card = key.partition("_")
        if action in ACTIONS:
            shown.at.pills(key=f"actions_{card}").set_value([ACTIONS[action]])
        else:
            shown.at.button(key=key).click()
    shown.at.run()
    return shown.sound()


@pytest.fixture
def viewer(monkeypatch) -> Iterator[Scope]:
    person = Scope("vera", "viewer", None)
    monkeypatch.setattr("pages.ui.frame.page_person", lambda: Person("owner", person, True))
    yield person


@pytest.mark.parametrize("page", NUMBERS)
def test_every_card_lists_as_many_rows_as_it_counted(company, page):
    shown = Opened().page(page)
    cards = buttons(shown, "rows")
    assert len(cards) == len(shown.cards())
    for card in cards:
        said = clicked(shown, f"rows_{card}").words()
        assert COUNTED.search(said), (card, said[-400:])
        assert "If the two still differ" not in said, card
        assert shown.at.dataframe[-1].value.shape[0] == min(1000, int(COUNTED.search(said)[1].replace(",", "")))


def test_rows_are_shown_and_not_kept(company):
    listed = clicked(Opened().page("satisfaction"), "rows_csat_trend").at.dataframe[-1].value
    kept = [value for value, _ in company.cache._kept.values() if isinstance(value, pd.DataFrame)]
    assert len(listed) > 100
    assert not [frame for frame in kept if {"channel", "score"} <= set(frame.columns) and "n" not in frame.columns]


def test_a_row_of_the_table_narrows_the_rows(company):
    shown = clicked(Opened().page("recovery"), "rows_complaints")
    whole = int(COUNTED.search(shown.words())[1].replace(",", ""))
    months = []
    for month in shown.at.selectbox(key="narrow_complaints").options[1:4]:
        shown.at.selectbox(key="narrow_complaints").select(month)
        months.append(int(COUNTED.search(clicked(shown, "rows_complaints").words())[1].replace(",", "")))
    assert 0 < sum(months) < whole
    assert len(set(months)) > 1


@pytest.mark.parametrize("page", NUMBERS)
def test_every_card_has_a_receipt(company, page):
    shown = Opened().page(page)
    for card in buttons(shown, "how"):
        said = clicked(shown, f"how_{card}").words()
        assert not [term for term in TERMS if term not in said], card
        assert "sample-company (Northbridge" in said


def test_viewers_learn_how_many_but_see_no_row(company, viewer):
    shown = clicked(Opened().page("satisfaction"), "rows_csat_trend")
    said = shown.words()
    assert COUNTED.search(said)
    assert "Single rows are for analysts, uploaders and administrators." in said
    assert not list(shown.at.dataframe)
    assert not [b for b in shown.at.button if str(b.key).startswith("rowscsv_")]
    assert not buttons(shown, "note")


def test_a_file_of_rows_is_safe_complete_and_written_down(bare):
    fill(bare, "hostile words")
    ask = ask_of(bare)
    behind = Behind(ask, ask.readout("csat"))
    path = rows_dialog._file(behind, behind.count())
    lines = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    assert len(lines) == behind.expected() == 30
    assert {line["channel"] for line in lines} == {HOSTILE}
    assert not {"customer", "record", "batch_id", "text", "agent"} & set(lines[0])
    assert {line["selection"] for line in lines} == {behind.sentence()}
    assert not [cell for line in lines for cell in line.values() if cell.startswith(("=", "+", "-", "@"))]
    with bare.engine.connect() as connection:
        last = connection.execute(select(trail).order_by(trail.c.id.desc())).first()
    assert (last.action, last.what) == ("export rows", f"30 rows behind csat: {behind.sentence()}")


def test_a_formula_in_the_data_leaves_as_text(bare):
    fill(bare, "one contact")
    with bare.writing() as connection:
        connection.execute(contacts.update().values(reason='=HYPERLINK("http://evil")', team="+1"))
    ask = ask_of(bare)
    behind = Behind(ask, ask.readout("contacts"))
    line = next(csv.DictReader(rows_dialog._file(behind, 1).read_text("utf-8-sig").splitlines()))
    assert (line["reason"], line["team"]) == ('\'=HYPERLINK("http://evil")', "'+1")


def test_a_note_is_saved_from_a_card_and_stands_on_its_trend(company_home, tmp_path, monkeypatch):
    home = tmp_path / "home"
    close()
    shutil.copytree(company_home, home)
    monkeypatch.setenv("TOUCHSTONE_HOME", str(home))
    try:
        shown = clicked(Opened().page("satisfaction"), "note_csat_trend")
        shown.at.text_input(key="notetext_csat_trend").input("New price list")
        clicked(shown, "note_csat_trend", "notesave_csat_trend")
        kept = document.current(services().store).rules.notes
        assert [(one.text, one.day.isoformat()) for one in kept] == [("New price list", "2026-09-30")]
        assert "New price list" in Opened().page("satisfaction").words()
    finally:
        close()


def test_a_note_without_words_is_refused(company):
    before = document.current(company)
    shown = clicked(Opened().page("satisfaction"), "note_csat_trend")
    clicked(shown, "note_csat_trend", "notesave_csat_trend")
    assert "A note needs a day and a few words." in shown.words()
    assert document.current(company) == before


def test_only_administrators_may_note():
    assert [role for role in ("viewer", "analyst", "uploader", "admin") if note.may_note(Scope("p", role, None))] == ["admin"]


def test_two_dimensions_cross_by_link(company):
    shown = Opened(score="csat", score_by="channel", score_by_and="segment").page("satisfaction")
    question = "Where is it higher or lower: CSAT (top two boxes) by channel and segment"
    assert question in shown.cards()
    assert re.search(r"than the rest|No combination", shown.cards()[question])
    assert shown.charts()[-1]["data"][0]["type"] == "bar"
    assert shown.at.query_params["score_by_and"] in ("segment", ["segment"])
    shown.at.selectbox(key="score_by_and").select("alone").run()
    assert "score_by_and" not in shown.at.query_params
    assert "Where is it higher or lower: CSAT (top two boxes) by channel" in shown.cards()


def test_one_dimension_twice_is_not_offered(company):
    shown = Opened(score="csat", score_by="segment", score_by_and="segment").page("satisfaction")
    assert "segment" not in shown.at.selectbox(key="score_by_and").options
    assert "Where is it higher or lower: CSAT (top two boxes) by segment" in shown.cards()


def test_journeys_cross_too(company):
    shown = Opened(journey_by="channel", journey_by_and="segment").page("journeys")
    assert "Who gets through, by channel and segment of the first step?" in shown.cards()


def test_a_page_that_has_moved_under_an_open_dialog_gives_no_file_of_two_versions(bare):
    fill(bare, "only answers")
    ask = whole(bare)
    assert page_export._whole(SATISFACTION, ask, SATISFACTION.builders()).data_version == bare.data_version()
    document.change(bare, Settings(no_answer=("99",)), LOCAL_ADMIN)
    with pytest.raises(StoreError, match="Reload it and export again"):
        page_export._whole(SATISFACTION, ask, SATISFACTION.builders())
