"""Which language is spoken to the reader: what the link says, else what they chose before, else their browser's.

Dialogs and fragments run without the frame, but in a thread of the same session: what the frame found there holds, and in a
thread it has not run in yet the session is asked. Looking every word up in the session would cost a tenth of a run.
"""

from __future__ import annotations

import threading

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from metrics.saying import LANGUAGES, SOURCE, listen
from pages.ui import url

PARAMETER = "lang"  # in the URL, once somebody has chosen
_KEY, _CHOSEN = "_language", "_language_chosen"
_here = threading.local()  # `spoken`: the language of the one session whose runs this thread makes


def settle() -> str:
    """Find the reader's language for this run and the next; a chosen one stays in the URL."""
    listen(_reader)
    asked = st.query_params.get(PARAMETER)
    if asked in LANGUAGES and not st.session_state.get(_CHOSEN):
        _choose(asked)
    elif _KEY not in st.session_state:
        st.session_state[_KEY] = _browser()
    language = _here.spoken = str(st.session_state[_KEY])
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
    spoken = getattr(_here, "spoken", None)
    if spoken is not None:
        return str(spoken)
    if get_script_run_ctx(suppress_warning=True) is None:
        return SOURCE
    _here.spoken = str(st.session_state.get(_KEY, SOURCE))
    return str(_here.spoken)
