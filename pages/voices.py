"""Voices: what customers write, by topic, and the comments themselves for those who may read them."""

from pages.cards.pages import VOICES
from pages.ui.comments import comment_list
from pages.ui.page import draw

draw(VOICES, below=comment_list)
