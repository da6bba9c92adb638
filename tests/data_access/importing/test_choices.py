"""Cells that list several choices are taken apart; towns with their states are not."""

from __future__ import annotations

from collections import Counter

import pytest

from data_access.importing.cells import option
from data_access.importing.choices import listing, options
from data_access.importing.mapping import ColumnMap


def _chosen(cell: str, choice: str) -> bool:
    return option(ColumnMap("q", "attribute", option=choice), frozenset({"", "n/a"}))(cell) == "yes"


def test_the_mark_of_one_tool_is_sure() -> None:
    cells = Counter({"运动┋阅读": 2, "ACG文化(动漫、游戏等)": 1, "运动┋其他【请注明】〖跑步〗": 1, "阅读": 4})
    assert options(cells, joined_by_vendor=False) == ("阅读", "运动", "ACG文化(动漫、游戏等)", "其他【请注明】")


def test_choices_are_known_by_coming_back_in_varying_numbers() -> None:
    cells = Counter({"Web": 5, "Web, Phone": 4, "Shop, Phone, Web": 3, "Phone": 3, "Shop": 3})
    assert options(cells, joined_by_vendor=True) == ("Web", "Phone", "Shop")
    assert options(cells, joined_by_vendor=False) == ()
    towns = Counter({f"{town}, {state}": 5 for town in "ABCDEF" for state in ("MA", "NY")})
    assert options(towns, joined_by_vendor=True) == ()


@pytest.mark.parametrize(
    ("cell", "choice", "chosen"),
    [
        ("运动┋阅读", "阅读", True),
        ("运动┋阅读", "读", False),
        ("ACG文化(动漫、游戏等)", "ACG文化(动漫、游戏等)", True),
        ("其他【请注明】〖跑步〗", "其他【请注明】", True),
        ("Web, Phone", "phone", True),
        ("Web; Phone", "Phone", True),
        ("Website", "Web", False),
        ("(跳过)", "(跳过)", False),
        ("N/A", "N/A", False),
    ],
)
def test_a_choice_is_found_whole(cell: str, choice: str, chosen: bool) -> None:
    assert _chosen(cell, choice) is chosen


def _picked(between: str, *choices: str) -> Counter[str]:
    """Every way to tick some of these, three times."""
    return Counter({between.join(c for k, c in enumerate(choices) if i >> k & 1): 3 for i in range(1, 1 << len(choices))})


@pytest.mark.parametrize(
    ("between", "choices", "separator"),
    [
        ("; ", ("Email", "Chat", "App", "Web"), ";"),
        (";", ("Email", "Phone, landline", "Phone", "Web"), ";"),
        (" | ", ("Email", "Chat", "App"), "|"),
        ("\n", ("Email, post", "Chat", "App"), "\n"),
        (", ", ("Email", "Chat", "App"), ","),
        ("；", ("电话", "邮件", "网站"), ";"),
        ("、", ("电话", "邮件", "网站"), ","),
    ],
)
def test_choices_are_told_from_the_cells_alone_where_they_are_clear(
    between: str, choices: tuple[str, ...], separator: str
) -> None:
    found, told = listing(_picked(between, *choices))
    assert (sorted(found), told) == (sorted(choices), separator)
    whole = between.join(choices)
    for choice in choices:
        column = ColumnMap("q", "attribute", option=choice, separator=told)
        assert option(column, frozenset())(whole) == "yes"
    lone = ColumnMap("q", "attribute", option="Phone", separator=";")
    assert option(lone, frozenset())("Phone, landline") is None, "a choice that holds a comma is not two"


_NO_LISTS = {
    "choices with a comma": {"Phone, landline": 30, "Email": 30, "Phone, mobile": 20},
    "paths": {f"{top} | {leaf}": 5 for top in ("Hardware", "Software") for leaf in "ABCDEF"} | {"Hardware": 9, "Software": 9},
    "towns and states": {f"{town}, {state}": 5 for town in "ABCDEF" for state in ("MA", "NY")},
    "names": {f"{last}, {first}": 1 for last in "ABCDEFG" for first in "TUVWXYZ"},
    "texts": {f"I waited {n} days; nobody called; order {n}": 1 for n in range(60)},
    "texts with the same words": {f"late; reason {n}": 1 for n in range(60)} | {"late": 20},
    "a rare list": {"Email": 100, "Chat": 100, "App": 100, "Email; Chat": 3, "Chat; App": 3},
    "few cells": {"Email": 5, "Chat": 4, "Email; Chat": 3},
    "one choice": {"Email": 30, "Email;": 30},
    "long texts": {f"{'a' * 70};{'b' * 70}": 9, "a" * 70: 9, "b" * 70: 9},
    "nothing": {},
    "marks only": {";": 20, ";;": 20, "; ;": 20},
    "more choices than a question has": {f"{i};{i + 1}": 3 for i in range(60)} | {str(i): 3 for i in range(61)},
}


@pytest.mark.parametrize("cells", _NO_LISTS.values(), ids=_NO_LISTS.keys())
def test_what_only_looks_like_choices_stays_whole(cells: dict[str, int]) -> None:
    assert listing(Counter(cells)) == ((), "")
