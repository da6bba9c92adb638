"""Export of one card or of a page: what leaves is shown or named first, light on white, with n, filters and as-of in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from charts.figures.export import footer
from pages.cards.card import CardView
from pages.cards.contents import card_content, file_name
from pages.ui import request
from pages.ui.download import download
from pages.ui.text import t
from reports.content import CardContent, PageContent
from reports.files import FORMATS
from server.spool import spool_file


def offer_export(view: CardView) -> None:
    """Open the dialog."""
    st.dialog(t("Export"), width="large")(_dialog)(view)


def _dialog(view: CardView) -> None:
    """Picture by the browser; files through a one-use, user-bound ticket, made when they are asked for."""
    content = card_content(view, request.current().ask)
    name = file_name(content)
    if view.draw is not None:
        figure = footer(view.draw("light"), content)
        size = {side: figure["layout"][side] for side in ("width", "height")}  # of the picture, however narrow the screen
        with st.container(key=f"fig_{view.key}"):
            st.plotly_chart(
                figure, key=f"exportchart_{view.key}", theme=None,
                config={"displaylogo": False, "toImageButtonOptions": {"filename": name, "format": "png", "scale": 2, **size}},
            )
    with st.container(horizontal=True, key=f"formats_{view.key}"):
        if view.draw is not None:
            with st.container(key=f"png_{view.key}", width="content"):
                st.button(t("Picture (PNG)"), key=f"b_png_{view.key}")
            with st.container(key=f"svg_{view.key}", width="content"):
                st.button(t("Drawing (SVG)"), key=f"b_svg_{view.key}")
        offer_files(lambda: content, name, view.key)


def offer_files(content: Callable[[], CardContent | PageContent], name: str, key: str) -> None:
    """A button for every format. content: made on the click · name: of the file, without ending · key: unique on the page."""
    labels = {
        "pptx": t("Slides (PowerPoint)"), "xlsx": t("Workbook (Excel)"), "html": t("Web page (HTML)"),
        "csv": t("Table (CSV)"),
    }  # fmt: skip
    for form, label in labels.items():
        download(label, partial(_file, form, content), name + FORMATS[form].ending, key=f"{form}_{key}")


def _file(form: str, content: Callable[[], CardContent | PageContent]) -> Path:
    return spool_file(FORMATS[form].write(content()), FORMATS[form].ending)
