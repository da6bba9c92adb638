"""The page: the list of sections at the left, the draft's state above, one section (or the review) beside it."""

from __future__ import annotations

import streamlit as st

from data_access.settings import document
from metrics import formats, lists
from metrics.saying import word
from pages.ui import request, url
from pages.ui.settings import changes, history, keeping, review
from pages.ui.settings.desk import Desk, points
from pages.ui.settings.sections import SECTIONS, Reading, read
from pages.ui.text import esc, md, t

HISTORY = "history"
TITLES = {**{section.key: section.title for section in SECTIONS}, HISTORY: word("History")}
_LINKED = "_section_linked"


def bench() -> None:
    """Draw the page for the current request."""
    now = request.current()
    draft = keeping.current(now.store)
    reading = read(draft)
    desk = Desk(now, now.scope.role == "admin", draft, reading.problems)
    if reading.changed:
        review.forget_outcome()
    if desk.may_change and draft.base != document.current(now.store):
        _overtaken(desk, reading)
    _state(desk, reading)
    review.outcome()
    if keeping.is_reviewing() and reading.changed and desk.may_change:
        review.review(desk, reading)
        return
    left, right = st.columns([1, 4], gap="large")
    with left:
        key = _choose()
    with right, st.container(key=f"section_{key}"):
        if key == HISTORY:
            history.draw(desk)
            return
        section = next(s for s in SECTIONS if s.key == key)
        st.header(t(section.title), anchor=False)
        section.draw(desk, draft.forms[key])


def _choose() -> str:
    """The section, bound to the URL as `section=`; a link followed within the session wins over what was open."""
    asked = st.query_params.get("section")
    if asked in TITLES and asked != st.session_state.get(_LINKED):
        st.session_state["settings_section"] = asked
    st.session_state.setdefault("settings_section", SECTIONS[0].key)
    picked = st.radio(
        t("Section"), list(TITLES), key="settings_section", label_visibility="collapsed", persist_state="session",
        format_func=lambda key: t(TITLES[key]), on_change=review.forget_outcome,
    )
    chosen = str(picked or SECTIONS[0].key)
    url.write("section", "" if chosen == SECTIONS[0].key else chosen)
    st.session_state[_LINKED] = chosen
    return chosen


def _state(desk: Desk, reading: Reading) -> None:
    """One line that is always there: which version this is, and what is not saved yet."""
    versions = history.history(desk.now)
    newest = versions[0] if versions else None
    line = (
        t("Version {n}, {when}, by {who}", n=newest.number, when=formats.moment(newest.at), who=newest.subject)
        if newest else t("As delivered")
    )
    if not desk.may_change:
        line += " · " + t("Only an administrator may change them.")
    with st.container(horizontal=True, vertical_alignment="center", key="settings_state"):
        if not (reading.changed and desk.may_change):
            st.html(f'<div class="ts-caption">{esc(line)}</div>', width="stretch")
            return
        titles = lists.enumerated(t(TITLES[key]) for key in reading.changed)
        st.html(f'<div class="ts-caption">{esc(line)} · <b>{esc(t("Not saved yet: {sections}", sections=titles))}</b></div>',
                width="stretch")
        if not keeping.is_reviewing():
            st.button(t("Review"), key="review_settings", type="primary", on_click=keeping.reviewing, args=(True,))
        st.button(t("Discard"), key="discard_settings", type="tertiary", on_click=keeping.discard, args=(desk.now.store,))


def _overtaken(desk: Desk, reading: Reading) -> None:
    """Somebody saved while this draft was open."""
    stored = document.current(desk.now.store)
    newest = history.history(desk.now)[0]
    with st.container(border=True, key="settings_overtaken"):
        st.warning(t(
            "{who} saved version {n} while you were editing. Nothing of yours is lost: put both together, then review.",
            who=md(newest.subject), n=newest.number,
        ))
        points(changes.said(desk.draft.base, stored))
        st.caption(t("Where both of you changed the same thing, yours is kept and shown in the review."))
        st.button(
            t("Put both together"), key="put_together", on_click=keeping.put_together, disabled=bool(reading.wrong),
            args=(reading.settings, desk.draft.base, stored),
        )
