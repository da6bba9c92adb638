"""The plane and ranked rows: what is where, and how sure."""

from __future__ import annotations

from typing import Any

import pytest

from charts import scales
from charts.figures import plane, ranked
from charts.figures.base import said
from charts.figures.corners import Corners
from charts.figures.plane import MOST_WHISKERS, Item
from charts.figures.ranked_marks import Ranked, Yardstick
from charts.theme import THEMES

CORNERS = Corners("fix first", "keep up", "less urgent", "more than needed")
TITLES = ("satisfied", "importance")


def items(n: int, name: str = "Item") -> list[Item]:
    return [
        Item(f"{name} {k}", x, y, (x - 0.03, x + 0.03), (y - 0.02, y + 0.02), k == 0, k == 1, ("a line", "<b>another</b>"))
        for k, x, y in ((k, 0.5 + 0.03 * k, 0.3 - 0.02 * k) for k in range(n))
    ]  # fmt: skip


def drawn(n: int, ground: Any = "light") -> dict[str, Any]:
    return plane(items(n), (0.55, 0.25), CORNERS, ground, titles=TITLES)


def words(figure: dict[str, Any]) -> list[str]:
    return [note["text"] for note in figure["layout"]["annotations"]]


def test_points_stand_where_they_are_rated_and_matter() -> None:
    points = drawn(3)["data"][-1]
    assert points["x"] == [0.5, 0.53, 0.56]
    assert points["y"] == pytest.approx([0.3, 0.28, 0.26])
    ground, accent = THEMES["light"].ground, THEMES["light"].accent
    assert points["marker"]["color"] == [accent, ground, THEMES["light"].axis]  # the second is hollow
    assert points["marker"]["line"]["color"][0] == accent


def test_every_point_and_corner_is_named() -> None:
    corners = {"<b>fix first</b>", "keep up", "less urgent", "more than needed"}
    assert {"Item 0", "Item 1", "Item 2"} | corners <= set(words(drawn(3)))
    assert not said(drawn(3))


@pytest.mark.parametrize("n", [3, MOST_WHISKERS, MOST_WHISKERS + 1, 19])
def test_intervals_are_drawn_while_they_do_not_hide_the_names(n: int) -> None:
    figure = drawn(n)
    assert (len(figure["data"]) == 2) is (n <= MOST_WHISKERS)
    low, high = figure["layout"]["xaxis"]["range"]
    assert all(low < x < high for x in figure["data"][-1]["x"])
    if n <= MOST_WHISKERS:
        assert all(low < x < high for x in figure["data"][0]["x"] if x is not None)


def test_names_without_room_are_told() -> None:
    crowd = [Item(f"Item {k}", 0.5, 0.3, (0.4, 0.6), (0.2, 0.4), False, False, ()) for k in range(60)]
    told = said(plane(crowd, (0.5, 0.3), CORNERS, "light", titles=TITLES))
    assert told[0].startswith("without a name for want of room: Item ")
    named = [w for w in words(plane(crowd, (0.5, 0.3), CORNERS, "light", titles=TITLES)) if w.startswith("Item ")]
    assert len(named) + len(told[0].removeprefix("without a name for want of room: ").split(", ")) == 60


def test_cut_lines_lie_at_the_cuts() -> None:
    corner, upright, level = drawn(3)["layout"]["shapes"]
    assert (upright["x0"], level["y0"]) == (0.55, 0.25)
    assert (corner["x1"], corner["y0"]) == (0.55, 0.25)


def rows(n: int) -> list[Ranked]:
    return [Ranked(f"Item {k}", 0.4 - k / 50, 0.35 - k / 50, 0.45 - k / 50, f"{k}", ("x",), k < 2) for k in range(n)]


def test_ranked_dots_with_their_intervals_and_a_line() -> None:
    figure = ranked(rows(3), "light", head="importance", yardstick=Yardstick(1 / 3, "all alike 33 %"))
    lines, points = figure["data"][:3], figure["data"][-1]
    assert [line["x"] for line in lines] == [[r.low, r.high] for r in rows(3)]
    assert points["x"] == [r.value for r in rows(3)]
    assert figure["layout"]["shapes"][0]["x0"] == pytest.approx(1 / 3)
    assert {"importance", "all alike 33 %", "0", "1", "2"} <= set(words(figure))
    assert figure["layout"]["xaxis"]["range"][1] >= 0.45


def test_ranked_bars_begin_at_zero_and_carry_whiskers() -> None:
    (bars,) = ranked(rows(4), "dark", mark="bar")["data"]
    assert bars["x"] == [r.value for r in rows(4)]
    assert bars["error_x"]["array"] == pytest.approx([0.05] * 4)
    assert bars["error_x"]["arrayminus"] == pytest.approx([0.05] * 4)
    assert bars["marker"]["color"] == [THEMES["dark"].accent] * 2 + [THEMES["dark"].context] * 2


@pytest.mark.parametrize("n", [1, 5, 16, 19])
def test_a_list_of_nineteen_keeps_its_place_beside_another_card(n: int) -> None:
    assert ranked(rows(n), "light")["layout"]["height"] < 480


@pytest.mark.parametrize(("low", "high", "written"), [
    (0, 0.45, ["0 %", "20 %", "40 %"]), (0, 0.09, ["0 %", "5 %"]), (0.62, 0.66, ["62 %", "63 %", "64 %", "65 %", "66 %"]),
    (-0.06, 1.08, ["0 %", "50 %", "100 %"]), (0.1, 0.104, ["10.0 %", "10.1 %", "10.2 %", "10.3 %", "10.4 %"]),
])
def test_ticks_of_shares(low: float, high: float, written: list[str]) -> None:
    values, words = scales.share_ticks(low, high)
    assert words == written
    assert all(low - 1e-9 <= v <= high + 1e-9 for v in values)
