"""Export of one card: what leaves is shown first, light on white, with n, filters and as-of in it."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

from charts.figures.export import footer
from pages.cards.card import CardView
from pages.ui.download import download
from pages.ui.text import t
from reports.content import CardContent
from reports.deck import card_slide
from reports.table import csv_file
from server.spool import spool_file


@st.dialog("Export", width="large")
def offer_export(view: CardView) -> None:
    """Picture by the browser; slide and table through a one-use, user-bound ticket."""
    name = file_name(view)
    if view.draw is not None:
        figure = footer(view.draw("light"), content(view))
        with st.container(key=f"fig_{view.key}"):
            st.plotly_chart(
                figure, key=f"exportchart_{view.key}", theme=None,
                config={"displaylogo": False, "toImageButtonOptions": {"filename": name, "format": "png", "scale": 2}},
            )
    with st.container(horizontal=True, key=f"formats_{view.key}"):
        if view.draw is not None:
            with st.container(key=f"png_{view.key}", width="content"):
                st.button(t("Picture (PNG)"), key=f"b_png_{view.key}")
            with st.container(key=f"svg_{view.key}", width="content"):
                st.button(t("Drawing (SVG)"), key=f"b_svg_{view.key}")
        download(t("Slide (PowerPoint)"), lambda: _slide(view), f"{name}.pptx", key=f"pptx_{view.key}")
        download(t("Table (CSV)"), lambda: _table(view), f"{name}.csv", key=f"csv_{view.key}")


def content(view: CardView) -> CardContent:
    """The card as the reports read it."""
    main = view.main
    return CardContent.of(
        view.readouts, question=view.question, verdict=view.verdict, caption=view.caption, kind=view.chart_kind,
        chart=view.chart,
        sentence=main.sentence,
    )


def file_name(view: CardView) -> str:
    """touchstone-<card>-<as of>: plain ASCII, no data in it."""
    return re.sub(r"[^a-z0-9-]+", "-", f"touchstone-{view.key}-{view.main.as_of:%Y%m%d}".lower())


def _slide(view: CardView) -> Path:
    return spool_file(card_slide([content(view)]), ".pptx")


def _table(view: CardView) -> Path:
    return spool_file(csv_file(view.readouts), ".csv")
