"""What is laid over the trends: chosen on the page, kept in the link, told in caption and files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pages.cards import satisfaction
from pages.cards.contents import card_content
from pages.cards.lens import LENSES, PLAIN
from tests.pages.asks import asking
from tests.pages.opened import Opened

TWO_YEARS = (date(2024, 10, 1), date(2026, 9, 30))
SAID = {
    "limits": "within the usual range",
    "season": "Too few years or weeks in this time step to see a season.",
    "rolling": "thick line: the last 3 months together",
    "outlook": "If nothing changes: ",
}


def test_the_level_that_changed_is_told_with_and_without_a_lens(company):
    view = satisfaction.csat_trend(asking(company, *TWO_YEARS, compare="none"))
    assert "The level changed " in view.verdict  # the chatbot came
    assert " → " in view.verdict


@pytest.mark.parametrize("lens", [name for name in LENSES if name != PLAIN])
def test_every_lens_adds_to_the_picture_and_says_what(company, lens):
    plain = asking(company, *TWO_YEARS, compare="none")
    bare, seen = (satisfaction.csat_trend(ask) for ask in (plain, replace(plain, lens=lens)))
    before, after = bare.draw("light"), seen.draw("light")
    marks = [len(one["data"]) + len(one["layout"]["shapes"]) for one in (before, after)]
    assert marks[1] > marks[0] or lens == "season"  # two years are too short for one, which is said
    assert SAID.get(lens, "") in card_content(seen).caption
    assert bare.verdict == seen.verdict
    assert [row.result for row in bare.main.rows] == [row.result for row in seen.main.rows]


def test_an_outlook_reaches_beyond_the_data_and_nothing_measured_does(company):
    ask = replace(asking(company, *TWO_YEARS, compare="none"), lens="outlook")
    figure = satisfaction.csat_trend(ask).draw("light")
    curve = next(trace for trace in figure["data"] if trace.get("line", {}).get("dash") == "dot" and trace["mode"] != "lines")
    assert curve["x"] == ["2026-10-01", "2026-11-01", "2026-12-01"]


def test_the_choice_is_in_the_link_and_asks_differ_by_it(company):
    shown = Opened(lens="limits", period="all").page("satisfaction")
    assert "usual range" in shown.words()
    shown.at.selectbox(key="lens").set_value("rolling").run()
    assert shown.at.query_params["lens"] == "rolling"
    assert "thick line" in shown.words()
    plain = asking(company, *TWO_YEARS)
    assert plain.key != replace(plain, lens="limits").key
    assert "not there" in Opened(lens="nonsense").page("satisfaction").words()
