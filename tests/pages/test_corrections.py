"""Corrections on the Data page: what a batch changed, taking back and bringing in again, and the history they leave."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_access.batches import batches
from data_access.restatements import restatements
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.store import Store
from pages.cards.what_moved import import_and_tell, said, told
from tests.data_access.importing.files import mapped, score, written
from tests.pages.opened import Opened

_MAPPING = mapped(
    "answers", {"id": "id", "day": "ts", "unit": "business_unit", "note": score(question="Overall")}
)


def survey(changed: str = "") -> str:
    rows = [f"R{i},2026-03-{i % 28 + 1:02},Retail,{5 if i % 4 else 2}" for i in range(60)]
    text = "\n".join(["id,day,unit,note", *rows, ""])
    return text.replace("R4,2026-03-05,Retail,2", "R4,2026-03-05,Retail,5") if changed else text


@pytest.fixture
def corrected(bare: Store, tmp_path: Path) -> Store:
    import_and_tell(bare, LOCAL_ADMIN, written(tmp_path, survey()), _MAPPING, "wave.csv")
    import_and_tell(bare, LOCAL_ADMIN, written(tmp_path, survey("yes"), "again.csv"), _MAPPING, "again.csv")
    return bare


def test_a_batch_shows_what_it_changed_and_comes_back(corrected: Store) -> None:
    page = Opened().page("data")
    newest = batches(corrected)[0]
    assert page.at.dataframe[0].value["Changed"].tolist() == [1, 0]
    page.at.selectbox(key="batch").set_value(newest.id).run()
    (cells,) = [frame.value for frame in page.at.dataframe if "Stored" in frame.value]
    assert cells.iloc[0].to_dict() == {"Line": 6, "Column": "note", "Stored": "2", "New value": "5"}
    page.at.button(key="undo_2").click().run()
    assert "was taken back" in page.sound().at.success[0].value
    assert "→" in " ".join(page.html()), "what moved is told at once"
    page.at.button(key="redo_2").click().run()
    assert "was brought in again" in page.sound().at.success[0].value
    assert "Changes of history" in page.words()
    assert [entry.cause for entry in restatements(corrected)] == ["redo", "undo", "correction"]


def test_the_trend_and_the_receipt_say_that_history_was_changed(corrected: Store) -> None:
    from commands.parsers import whole
    from pages.cards.receipt import receipt_of

    ask = whole(corrected)
    readout = ask.readout("csat", over_time=True)
    assert [(one.cause, one.rows) for one in readout.restated] == [("correction", 1)]
    terms = dict(receipt_of(readout, ask))
    assert terms["Restated in this period"].endswith("1 row corrected")
    assert "Restated in this period" not in dict(receipt_of(ask.readout("contacts"), ask))


def test_who_sees_part_of_the_company_sees_no_numbers_of_the_whole(corrected: Store) -> None:
    (entry,) = restatements(corrected)
    assert {one.metric for one in told(entry, LOCAL_ADMIN)} == {"csat"}
    assert said(entry).endswith("rows corrected, 1 row, 5 Mar 2026 – 5 Mar 2026")
    assert told(entry, Scope("eva", "uploader", ("Retail",))) == ()
    assert restatements(corrected, Scope("eva", "viewer", ("Retail",))) == (entry,)
    assert restatements(corrected, Scope("kim", "viewer", ("Digital",))) == ()
    assert corrected.restated(Scope("kim", "viewer", ("Digital",))) == ()
