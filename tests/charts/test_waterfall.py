"""A waterfall leads from before to after without a gap, and only what is more than chance has a colour."""

from __future__ import annotations

import pytest

from charts.causes import causes_data
from charts.figures import waterfall
from charts.figures.waterfall import Cause
from charts.theme import direction_colours, theme
from metrics.registry import by_key
from metrics.split import Effect

CSAT, WAIT = by_key("csat"), by_key("resolution_time")
CAUSES = [
    Cause("Phone", Effect(-0.12, -0.15, -0.09)),
    Cause("Web", Effect(0.03, 0.01, 0.05)),
    Cause("App", Effect(0.01, -0.02, 0.04)),
]


def bars(figure):
    return [trace for trace in figure["data"] if trace["type"] == "bar"]


def test_every_bar_begins_where_the_one_before_ended():
    figure = waterfall(CSAT, 0.8, 0.72, CAUSES, "light")
    ends = [(bar["base"][0], bar["base"][0] + bar["x"][0]) for bar in bars(figure)]
    assert ends[0][0] == 0.8
    assert [end for _, end in ends[:-1]] == pytest.approx([start for start, _ in ends[1:]])
    assert ends[-1][1] == pytest.approx(0.72)
    levels = figure["data"][0]
    assert (levels["x"], levels["y"]) == ([0.8, 0.72], [0, 4])


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_better_worse_and_chance_have_their_own_colours(ground):
    better, worse = direction_colours(ground)
    figure = waterfall(CSAT, 0.8, 0.72, CAUSES, ground)
    assert [bar["marker"]["color"] for bar in bars(figure)] == [worse, better, theme(ground).context]
    slower = waterfall(WAIT, 10.0, 12.0, [Cause("Phone", Effect(2.0, 1.0, 3.0))], ground)
    assert bars(slower)[0]["marker"]["color"] == worse  # less is better


def test_the_words_say_size_direction_and_whether_it_is_more_than_chance():
    figure = waterfall(CSAT, 0.8, 0.72, CAUSES, "light")
    told = [note["text"] for note in figure["layout"]["annotations"]]
    assert told == ["80.0 %", "▼ 12.0 points", "▲ 3.0 points", "+1.0 points", "72.0 %"]
    assert "between −15.0 points and −9.0 points" in bars(figure)[0]["hovertext"][0]


def test_files_get_the_same_numbers_with_their_intervals():
    data = causes_data(CSAT, CAUSES)
    assert data.categories == ("Phone", "Web", "App")
    points = [(point.value, point.low, point.high) for point in data.series[0].points]
    assert points == [pytest.approx(one) for one in [(-12, -15, -9), (3, 1, 5), (1, -2, 4)]]  # points, no share
    assert data.number_format == "0.0"
    assert causes_data(WAIT, [Cause("Phone", Effect(2.0, 1.0, 3.0))]).series[0].points[0].value == 2.0
