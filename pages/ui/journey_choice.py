"""Which journey: who is counted, steps in order, how strictly, how long it may take. All of it in the URL.

Steps and window fit the selection until somebody chooses them (or comes by a link that names them); then they stay.
Steps are put into their widget as a chosen value, not as its default: Streamlit leaves a value out of the URL while it
equals the default of the moment, and a link would show something else once the default has moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from data_access.filters import Filters
from data_access.queries.funnel_plan import MAX_STEPS
from pages.cards.ask import Ask
from pages.cards.journeys import COUNTED_WORDS, MODE_WORDS, WINDOW_WORDS, WINDOWS
from pages.cards.usual_journey import likely_path, likely_window
from pages.ui import request, url
from pages.ui.request import Request
from pages.ui.text import md, t


def choose(ask: Ask) -> Ask | None:
    """The ask with its journey; None while fewer than two steps are chosen, or no contact names a case or customer."""
    now = request.current()
    units = now.store.units(now.scope)
    if not units:
        return None
    with st.container(horizontal=True, vertical_alignment="bottom", key="journey"):
        words = {unit: COUNTED_WORDS[unit].capitalize() for unit in units}
        counted = url.select("counted", "Counted", words, units[0], width=130)
        steps = _steps(now, likely_path(ask, counted))
        mode = url.select("mode", "Order", MODE_WORDS, "ordered", width=340)
        fitting = likely_window(ask, counted, steps)
        _until_chosen("window", fitting, tuple(WINDOWS))
        window = url.select("window", "Time to finish", WINDOW_WORDS, fitting, width=130)
    if len(steps) < 2:
        return None
    journey: dict[str, Any] = {
        "steps": tuple(steps), "mode": mode, "window_seconds": WINDOWS[window], "counted": counted,
    }
    return replace(ask, journey=journey)


def _steps(now: Request, path: list[str]) -> list[str]:
    """The choice among all stages, also those the filters leave nothing of: a filter must not take a step away."""
    stages = [name for name, _ in now.store.stages(now.scope, Filters())]
    for name in st.query_params.get_all("steps"):
        if name and name not in stages:
            st.warning(t("The link asks for “{what}”, which the data does not hold (any more).", what=md(name)))
    _until_chosen("steps", path, stages)
    return st.multiselect(
        t("Steps, in order"), stages, key="steps", max_selections=MAX_STEPS, bind="query-params",
        persist_state="session", width=520,
    )


def _until_chosen(key: str, fitting: Any, known: Sequence[str]) -> None:
    """Let the widget show what fits, as long as it still shows what was put there or has never shown anything.

    `known`: what a link can name; anything else in it chooses nothing.
    """
    state, put = st.session_state, f"_put_{key}"
    if key in state:
        untouched = put in state and state[key] == state[put]
    else:
        untouched = not set(st.query_params.get_all(key)) & set(known)
    if untouched:
        state[put] = fitting
        if key not in state or state[key] != fitting:
            state[key] = fitting
