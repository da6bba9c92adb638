"""The choice of a survey's question, and of what it is crossed with. Both in the URL."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from metrics.frames import ATTRIBUTE
from metrics.registry import by_key
from pages.cards.answers import METRIC, PLAIN, asked_question, first_question, question_name
from pages.cards.dimensions import dimensions_of
from pages.cards.pages import Surveyed
from pages.cards.words import shortened
from pages.ui import request, url
from pages.ui.breakdown import label_of
from pages.ui.card import Builder, card
from pages.ui.text import t

_ALONE = "alone"  # in the URL: not crossed with anything


def card_by_choice(surveyed: Surveyed) -> Builder:
    """The choice and its card below; the card's builder comes back, for the page's export."""
    now = request.current()
    offered = dimensions_of(by_key(METRIC), now.store, now.scope)
    store_asks = {one.key: shortened(question_name(one)) for one in now.store.questions(now.scope)}
    asked = store_asks | {name: label_of(name) for name in PLAIN if name in offered and name not in store_asks}
    if not asked or now.ask is None:
        builder = surveyed.first()
        card(builder, part=())
        return builder
    with st.container(key="surveyed"):
        _drop_what_is_gone(asked)
        url.tell_stale("asked", "Question", asked)
        above = st.container()  # what is not there any more is said above the row: what it is crossed with is known later
        with st.container(horizontal=True):
            question = url.select("asked", "Question", asked, first_question(now.ask), width=300, tell=False)
            mine = {question, asked_question(now.ask, question)[1]}
            others = [one for one in offered if one not in mine and one.removeprefix(ATTRIBUTE) != question]
            words = {_ALONE: t("nothing else")} | {one: label_of(one) for one in others}
            with above:
                url.tell_stale("asked_and", "Crossed with", words)
            across = url.select("asked_and", "Crossed with", words, _ALONE, width=240, tell=False)
        builder = surveyed.of(question, None if across == _ALONE else across)
        card(builder, part=(question, across))
    return builder


def _drop_what_is_gone(asked: Mapping[str, str]) -> None:
    """A question that was taken out of the data while it was looked at: said, and its crossing goes with it."""
    chosen = st.session_state.get("asked")
    if chosen is None or chosen in asked:
        return
    url.tell_gone("Question", chosen)
    for key in ("asked", "asked_and"):
        url.forget(key)
