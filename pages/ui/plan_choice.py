"""The choice of the planner: which score, and how large a change should be seen. Both in the URL."""

from __future__ import annotations

import streamlit as st

from pages.cards.pages import Planned
from pages.cards.trust.planner import PLANNED, POINTS, USUAL
from pages.ui import url
from pages.ui.card import Builder, card


def card_by_choice(planned: Planned) -> Builder:
    """The choice and its card below; the card's builder comes back, for the page's export."""
    with st.container(key="breakdown"):
        url.tell_stale("plan", "Score", PLANNED)
        url.tell_stale("points", "Change to see", POINTS)
        with st.container(horizontal=True):
            metric = url.select("plan", "Score", PLANNED, "csat", width=240, tell=False)
            points = url.select("points", "Change to see", POINTS, USUAL, width=160, tell=False)
        builder = planned.of(metric, points)
        card(builder, part=(metric, points))
    return builder
