"""The page about drivers: the outcome is chosen (`outcome=nps` in the URL), its cards follow."""

from __future__ import annotations

from functools import partial

import streamlit as st

from metrics.saying import word
from pages.cards import drivers
from pages.cards.ask import Ask
from pages.cards.drivers_answer import offered
from pages.cards.pages import DRIVERS, Builder
from pages.ui import layout, page_export, request, states, url

_WORDS = {"csat": word("Satisfaction (CSAT)"), "nps": word("Recommendation (NPS)")}


def draw() -> None:
    """The whole page, or the way to the first file where the store is empty."""
    ask = request.current().ask
    if ask is None:
        states.empty_store()
        return
    outcome = choose(ask)
    builders: tuple[Builder, ...] = tuple(partial(card, outcome=outcome) for card in drivers.CARDS)
    layout.two_across(builders, part=outcome)
    page_export.offer(DRIVERS, ask, builders)


def choose(ask: Ask) -> str | None:
    """The outcome; None, and nothing to choose, where the selection holds none or a single one and no link asks."""
    there = offered(ask)
    if len(there) < 2 and not st.query_params.get("outcome"):
        return next(iter(there), None)
    words = {kind: _WORDS[kind] for kind in there}
    with st.container(horizontal=True, key="outcomes"):
        return url.select("outcome", "Outcome", words, there[0], width=260) if there else None
