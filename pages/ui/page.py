"""A page about numbers, drawn from its declaration (`cards/pages.py`): tiles, cards two across, the cards to choose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from pages.cards.ask import Ask
from pages.cards.lens import LENSES, PLAIN
from pages.cards.pages import Page
from pages.ui import (
    breakdown,
    layout,
    page_export,
    plan_choice,
    question_choice,
    request,
    split_choice,
    states,
    unscored,
    url,
)
from pages.ui.card import Builder


def draw(page: Page, below: Callable[[Ask], None] | None = None) -> None:
    """The whole page, or the way to the first file where the store is empty. below: what only the screen has."""
    now = request.current()
    if now.ask is None:
        states.empty_store()
        return
    ask = replace(now.ask, family=page.family)
    request.remember(replace(now, ask=ask))
    if page.surveyed is not None and unscored.is_so(now):  # nothing but what customers answer has anything to show
        builders: tuple[Builder, ...] = (question_choice.card_by_choice(page.surveyed),)
        unscored.tell(page, now)
        if page.choice is not None:
            builders = (*builders, breakdown.card_by_choice(page.choice, unscored.MEASURE))
    else:
        unscored.tell(page, now)
        ask, builders = _cards(page, ask)
    if below is not None:
        below(ask)
    page_export.offer(page, ask, builders)


def _cards(page: Page, ask: Ask) -> tuple[Ask, tuple[Builder, ...]]:
    """Tiles, cards and those behind a choice; what was asked in the end, and the cards' builders for the page's export."""
    if page.tiles:
        layout.tiles_row(page.tiles)
    if page.lens or page.splits:
        ask = _chosen(page, ask)
        request.remember(replace(request.current(), ask=ask))
    layout.two_across(page.cards)
    builders: tuple[Builder, ...] = page.cards
    if page.surveyed is not None:
        builders = (*builders, question_choice.card_by_choice(page.surveyed))
    if page.planned is not None:
        builders = (*builders, plan_choice.card_by_choice(page.planned))
    if page.choice is not None:
        builders = (*builders, breakdown.card_by_choice(page.choice))
    return ask, builders


def _chosen(page: Page, ask: Ask) -> Ask:
    """What is laid over the page's trends, and by what its changes are split."""
    words = split_choice.choices(ask) if page.splits else {}
    if page.lens:
        url.tell_stale("lens", "Laid over the trends", LENSES)
    if page.splits:
        url.tell_stale(split_choice.KEY, split_choice.LABEL, words)
    with st.container(horizontal=True):
        if page.lens:
            ask = replace(ask, lens=url.select("lens", "Laid over the trends", LENSES, PLAIN, width=240, tell=False))
        return split_choice.split_by_choice(ask, words) if page.splits else ask
