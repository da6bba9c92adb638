"""Rows become facts; each row and each scored cell is accounted for."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.importing import reader
from data_access.importing.errors import DataError
from data_access.pseudonym import Pseudonymiser
from tests.data_access.importing.files import mapped, parsed, score, written


def test_a_survey_row_with_several_items_is_several_answers(tmp_path: Path) -> None:
    path = written(
        tmp_path, "id,day,overall,staff,nps,age\n1,2026-01-05,5,4,10,young\n2,2026-01-06,6,0,11,old\n3,2026-01-07,x,2.5,-3,\n"
    )
    mapping = mapped(
        "answers",
        {
            "id": "id",
            "day": "ts",
            "overall": score(question="Overall", no_answer=["6"]),
            "staff": score("rating", no_answer=["0"]),
            "nps": score("nps", 0, 10, no_answer=["11", "-3"]),
            "age": "attribute",
        },
        constants={"channel": "Kiosk", "instrument": "Exit poll"},
    )
    ledger, tables = parsed(path, mapping, tmp_path / "out")
    assert (ledger.read, ledger.loaded) == (3, 3)
    assert ledger.cells == {
        "Overall": {"valid": 1, "no_answer": 1, "invalid": 1},
        "staff": {"valid": 1, "no_answer": 1, "invalid": 1},
        "nps": {"valid": 1, "no_answer": 2, "invalid": 0},
    }
    assert ledger.examples == {"Overall": ["'x' is not a score"], "staff": ["'2.5' is not a whole score"]}
    assert {(a["question"], a["kind"], a["score"], a["scale_min"], a["scale_max"]) for a in tables["answers"]} == {
        ("Overall", "csat", 5.0, 1.0, 5.0),
        ("staff", "rating", 4.0, 1.0, 5.0),
        ("nps", "nps", 10.0, 0.0, 10.0),
    }
    assert len({a["record"] for a in tables["answers"]}) == 1
    assert {(a["channel"], a["instrument"]) for a in tables["answers"]} == {("Kiosk", "Exit poll")}
    assert [(a["facts"], a["name"], a["value"]) for a in tables["attributes"]] == [
        ("answers", "age", "young"),
        ("answers", "age", "old"),
    ]
    assert len(tables["records"]) == 3


def test_a_complaint_with_a_score_feeds_both(tmp_path: Path) -> None:
    path = written(tmp_path, "opened;closed;note;ok;why\n01/08/2026;20/08/2026;4;Resolvida;bom\n02/08/2026;;;Não Avaliada;\n")
    mapping = mapped(
        "complaints",
        {
            "opened": "ts",
            "closed": ["closed_at", "resolved_at"],
            "note": {**score(), "role": "satisfaction_after"},
            "ok": {"role": "confirmed", "values": {"Resolvida": "yes", "Não Resolvida": "no", "Não Avaliada": None}},
            "why": "comment",
        },
        date_order="dmy",
    )
    _, tables = parsed(path, mapping, tmp_path / "out")
    done, still_open = tables["complaints"]
    assert (done["closed_at"], done["resolved_at"], str(done["resolved_day"])) == (
        datetime(2026, 8, 20),
        datetime(2026, 8, 20),
        "2026-08-20",
    )
    assert (done["satisfaction_after"], done["satisfaction_min"], done["satisfaction_max"], done["confirmed"]) == (
        4.0,
        1.0,
        5.0,
        "yes",
    )
    assert (still_open["closed_at"], still_open["satisfaction_after"], still_open["confirmed"]) == (None, None, None)
    (answer,) = tables["answers"]
    assert (answer["score"], answer["kind"], answer["ts"], answer["record"]) == (
        4.0,
        "csat",
        datetime(2026, 8, 20),
        done["record"],
    )
    assert [c["text"] for c in tables["comments"]] == ["bom"]


def test_reversed_scales_are_turned_round(tmp_path: Path) -> None:
    path = written(tmp_path, "day,q\n2026-01-05,1\n2026-01-05,5\n2026-01-05,2\n")
    _, tables = parsed(path, mapped("answers", {"day": "ts", "q": score(reversed=True)}), tmp_path / "out")
    assert [a["score"] for a in tables["answers"]] == [5.0, 1.0, 4.0]


def test_ids_decide_between_duplicate_and_conflict(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "id,day,channel\na,2026-01-05,Phone\nb,2026-01-05,Chat\na,2026-01-05,Phone\na,2026-01-06,Phone\n,2026-01-05,Web\n",
    )
    ledger, tables = parsed(path, mapped("contacts", {"id": "id", "day": "ts", "channel": "channel"}), tmp_path / "out")
    assert (ledger.read, ledger.loaded, ledger.duplicate, ledger.conflict, ledger.rejected) == (5, 2, 1, 1, 1)
    assert [(r["line"], r["outcome"], r["column"]) for r in tables["rejected"]] == [
        (6, "rejected", "id"),
        (5, "conflict", "id"),
    ]
    assert [c["channel"] for c in tables["contacts"]] == ["Phone", "Chat"]


def test_identical_rows_without_id_are_loaded_and_flagged(tmp_path: Path) -> None:
    text = "day,channel\n" + "2026-01-05,Phone\n" * 3 + "2026-01-05,Chat\n"
    mapping = mapped("contacts", {"day": "ts", "channel": "channel"})
    ledger, tables = parsed(written(tmp_path, text), mapping, tmp_path / "out")
    assert (ledger.loaded, ledger.flagged) == (4, 2)
    assert len({r["record"] for r in tables["records"]}) == 4
    assert len({r["fingerprint"] for r in tables["records"]}) == 2


def test_a_rows_identity_does_not_depend_on_place_order_or_encoding(tmp_path: Path) -> None:
    mapping = mapped("contacts", {"day": "ts", "channel": "channel"})
    key = tmp_path / "k.key"
    one = written(tmp_path, "day,channel\n2026-01-05,Café\n2026-01-06,Loja\n", "one.csv")
    two = written(tmp_path, "channel;day\nLoja ;2026-01-06\nCafé;2026-01-05\n", "two.csv", "cp1252")
    tables = []
    for path in (one, two):
        Pseudonymiser.from_file(key)
        tables.append(parsed(path, mapping, tmp_path / path.stem, key_file=str(key))[1])
    assert {r["record"] for r in tables[0]["records"]} == {r["record"] for r in tables[1]["records"]}


def test_repeats_across_chunks_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "CHUNK", 3)
    monkeypatch.setattr(reader.chunks, "__defaults__", (None, 3))
    rows = [f"{i % 5},2026-01-05,{'Phone' if i < 12 else 'Chat'}" for i in range(15)]
    path = written(tmp_path, "id,day,channel\n" + "\n".join(rows))
    ledger, _ = parsed(path, mapped("contacts", {"id": "id", "day": "ts", "channel": "channel"}), tmp_path / "a")
    assert (ledger.loaded, ledger.duplicate, ledger.conflict) == (5, 7, 3)
    ledger, _ = parsed(path, mapped("contacts", {"day": "ts", "channel": "channel"}), tmp_path / "b")
    assert (ledger.loaded, ledger.flagged) == (15, 7)


def test_na_is_an_identifier_among_letters_and_missing_among_numbers(tmp_path: Path) -> None:
    mapping = mapped("contacts", {"day": "ts", "case": "case_id"})
    letters = written(tmp_path, "day,case\n2026-01-05,A\n2026-01-05,NB\n2026-01-05,NA\n", "letters.csv")
    numbers = written(tmp_path, "day,case\n2026-01-05,17\n2026-01-05,18\n2026-01-05,NA\n", "numbers.csv")
    assert [c["case_id"] for c in parsed(letters, mapping, tmp_path / "a")[1]["contacts"]] == ["A", "NB", "NA"]
    assert [c["case_id"] for c in parsed(numbers, mapping, tmp_path / "b")[1]["contacts"]] == ["17", "18", None]
    said = mapped("contacts", {"day": "ts", "case": {"role": "case_id", "empty": ["17"]}})
    assert [c["case_id"] for c in parsed(numbers, said, tmp_path / "c")[1]["contacts"]] == [None, "18", "NA"]


def test_an_optional_cell_that_is_not_understood_is_empty_and_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "day,wait,dir\n2026-01-05,12,in\n2026-01-05,long,sideways\n")
    mapping = mapped("contacts", {"day": "ts", "wait": "waiting_seconds", "dir": "direction"})
    ledger, tables = parsed(path, mapping, tmp_path / "out")
    assert [(c["waiting_seconds"], c["direction"]) for c in tables["contacts"]] == [(12.0, "inbound"), (None, None)]
    assert ledger.cells == {
        "wait": {"valid": 1, "no_answer": 0, "invalid": 1},
        "dir": {"valid": 1, "no_answer": 0, "invalid": 1},
    }


def test_rows_without_time_or_from_the_future_are_rejected(tmp_path: Path) -> None:
    soon = datetime.now(UTC) + timedelta(days=30)
    path = written(tmp_path, f"day,channel\n2026-01-05,Phone\n,Chat\n{soon:%Y-%m-%d},Web\n2026-02-30,App\n , \n")
    ledger, tables = parsed(path, mapped("contacts", {"day": "ts", "channel": "channel"}), tmp_path / "out")
    assert (ledger.read, ledger.loaded, ledger.rejected) == (5, 1, 4)
    assert [r["line"] for r in tables["rejected"]] == [3, 4, 5, 6]
    assert "future" in tables["rejected"][1]["reason"]
    assert list(ledger.reasons.values()) == [2, 2]
    empty, unread = ledger.reasons
    assert empty == "day: empty"
    assert unread.startswith("day: the first, line 4: ")
    assert "future" in unread


def test_a_file_of_which_nothing_can_be_used_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="None of the 2 rows"):
        parsed(written(tmp_path, "day,channel\nx,Phone\ny,Chat\n"), mapped("contacts", {"day": "ts"}), tmp_path / "out")


def test_columns_not_spoken_of_are_listed_not_dropped_silently(tmp_path: Path) -> None:
    path = written(tmp_path, "day,channel,extra\n2026-01-05,Phone,1\n")
    ledger, _ = parsed(
        path, mapped("contacts", {"day": "ts", "channel": {"role": "ignore", "reason": "constant"}}), tmp_path / "out"
    )
    assert ledger.ignored == [("channel", "constant"), ("extra", "not in the mapping")]


def test_a_mapping_for_another_file_says_which_columns_are_missing(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Did you mean 'channel'"):
        parsed(
            written(tmp_path, "day,channel\n2026-01-05,x\n"),
            mapped("contacts", {"day": "ts", "chanel": "channel"}),
            tmp_path / "out",
        )


_CELL = st.one_of(
    st.sampled_from(["", "2026-01-05", "5", "NA", "a", '"', "x,y", "line\nbreak", "=1", "é", "6"]),
    st.text('ab1,"\n ', max_size=5),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["2026-01-05", "2026-01-06", "", "x"]), _CELL, _CELL), max_size=25
    ),
    st.booleans(),
)
def test_conservation(rows: list[tuple[str, str, str, str]], with_id: bool) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("id", "day", "q", "more"), ("d", "2026-01-05", "5", "m"), *rows])
    columns = {"day": "ts", "q": score(no_answer=["6"]), "more": "attribute"} | ({"id": "id"} if with_id else {})
    with TemporaryDirectory() as folder:
        path = written(Path(folder), out.getvalue())
        try:
            ledger, tables = parsed(path, mapped("answers", columns), Path(folder) / "out")
        except DataError as refusal:
            assert "None of the" in refusal.seen
            return
    assert ledger.read == len(rows) + 1
    assert ledger.balanced()
    assert ledger.loaded == len(tables["records"])
    assert ledger.rejected + ledger.conflict == len(tables["rejected"])
    cells = ledger.cells["q"]
    assert cells["valid"] + cells["no_answer"] + cells["invalid"] == ledger.loaded
    assert cells["valid"] == len(tables.get("answers", []))
    assert len({r["record"] for r in tables["records"]}) == ledger.loaded
