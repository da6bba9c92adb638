"""Where cards stand: one row of tiles, then two across (one under the other on a phone; `frame.css` lays them out)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import streamlit as st

from metrics.saying import language
from pages.cards.pages import tile
from pages.ui import request, states
from pages.ui.card import Builder, card
from pages.ui.text import t
from pages.ui.tiles import tiles


def tiles_row(specs: Sequence[tuple[str, str]]) -> None:
    """specs: (metric key, name on the tile)."""
    now = request.current()
    if now.ask is None:
        states.empty_store()
        return
    ask = now.ask
    with states.guarded():
        key = ("tiles", tuple(specs), language(), *ask.key)
        st.html(now.kept(key, lambda: tiles([(t(name), tile(ask, metric)) for metric, name in specs])))


def two_across(builders: Sequence[Builder], *, part: Hashable = None) -> None:
    """Cards in rows of two; nothing when the store is empty (the tiles row or the page says so)."""
    if request.current().ask is None or not builders:
        return
    with st.container(key="cards"):  # laid out as a grid by the style sheet: a row of columns would be three messages more
        for builder in builders:
            card(builder, part=part)
