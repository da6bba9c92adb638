"""Choices bound to the URL by their plain names, so that a link means the same in every language.

Streamlit's own binding writes an option as it is shown; ours writes `period=90d`. The default leaves the URL clean.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.cards.words import shortened
from pages.ui.text import md, t


def select(
    key: str, label: str, words: Mapping[str, str], default: str, *, width: int, idle: bool = False, tell: bool = True,
    about: str | None = None,
) -> str:  # fmt: skip
    """One of `words` (name → what is shown). The URL's choice wins at the first run; later the person's.

    idle: shown but of no effect here (greyed out) · tell: say here when the link asks for something else (the filter
    bar says it together with its other filters) · about: what the reader should know of the choices.
    """
    options = list(words)
    if tell:
        tell_stale(key, label, words)
    if key not in st.session_state:
        asked = st.query_params.get(key)
        st.session_state[key] = asked if asked in words else default
    elif st.session_state[key] not in words:
        st.session_state[key] = default
    picked = st.selectbox(
        t(label), options, key=key, format_func=lambda name: t(words[name]), persist_state="session", width=width,
        disabled=idle, help=about,
    )
    chosen = picked if picked in words else default
    write(key, "" if chosen == default else chosen)
    return chosen


def follow(key: str, renamed: Mapping[str, str]) -> None:
    """What an older link asks for, by the name it has now."""
    asked = st.query_params.get(key)
    if asked and asked in renamed:
        st.query_params[key] = renamed[asked]


def tell_stale(key: str, label: str, words: Mapping[str, str]) -> None:
    """Say here when the link asks for what is not among `words`: above a row of choices, which then do not `tell`."""
    asked = st.query_params.get(key) if key not in st.session_state else None
    if asked and asked not in words:
        st.warning(t("The link asks for what is not there (any more): {what}.", what=_choice_of(label, asked)))


def tell_gone(label: str, chosen: str) -> None:
    """Say that what this person chose is no longer among the choices."""
    st.warning(t("What was chosen is not there any more: {what}.", what=_choice_of(label, chosen)))


def _choice_of(label: str, chosen: str) -> str:
    return md(f"{t(label)}: {shortened(chosen)}")


def forget(key: str) -> None:
    """A choice as if nobody had made it."""
    st.session_state.pop(key, None)
    write(key, "")


def write(key: str, text: str) -> None:
    """Put a value into the URL, or take it out when it is empty."""
    if text:
        if st.query_params.get(key) != text:
            st.query_params[key] = text
    elif key in st.query_params:
        del st.query_params[key]
