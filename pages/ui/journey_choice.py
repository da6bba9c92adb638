"""Which journey: steps in order, how strictly, how long it may take, and who is counted. All of it in the URL."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from pages.cards.ask import Ask
from pages.cards.journeys import MODE_WORDS
from pages.ui import request
from pages.ui.text import t

WINDOWS = {"1h": 3600, "1d": 86400, "7d": 7 * 86400, "14d": 14 * 86400, "30d": 30 * 86400, "90d": 90 * 86400}
WINDOW_WORDS = {"1h": "1 hour", "1d": "1 day", "7d": "7 days", "14d": "14 days", "30d": "30 days", "90d": "90 days"}
COUNTED_WORDS = {"customer": "Customers", "case": "Cases"}
_DEFAULT_STEPS = 4


def choose(ask: Ask) -> Ask | None:
    """The ask with its journey; None while fewer than two steps are chosen."""
    now = request.current()
    stages = [name for name, _ in now.store.stages(now.scope, ask.filters)]
    with st.container(horizontal=True, vertical_alignment="bottom", key="journey"):
        steps = st.multiselect(
            t("Steps, in order"), stages, default=stages[:_DEFAULT_STEPS], key="steps", bind="query-params",
            persist_state="session", width=520,
        )
        mode = _one("mode", t("Order"), MODE_WORDS, 260)
        window = _one("window", t("Time to finish"), WINDOW_WORDS, 130, "7d")
        counted = _one("counted", t("Counted"), COUNTED_WORDS, 130)
    if len(steps) < 2:
        return None
    journey: dict[str, Any] = {
        "steps": tuple(steps), "mode": mode, "window_seconds": WINDOWS[window], "counted": counted,
    }
    return replace(ask, journey=journey)


def _one(key: str, label: str, words: dict[str, str], width: int, default: str | None = None) -> str:
    options = list(words)
    index = options.index(default) if default else 0
    picked = st.selectbox(
        label, options, index=index, key=key, format_func=lambda o: t(words[o]), bind="query-params",
        persist_state="session", width=width,
    )
    return picked if picked in words else options[index]
