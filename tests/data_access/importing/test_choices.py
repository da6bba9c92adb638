"""Cells that list several choices are taken apart; towns with their states are not."""

from __future__ import annotations

from collections import Counter

import pytest

from data_access.importing.cells import option
from data_access.importing.choices import options
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
