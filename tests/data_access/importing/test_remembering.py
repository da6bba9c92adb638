"""Next month's file of the same shape is read as this month's, whatever it is called."""

from __future__ import annotations

from pathlib import Path

from data_access.importing import service
from data_access.importing.answering import Answers
from data_access.store import Store
from tests.data_access.importing.files import mapped, score, written

_WAVE = "No.,Overall,Staff\n" + "".join(f"{i},{i % 5 + 1},{(i + 1) % 5 + 1}\n" for i in range(60))
_MAPPING = mapped(
    "answers", {"No.": "id", "Overall": score(question="Overall"), "Staff": score(question="Staff", kind="rating")},
    source="airport-survey", constants={"ts": "2026-05-01", "channel": "Tablet"},
)  # fmt: skip


def _loaded(store: Store, tmp_path: Path) -> None:
    service.import_file(store, written(tmp_path, _WAVE, "may.csv"), _MAPPING, "may.csv", "ana")


def test_the_source_is_known_by_its_columns(store: Store, tmp_path: Path) -> None:
    _loaded(store, tmp_path)
    found = service.inspect(written(tmp_path, _WAVE, "next.csv"), "Guests June.csv", store=store)
    assert found.remembered
    assert found.mapping is not None
    assert (found.mapping.source, found.mapping.kind, found.mapping.columns) == ("airport-survey", "answers", _MAPPING.columns)


def test_the_day_of_a_wave_is_asked_anew(store: Store, tmp_path: Path) -> None:
    _loaded(store, tmp_path)
    found = service.inspect(written(tmp_path, _WAVE, "next.csv"), "next.csv", store=store)
    assert found.mapping is not None
    assert dict(found.mapping.constants) == {"channel": "Tablet"}
    assert [q.key for q in found.questions] == ["ts"]
    assert Answers().open(found.questions, found.mapping)[0].blocking


def test_a_source_somebody_names_is_his(store: Store, tmp_path: Path) -> None:
    _loaded(store, tmp_path)
    found = service.inspect(written(tmp_path, _WAVE, "next.csv"), "next.csv", source="other-airport", store=store)
    assert found.mapping is not None
    assert (found.mapping.source, found.remembered) == ("other-airport", False)


def test_of_two_sources_alike_the_one_named_like_the_file_is_meant(store: Store, tmp_path: Path) -> None:
    _loaded(store, tmp_path)
    harbour = mapped(
        "answers", {"No.": "id", "Overall": score(question="Overall"), "Staff": score(question="Staff", kind="rating")},
        source="harbour-survey", constants={"ts": "2026-05-01"},
    )  # fmt: skip
    service.import_file(store, written(tmp_path, _WAVE, "h.csv"), harbour, "h.csv", "ana")
    for name, source in (("Airport survey June.csv", "airport-survey"), ("harbour_survey_2026-06.csv", "harbour-survey")):
        found = service.inspect(written(tmp_path, _WAVE, "n.csv"), name, store=store)
        assert found.mapping is not None
        assert found.mapping.source == source


def _dated(*days: str) -> str:
    return "No.,Opened,Theme\n" + "".join(f"{i},{day},Billing\n" for i, day in enumerate(days, 1))


def test_day_and_month_are_asked_where_the_file_before_left_no_doubt(store: Store, tmp_path: Path) -> None:
    mapping = mapped("complaints", {"No.": "id", "Opened": "ts", "Theme": "theme"}, source="desk")
    iso = written(tmp_path, _dated(*(f"2026-03-{i:02d}" for i in range(1, 29))), "iso.csv")
    service.import_file(store, iso, mapping, "iso.csv", "ana")
    either = written(tmp_path, _dated(*(f"{i:02d}/03/2026" for i in range(1, 12))), "either.csv")
    found = service.inspect(either, "either.csv", store=store)
    assert found.remembered
    assert [(q.key, q.blocking) for q in found.questions] == [("date_order", True)]


def test_an_order_the_file_proves_outweighs_the_one_remembered(store: Store, tmp_path: Path) -> None:
    mapping = mapped("complaints", {"No.": "id", "Opened": "ts", "Theme": "theme"}, source="desk", date_order="mdy")
    before = written(tmp_path, _dated(*(f"03/{i:02d}/2026" for i in range(1, 29))), "us.csv")
    service.import_file(store, before, mapping, "us.csv", "ana")
    now = written(tmp_path, _dated(*(f"{i:02d}/04/2026" for i in range(1, 29))), "eu.csv")
    found = service.inspect(now, "eu.csv", store=store)
    assert found.mapping is not None
    assert (found.remembered, found.mapping.date_order, found.questions) == (True, "dmy", ())
