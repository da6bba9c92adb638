"""Which language is spoken to the reader: what the link says, else what they chose before, else their browser's.

Dialogs and fragments run without the frame, so every word asks the session anew.
"""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from metrics.saying import LANGUAGES, SOURCE, listen
from pages.ui import url

PARAMETER = "lang"  # in the URL, once somebody has chosen
_KEY, _CHOSEN = "_language", "_language_chosen"


def settle() -> str:
    """Find the reader's language for this run and the next; a chosen one stays in the URL."""
    listen(_reader)
    asked = st.query_params.get(PARAMETER)
    if asked in LANGUAGES and not st.session_state.get(_CHOSEN):
        _choose(asked)
    elif _KEY not in st.session_state:
        st.session_state[_KEY] = _browser()
    language = _reader()
    url.write(PARAMETER, language if st.session_state.get(_CHOSEN) else "")
    return language


def switch() -> None:
    """The other languages, each by its own name."""
    for language, name in LANGUAGES.items():
        if language != _reader():
            st.button(name, key=f"speak_{language}", type="tertiary", on_click=_choose, args=(language,))


def _choose(language: str) -> None:
    st.session_state[_KEY], st.session_state[_CHOSEN] = language, True


def _browser() -> str:
    """The language of the browser where there is one of that name."""
    return next((language for language in LANGUAGES if str(st.context.locale or "").startswith(language)), SOURCE)


def _reader() -> str:
    """The language of the session that runs in this thread; the source language outside of any."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return SOURCE
    return str(st.session_state.get(_KEY, SOURCE))
