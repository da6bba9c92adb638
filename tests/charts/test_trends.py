"""Lines over time: gaps, unfinished periods, bands, labels, references."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from charts.data import chart_data
from charts.errors import FigureError
from charts.figures import share_over_time, sparkline, trend, volume_over_time
from charts.figures.base import said
from charts.labels import width
from charts.overlays import Overlay
from charts.periods import ticks
from charts.theme import THEMES
from charts.voice import Voice
from metrics.readout import Row
from metrics.results import Estimate, Reason, Withheld
from metrics.rules import Note, Target
from metrics.saying import speaking
from tests.charts.chart_factories import CHANNELS, aimed, contacts_months, csat_by, csat_months, mix_months


def marks(figure):
    return [t for t in figure["data"] if t["type"] == "scatter" and t["mode"] == "markers"]


def solid(figure):
    return next(t for t in figure["data"] if t["mode"] == "lines" and t["line"].get("width") and "dash" not in t["line"])


def dashed(figure):
    return next(t for t in figure["data"] if t.get("line", {}).get("dash"))


def test_values_are_the_readouts():
    readout = csat_months()
    drawn = [y for y in marks(trend(readout, "light"))[0]["y"] if y is not None]
    assert drawn == [row.result.value for row in readout.rows if isinstance(row.result, Estimate)]


def test_a_month_without_answers_is_a_gap_in_line_and_band():
    readout = csat_months()
    gap = next(i for i, row in enumerate(readout.rows) if isinstance(row.result, Withheld))
    figure = trend(readout, "light")
    assert solid(figure)["y"][gap] is None
    assert all(trace["connectgaps"] is False for trace in figure["data"])
    band = next(t for t in figure["data"] if t.get("fill") == "toself")
    assert readout.rows[gap].period.isoformat() not in band["x"]
    assert band["x"].count(None) == 1  # two polygons


def test_the_last_value_stands_where_the_line_ends_not_where_the_axis_does():
    readout = csat_months()
    nothing = Withheld(Reason.EMPTY, 0)
    rows = [replace(row, result=nothing) if i >= len(readout.rows) - 4 else row for i, row in enumerate(readout.rows)]
    names = trend(replace(readout, rows=tuple(rows)), "light")["layout"]["annotations"]
    assert [(a["xref"], a["x"]) for a in names if "<b>" in a["text"]] == [("x", rows[-5].period.isoformat())]
    names = trend(readout, "light")["layout"]["annotations"]
    assert [(a["xref"], a["x"]) for a in names if "<b>" in a["text"]] == [("paper", 1)]


def test_the_last_value_leaves_the_room_of_an_outlook_free():
    """Its name ends at the point, over the line or under it, so that nothing of it is in the outlook's band."""
    readout = csat_months()
    ahead = (date(2027, 1, 1), date(2027, 2, 1))
    over = Overlay(days=ahead, line=(0.7, 0.7), low=(0.6, 0.6), high=(0.8, 0.8), dashed=True)
    (name,) = [a for a in trend(readout, "light", overlay=over)["layout"]["annotations"] if "<b>" in a["text"]]
    values = [row.result.value for row in readout.rows if isinstance(row.result, Estimate)]
    assert (name["xref"], name["yref"], name["xanchor"]) == ("x", "y", "right")
    assert name["x"] < ahead[0].isoformat() and name["xshift"] <= 6
    assert name["y"] in (max(values[-4:]), min(values[-4:]))  # clear of the line that comes to the point
    assert (name["yshift"] > 0) == (name["y"] >= values[-1] and name["y"] == max(values[-4:]))


@pytest.mark.parametrize(("quarters", "step"), [(14, 4), (26, 8), (60, 12), (90, 20)])
def test_many_quarters_are_ticked_by_whole_years(quarters, step):
    days = [date(2000 + i // 4, 3 * (i % 4) + 1, 1) for i in range(quarters)]
    assert ticks(days, "quarter")[0] == days[::step][:6]


def test_a_period_without_a_row_is_a_gap_too():
    readout = csat_months()
    missing = readout.rows[8].period
    figure = trend(replace(readout, rows=tuple(r for r in readout.rows if r.period != missing)), "light")
    place = solid(figure)["x"].index(missing.isoformat())
    assert solid(figure)["y"][place] is None


def test_the_unfinished_month_is_dashed_hollow_and_named():
    readout = csat_months()
    figure = trend(readout, "dark")
    last = readout.rows[-1]
    assert solid(figure)["y"][-1] is None
    assert dashed(figure)["x"] == [readout.rows[-2].period.isoformat(), last.period.isoformat()]
    assert dashed(figure)["y"][-1] == pytest.approx(last.result.value, rel=1e-5)
    points = marks(figure)[0]
    assert points["marker"]["color"][-1] == THEMES["dark"].ground
    assert points["marker"]["color"][-2] != THEMES["dark"].ground
    assert "not complete yet" in points["hovertext"][-1]


def test_a_finished_series_has_no_dashes():
    readout = csat_months()
    figure = trend(replace(readout, rows=tuple(replace(r, provisional=False) for r in readout.rows)), "light")
    assert not any(t.get("line", {}).get("dash") for t in figure["data"])


def test_a_lone_point_between_gaps_stays_visible():
    readout = csat_months()
    rows = list(readout.rows)
    nothing = Withheld(Reason.EMPTY, 0)
    rows[6], rows[8] = replace(rows[6], result=nothing), replace(rows[8], result=nothing)
    points = marks(trend(replace(readout, rows=tuple(rows)), "light"))[0]
    assert points["marker"]["size"][7] >= 6
    assert points["y"][7] == rows[7].result.value


def test_hover_says_value_interval_and_n_in_words():
    words = marks(trend(csat_months(), "light"))[0]["hovertext"][0]
    assert words.startswith("<b>Aug 2025</b><br>81.9 % (between ")
    assert words.endswith(" answers")


def test_withheld_points_are_said():
    assert any("too few answers" in line for line in said(trend(csat_months(14, CHANNELS[:3]), "light")))


def test_points_hidden_for_a_smaller_group_are_said_apart():
    readout = csat_months(14, CHANNELS[:3])
    rows = [replace(row, result=Withheld(Reason.PROTECTED, 153)) if i == 5 else row for i, row in enumerate(readout.rows)]
    words = said(trend(replace(readout, rows=tuple(rows)), "light"))
    assert "not drawn to protect a small group: 1" in words


def test_labels_at_the_line_ends_do_not_touch():
    figure = trend(csat_months(14, CHANNELS[:5]), "light")
    layout = figure["layout"]
    plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    heights = sorted(a["y"] * plot for a in layout["annotations"] if a["xref"] == "paper" and a["x"] == 1)
    assert len(heights) == 5
    assert min(b - a for a, b in pairwise(heights)) >= 14
    assert heights[0] >= 0 and heights[-1] <= plot


def test_target_and_previous_period_are_named_lines_within_the_axis():
    layout = trend(aimed(csat_months(), 0.95), "light")["layout"]
    low, high = layout["yaxis"]["range"]
    assert {s["y0"] for s in layout["shapes"]} == {0.95, 1155 / 1480}
    assert all(low <= s["y0"] <= high for s in layout["shapes"])
    texts = " ".join(a["text"] for a in layout["annotations"])
    assert "target 95.0 %" in texts and "before 78.0 %" in texts


def test_names_of_reference_lines_stand_apart_where_nothing_is_drawn():
    layout = trend(aimed(csat_months(), 0.79), "light")["layout"]
    plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    names = [a for a in layout["annotations"] if a["xref"] == "paper" and a["x"] == 1 and a["xshift"] > 0]
    assert sum(a["text"].startswith(("target", "before")) for a in names) == 2
    heights = sorted(a["y"] * plot for a in names)
    assert len(heights) == 3 and min(b - a for a, b in pairwise(heights)) >= 14
    assert layout["margin"]["r"] >= width("before 78.0 %", 11) + 8


def test_a_lone_periods_interval_is_a_bar_on_the_axis():
    readout = csat_months()
    for grain, day in (("day", date(2026, 5, 15)), ("month", date(2026, 5, 1))):
        figure = trend(replace(readout, grain=grain, rows=(replace(readout.rows[-1], period=day),)), "light")
        start, end = figure["layout"]["xaxis"]["range"]
        band = next(trace for trace in figure["data"] if trace.get("fill") == "toself")
        places = [datetime.fromisoformat(x + "+00:00").timestamp() * 1000 for x in band["x"]]
        assert (max(places) - min(places)) < 0.1 * (end - start)
        assert start < min(places) < max(places) < end


def test_a_note_behind_the_last_point_is_drawn():
    last = csat_months().rows[-1].period
    assert last is not None
    notes = [Note(date(2026, 2, 12), "Chat bot"), Note(last + timedelta(days=24), "Strike")]
    for figure in (
        trend(aimed(csat_months(), notes=notes), "light"),
        trend(aimed(csat_months(24, CHANNELS), notes=notes), "light"),
        volume_over_time(aimed(contacts_months(), notes=notes), "light"),
        share_over_time(aimed(mix_months(12, CHANNELS[:4]), notes=notes), "light"),
    ):
        layout = figure["layout"]
        place = datetime.fromisoformat(f"{notes[1].day}T00:00+00:00").timestamp() * 1000
        axes = [value for key, value in layout["xaxis"].items() if key == "range"]
        assert axes[0][0] <= place <= axes[0][1]
        assert {"1", "2"} <= {a["text"] for a in layout["annotations"]}


def test_notes_inside_the_period_are_numbered_and_told():
    notes = [Note(date(2019, 1, 1), "old"), Note(date(2026, 2, 12), "Chat bot")]
    for figure in (
        trend(aimed(csat_months(), notes=notes), "light"),
        trend(aimed(csat_months(24, CHANNELS), notes=notes), "light"),
        volume_over_time(aimed(contacts_months(), notes=notes), "light"),
        share_over_time(aimed(mix_months(12, CHANNELS[:4]), notes=notes), "light"),
        share_over_time(aimed(mix_months(12, CHANNELS), notes=notes), "light"),
    ):
        assert "1: 12 Feb 2026, Chat bot" in said(figure)
        upright = [shape for shape in figure["layout"]["shapes"] if shape["x0"] == shape["x1"] == "2026-02-12"]
        assert upright and all(0 <= shape["y0"] < shape["y1"] <= 1 for shape in upright)


def test_a_target_that_changes_is_a_stepped_line():
    readout = aimed(csat_months(), 0.80, 0.85)
    layout = trend(readout, "light")["layout"]
    level = [s for s in layout["shapes"] if s["line"]["dash"] == "dash" and s["y0"] == s["y1"]]
    assert [s["y0"] for s in level] == [0.80, 0.85]
    assert level[0]["x1"] == level[1]["x0"] == "2026-02-15 00:00"  # midway between the months of February and March
    riser = next(s for s in layout["shapes"] if s["x0"] == s["x1"])
    assert (riser["y0"], riser["y1"]) == (0.80, 0.85)
    texts = " ".join(a["text"] for a in layout["annotations"])
    assert "target 80.0 %" in texts and "target 85.0 %" in texts
    names = [a for a in layout["annotations"] if a["text"].startswith("target")]
    assert [(a["text"], a["xref"], a["x"]) for a in names] == [("target 85.0 %", "paper", 1), ("target 80.0 %", "paper", 0)]
    drawn = chart_data([readout], "line").targets
    assert drawn is not None
    assert drawn.values == tuple(0.85 if row.period >= date(2026, 3, 1) else 0.80 for row in readout.rows)


def test_small_panels_have_the_target_too_and_say_it():
    figure = trend(aimed(csat_months(24, CHANNELS), 0.9), "light")
    lines = [s for s in figure["layout"]["shapes"] if s["y0"] == s["y1"] == 0.9]
    assert len(lines) == len(CHANNELS) == len({s["yref"] for s in lines})
    assert "dashed line: target 90.0 %" in said(figure)


def test_a_target_holds_only_for_its_periods():
    readout = csat_months()
    rules = replace(readout.rules, targets=(Target("csat", 0.8, end=date(2026, 1, 31)), Target("nps", 40)))
    values = chart_data([replace(readout, rules=rules)], "line").targets.values
    assert values[:6] == (0.8,) * 6 and set(values[6:]) == {None}
    assert chart_data([replace(readout, rules=replace(rules, targets=rules.targets[1:]))], "line").targets is None


def test_notes_go_into_files_numbered_as_on_the_page():
    chart = chart_data([aimed(contacts_months(), notes=[Note(date(2026, 2, 12), "Chat bot")])], "column")
    assert chart.notes == ("1: 12 Feb 2026, Chat bot",)


def test_dates_and_words_are_in_the_readers_language():
    with speaking("zh"):
        ticks = trend(csat_months(), "light")["layout"]["xaxis"]["ticktext"]
    assert all(re.fullmatch(r"\d\d?月(<br>\d{4}年)?", text) for text in ticks)


def test_words_pass_the_voice():
    voice = Voice(lambda text: {"target {value}": "目标 {value}"}.get(text, text))
    figure = trend(aimed(csat_months(), 0.85), "light", voice=voice)
    assert any("目标 85.0 %" in a["text"] for a in figure["layout"]["annotations"])


def test_ticks_stay_few_and_name_a_year_once():
    text = trend(csat_months(24), "light")["layout"]["xaxis"]["ticktext"]
    assert len(text) <= 6
    assert sum("2025" in t for t in text) == 1


def test_volume_starts_at_zero_and_hatches_what_is_not_over():
    readout = contacts_months()
    figure = volume_over_time(readout, "light")
    bars = figure["data"][0]
    assert figure["layout"]["yaxis"]["range"][0] == 0
    assert bars["marker"]["pattern"]["shape"][-2:] == ["", "/"]
    assert bars["y"] == [row.result.value for row in readout.rows]


def test_a_readout_without_time_is_refused_with_the_way_out():
    with pytest.raises(FigureError, match="grain"):
        trend(csat_by(), "light")


def test_one_single_period_can_be_drawn():
    readout = csat_months(1)
    figure = trend(replace(readout, rows=(Row(date(2026, 9, 1), (), readout.rows[0].result),)), "light")
    assert marks(figure)[0]["x"] == ["2026-09-01"]
    first, last = figure["layout"]["xaxis"]["range"]
    assert first < last


def test_a_period_alone_has_its_value_beside_it():
    only = next(row for row in csat_months().rows if isinstance(row.result, Estimate))
    figure = trend(replace(csat_months(), rows=(replace(only, period=date(2026, 9, 1)),)), "light")
    assert [a["x"] for a in figure["layout"]["annotations"] if "<b>" in a["text"]] == ["2026-09-01"]


def test_sparkline_keeps_gaps_and_hollows_the_running_period():
    figure = sparkline([1, None, 3], "light", provisional=True)
    assert figure["data"][0]["y"] == [1, None, 3]
    assert figure["data"][1]["marker"]["color"] == THEMES["light"].ground


@pytest.mark.parametrize(("parts", "height"), [(6, 299), (8, 306), (10, 376)])
def test_small_panels_are_together_as_high_as_one_chart_and_no_panel_is_flat(parts, height):
    figure = trend(csat_months(12, [f"Channel {i}" for i in range(parts)]), "light")["layout"]
    assert figure["height"] == height
