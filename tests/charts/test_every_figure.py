"""Rules that hold for all figures: plain, small, safe, explicit about colour, within their frame."""

import ast
import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import plotly.graph_objects as go
import plotly.io as pio
import pytest

from charts.figures import age_bands, dots, dumbbell, funnel, share_over_time, sparkline, trend
from charts.figures.base import said
from charts.theme import THEMES
from metrics.readout import Row
from metrics.results import Reason, Withheld
from tests.charts.chart_factories import CHANNELS, HOSTILE, backlog, csat_by, csat_months, steps
from tests.charts.figure_catalogue import every_figure

KINDS = sorted(every_figure("light"))
EVERY = pytest.mark.parametrize("kind", KINDS)
OURS = re.compile(r'</?b>|<br>|<span style="color:#[0-9A-F]{6}">|</span>')


def strings(node):
    if isinstance(node, dict):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)
    elif isinstance(node, str):
        yield node


@EVERY
@pytest.mark.parametrize("ground", ["light", "dark"])
def test_is_a_plain_dict_that_json_can_write_without_help(kind, ground):
    drawn = every_figure(ground)[kind]
    assert json.loads(json.dumps(drawn, allow_nan=False)) == drawn


def test_two_years_of_eight_channels_stay_small():
    text = json.dumps(every_figure("dark")["trend of 8"], ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) < 60_000


@EVERY
def test_plotly_accepts_every_attribute_and_adds_no_colours_of_its_own(kind, monkeypatch):
    monkeypatch.setattr(pio.templates, "default", "plotly_dark")
    checked = go.Figure(every_figure("light")[kind])
    assert checked.data
    assert checked.layout.template.layout.to_plotly_json() == {}


@EVERY
def test_labels_from_data_never_become_markup(kind):
    names = [f"{HOSTILE}{i}" for i in range(8)]
    figure = every_figure("light", names)[kind]
    figure["layout"]["meta"] = {}  # read by the page, which escapes for where it prints
    found = [text for text in strings(figure) if "<" in OURS.sub("", text)]
    assert not found


def test_hostile_labels_do_reach_the_figures():
    figure = every_figure("light", [f"{HOSTILE}{i}" for i in range(8)])["trend of 3"]
    assert any("&lt;img src=x" in text for text in strings(figure["data"]))


@EVERY
def test_every_mark_and_text_has_a_colour_of_its_ground(kind):
    figure = every_figure("dark")[kind]
    assert figure["layout"]["font"]["color"] == THEMES["dark"].ink
    for trace in figure["data"]:
        mark = trace.get("marker") or trace["line"]
        assert mark["color"], trace["type"]
    assert "#FFFFFF" not in json.dumps(figure)


@EVERY
def test_nothing_is_drawn_outside_the_axes(kind):
    layout = every_figure("light")[kind]["layout"]
    for trace in every_figure("light")[kind]["data"]:
        low, high = sorted(layout["yaxis" + trace.get("yaxis", "y")[1:]]["range"])
        stacked = layout.get("barmode") == "stack"
        assert stacked or all(low <= y <= high for y in trace["y"] if y is not None)


def test_the_library_that_draws_is_never_imported():
    room = Path(__file__).parents[2] / "charts"
    for module in room.rglob("*.py"):
        tree = ast.parse(module.read_text("utf-8"))
        names = [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
        names += [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
        assert not [n for n in names if n.split(".")[0] in ("plotly", "streamlit", "data_access")], module


def test_many_days_are_cut_to_the_latest_and_that_is_said():
    rows = csat_months(1).rows
    days = [Row(d, (), rows[0].result) for d in _days(400)]
    figure = trend(replace(csat_months(1), grain="day", rows=tuple(days)), "light")
    points = next(t for t in figure["data"] if t["mode"] == "markers")
    assert len(points["x"]) == 200
    assert points["x"][-1] == days[-1].period.isoformat()
    assert any("200 of 400" in line for line in said(figure))


def _days(how_many):
    return [date(2025, 8, 1) + timedelta(days=i) for i in range(how_many)]


def test_more_channels_than_lines_become_panels_of_one_scale():
    layout = every_figure("light")["trend of 8"]["layout"]
    axes = [layout[name] for name in layout if name.startswith("yaxis")]
    assert len(axes) == len(CHANNELS)
    assert len({tuple(axis["range"]) for axis in axes}) == 1


def test_nothing_but_withheld_still_draws_an_empty_frame():
    few = Withheld(Reason.TOO_FEW, 3, needed=7)
    over = csat_months(6, CHANNELS)
    by = csat_by()
    hidden = [replace(r, rows=tuple(replace(row, result=few) for row in r.rows), overall=few) for r in (over, by)]
    drawn = [
        trend(hidden[0], "light"),
        share_over_time(hidden[0], "light"),
        share_over_time(replace(hidden[0], rows=tuple(r for r in hidden[0].rows if r.group == ("Phone",))), "light"),
        dots(hidden[1], "light"),
        dumbbell(hidden[1], hidden[1], "light", real=()),
        funnel(steps((0, 0, 0)), "light"),
        age_bands([("young", 0), ("old", 0)], backlog(), "light"),
        sparkline([None, None], "light"),
    ]
    for figure in drawn:
        assert go.Figure(figure).data
        assert not any(y is not None for t in figure["data"] if t.get("fill") for y in t["y"])
