"""Which journey: who is counted, steps in order, how strictly, how long it may take. All of it in the URL.

Steps and window fit the selection until somebody chooses them (or comes by a link that names them); then they stay.
They are put into the widgets as chosen values, not as defaults: Streamlit leaves a value out of the URL while it equals
the default of the moment, and a link would show something else once the default has moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from data_access.filters import Filters
from data_access.queries.funnel_plan import MAX_STEPS
from pages.cards.ask import Ask
from pages.cards.journeys import COUNTED_WORDS, MODE_WORDS, WINDOW_WORDS, WINDOWS
from pages.ui import request
from pages.ui.request import Request
from pages.ui.text import esc, t

_USUAL_WINDOW = "30d"  # where nobody has finished yet, so that the data say nothing


def choose(ask: Ask) -> Ask | None:
    """The ask with its journey; None while fewer than two steps are chosen, or no contact names a case or customer."""
    now = request.current()
    units = now.store.units(now.scope)
    if not units:
        return None
    with st.container(horizontal=True, vertical_alignment="bottom", key="journey"):
        counted = _one("counted", t("Counted"), {unit: COUNTED_WORDS[unit].capitalize() for unit in units}, 130)
        path = _likely_path(now, ask, counted)
        steps = _steps(now, path)
        mode = _one("mode", t("Order"), MODE_WORDS, 340)
        window = _window(_likely_window(now, ask, counted, path))
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
            st.warning(t("The link asks for “{what}”, which the data does not hold (any more).", what=esc(name)))
    _until_chosen("steps", path, stages)
    return st.multiselect(
        t("Steps, in order"), stages, key="steps", max_selections=MAX_STEPS, bind="query-params",
        persist_state="session", width=520,
    )


def _window(fitting: str) -> str:
    """The choice; what fits where it was cleared."""
    _until_chosen("window", fitting, [t(words) for words in WINDOW_WORDS.values()])
    picked = st.selectbox(
        t("Time to finish"), list(WINDOWS), index=None, key="window", format_func=lambda o: t(WINDOW_WORDS[o]),
        bind="query-params", persist_state="session", width=130,
    )
    return picked or fitting


def _likely_path(now: Request, ask: Ask, counted: str) -> list[str]:
    """The most usual way; the two most frequent stages where there is none of two steps."""
    path = now.store.likely_path(now.scope, ask.filters, counted)
    return path if len(path) > 1 else [name for name, _ in now.store.stages(now.scope, ask.filters)][:2]


def _likely_window(now: Request, ask: Ask, counted: str, path: list[str]) -> str:
    if len(path) < 2:
        return _USUAL_WINDOW
    seconds = now.store.likely_window(now.scope, ask.filters, counted, (path[0], path[-1]), tuple(WINDOWS.values()))
    return next((name for name, value in WINDOWS.items() if value == seconds), _USUAL_WINDOW)


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


def _one(key: str, label: str, words: Mapping[str, str], width: int) -> str:
    options = list(words)
    picked = st.selectbox(
        label, options, key=key, format_func=lambda o: t(words[o]), bind="query-params", persist_state="session", width=width,
    )
    return picked if picked in words else options[0]
