"""Satisfaction: CSAT, NPS and CES over time, by whatever the data offers, and item by item."""

from pages.cards.pages import SATISFACTION
from pages.ui.page import draw

draw(SATISFACTION)
