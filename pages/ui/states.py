"""Empty, too few, failed: one face each, the same everywhere, with the next step."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from metrics.errors import QuestionError
from pages.ui.text import esc, t

log = logging.getLogger("touchstone.pages")


def message(headline: str, next_step: str) -> None:
    """A quiet block: what is so, and what to do."""
    st.html(f'<div class="ts-state"><b>{esc(headline)}</b><br>{esc(next_step)}</div>')


def empty_store() -> None:
    """Nothing is loaded yet (or nothing this person may see)."""
    message(t("There is no data yet."), t("Open the Data page and drop a survey, contact or complaint file."))
    st.page_link("data.py", label=t("Open the Data page"))


def nothing_selected(*, narrowed: bool) -> None:
    """The next step below a card that has said that there is nothing. `narrowed`: filters or period leave data out."""
    wider = t("Widen the period or remove a filter.")
    st.html(f'<div class="ts-state">{esc(wider if narrowed else t("Bring a file that holds it on the Data page."))}</div>')


@contextmanager
def guarded() -> Iterator[None]:
    """A card that fails says so in its place and leaves the others standing; the log has the cause under the reference."""
    try:
        yield
    except QuestionError as error:
        message(t("This card cannot answer that."), str(error))
    except Exception as error:
        if type(error).__module__.startswith("streamlit"):  # reruns and stops are control flow, not failures
            raise
        reference = secrets.token_hex(4)
        log.exception("card failed, reference %s", reference)
        message(
            t("This card could not be computed."),
            t("Reload the page; if it stays, give your administrator the reference {reference}.", reference=reference),
        )
