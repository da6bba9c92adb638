"""The figure as it leaves: light, complete, nothing over anything else."""

import copy
from itertools import pairwise

import pytest

from charts.errors import FigureError
from charts.figures.export import footer
from reports.content import CardContent
from tests.charts.chart_factories import csat_months
from tests.charts.figure_catalogue import every_figure

LONG = "Satisfaction with the chat of the new shop fell from 82 % to 76 % after 12 May. " * 4


def content(**more):
    texts = {
        "question": "Are customers <satisfied>, and is that changing?", "verdict": "CSAT rose from 78 % to 81 %.",
        "caption": "1,480 answers · 12 without a score",
    }  # fmt: skip
    return CardContent.of([csat_months()], **{**texts, **more})


@pytest.mark.parametrize("kind", sorted(every_figure("light")))
def test_carries_every_text_of_the_card_and_leaves_the_original_alone(kind):
    figure = every_figure("light")[kind]
    before = copy.deepcopy(figure)
    out = footer(figure, content())
    assert figure == before
    texts = " ".join(a["text"] for a in out["layout"]["annotations"])
    for words in (
        "Are customers &lt;satisfied&gt;",
        "78 % to 81 %",
        "1,480 answers",
        "region: North, South",
        "as of 17 Sep 2026",
        "f12.s3",
    ):
        assert words in texts
    assert out["layout"]["width"] == 1200 and out["layout"]["height"] >= 675
    assert out["layout"]["paper_bgcolor"] == "#FFFFFF"


def test_long_texts_wrap_grow_the_margins_and_never_overlap():
    out = footer(every_figure("light")["trend"], content(verdict=LONG, caption=LONG))["layout"]
    lines = [a for a in out["annotations"] if a.get("xref") == "paper" and a["yanchor"] == "top"]
    for edge in (0, 1):
        tops = sorted((-a["yshift"], a["font"]["size"]) for a in lines if a["y"] == edge)
        assert len(tops) >= 4
        assert all(upper + size <= lower for (upper, size), (lower, _) in pairwise(tops))
        assert all(abs(top) <= out["margin"]["t"] + out["margin"]["b"] for top, _ in tops)
    lowest = min(a["yshift"] - a["font"]["size"] for a in lines if a["y"] == 0)
    assert -lowest <= out["margin"]["b"]
    highest = max(a["yshift"] for a in lines if a["y"] == 1)
    assert highest <= out["margin"]["t"]


def test_short_exports_are_exactly_a_slide():
    out = footer(every_figure("light")["trend"], content())["layout"]
    assert (out["width"], out["height"]) == (1200, 675)


def test_a_dark_figure_does_not_leave():
    with pytest.raises(FigureError, match="light"):
        footer(every_figure("dark")["trend"], content())
