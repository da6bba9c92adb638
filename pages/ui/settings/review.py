"""Review and save: what will change in words, what stored numbers move, and afterwards what they moved to."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from data_access.errors import SettingsError, StoreError
from data_access.settings import document
from data_access.settings.model import Effect, Settings
from metrics import lists
from pages.cards import headline
from pages.cards.headline import Moved
from pages.ui.moved import moved_list
from pages.ui.settings import changes, effects, keeping
from pages.ui.settings.desk import Desk, points
from pages.ui.settings.sections import SECTIONS, Reading
from pages.ui.text import t

_OUTCOME = "_settings_outcome"
_LONGEST_WHY = 300


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a saved change did."""

    number: int
    effects: tuple[Effect, ...]
    moved: tuple[Moved, ...]


def review(desk: Desk, reading: Reading) -> None:
    """Everything that will change, and the button that does it."""
    with st.container(key="section_review"):
        _review(desk, reading)


def _review(desk: Desk, reading: Reading) -> None:
    st.header(t("What will change"), anchor=False)
    if reading.wrong:
        titles = [t(section.title) for section in SECTIONS if section.key in reading.wrong]
        desk.say(t("Something is still wrong in: {sections}. Go back and settle it.", sections=lists.enumerated(titles)))
        _back()
        return
    points(changes.said(desk.draft.base, reading.settings))
    st.subheader(t("What that moves"), anchor=False)
    try:
        with st.spinner(t("Counting what moves")):
            found = _moves(desk, reading.settings)
    except SettingsError as error:
        desk.say(str(error))
        _back()
        return
    points(tuple(effects.sentence(one) for one in found) or (t("No stored fact moves."),))
    why = st.text_input(t("Why (for the history)"), key="settings_why", max_chars=_LONGEST_WHY, width=560)
    with st.container(horizontal=True):
        save = st.button(t("Save"), key="save_settings", type="primary")
        _back()
    if save:
        _save(desk, reading.settings, why or "")


def _moves(desk: Desk, settings: Settings) -> tuple[Effect, ...]:
    """Counted once for what is stored and what is wished."""
    now = desk.now
    return now.kept(
        ("settings preview", now.data_version, now.scope.key, settings), lambda: document.preview(now.store, settings)
    )


def outcome() -> None:
    """After saving, until something else is done: what was restated and how the Overview's numbers moved."""
    done: Outcome | None = st.session_state.get(_OUTCOME)
    if done is None:
        return
    with st.container(key="settings_outcome"):
        st.success(t("Saved as version {n}.", n=done.number))
        points(tuple(effects.sentence(one) for one in done.effects) or (t("No stored fact moved."),))
        if done.moved:
            st.caption(t("The Overview over all dates, before and after"))
            moved_list(done.moved)
        else:
            st.caption(t("No number of the Overview moved (over all dates)."))


def forget_outcome() -> None:
    """Something else is done now."""
    st.session_state.pop(_OUTCOME, None)


def _save(desk: Desk, settings: Settings, why: str) -> None:
    now = desk.now
    with st.spinner(t("Restating")):
        before = headline.numbers(now.store, now.scope)
        try:
            version = keeping.save(desk, settings, why)
        except (SettingsError, StoreError) as error:
            desk.say(str(error))
            return
        after = headline.numbers(now.store, now.scope)
    st.session_state[_OUTCOME] = Outcome(version.number, version.effects, headline.moved(before, after))
    keeping.start(settings)
    st.rerun()


def _back() -> None:
    st.button(t("Back to the settings"), key="back_to_settings", type="tertiary", on_click=keeping.reviewing, args=(False,))
