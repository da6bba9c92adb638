"""The choice of a survey's question, and of what it is crossed with. Both in the URL."""

from __future__ import annotations

import streamlit as st

from metrics.frames import ATTRIBUTE
from metrics.registry import by_key
from pages.cards.answers import METRIC, PLAIN, asked_question
from pages.cards.dimensions import dimensions_of
from pages.cards.pages import Surveyed
from pages.ui import request, url
from pages.ui.breakdown import label_of
from pages.ui.card import Builder, card
from pages.ui.text import t

_ALONE = "alone"  # in the URL: not crossed with anything


def card_by_choice(surveyed: Surveyed) -> Builder:
    """The choice and its card below; the card's builder comes back, for the page's export."""
    now = request.current()
    offered = dimensions_of(by_key(METRIC), now.store, now.scope)
    names = [one.name for one in now.store.questions(now.scope)]
    asked = {name: name for name in names} | {name: label_of(name) for name in PLAIN if name in offered and name not in names}
    if not asked:
        builder = surveyed.first()
        card(builder, part=())
        return builder
    with st.container(key="surveyed"):
        with st.container(horizontal=True):
            question = url.select("asked", "Question", asked, next(iter(asked)), width=300)
            mine = {question, asked_question(now.ask, question)[1]} if now.ask is not None else {question}
            others = [one for one in offered if one not in mine and one.removeprefix(ATTRIBUTE) != question]
            words = {_ALONE: t("nothing else")} | {one: label_of(one) for one in others}
            across = url.select("asked_and", "Crossed with", words, _ALONE, width=240)
        builder = surveyed.of(question, None if across == _ALONE else across)
        card(builder, part=(question, across))
    return builder
