"""What is marked on a curve of times is what the numbers beside it say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from charts.figures import age_bands, survival
from charts.figures.base import said
from charts.labels import width
from metrics import formats
from metrics.definitions.complaints import survival_curve
from metrics.registry import by_key
from metrics.results import Estimate
from tests.charts import chart_factories as make


def drawn(taken: np.ndarray) -> tuple[Estimate, list[str]]:
    """The result, and the texts on the figure, of complaints that took so many minutes."""
    minutes, n = np.unique(taken, return_counts=True)
    cell = pd.DataFrame({"minutes": minutes, "events": n, "censored": 0, "not_recorded": 0})
    result = by_key("resolution_time").compute(cell, cell, {})
    assert isinstance(result, Estimate)
    figure = survival(survival_curve(cell), replace(make.resolution(), overall=result), "light")
    return result, [a["text"] for a in figure["layout"]["annotations"]]


@pytest.mark.parametrize("seed", range(4))
def test_marks_are_the_numbers_of_the_readout_however_long_the_curve(seed: int) -> None:
    result, texts = drawn(np.random.default_rng(seed).lognormal(8.7, 1.3, 6000).astype(int))
    half, late = (formats.duration(hours).replace(".0 ", " ") for hours in (result.value, result.detail["p90"]))
    assert texts == [f"<b>half done within {half}</b>", f"<b>90 % within {late}</b>"]


def test_a_share_of_exactly_nine_tenths_is_reached() -> None:
    result, texts = drawn(np.repeat([60, 120, 600], [50, 40, 10]))
    assert (result.value, result.detail["p90"]) == (1, 2)
    assert texts == ["<b>half done within 1 h</b>", "<b>90 % within 2 h</b>"]


def test_the_last_tick_and_its_unit_have_room_on_a_phone() -> None:
    figure = survival([(0.0, 0.0, 0.0, 0.0), (2600.0, 0.95, 0.9, 1.0)], make.resolution(), "light")["layout"]
    (words, place), end = (figure["xaxis"][name][-1] for name in ("ticktext", "tickvals")), figure["xaxis"]["range"][1]
    assert words.endswith(" days")
    assert width(words, 11) / 2 <= figure["margin"]["r"] + (1 - place / end) * (358 - 46 - figure["margin"]["r"])


def test_one_of_them_is_said_in_the_singular() -> None:
    readout = make.resolution()
    one = replace(readout, overall=replace(readout.overall, detail={"censored": 1.0}))
    figure = survival(make.curve(), one, "light")
    assert said(figure) == ("1 is still open and counted as such",)
    hover = age_bands([("under 1 day", 1), ("1 – 3 days", 2)], make.backlog(), "light")["data"][0]["hovertext"]
    assert ["<br>1 open complaint<br>" in hover[0], "<br>2 open complaints<br>" in hover[1]] == [True, True]


def test_minutes_read_as_minutes_and_less_than_one_as_one() -> None:
    assert drawn(np.repeat([0, 30, 90], [60, 35, 5]))[1] == ["<b>half done within 1 min</b>", "<b>90 % within 30 min</b>"]
