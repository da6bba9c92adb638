"""Complaint recovery: how many, how fast, on time, what waits, and whether the customer came back whole."""

from functools import partial

import streamlit as st

from metrics.frames import COMPLAINTS
from pages.cards import complaints
from pages.ui import breakdown, layout, request, states
from pages.ui.card import card

TILES = (
    ("complaints", "Complaints"), ("recovery_rate", "Satisfied afterwards"), ("confirmed_resolution", "Customer says resolved"),
    ("deadline_attainment", "Resolved on time"), ("resolution_time", "Half resolved within"), ("backlog", "Open now"),
)
MEASURES = {
    "complaint_share": "Share of complaints", "complaints": "Complaints", "answered_share": "Answered",
    "recovery_rate": "Satisfied afterwards", "complaint_satisfaction": "Score afterwards",
    "confirmed_resolution": "Customer says resolved", "deadline_attainment": "Resolved on time",
    "resolution_time": "Half resolved within", "first_response": "Half answered within",
}

if request.current().ask is None:
    states.empty_store()
else:
    layout.tiles_row(TILES)
    layout.two_across([
        complaints.recovery, complaints.confirmed, complaints.resolution, complaints.first_response,
        complaints.attainment, complaints.backlog_age, complaints.volume,
    ])
    with st.container(key="breakdown"):
        with st.container(horizontal=True):
            metric = breakdown.measure(MEASURES, "outcome")
            dimension, label = breakdown.choose(COMPLAINTS, "by_complaint", default="theme")
        card(partial(complaints.by_choice, metric=metric, dimension=dimension, label=label), part=(metric, dimension))
