"""Add note: what happened on a day, put on the time line from the card where somebody saw its mark."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from data_access.errors import NotAllowedError, OvertakenError
from data_access.scope import Scope
from data_access.settings import document
from data_access.settings.model import Settings
from metrics import formats, lists
from metrics.rules import Note
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.ui import request, states
from pages.ui.text import esc, t

_SAVED = "_note_saved"  # the card it was saved from
LONGEST = 120  # letters: a note is read at the edge of a chart


def may_note(scope: Scope) -> bool:
    """Whether this person may change what everybody sees."""
    return scope.role == "admin"


def offer_note(view: CardView, ask: Ask) -> None:
    """Open the dialog."""
    st.dialog(t("Add note"))(_dialog)(view, ask)


def _dialog(view: CardView, ask: Ask) -> None:
    with states.guarded():
        st.markdown(t("A note is a thin mark on every trend: a new price, an outage, a changed questionnaire."))
        day = st.date_input(t("Day"), ask.filters.end, key=f"noteday_{view.key}")
        text = st.text_input(t("What happened"), key=f"notetext_{view.key}", max_chars=LONGEST)
        _known(view)
        if st.button(t("Save the note"), type="primary", key=f"notesave_{view.key}"):
            _save(view, ask, day if isinstance(day, date) else None, text.strip())


def _known(view: CardView) -> None:
    """What is noted already in the card's period, so that nothing is noted twice."""
    lines = lists.statements(t("{day}: {text}", day=formats.day(note.day), text=note.text) for note in view.main.notes)
    if lines:
        st.html(f'<div class="ts-caption">{esc(t("Noted in this period: {notes}", notes=lines))}</div>')


def tell(view: CardView) -> None:
    """Say, in the run after it, that a note was saved from this card (a message of the same run would be wiped with it)."""
    if st.session_state.get(_SAVED) == view.key:
        del st.session_state[_SAVED]
        st.toast(t("The note stands on every trend from now on."))


def _save(view: CardView, ask: Ask, day: date | None, text: str) -> None:
    if day is None or not text:
        st.warning(t("A note needs a day and a few words. Nothing was saved."))
        return
    store = request.current().store
    now = document.current(store)
    try:
        document.change(store, with_note(now, Note(day, text)), ask.scope, why="note", expected=now)
    except OvertakenError:
        st.warning(t("Somebody else changed the settings just now. Save again: both will be kept."))
        return
    except NotAllowedError:
        st.warning(t("Only an administrator may add notes. Nothing was saved."))
        return
    st.session_state[_SAVED] = view.key
    st.rerun()


def with_note(settings: Settings, note: Note) -> Settings:
    """The settings with one more note, by day."""
    notes = tuple(sorted((*settings.rules.notes, note), key=lambda one: one.day))
    return replace(settings, rules=replace(settings.rules, notes=notes))
