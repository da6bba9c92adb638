"""Channel mix: volume, share, and whether the mix moved."""

from pages.cards.pages import CHANNELS
from pages.ui.page import draw

draw(CHANNELS)
