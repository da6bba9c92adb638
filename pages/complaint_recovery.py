"""Complaint recovery: how many, how fast, on time, what waits, and whether the customer came back whole."""

from pages.cards.pages import RECOVERY
from pages.ui.page import draw

draw(RECOVERY)
