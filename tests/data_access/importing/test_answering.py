"""Answers given beside a mapping."""

from __future__ import annotations

from datetime import date

import pytest

from data_access.importing import answering
from data_access.importing.answering import Answers
from data_access.importing.errors import DataError
from data_access.importing.profile import profile
from data_access.importing.suggest import Question, suggest
from tests.data_access.importing.files import mapped, score


def test_answers_become_part_of_the_mapping_and_close_their_questions() -> None:
    start = mapped("answers", {"q": score()})
    said = Answers(date(2026, 3, 31), "dmy", "Shops", "Europe/Lisbon")
    after = said.applied(start)
    assert dict(after.constants) == {"ts": "2026-03-31", "business_unit": "Shops"}
    assert (after.date_order, after.timezone) == ("dmy", "Europe/Lisbon")
    asked = [Question(key, key) for key in ("ts", "date_order", "business_unit", "no_answer")]
    assert [q.key for q in said.open(asked, after)] == ["no_answer"]


def test_what_is_not_said_stays_open() -> None:
    start = mapped("answers", {"q": score()}, timezone="Asia/Shanghai")
    assert Answers().applied(start) == start
    assert [q.key for q in Answers().open([Question("ts", "?")], start)] == ["ts"]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        (Answers(day=date(2026, 1, 1)), "'when' is already read as ts"),
        (Answers(unit="Shops"), "'dept' is already read as business_unit"),
        (Answers(timezone="Atlantis/Sea"), "timezone"),
    ],
)
def test_answers_never_overrule_a_column_or_name_a_zone_that_is_none(said: Answers, word: str) -> None:
    start = mapped("answers", {"when": "ts", "dept": "business_unit", "q": score()})
    with pytest.raises(DataError) as refusal:
        said.applied(start)
    assert word in str(refusal.value)


def test_the_decimal_mark_is_asked_where_nothing_proves_it() -> None:
    days = [f"2026-01-{i:02}" for i in range(1, 29)]
    columns = {"date": days, "channel": ["Phone", "Chat"] * 14, "cost": [f"{i},{500 + i}" for i in range(1, 29)]}
    found = suggest([profile(name, cells) for name, cells in columns.items()], "contacts", "s")
    (question,) = [q for q in found.questions if q.key == "decimal"]
    assert question.blocking
    assert answering.apply(found.mapping, question, ",").decimal == ","
    plain = {**columns, "cost": [f"{i},5" for i in range(1, 29)]}
    assert "decimal" not in [q.key for q in suggest([profile(n, c) for n, c in plain.items()], "contacts", "s").questions]
