"""A mapping as JSON: copied from here, pasted there."""

from __future__ import annotations

import streamlit as st

from data_access.importing import service
from data_access.importing.errors import DataError
from data_access.importing.inspection import Inspection
from data_access.importing.mapping import Mapping
from pages.ui.importing import look
from pages.ui.text import md, t


def offer(slot: str, found: Inspection) -> None:
    """A mapping travels as JSON: shown to be copied, pasted to be used."""
    with st.popover(t("Mapping as JSON")):
        if found.mapping is not None and not look.kind_open(found):
            st.code(service.export_mapping(found.mapping), language="json", height=260)
        st.text_area(t("Paste a mapping here to use it"), key=f"paste_{slot}", height=140)


def pasted(slot: str) -> Mapping | None:
    """The mapping pasted for this file, None without one; one that cannot be read is said."""
    text = str(st.session_state.get(f"paste_{slot}") or "").strip()
    if not text:
        return None
    try:
        return service.load_mapping(text)
    except DataError as error:
        st.warning(md(error.spoken()))
        return None
