"""The settings as one document: saved as a file, and brought back from one."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from data_access.errors import SettingsError
from data_access.settings import document
from pages.ui.download import download
from pages.ui.settings import keeping
from pages.ui.settings.desk import Desk
from pages.ui.settings.dropped import dropped
from pages.ui.text import t
from server.spool import spool_file

_REFUSED = "_settings_refused"


def draw(desk: Desk) -> None:
    """Save the document; with the right to change, paste or drop one. What comes in becomes the draft and is reviewed."""
    st.subheader(t("The whole document"), anchor=False)
    st.caption(t("All settings as JSON: to keep, or to bring to another house."))
    download(t("Save as a file"), lambda: _file(desk), "touchstone-settings.json", key="settings_json")
    if not desk.may_change:
        return
    with st.expander(t("Bring a document")):
        st.text_area(t("Paste it here"), key="settings_pasted", height=140)
        st.button(t("Use this document"), key="use_settings", on_click=_paste, args=(desk,))
        text = dropped("settings_document")
        if text is not None:
            _use(desk, text)
            st.rerun()
        if refused := st.session_state.get(_REFUSED):
            desk.say(refused)


def _file(desk: Desk) -> Path:
    return spool_file(document.as_json(document.current(desk.now.store)).encode(), ".json")


def _paste(desk: Desk) -> None:
    _use(desk, str(st.session_state.get("settings_pasted") or ""))


def _use(desk: Desk, text: str) -> None:
    try:
        settings = document.from_json(text)
    except SettingsError as error:
        st.session_state[_REFUSED] = str(error)
        return
    st.session_state.pop(_REFUSED, None)
    keeping.start(document.current(desk.now.store), settings)
