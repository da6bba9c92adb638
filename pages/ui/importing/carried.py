"""Choices outlive a change of language: Streamlit knows a choice by its words, which are others then."""

from __future__ import annotations

import streamlit as st

from metrics.saying import language

_SPOKEN = "_choices_spoken"  # key of a widget → the language its choices were last shown in


def carried(key: str) -> bool:
    """Call it before the widget with this key is drawn: a choice made under words of another language is made again. True
    where there was one; the widget then may be given no default (Streamlit warns of two)."""
    spoken: dict[str, str] = st.session_state.setdefault(_SPOKEN, {})
    before, spoken[key] = spoken.get(key, language()), language()
    if before == language() or key not in st.session_state:
        return False
    st.session_state[key] = st.session_state[key]
    return True
