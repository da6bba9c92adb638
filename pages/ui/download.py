"""Download: a button, a file made by the page, a one-use ticket, and the browser saves it while the page stays."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from pages.ui.text import t
from server import tickets
from server.export import Export
from server.identity import page_person

_PATIENCE_SECONDS = 4.0  # from showing the ticket to the browser fetching it: 0.1-0.2 s when all is well


def download(label: str, make: Callable[[], Path], name: str, key: str, help: str | None = None) -> None:
    """A button that saves what `make` writes. `make` runs in the page, so its errors and rights are the page's.

    Args:
        label: the button's words. make: writes a spool file (`server.spool.spool_file`) and returns its path.
        name: what the browser calls it; plain ASCII. key: unique on the page. help: shown on hover.
    """
    with st.container(key=f"{key}_box", width="content"):  # its own box: nothing after it moves, an upload goes on
        if not st.button(label, key=key, help=help):
            return
        person = page_person()
        with st.spinner(t("Preparing the file")):
            ticket = tickets.mint("export", person.owner, Export(make(), name))
        # The answer is an attachment: the frame stays empty, the browser saves, nothing navigates.
        st.iframe(f"/api/export/{ticket}", height=1, tab_index=-1, alt=t("Download"))
        if person.known and not _fetched(ticket):
            st.warning(t("The download did not start. Reload this page and export again."))


def _fetched(ticket: str) -> bool:
    """Whether the browser came for the file in time (it does not when its cookie was deleted under an open page)."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while tickets.is_open(ticket):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
