"""The choice by what a change is split (`moved_by` in the URL), for the cards about what moved a score."""

from __future__ import annotations

from dataclasses import replace

from metrics.registry import by_key
from pages.cards.ask import CHANNEL, Ask
from pages.cards.dimensions import splitting_dimensions
from pages.ui import url
from pages.ui.breakdown import label_of
from pages.ui.text import t


def split_by_choice(ask: Ask) -> Ask:
    """The ask with the chosen dimension. Every choice is one of the same two cards: none of the others is asked for."""
    options = splitting_dimensions(by_key("csat"), ask.fetch.store, ask.scope)
    if CHANNEL not in options:
        options.insert(0, CHANNEL)
    about = t(
        "A question with several choices is offered choice by choice: chosen or not. Taken together its groups overlap, and a"
        " change cannot be split between groups that overlap."
    )
    words = {option: label_of(option) for option in options}
    return replace(ask, split_by=url.select("moved_by", "What moved it, by", words, CHANNEL, width=240, about=about))
