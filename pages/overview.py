"""Overview: the few numbers that tell how customers fare, and the four cards behind them."""

from pages.cards.pages import OVERVIEW
from pages.ui.page import draw

draw(OVERVIEW)
