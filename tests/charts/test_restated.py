"""History that was changed afterwards stands above the periods it touched, apart from notes, on pages and in files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from charts.data import chart_data
from charts.figures import shares
from charts.figures.trends import trend
from metrics.restated import WORDS, Restated, restated_in
from metrics.saying import speaking
from reports.marks import note_numbers
from reports.svg.upright import upright
from tests.charts.chart_factories import CHANNELS, contacts_months, csat_months

_FACTS = frozenset({"answers", "contacts"})


def corrected(first: date, last: date, cause: str = "correction", rows: int = 34) -> Restated:
    return Restated(cause, date(2026, 5, 12), rows, first, last, _FACTS)


def said(figure) -> str:
    return " ".join(figure["layout"]["meta"]["said"]) if "meta" in figure["layout"] else str(figure)


def test_a_trend_marks_the_months_that_were_restated():
    readout = csat_months()
    days = [row.period for row in readout.rows]
    one = corrected(days[1], days[2])
    figure = trend(replace(readout, restated=(one,)), "light")
    plain = trend(readout, "light")
    (line,) = [shape for shape in figure["layout"]["shapes"] if shape not in plain["layout"]["shapes"]]
    assert (line["y0"], line["y1"], line["yref"]) == (1.0, 1.0, "paper")
    assert line["x0"][:10] < days[1].isoformat() < days[2].isoformat() < line["x1"][:10]
    (letter,) = [a for a in figure["layout"]["annotations"] if a["text"] == "<i>a</i>"]
    assert letter["hovertext"] == "restated on 12 May 2026: 34 rows corrected"
    assert "a: restated on 12 May 2026: 34 rows corrected" in said(figure)


def test_what_lies_outside_the_chart_is_not_drawn():
    readout = replace(csat_months(), restated=(corrected(date(2001, 1, 1), date(2001, 2, 1)),))
    assert "restated on" not in str(trend(readout, "light"))
    long = replace(csat_months(), restated=(corrected(date(2001, 1, 1), date(2100, 2, 1)),))
    assert "restated on" in str(trend(long, "dark"))


@pytest.mark.parametrize("draw", [lambda r: trend(r, "light"), lambda r: shares.volume_over_time(r, "light")])
def test_every_chart_over_time_says_it(draw):
    for readout in (contacts_months(), csat_months(24, CHANNELS)):
        days = sorted({row.period for row in readout.rows})
        assert "restated on 12 May 2026" in str(draw(replace(readout, restated=(corrected(days[0], days[1]),))))


def test_files_carry_the_letter_and_the_words():
    readout = csat_months()
    days = [row.period for row in readout.rows]
    changed = (corrected(days[1], days[2]), corrected(days[3], days[3], "late", 1))
    data = chart_data([replace(readout, restated=changed)], "line")
    assert data.notes == (
        "a: restated on 12 May 2026: 34 rows corrected", "b: restated on 12 May 2026: 1 row came late",
    )  # fmt: skip
    assert data.restated == ((1, 2), (3, 3))
    assert note_numbers(data) == {1: "a", 3: "b"}
    assert ">a</text>" in upright(data, "told")


def test_only_the_newest_of_the_same_facts_and_days_are_told():
    many = [replace(corrected(date(2026, 1, n), date(2026, 1, n)), on=date(2026, 2, n)) for n in range(1, 10)]
    found = restated_in(reversed(many), "answers", date(2026, 1, 1), date(2026, 1, 31))
    assert found == tuple(many[-5:])
    assert restated_in(many, "complaints", None, None) == ()
    assert restated_in(many, "answers", date(2026, 1, 9), None) == (many[8],)


@pytest.mark.parametrize("cause", WORDS)
def test_every_cause_has_words_in_every_language(cause):
    readout = csat_months()
    days = [row.period for row in readout.rows]
    with speaking("zh"):
        words = str(trend(replace(readout, restated=(corrected(days[0], days[0], cause),)), "light"))
    assert "restated" not in words
