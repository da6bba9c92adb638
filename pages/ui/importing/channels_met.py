"""A file's channel names beside those of the house: new ones are named, slips of known ones asked about."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from data_access.importing import channel_names
from data_access.importing.ledger import Ledger
from data_access.importing.mapping import Mapping
from metrics import formats, lists
from pages.ui import request
from pages.ui.text import t
from pages.ui.upload import Received

_MOST_NEW = 12  # names of new channels listed


def with_meant(file: Received, mapping: Mapping) -> Mapping:
    """The mapping with the channel names somebody has said are slips of others."""
    meant: dict[str, str] = st.session_state.get(_meant(file), {})
    if not meant:
        return mapping
    return replace(
        mapping, columns=tuple(
            replace(c, values=(*c.values, *meant.items())) if c.role == "channel" else c for c in mapping.columns
        ),
    )


def show(file: Received, mapping: Mapping, ledger: Ledger) -> None:
    """Names nobody knows yet, and those that look like a slip of another: asked, never merged by themselves."""
    if not mapping.having("channel"):
        return
    now = request.current()
    found = channel_names.met(ledger.channels, now.store.settings().channels, now.store.choices("channel", now.scope))
    new = [met for met in found if met.how == channel_names.NEW]
    if new and len(new) < len(found):
        st.text(t("New channels: {names}", names=lists.enumerated(met.written for met in new[:_MOST_NEW])))
    for place, met in enumerate(met for met in new if met.like):
        words = t("“{name}” ({n} rows) looks like “{other}”.", name=met.written, n=formats.whole(met.rows), other=met.like)
        with st.container(horizontal=True, vertical_alignment="center", key=f"like_{file.slot}_{place}"):
            st.text(words)
            st.button(
                t("It is the same channel"), key=f"same_{file.slot}_{place}", on_click=_same,
                args=(_meant(file), met.written, met.like),
            )


def _same(place: str, written: str, meant: str) -> None:
    st.session_state[place] = {**st.session_state.get(place, {}), written: meant}


def _meant(file: Received) -> str:
    return f"channels_{file.slot}"
