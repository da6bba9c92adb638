"""Complaint recovery: how many, how fast, on time, what waits, and whether the customer came back whole."""

from pages.cards import complaints
from pages.ui import breakdown, layout, request, states

TILES = (
    ("recovery_rate", "Satisfied afterwards"), ("confirmed_resolution", "Customer says resolved"),
    ("deadline_attainment", "Resolved on time"), ("resolution_time", "Half resolved within"), ("backlog", "Open now"),
    ("complaints", "Complaints"),
)

if request.current().ask is None:
    states.empty_store()
else:
    layout.tiles_row(TILES)
    layout.two_across([
        complaints.recovery, complaints.confirmed, complaints.resolution, complaints.first_response,
        complaints.attainment, complaints.backlog_age, complaints.volume, complaints.rate,
    ])
    breakdown.card_by_choice("recovery", "outcome", "theme")
