"""Satisfaction: CSAT, NPS and CES over time, by whatever the data offers, and item by item."""

from pages.cards import satisfaction
from pages.ui import breakdown, layout, request, states

TILES = (
    ("csat", "CSAT, top two boxes"), ("csat_mean", "CSAT, mean score"), ("nps", "NPS"), ("ces", "Made it easy (CES)"),
)

if request.current().ask is None:
    states.empty_store()
else:
    layout.tiles_row(TILES)
    layout.two_across([satisfaction.csat_trend, satisfaction.nps_trend, satisfaction.ces_trend, satisfaction.items])
    breakdown.card_by_choice("satisfaction", "score", "channel")
