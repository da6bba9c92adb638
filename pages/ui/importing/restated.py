"""The history that was changed: what, when, by whom, which days, which numbers moved."""

from __future__ import annotations

import streamlit as st

from data_access.restatements import Restatement, restatements
from pages.cards.what_moved import said, told
from pages.ui import request
from pages.ui.moved import moved_list
from pages.ui.text import esc, t

_AT_FIRST = 10


def restated_list() -> None:
    """Newest first; nothing where nothing was changed."""
    now = request.current()
    found: tuple[Restatement, ...] = now.kept(
        ("restatements", now.data_version, now.scope.key), lambda: restatements(now.store, now.scope)
    )
    if not found:
        return
    st.header(t("Changes of history"), anchor=False)
    st.caption(t("Rows corrected, taken back, brought in again or late: days that had been told before tell something else."))
    every = len(found) <= _AT_FIRST or st.session_state.get("all_restatements", False)
    for entry in found if every else found[:_AT_FIRST]:
        _one(entry)
    if len(found) > _AT_FIRST:
        st.toggle(t("Show all {n} changes", n=len(found)), key="all_restatements")


def _one(entry: Restatement) -> None:
    who = t("by {who}", who=entry.subject)
    which = t("batch {n}", n=entry.batch) if entry.batch is not None else ""
    about = " · ".join(part for part in (which, who) if part)
    st.html(f'<div class="ts-line"><span><b>{esc(said(entry))}</b> <small>{esc(about)}</small></span></div>')
    moved = told(entry, request.current().scope)
    if moved:
        moved_list(moved)
