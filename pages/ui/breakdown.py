"""The choice "by what": a dimension the facts have, or a column of a loaded file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from metrics import formats
from metrics.frames import ATTRIBUTE
from metrics.metric import Metric
from metrics.registry import RENAMED, by_key
from pages.cards import breakdown
from pages.cards.dimensions import dimensions_of
from pages.cards.pages import Choice
from pages.cards.words import shortened
from pages.ui import request, url
from pages.ui.card import Builder, card
from pages.ui.text import t

LABELS = {
    "channel": "Channel", "segment": "Segment", "region": "Region", "product": "Product",
    "business_unit": "Business unit", "source": "Source", "theme": "Theme", "severity": "Severity", "team": "Team",
    "instrument": "Survey", "question": "Question", "touchpoint": "Touchpoint", "stage": "Stage", "mode": "Mode",
    "direction": "Direction", "reason": "Reason", "topic": "Topic", "answer": "Answer",
}

_ALONE = "alone"  # in the URL: broken down by one dimension only


@dataclass(frozen=True)
class By:
    """By what a metric is broken down: one dimension, or two crossed."""

    dimension: str
    label: str
    across: str | None = None
    across_label: str = ""

    def asked(self) -> dict[str, Any]:
        """As the cards' builders take it."""
        return vars(self).copy()


def choose(metric: Metric, key: str, default: str) -> By:
    """One or two dimensions among those the metric can be broken down by, bound to the URL (`<key>` and `<key>_and`)."""
    now = request.current()
    options = dimensions_of(metric, now.store, now.scope)
    if not options:
        return By(default, formats.dimension(default))
    start = default if default in options else options[0]
    words = {option: label_of(option) for option in options}
    picked = url.select(key, "Break down by", words, start, width=240)
    others = {_ALONE: t("nothing else")} | {option: words[option] for option in options if option != picked}
    across = url.select(f"{key}_and", "And by", others, _ALONE, width=240) if len(options) > 1 else _ALONE
    told = {option: shortened(formats.dimension(option)) for option in options}  # in a sentence; a choice begins with a capital
    return By(picked, told[picked]) if across == _ALONE else By(picked, told[picked], across, told[across])


def label_of(dimension: str) -> str:
    """A dimension in words; a file's own column by its name."""
    if dimension.startswith(ATTRIBUTE):
        return shortened(dimension.removeprefix(ATTRIBUTE))
    return t(LABELS.get(dimension, dimension))


def card_by_choice(choice: Choice, measure: str | None = None) -> Builder:
    """Any metric of the topic by any dimension its facts have: what is chosen is in the URL (`<key>`, `<key>_by`,
    `<key>_by_and`). The card's builder comes back, for the page's export. measure: the first to be shown."""
    key = choice.key
    with st.container(key="breakdown"):
        with st.container(horizontal=True):
            words = breakdown.measures(choice.topic)
            url.follow(key, RENAMED)
            metric = url.select(key, "Measure", words, measure or next(iter(words)), width=300)
            by = choose(by_key(metric), f"{key}_by", choice.dimension)
        builder = partial(breakdown.by_choice, metric=metric, **by.asked())
        card(builder, part=(metric, by))
    return builder
