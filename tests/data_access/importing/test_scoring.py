"""Columns of words, marks and numbers become scores with their doubts, and answers to these are applied."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from data_access.importing import service
from data_access.importing.answering import apply, apply_all
from data_access.importing.errors import DataError
from data_access.importing.mapping import ColumnMap, Mapping
from data_access.importing.profile import profile
from data_access.importing.question import Question
from data_access.importing.suggest import Suggestion, suggest
from data_access.store import Store
from tests.data_access.importing.files import mapped, parsed, score, written

_DAYS = [f"2026-01-{1 + i % 28:02}" for i in range(60)]


def _cycle(*cells: int | str) -> list[str]:
    return [str(cells[i % len(cells)]) for i in range(60)]


def _suggested(columns: dict[str, list[str]], kind: str | None = "answers") -> Suggestion:
    return suggest([profile(name, cells) for name, cells in {"date": _DAYS, **columns}.items()], kind, "test")


def _column(found: Suggestion, name: str) -> ColumnMap:
    return next(c for c in found.mapping.columns if c.column == name)


def _question(found: Suggestion, key: str) -> Question:
    return next(q for q in found.questions if q.key == key)


def _loaded(columns: dict[str, list[str]], mapping: Mapping, folder: Path) -> list[float]:
    whole = {"date": _DAYS, **columns}
    rows = zip(*whole.values(), strict=True)
    text = ";".join(whole) + "\n" + "".join(";".join(row) + "\n" for row in rows)
    return [r["score"] for r in parsed(written(folder, text), mapping, folder / "out")[1]["answers"]]


def test_words_are_an_explicit_mapping_to_scores_with_the_unused_steps() -> None:
    words = _cycle("Very satisfied", "Satisfied", "Dissatisfied", "Very dissatisfied", "Don't know", "")
    found = _column(_suggested({"how was it": words}), "how was it")
    assert (found.role, found.kind, found.scale, found.no_answer) == ("score", "csat", (1.0, 5.0), ("Don't know",))
    assert dict(found.values) == {
        "Very satisfied": "5", "Satisfied": "4", "Dissatisfied": "2", "Very dissatisfied": "1", "Neutral": "3",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "scale", "kind"),
    [
        (_cycle("★★★★★", "★★★☆☆", "★☆☆☆☆"), (1.0, 5.0), "rating"),
        (_cycle("4/5", "5/5", "1/5"), (1.0, 5.0), "rating"),
        (_cycle("😍", "😐", "😡"), (1.0, 5.0), "rating"),
        (_cycle("9 out of 10", "3 out of 10", "10 out of 10"), (1.0, 10.0), "rating"),
        (_cycle("5 - Very good", "4 - Good", "1 - Very bad"), (1.0, 5.0), "rating"),
    ],
)
def test_marks_are_scores_whatever_the_column_is_called(cells: list[str], scale: tuple[float, float], kind: str) -> None:
    found = _column(_suggested({"service": cells}), "service")
    assert (found.kind, found.scale) == (kind, scale)


@pytest.mark.parametrize(
    "cells", [_cycle("3分", "5分"), _cycle("85 %", "15 %"), _cycle("1/2", "3/4"), _cycle("2 bags", "3 bags")]
)
def test_marks_that_may_be_anything_need_a_name(cells: list[str]) -> None:
    assert not _column(_suggested({"thing": cells}), "thing").rated


def test_points_and_percent_under_a_name_of_scores() -> None:
    found = _suggested({"满意度": _cycle("3分", "5分", "1分"), "satisfaction share": _cycle("85 %", "100 %", "15%")})
    assert _column(found, "满意度").scale == (1.0, 5.0)
    assert _column(found, "satisfaction share").scale == (0.0, 100.0)


def test_a_reversed_scale_is_asked_about_and_turned_only_when_somebody_says_so(tmp_path: Path) -> None:
    columns = {"Satisfaction (1 = very satisfied, 5 = very dissatisfied)": _cycle(1, 1, 1, 2, 3, 4, 5)}
    found = _suggested(columns)
    question = _question(found, "reversed")
    assert question.blocking and question.columns == tuple(columns)
    plain = sum(_loaded(columns, found.mapping, tmp_path))
    turned = sum(_loaded(columns, apply(found.mapping, question, "yes"), tmp_path))
    assert turned == 60 * 6 - plain
    assert apply(found.mapping, question, "no") == found.mapping


def test_labels_prove_a_reversed_scale() -> None:
    cells = _cycle("1 - very satisfied", "2 - satisfied", "4 - dissatisfied", "5 - very dissatisfied")
    assert _question(_suggested({"how was it": cells}), "reversed").blocking
    plain = _suggested({"how was it": _cycle("5 - very satisfied", "4 - satisfied", "1 - very dissatisfied")})
    assert "reversed" not in {q.key for q in plain.questions}


def test_words_at_the_ends_of_numbers_are_asked_about_never_dropped(tmp_path: Path) -> None:
    columns = {"Would you recommend us?": _cycle(9, 8, 7, 5, 2, 0, "Absolutely")}
    found = _suggested(columns)
    question = _question(found, "anchors")
    assert question.blocking and '"Absolutely" (8 times) as 10' in question.text
    assert sum(s == 10 for s in _loaded(columns, apply(found.mapping, question, "yes"), tmp_path)) == 8
    assert len(_loaded(columns, apply(found.mapping, question, "no"), tmp_path)) == 52


def test_codes_of_one_item_hold_for_its_block() -> None:
    items = {f"talk_{i}": _cycle(1, 3, 4, 5, *((6,) if i == 1 else (0,) if i == 2 else ())) for i in range(4)}
    found = _suggested(items)
    assert {_column(found, name).no_answer for name in items} == {("0", "6")}
    assert [q.key for q in found.questions if q.key == "no_answer"] == ["no_answer"]


@pytest.mark.parametrize(
    "codes", [(99,), (-1, -3), (0, 6), (9,), (98, 99), ("N/A", "BLANK"), ("Don't know",), ("(跳过)", "(空)")]
)
def test_codes_for_no_answer_are_no_scores(codes: tuple[int | str, ...], tmp_path: Path) -> None:
    columns = {"overall satisfaction": _cycle(5, 4, 3, 2, 1, *codes)}
    found = _suggested(columns)
    assert _column(found, "overall satisfaction").scale == (1.0, 5.0)
    assert set(_loaded(columns, found.mapping, tmp_path)) == {1.0, 2.0, 3.0, 4.0, 5.0}


def test_codes_that_are_scores_after_all_widen_the_scale(tmp_path: Path) -> None:
    columns = {"overall satisfaction": _cycle(5, 4, 3, 2, 1, 0)}
    found = _suggested(columns)
    changed = apply(found.mapping, _question(found, "no_answer"), "no")
    assert _column(Suggestion(changed, ()), "overall satisfaction").scale == (0.0, 5.0)
    assert set(_loaded(columns, changed, tmp_path)) == {0.0, 1.0, 2.0, 3.0, 4.0, 5.0}


def test_recommending_on_one_to_ten_is_no_nps() -> None:
    cells = _cycle(*range(1, 11))
    found = _suggested(
        {"Would you recommend us? 10 - strongly agree, 1 - strongly disagree": cells, "recommend": _cycle(*range(11))}
    )
    kinds = [(c.kind, c.scale) for c in found.mapping.columns if c.rated]
    assert kinds == [("rating", (1.0, 10.0)), ("nps", (0.0, 10.0))]


def test_a_question_spread_over_columns_is_one_question(tmp_path: Path) -> None:
    columns = {f"How satisfied are you?: - {n}": _cycle(*(n if i == n else "" for i in range(1, 7))) for n in range(1, 6)}
    found = _suggested(columns)
    scored = [c for c in found.mapping.columns if c.rated]
    assert {(c.label, c.kind, c.scale) for c in scored} == {("How satisfied are you?", "csat", (1.0, 5.0))}
    assert sorted(_loaded(columns, found.mapping, tmp_path)) == [float(n) for n in range(1, 6) for _ in range(10)]
    rows = "\n".join(";".join(row) for row in zip(_DAYS, *columns.values(), strict=True))
    path = written(tmp_path, ";".join(["date", *columns]) + "\n" + rows + "\n")
    ledger, _ = parsed(path, found.mapping, tmp_path / "again")
    assert ledger.cells["How satisfied are you?"] == {"valid": 50, "no_answer": 10, "invalid": 0}


def test_facts_about_people_in_words_are_no_ratings() -> None:
    found = _suggested({"How often do you fly?": _cycle("Never", "Rarely", "Often"), "priority": _cycle("Good", "Bad")})
    assert not any(c.rated for c in found.mapping.columns)


def test_scales_of_a_source_are_never_mixed_in_silence(store: Store, tmp_path: Path) -> None:
    def inspected(cells: list[str], name: str):  # type: ignore[no-untyped-def]
        text = "date,overall satisfaction\n" + "".join(f"{d},{c}\n" for d, c in zip(_DAYS, cells, strict=True))
        return service.inspect(written(tmp_path, text, name), name, kind="answers", source="wave", store=store)

    first = inspected(_cycle(1, 2, 3, 4, 5), "first.csv")
    service.import_file(store, tmp_path / "first.csv", first.mapping, "first.csv", "ana")
    again = inspected(_cycle(2, 3, 4, 5), "again.csv")
    assert again.remembered and again.questions == ()
    other = inspected(_cycle(*range(1, 11)), "other.csv")
    (question,) = [q for q in other.questions if q.blocking]
    assert question.key == "stored_scale:1-5:1-10" and question.options == ("apart", "1-5")
    assert "1 to 10" in question.text and "never mixed" in question.text
    apart = next(c for c in apply(other.mapping, question, "apart").columns if c.rated)
    assert (apart.label, apart.scale) == ("overall satisfaction (1 to 10)", (1.0, 10.0))


def test_a_scale_kept_apart_is_a_question_of_its_own() -> None:
    profiles = [profile("date", _DAYS), profile("overall satisfaction", _cycle(*range(1, 11)))]
    found = suggest(profiles, "answers", "test", stored={"overall satisfaction": ((1.0, 5.0),)})
    question = _question(found, "stored_scale:1-5:1-10")
    apart = _column(Suggestion(apply(found.mapping, question, "apart"), ()), "overall satisfaction")
    assert (apart.label, apart.scale) == ("overall satisfaction (1 to 10)", (1.0, 10.0))
    before = _column(Suggestion(apply(found.mapping, question, "1-5"), ()), "overall satisfaction")
    assert (before.label, before.scale) == ("overall satisfaction", (1.0, 5.0))
    few = suggest([profiles[0], profile("overall satisfaction", _cycle(1, 6, 7, 8)[:20])], "answers", "test",
                  stored={"overall satisfaction": ((1.0, 10.0),)})  # fmt: skip
    assert _column(few, "overall satisfaction").scale == (1.0, 10.0)


def test_answers_are_applied_by_key_and_impossible_ones_refused() -> None:
    start = mapped("answers", {"when": "attribute", "q": score(no_answer=["6"])})
    asked = [
        Question("ts", "?", blocking=True),
        Question("date_order", "?", ("dmy", "mdy"), True, ("when",)),
        Question("business_unit", "?"),
        Question("zone:EST", "?", blocking=True),
        Question("score", "?", ("none",)),
    ]
    said = {"ts": "2026-03-31", "date_order": "dmy", "business_unit": "Shops", "zone:EST": "America/New_York"}
    mapping, still = apply_all(start, asked, said)
    assert dict(mapping.constants) == {"ts": "2026-03-31", "business_unit": "Shops"}
    assert (mapping.columns[0].date_order, dict(mapping.zones)) == ("dmy", {"EST": "America/New_York"})
    assert [q.key for q in still] == ["score"]
    for question, answer in ((asked[0], "31.3.2026"), (asked[1], "ydm"), (asked[3], "Atlantis"), (Question("x", "?"), "y")):
        with pytest.raises(DataError):
            apply(start, question, answer)
    with pytest.raises(DataError, match="changes how the file is read"):
        apply(start, Question("kind", "?", ("answers", "contacts")), "contacts")
    assert apply(start, Question("kind", "?", ("answers", "contacts")), "answers") == start


def test_dates_that_are_no_numbers_of_days_are_left_alone() -> None:
    found = suggest(
        [profile("opened", [str(46000 + i) for i in range(20)]), profile("theme", ["a", "b"] * 10)], "complaints", "t"
    )
    question = next(q for q in found.questions if q.key == "counted")
    assert _column(Suggestion(apply(found.mapping, question, "serial"), ()), "opened").date_order == "serial"
    assert _column(Suggestion(apply(found.mapping, question, "no"), ()), "opened").role == "ignore"


def test_spreadsheet_days_are_read_once_declared(tmp_path: Path) -> None:
    path = written(tmp_path, "opened,theme\n46027,a\n46028.25,b\n")
    mapping = mapped("complaints", {"opened": {"role": "ts", "date_order": "serial"}, "theme": "theme"})
    rows = parsed(path, mapping, tmp_path / "out")[1]["complaints"]
    assert [r["ts"] for r in rows] == [datetime(2026, 1, 5), datetime(2026, 1, 6, 6)]


def test_a_file_nothing_is_known_of_is_only_asked_what_it_is() -> None:
    cells = [profile("State Name", ["Alabama", "Alaska"] * 10), profile("Total", [str(1000 + i) for i in range(20)])]
    (question,) = suggest(cells, None, "t").questions
    assert question.key == "kind" and question.blocking
