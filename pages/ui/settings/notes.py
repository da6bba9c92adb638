"""Notes: what happened on a day, to be read with every trend."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from data_access.settings.model import Settings
from metrics import formats
from metrics.rules import Note
from pages.ui.settings import fields
from pages.ui.settings.desk import Desk, Listed, Problems, place
from pages.ui.text import esc, t

LONGEST = 120  # letters: a note is read at the edge of a chart


@dataclass
class NoteItem:
    """One note as typed."""

    id: int
    day: date | None = None
    text: str = ""


def form(settings: Settings) -> Listed[NoteItem]:
    """The section's fields."""
    return Listed([NoteItem(i, note.day, note.text) for i, note in enumerate(settings.rules.notes)])


def read(form: Listed[NoteItem], settings: Settings) -> tuple[Settings, Problems]:
    """The settings with these notes, by day."""
    problems: Problems = {}
    notes = []
    for item in (i for i in form.items if i.day or (i.text or "").strip()):  # one just added is nothing yet
        if item.day is None:
            problems[place(item, "day")] = t("No day is given. A note stands on one. Choose it, or remove the note.")
        if not (item.text or "").strip():
            problems[place(item, "text")] = t("The note says nothing. A few words are expected. Write them, or remove it.")
        if item.day is not None:
            notes.append(Note(item.day, (item.text or "").strip()))
    ordered = tuple(sorted(notes, key=lambda note: note.day))
    return replace(settings, rules=replace(settings.rules, notes=ordered)), problems


def draw(desk: Desk, form: Listed[NoteItem]) -> None:
    """The list of notes, newest first."""
    st.caption(t("A note is a thin mark on every trend: a new price, an outage, a changed questionnaire."))
    if not form.items:
        st.html(f'<div class="ts-state">{esc(t("No notes yet."))}</div>')
    if desk.may_change:
        st.button(t("Add a note"), key="add_note", on_click=_add, args=(form,))
    for item in sorted(form.items, key=lambda i: i.day or date.max, reverse=True):
        if desk.may_change and (form.open == item.id or any(p.startswith(place(item, "")) for p in desk.problems)):
            _edit(desk, form, item)
        elif item.day is not None:
            body = f"<b>{esc(item.text)}</b><br><small>{esc(formats.day(item.day))}</small>"
            fields.line(desk, form, item, f'<div class="ts-line"><span>{body}</span></div>')


def _edit(desk: Desk, form: Listed[NoteItem], item: NoteItem) -> None:
    with st.container(border=True, key=f"open_note_{item.id}"):
        left, right = st.columns([1, 3])
        with left:
            fields.day(desk, item, "day", t("Day"))
        with right:
            fields.text(desk, item, "text", t("What happened"), max_chars=LONGEST)
        fields.closing(desk, form, item)


def _add(form: Listed[NoteItem]) -> None:
    form.add(NoteItem(form.next))
