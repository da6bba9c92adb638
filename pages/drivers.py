"""Drivers: what matters most to customers, for the outcome the reader chooses."""

from pages.ui.drivers_page import draw

draw()
