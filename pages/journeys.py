"""Journeys: a funnel with chosen steps, order, window and breakdown."""

from dataclasses import replace
from functools import partial

import streamlit as st

from metrics.registry import by_key
from pages.cards import journeys
from pages.cards.pages import JOURNEYS
from pages.ui import breakdown, journey_choice, layout, page_export, request, states
from pages.ui.card import card
from pages.ui.text import t

now = request.current()
if now.ask is None:
    states.empty_store()
else:
    asked = journey_choice.choose(now.ask)
    if not now.store.units(now.scope):
        states.message(
            t("There are no journeys in the data yet."),
            t("Bring contacts or events whose rows name a step and a case or a customer."),
        )
    elif asked is None and not now.store.stages(now.scope, now.ask.filters):
        states.message(t("No journey starts in this selection."), t("Widen the period or remove a filter."))
    elif asked is None:
        states.message(t("Choose at least two steps."), t("The steps are the stages or events of the loaded contacts."))
    else:
        request.remember(replace(now, ask=asked))
        layout.two_across(JOURNEYS.cards)
        with st.container(key="breakdown"):
            with st.container(horizontal=True):
                by = breakdown.choose(by_key("funnel_conversion"), "journey_by", "channel")
            chosen = partial(journeys.by_choice, **by.asked())
            card(chosen, part=by)
        page_export.offer(JOURNEYS, asked, (*JOURNEYS.cards, chosen))
