"""Choices bound to the URL by their plain names, so that a link means the same in every language.

Streamlit's own binding writes an option as it is shown; ours writes `period=90d`. The default leaves the URL clean.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import streamlit as st

from pages.ui.text import md, t

_NOTHING: Mapping[str, str] = MappingProxyType({})


def select(
    key: str, label: str, words: Mapping[str, str], default: str, *, width: int, idle: bool = False, tell: bool = True,
    renamed: Mapping[str, str] = _NOTHING,
) -> str:  # fmt: skip
    """One of `words` (name → what is shown). The URL's choice wins at the first run; later the person's.

    idle: shown but of no effect here (greyed out) · tell: say here when the link asks for something else (the filter
    bar says it together with its other filters) · renamed: what older links say → what it is called now.
    """
    options = list(words)
    if key not in st.session_state:
        asked = st.query_params.get(key)
        asked = renamed.get(asked, asked) if asked else asked
        st.session_state[key] = asked if asked in words else default
        if tell and asked and asked not in words:
            st.warning(t("The link asks for what is not there (any more): {what}.", what=md(f"{t(label)}: {asked}")))
    elif st.session_state[key] not in words:
        st.session_state[key] = default
    picked = st.selectbox(
        t(label), options, key=key, format_func=lambda name: t(words[name]), persist_state="session", width=width,
        disabled=idle,
    )
    chosen = picked if picked in words else default
    write(key, "" if chosen == default else chosen)
    return chosen


def write(key: str, text: str) -> None:
    """Put a value into the URL, or take it out when it is empty."""
    if text:
        if st.query_params.get(key) != text:
            st.query_params[key] = text
    elif key in st.query_params:
        del st.query_params[key]
