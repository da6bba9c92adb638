"""Export of a whole page: one quiet button, and a dialog that says what the file will hold."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from data_access.errors import StoreError
from pages.cards.ask import Ask
from pages.cards.contents import page_content, page_file_name
from pages.cards.pages import Builder, Page
from pages.ui.export import offer_files
from pages.ui.text import md, t
from reports.content import PageContent


def offer(page: Page, ask: Ask, builders: Sequence[Builder]) -> None:
    """The button. builders: the page's cards as they stand on the screen."""
    with st.container(horizontal=True, horizontal_alignment="right", key="page_export"):
        if st.button(t("Export this page"), key="export_page", type="tertiary", icon=":material/download:"):
            st.dialog(t("Export this page"), width="medium")(_dialog)(page, ask, tuple(builders))


def _dialog(page: Page, ask: Ask, builders: tuple[Builder, ...]) -> None:
    st.markdown(f"**{md(t(page.question))}**")
    st.caption(md(ask.filters.sentence()))
    st.write(t("The file holds this page as it stands now: tiles, cards, tables, and how each number is computed."))
    try:
        with st.container(horizontal=True, key="formats_page"):
            offer_files(lambda: _whole(page, ask, builders), page_file_name(page, ask), "page")
    except StoreError as error:
        st.warning(str(error))


def _whole(page: Page, ask: Ask, builders: tuple[Builder, ...]) -> PageContent:
    """The page's content, all of one data version: a dialog may stay open while somebody loads a file or changes settings."""
    content = page_content(page, ask, builders)
    if not ask.fetch.holds():
        raise StoreError(t("The data or the settings have changed since this page was opened. Reload it and export again."))
    return content
