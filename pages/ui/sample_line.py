"""First start: the sample company is there, with a line that says so and one click to remove it."""

from __future__ import annotations

import streamlit as st

from data_access.scope import Scope
from data_access.store import Store
from pages.ui.text import t
from sample_data.load import is_loaded, remove_sample


def sample_line(store: Store, scope: Scope) -> None:
    """Shown while sample data is in the store; removing needs the right to load data."""
    version = store.version_at_hand()
    if not store.cache.get(("sample loaded", version), lambda: (is_loaded(store), store.version_at_hand() == version)):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="sample"):
        st.caption(t("You are looking at Northbridge, a made-up company, so that every page has something to show."))
        if scope.role in ("uploader", "admin") and st.button(
            t("Remove it and start with my own files"), key="remove_sample", type="tertiary"
        ):
            remove_sample(store, scope.subject)
            st.rerun()
