"""The choice "by what": a dimension the facts have, or a column of a loaded file."""

from __future__ import annotations

from functools import partial

import streamlit as st

from metrics.frames import ATTRIBUTE
from metrics.metric import Metric
from metrics.registry import by_key
from pages.cards import breakdown
from pages.ui import request, url
from pages.ui.card import card
from pages.ui.text import t

LABELS = {
    "channel": "Channel", "segment": "Segment", "region": "Region", "product": "Product",
    "business_unit": "Business unit", "source": "Source", "theme": "Theme", "severity": "Severity", "team": "Team",
    "instrument": "Survey", "question": "Question", "touchpoint": "Touchpoint", "stage": "Stage", "mode": "Mode",
    "direction": "Direction", "reason": "Reason",
}


def choose(metric: Metric, key: str, default: str) -> tuple[str, str]:
    """(dimension, label) among those the metric can be broken down by, bound to the URL."""
    now = request.current()
    options = [d for d in metric.frame.dims if d not in metric.inner and now.store.choices(d, now.scope)]
    options += [ATTRIBUTE + name for name in now.store.attributes(now.scope)]
    if not options:
        return default, LABELS.get(default, default)
    start = default if default in options else options[0]
    picked = url.select(key, "Break down by", {option: label_of(option) for option in options}, start, width=240)
    return picked, label_of(picked)


def label_of(dimension: str) -> str:
    """A dimension in words; a file's own column by its name."""
    return dimension.removeprefix(ATTRIBUTE) if dimension.startswith(ATTRIBUTE) else t(LABELS.get(dimension, dimension))


def card_by_choice(topic: str, key: str, default: str) -> None:
    """Any metric of the topic by any dimension its facts have: what is chosen is in the URL (`<key>`, `<key>_by`)."""
    with st.container(key="breakdown"):
        with st.container(horizontal=True):
            words = breakdown.measures(topic)
            metric = url.select(key, "Measure", words, next(iter(words)), width=300)
            dimension, label = choose(by_key(metric), f"{key}_by", default)
        card(
            partial(breakdown.by_choice, metric=metric, dimension=dimension, label=label), part=(metric, dimension)
        )
