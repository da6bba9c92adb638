"""What the house decided, met by files: codes that mean "no answer", the time zone, days without a time."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from data_access.importing import service
from data_access.importing.house import with_codes
from data_access.schema import answers, complaints
from data_access.scope import LOCAL_ADMIN
from data_access.settings import document
from data_access.settings.model import Effect, Settings
from data_access.store import Store
from tests.data_access.importing.files import mapped, score, written

_SURVEY = "respondent,answered at,overall satisfaction,recommend\n" + "".join(
    f"r{i},2026-01-{i % 28 + 1:02} 23:30:00,{(5, 4, 3, 1, 9)[i % 5]},{(0, 10, 9, 99, 7)[i % 5]}\n" for i in range(40)
)


def test_codes_are_read_only_where_they_cannot_be_a_score() -> None:
    mapping = mapped("answers", {"a": score(), "b": score("nps", 0, 10), "c": score(no_answer=["k.A."]), "d": "attribute"})
    found = with_codes(mapping, ("9", "99", "K.a.", "0"))
    assert [c.no_answer for c in found.columns] == [("9", "99", "K.a.", "0"), ("99", "K.a."), ("k.A.", "9", "99", "0"), ()]
    assert with_codes(found, ("9", "99", "K.a.", "0")) == found


def test_the_house_s_codes_settle_what_a_suggestion_would_ask(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, _SURVEY)
    before = service.inspect(path, "s.csv", kind="answers", store=store)
    assert before.mapping is not None and before.mapping.timezone == "UTC"
    scales = {c.column: c.scale for c in before.mapping.columns if c.rated}
    assert scales["overall satisfaction"] == (1.0, 5.0), "a 9 behind a gap looks like a code, and is asked about"
    assert "no_answer" in {q.key for q in before.questions}
    made = document.change(store, Settings(no_answer=("9", "99"), timezone="Europe/Lisbon"), LOCAL_ADMIN)
    assert Effect("no_answer") in made.effects
    after = service.inspect(path, "s.csv", kind="answers", store=store)
    assert after.mapping is not None and after.mapping.timezone == "Europe/Lisbon"
    found = {c.column: (c.scale, c.no_answer) for c in after.mapping.columns if c.rated}
    assert found == {"overall satisfaction": ((1.0, 5.0), ("9", "99")), "recommend": ((0.0, 10.0), ("99",))}
    assert "no_answer" not in {q.key for q in after.questions}


def test_codes_hold_for_files_loaded_from_then_on(store: Store, tmp_path: Path) -> None:
    mapping = mapped("answers", {"respondent": "id", "answered at": "ts", "overall satisfaction": score()})
    early = service.import_file(store, written(tmp_path, _SURVEY), mapping, "early.csv", "ana")
    assert early.cells["overall satisfaction"] == {"valid": 32, "no_answer": 0, "invalid": 8}
    document.change(store, Settings(no_answer=("9",)), LOCAL_ADMIN)
    late = written(tmp_path, _SURVEY.replace("\nr", "\ns"), "late.csv")
    assert service.dry_run(store, late, mapping, "late.csv").cells["overall satisfaction"]["no_answer"] == 8
    batch = service.import_file(store, late, mapping, "late.csv", "ana")
    assert batch.cells["overall satisfaction"] == {"valid": 32, "no_answer": 8, "invalid": 0}
    assert '"9"' in batch.mapping, "the mapping kept with the batch says how it was read"


@pytest.mark.parametrize(("zone", "days"), [(None, (2, 2, 3, 9)), ("Asia/Tokyo", (2, 3, 4, 9))])
def test_a_file_s_days_without_times_stay(store: Store, tmp_path: Path, zone: str | None, days: tuple[int, ...]) -> None:
    document.change(store, Settings(timezone=zone), LOCAL_ADMIN)
    text = "id,opened,closed,nota\na,2026-03-02,2026-03-09,5\nb,2026-03-02 16:00:00,2026-03-03 16:00:00,4\n"
    mapping = mapped("complaints", {"id": "id", "opened": "ts", "closed": "resolved_at", "nota": score()})
    service.import_file(store, written(tmp_path, text), mapping, "c.csv", "ana")
    with store.engine.connect() as connection:
        cases = connection.execute(select(complaints.c.day, complaints.c.resolved_day, complaints.c.dated)).all()
        scored = connection.execute(select(answers.c.day, answers.c.dated).order_by(answers.c.ts)).all()
    dated, clocked = sorted(cases, key=lambda row: not row.dated)
    assert (dated.day.day, clocked.day.day, clocked.resolved_day.day, dated.resolved_day.day) == days
    assert [row.dated for row in scored] == [False, True]
    assert [row.day.day for row in scored] == [days[2], 9]


def test_a_preview_speaks_of_the_file_alone(tmp_path: Path) -> None:
    mapping = mapped("answers", {"respondent": "id", "answered at": "ts", "overall satisfaction": score()})
    shown = service.preview(written(tmp_path, _SURVEY), mapping)
    assert "dated" not in shown.facts["answers"][0] and shown.facts["answers"][0]["day"] == date(2026, 1, 1).isoformat()
    assert datetime.fromisoformat(shown.facts["answers"][0]["ts"]) == datetime(2026, 1, 1, 23, 30)
