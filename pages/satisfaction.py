"""Satisfaction: CSAT, NPS and CES over time, by whatever the data offers, and item by item."""

from functools import partial

import streamlit as st

from metrics.frames import SCORES
from pages.cards import satisfaction
from pages.ui import breakdown, layout, request, states
from pages.ui.card import card

MEASURES = {
    "csat": "CSAT, top two boxes", "csat_mean": "CSAT, mean score", "nps": "NPS", "ces": "CES, made it easy",
    "ces_mean": "CES, mean score", "rating": "Rated items, top two boxes",
}
TILES = tuple((key, MEASURES[key]) for key in ("csat", "csat_mean", "nps", "ces"))

if request.current().ask is None:
    states.empty_store()
else:
    layout.tiles_row(TILES)
    layout.two_across([satisfaction.csat_trend, satisfaction.nps_trend, satisfaction.ces_trend, satisfaction.items])
    with st.container(key="breakdown"):
        with st.container(horizontal=True):
            metric = breakdown.measure(MEASURES, "score")
            dimension, label = breakdown.choose(SCORES, "by_score")
        card(
            partial(satisfaction.by_choice, metric=metric, dimension=dimension, label=label), part=(metric, dimension)
        )
