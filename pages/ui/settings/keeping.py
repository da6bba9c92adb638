"""The draft of this session: kept over page changes and errors, renewed when it is saved, never lost when others save."""

from __future__ import annotations

import streamlit as st

from data_access.settings import document
from data_access.settings.model import Settings, Version
from data_access.store import Store
from pages.ui.settings import merging, sections
from pages.ui.settings.desk import Desk, Draft

_DRAFT, _REVIEWING, _TURN = "_settings_draft", "_settings_reviewing", "_settings_turn"


def current(store: Store) -> Draft:
    """This session's draft; one without changes follows the store."""
    stored = document.current(store)
    kept: Draft | None = st.session_state.get(_DRAFT)
    if kept is None or (kept.base != stored and not sections.read(kept).changed):
        return start(stored)
    return kept


def start(base: Settings, shown: Settings | None = None) -> Draft:
    """A new draft in the old one's place, showing `shown` (`base` itself when not given)."""
    turn = int(st.session_state.get(_TURN, 0)) + 1
    st.session_state[_TURN], st.session_state[_REVIEWING] = turn, shown is not None
    draft: Draft = sections.draft(base, shown, turn)
    st.session_state[_DRAFT] = draft
    return draft


def discard(store: Store) -> None:
    """Begin again from what is stored."""
    start(document.current(store))


def put_together(mine: Settings, base: Settings, stored: Settings) -> None:
    """Somebody saved meanwhile: the draft goes on from what they saved, with everything changed here."""
    start(stored, merging.together(base, mine, stored))


def reviewing(yes: bool) -> None:
    """Go to the review, or back."""
    st.session_state[_REVIEWING] = yes


def is_reviewing() -> bool:
    """Whether the review is shown in the section's place."""
    return bool(st.session_state.get(_REVIEWING))


def save(desk: Desk, settings: Settings, why: str) -> Version:
    """Store them, if nobody stored others meanwhile. Raises SettingsError, StoreError."""
    return document.change(desk.now.store, settings, desk.now.scope, why, expected=desk.draft.base)
