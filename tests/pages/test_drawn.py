"""Figures reach the browser as they were drawn, without Plotly building objects of them at every run."""

from __future__ import annotations

import plotly.tools
import pytest

from pages.ui.drawn import Drawn
from tests.charts.figure_catalogue import every_figure
from tests.pages.opened import Opened


@pytest.mark.parametrize(("name", "drawn"), every_figure("light").items())
def test_streamlit_takes_a_drawn_figure_for_plotlys_own(name, drawn):
    assert plotly.tools.return_figure_from_figure_or_data(Drawn(drawn), validate_figure=True) is drawn


def test_a_page_builds_no_plotly_object(company, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a figure was built and validated while the page ran")

    monkeypatch.setattr("plotly.graph_objs.Figure.__init__", refuse)
    assert len(Opened().page("overview").charts()) == 4
