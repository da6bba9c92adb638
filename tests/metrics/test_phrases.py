"""A phrase is its English text and can be said in the reader's language later, with everything that fills it."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from metrics.phrases import Phrase, alternatives, clauses, in_a_row, listed, phrase, spoken
from metrics.saying import speaking

ROWS = phrase("The file has more than {n:,} rows.", n=12345)


def chinese(text: str) -> str:
    with speaking("zh"):
        return spoken(text)


def test_a_phrase_is_its_english_text() -> None:
    assert ROWS == "The file has more than 12,345 rows."
    assert spoken(ROWS) == ROWS
    assert type(spoken(ROWS)) is str
    assert {ROWS: 1}["The file has more than 12,345 rows."] == 1
    assert json.dumps(ROWS) == '"The file has more than 12,345 rows."'


def test_it_is_said_in_the_language_spoken_when_it_is_read() -> None:
    assert chinese(ROWS) == "文件超过 12,345 行。"
    assert spoken(ROWS) == ROWS


@pytest.mark.parametrize("way", [copy.deepcopy, lambda p: pickle.loads(pickle.dumps(p))], ids=["copied", "pickled"])
def test_it_stays_one_when_it_is_handed_on(way) -> None:
    again = way(phrase("{role} is empty", role=phrase("customer")))
    assert again == "customer is empty"
    assert chinese(again) == "“客户”为空"


def test_what_fills_it_is_said_too() -> None:
    assert chinese(in_a_row(ROWS, "", phrase("Split the file."))) == "文件超过 12,345 行。请拆分文件。"
    assert chinese(listed(["a", "b", "c"])) == "a、b、c"
    assert chinese(alternatives([phrase("comma"), phrase("tab")])) == "逗号 或 制表符"
    assert chinese(clauses(["a", "b"])) == "a；b"
    assert (listed([]), listed(["one"]), in_a_row("", "")) == ("", "one", "")
    assert listed(["a", "b", "c"]) == "a, b, c"
    assert alternatives("ab") == "a or b"


def test_words_of_a_file_are_no_templates() -> None:
    hostile = "{n.__class__} {0} {"
    assert phrase("{column}: empty", column=hostile) == f"{hostile}: empty"
    assert chinese(phrase("{column}: empty", column=hostile)) == f"{hostile}：为空"
    assert chinese("Split the file.") == "Split the file."  # a cell that reads like a sentence of ours


def test_values_that_do_not_fit_leave_the_english_text() -> None:
    odd = Phrase("as it was", "The file has more than {n:,} rows.", {"n": "many"})
    assert chinese(odd) == "as it was"
    assert chinese(Phrase("as it was", "The file has more than {n:,} rows.", {"m": 1})) == "as it was"


def test_texts_are_changed_through_phrases_in_phrases() -> None:
    nested = phrase("{column}: {reason}", column="ab", reason=phrase("{column}: empty", column="ab"))
    shouted = nested.mapped(str.upper)  # type: ignore[attr-defined]
    assert shouted == "AB: AB: EMPTY"
    assert chinese(shouted) == "AB：AB：为空"
