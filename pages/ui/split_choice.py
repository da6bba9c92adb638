"""The choice by what a change is split (`moved_by` in the URL), for the cards about what moved a score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from metrics.registry import by_key
from metrics.saying import word
from pages.cards.ask import CHANNEL, Ask
from pages.cards.dimensions import splitting_dimensions
from pages.ui import url
from pages.ui.breakdown import label_of
from pages.ui.text import t

KEY, LABEL = "moved_by", word("What moved it, by")


def choices(ask: Ask) -> dict[str, str]:
    """Dimension → what is shown."""
    options = splitting_dimensions(by_key("csat"), ask.fetch.store, ask.scope)
    if CHANNEL not in options:
        options.insert(0, CHANNEL)
    return {option: label_of(option) for option in options}


def split_by_choice(ask: Ask, words: Mapping[str, str]) -> Ask:
    """The ask with the chosen dimension. Every choice is one of the same two cards: none of the others is asked for."""
    about = t(
        "A question with several choices is offered choice by choice: chosen or not. Taken together its groups overlap, and a"
        " change cannot be split between groups that overlap."
    )
    picked = url.select(KEY, LABEL, words, CHANNEL, width=240, about=about, tell=False)
    return replace(ask, split_by=picked)
