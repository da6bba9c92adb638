"""How sure: how the scores are counted, who answered and who did not, and how many more answers would tell more."""

from pages.cards.pages import TRUST
from pages.ui.page import draw

draw(TRUST)
