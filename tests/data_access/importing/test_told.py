"""Phrases cross from the parsing process to its parent by their place; what only looks like one stays a cell."""

from __future__ import annotations

import json

import pytest

from data_access.importing import told
from data_access.importing.errors import DataError
from metrics.phrases import Phrase, in_a_row, listed, phrase, spoken
from metrics.saying import speaking


def crossed(answer):
    places = json.loads(json.dumps(told.placed(answer)))
    return told.restored(json.loads(json.dumps(answer)), places)


def test_phrases_come_out_as_they_went_in_and_nothing_else_changes() -> None:
    reason = phrase("{column}: {reason}", column="day", reason=phrase("all cells are empty"))
    answer = {
        "reasons": {"a note": 1, reason: 2}, "why": [["day", phrase("free text")]], "n": 3, "none": None,
        "cells": [{"text": "x", "template": "{x}", "values": {}}], "said": in_a_row(phrase("Split it."), phrase("Choose one.")),
    }  # fmt: skip
    found = crossed(answer)
    assert found == json.loads(json.dumps(answer))
    assert list(found["reasons"]) == ["a note", str(reason)]
    with speaking("zh"):
        assert [spoken(key) for key in found["reasons"]] == ["a note", "day：所有单元格都为空"]
        assert spoken(found["why"][0][1]) == "自由文字"
        assert spoken(found["said"]) == "请拆分。请选择一个。"
    assert found["cells"] == answer["cells"]


def test_long_lists_of_names_cross_whole() -> None:
    with speaking("zh"):
        assert spoken(crossed([listed(map(str, range(50)))])[0]) == "、".join(map(str, range(50)))


@pytest.mark.parametrize("template", [
    "{n.__class__}", "{n[0]}", "{0}", "{n:999999}", "{n!s}", "{n:{n}}", "{", "}", "{N}",
])  # fmt: skip
def test_a_template_that_reaches_further_than_its_values_is_left_out(template: str) -> None:
    plain = {"text": "seen", "template": template, "values": {"n": "x"}}
    found = told.restored(["seen"], [[[0], plain]])
    assert found == ["seen"]
    assert not isinstance(found[0], Phrase)


@pytest.mark.parametrize("places", [
    [[["no such key"], {"text": "a", "template": "a", "values": {}}]], [[[7], {"text": "a", "template": "a", "values": {}}]],
    [[[0], {"text": "another text", "template": "a", "values": {}}]], [[[0], {}]], [[[0, "deeper"], {"text": "a"}]],
    [[[0], {"text": "a", "template": "a", "values": [1]}]],
])  # fmt: skip
def test_places_that_are_none_change_nothing(places) -> None:
    found = told.restored(["a"], places)
    assert found == ["a"]
    assert not isinstance(found[0], Phrase)


def test_what_a_refusal_quotes_is_one_line_in_every_language() -> None:
    refusal = DataError(phrase("Did you mean {name!r}?", name="a\x00b\n" + "x" * 900), "", phrase("Choose one."))
    with speaking("zh"):
        said = refusal.spoken()
    assert said.startswith("您是指“a b ")
    assert said.endswith("…”吗？请选择一个。")
    assert len(said) < 120
    assert str(refusal).endswith("Choose one.")
    assert refusal.whole == str(refusal)
