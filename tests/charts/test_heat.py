"""Heat maps: every cell in its place with its value, coloured around the value of all, readable, and cut only with a word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from charts.data import chart_data
from charts.errors import FigureError
from charts.figures import heat
from charts.figures.base import said
from charts.grid import MOST_CELLS, MOST_COLUMNS, grid
from charts.labels import width
from charts.shades import between, contrast, readable_on
from charts.theme import THEMES
from metrics.definitions.cells import count, share
from metrics.frames import UNKNOWN
from metrics.readout import Readout, Row
from metrics.registry import by_key
from metrics.results import Reason, Withheld
from tests.charts.chart_factories import CHANNELS, csat_crossed, readout

SEGMENTS = ("Private", "Family", "Business")


def cells(drawn: dict) -> dict[tuple[str, str], dict[str, object]]:
    """(row, column) → what is drawn there."""
    trace, layout = drawn["data"][0], drawn["layout"]
    found = {}
    for i, (y, base) in enumerate(zip(trace["y"], trace["base"], strict=True)):
        name = layout["yaxis"]["ticktext"][y], layout["xaxis"]["ticktext"][int(base)]
        found[name] = {
            "text": trace["text"][i], "fill": trace["marker"]["color"][i], "hatch": trace["marker"]["pattern"]["shape"][i],
            "ink": trace["insidetextfont"]["color"][i], "hover": trace["hovertext"][i],
        }  # fmt: skip
    return found


def test_the_last_head_has_room_on_a_phone():
    drawn = heat(csat_crossed(CHANNELS[:3], ("A", "B", "C", "D", "E", "F", UNKNOWN)), "light")
    heads, right = drawn["layout"]["xaxis"]["ticktext"], drawn["layout"]["margin"]["r"]
    assert width(heads[-1]) / 2 <= right + 250 / len(heads) / 2 + 1


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_every_pair_has_a_cell_with_its_value_and_n(ground):
    made = csat_crossed(CHANNELS[:4], SEGMENTS)
    drawn = cells(heat(made, ground))
    assert len(drawn) == 12
    for row in made.rows:
        cell = drawn[row.group]
        if isinstance(row.result, Withheld):
            assert (cell["text"], cell["hatch"]) == ("", "/")
            assert "too few answers" in cell["hover"]
        else:
            assert cell["text"] == f"{row.result.value * 100:.1f} %"
            assert cell["hatch"] == ""
            assert f"{row.result.n:,} answers" in cell["hover"] and "between" in cell["hover"]


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_values_can_be_read_on_every_shade(ground):
    colours = THEMES[ground]
    for scale in (colours.diverging, colours.sequential):
        for place in range(0, 101, 2):
            fill = between(scale, place / 100)
            assert contrast(readable_on(fill, ground), fill) >= 4.5, (ground, fill)


def test_a_shade_lies_between_its_neighbours():
    scale = ("#000000", "#FF0000", "#FFFFFF")
    assert [between(scale, at) for at in (-1, 0, 0.25, 0.5, 0.75, 1, 7)] == [
        "#000000", "#000000", "#800000", "#FF0000", "#FF8080", "#FFFFFF", "#FFFFFF",
    ]  # fmt: skip


def test_the_value_of_all_is_pale_and_good_news_is_cool():
    rows = [Row(None, (name, "A"), share(k, 100)) for name, k in (("low", 20), ("middle", 50), ("high", 80))]
    rows += [Row(None, (name, "B"), share(50, 100)) for name in ("low", "middle", "high")]
    made = readout("csat", rows, by=("channel", "segment"), overall=share(300, 600))
    fills = {name: cell["fill"] for name, cell in cells(heat(made, "light")).items()}
    scale = THEMES["light"].diverging
    assert (fills["low", "A"], fills["middle", "A"], fills["high", "A"]) == (scale[0], scale[3], scale[-1])
    turned = replace(made, metric=by_key("complaint_rate"))  # lower is better
    assert cells(heat(turned, "light"))["low", "A"]["fill"] == scale[-1]


def test_counts_go_from_little_to_much():
    rows = [Row(None, (name, side), count(n)) for name, n in (("few", 1), ("many", 99)) for side in "AB"]
    made = readout("contacts", rows, by=("channel", "segment"), overall=count(200))
    fills = {name: cell["fill"] for name, cell in cells(heat(made, "light")).items()}
    scale = THEMES["light"].sequential
    assert (fills["few", "A"], fills["many", "B"]) == (scale[0], scale[-1])
    assert any("stronger" in words for words in said(heat(made, "light")))


def test_what_really_differs_is_bold_and_that_is_said():
    made = csat_crossed(CHANNELS[:4], SEGMENTS)
    group = made.rows[0].group
    drawn = heat(made, "light", real={group})
    assert cells(drawn)[group]["text"].startswith("<b>")
    assert sum(str(cell["text"]).startswith("<b>") for cell in cells(drawn).values()) == 1
    assert any(words.startswith("bold") for words in said(drawn))
    assert not any(words.startswith("bold") for words in said(heat(made, "light")))


def test_a_pair_nobody_was_seen_in_is_empty_and_not_zero():
    made = csat_crossed(CHANNELS[:4], SEGMENTS)
    gap = made.rows[1].group
    drawn = cells(heat(replace(made, rows=(made.rows[0], *made.rows[2:])), "dark"))[gap]
    assert (drawn["text"], drawn["hatch"], drawn["fill"]) == ("", "", THEMES["dark"].ground)
    assert "no data" in drawn["hover"]


def test_a_large_table_is_cut_to_its_largest_groups_with_a_word():
    names, others = [f"theme {i:02}" for i in range(40)], [f"team {i:02}" for i in range(20)]
    made = csat_crossed(names, others)
    shown = grid(made)
    assert len(shown.columns) == MOST_COLUMNS and len(shown.rows) * len(shown.columns) <= MOST_CELLS
    assert (shown.all_rows, shown.all_columns) == (40, 20)
    weight = {name: sum(row.result.n for row in made.rows if row.group[0] == name) for name in names}
    assert set(shown.rows) == set(sorted(names, key=lambda name: -weight[name])[: len(shown.rows)])
    assert any("of 800 cells" in words for words in said(heat(made, "light")))


def test_bands_keep_their_order_and_the_unknown_comes_last():
    bands = ["60+", "18-29", UNKNOWN, "30-44", "< 18", "45-59"]
    assert grid(csat_crossed(bands, ("A", "B"))).rows == ("< 18", "18-29", "30-44", "45-59", "60+", UNKNOWN)
    named = grid(csat_crossed((UNKNOWN, "Phone", "Web"), ("A", "B"))).rows
    assert named[-1] == UNKNOWN


def test_one_dimension_is_refused_in_words():
    with pytest.raises(FigureError, match="crosses two dimensions"):
        grid(replace(csat_crossed(CHANNELS[:2], SEGMENTS), by=("channel",)))


def test_files_draw_grouped_bars_of_the_same_values():
    made = csat_crossed(CHANNELS[:4], SEGMENTS)
    chart = chart_data([made], "bar")
    known = {row.group: row.result for row in made.rows}
    assert chart.kind == "bar" and len(chart.series) == 3
    for series in chart.series:
        for name, point in zip(chart.categories, series.points, strict=True):
            result = known[name, series.name]
            assert point.value == (None if isinstance(result, Withheld) else result.value)
    large = chart_data([csat_crossed([f"t{i}" for i in range(30)], SEGMENTS)], "bar")
    assert sum(len(series.points) for series in large.series) <= 40
    assert any("of 90 cells" in words for words in large.said)


def test_a_readout_of_withheld_cells_still_draws():
    few = Withheld(Reason.TOO_FEW, 3, needed=7)
    made: Readout = csat_crossed(CHANNELS[:2], SEGMENTS)
    drawn = heat(replace(made, overall=few, rows=tuple(replace(row, result=few) for row in made.rows)), "light")
    assert {cell["hatch"] for cell in cells(drawn).values()} == {"/"}
