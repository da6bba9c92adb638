"""What surrounds every page: look, navigation, sample line, filter bar, stale links; then the page itself."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from charts.theme import direction_colours
from data_access.errors import ConfigError, StoreError
from metrics import lists
from metrics.saying import language as spoken
from metrics.saying import word
from pages.cards import pages
from pages.ui import filter_bar, freshness, language, request, states
from pages.ui.sample_line import sample_line
from pages.ui.text import esc, md, t
from server.identity import page_person
from server.services import services

HERE = Path(__file__).parent
_FILES = {
    "overview": "overview.py", "channels": "channel_mix.py", "journeys": "journeys.py", "satisfaction": "satisfaction.py",
    "drivers": "drivers.py", "voices": "voices.py", "trust": "trust.py", "recovery": "complaint_recovery.py",
}
PAGES = (  # one line a page: file, title, url, question shown as its headline
    *((_FILES[page.key], page.title, page.key, page.question) for page in pages.PAGES),
    ("data.py", word("Data"), "data", word("What is loaded, and how do I add to it?")),
    ("settings.py", word("Settings"), "settings", word("What has the house decided about its numbers?")),
    ("methods.py", word("Methods"), "methods", word("How is every number computed?")),
)
UNFILTERED = {"data", "methods", "settings"}  # pages that are not about a selection


def run() -> None:
    """Draw the frame and run the page the reader is on."""
    language.settle()
    page = st.navigation(
        [
            st.Page(file, title=t(title), url_path=url, default=url == "overview")
            for file, title, url, _ in PAGES
        ],
        position="top",
    )
    _look()
    try:
        store = services().store
    except (StoreError, ConfigError) as error:
        states.message(t("The data cannot be reached."), str(error))
        return
    scope = page_person().scope
    as_of, span = store.as_of(scope), store.span(scope)
    url = page.url_path or "overview"
    _head(url)
    sample_line(store, scope)
    chosen = None
    if as_of is not None and span is not None and url not in UNFILTERED:
        last = min(span[1], as_of.date())
        chosen = filter_bar.filter_bar(store, scope, (span[0], last))
        if beyond := filter_bar.beyond(chosen, last):
            st.info(beyond)
        if chosen.stale:
            st.warning(t("The link asks for what is not there (any more): {what}.", what=md(lists.enumerated(chosen.stale))))
    now = request.build(store, scope, as_of, chosen)
    request.remember(now)
    freshness.circumstances(now)
    with states.guarded():
        page.run()


def _look() -> None:
    st.html(_style(request.ground()))
    st.html(f'<script src="/assets/frame.js?lang={spoken()}"></script>', unsafe_allow_javascript=True)


@cache
def _style(ground: request.Ground) -> str:
    better, worse = direction_colours(ground)
    on_primary = "#ffffff" if ground == "light" else "#12151c"  # Streamlit writes white on either primary colour
    colours = f":root {{ --ts-better: {better}; --ts-worse: {worse}; --ts-on-primary: {on_primary}; }}"
    return f"<style>{(HERE / 'frame.css').read_text('utf-8')}\n{colours}</style>"


def _head(url: str) -> None:
    question = next(q for _, _, u, q in PAGES if u == url)
    with st.container(horizontal=True, vertical_alignment="center", key="head"):
        st.html(f'<div class="ts-head"><h1>{esc(t(question))}</h1></div>')
        language.switch()
