"""History: every version of the settings, what it changed and moved; any of them can be looked at and gone back to."""

from __future__ import annotations

import streamlit as st

from data_access.settings import document
from data_access.settings.model import AS_DELIVERED, Settings, Version
from metrics import formats
from pages.ui import request
from pages.ui.settings import changes, effects, exchange, keeping
from pages.ui.settings.desk import Desk, points
from pages.ui.text import esc, t

_AT_FIRST = 10


def draw(desk: Desk) -> None:
    """Newest first; then the document as a whole."""
    st.header(t("History"), anchor=False)
    versions = history(desk.now)
    if not versions:
        st.html(f'<div class="ts-state">{esc(t("Nothing was changed yet: the settings are as delivered."))}</div>')
    every = len(versions) <= _AT_FIRST or st.session_state.get("all_versions", False)
    for place, version in enumerate(versions if every else versions[:_AT_FIRST]):
        older = versions[place + 1].settings if place + 1 < len(versions) else AS_DELIVERED
        _version(desk, version, older, newest=place == 0)
    if len(versions) > _AT_FIRST:
        st.toggle(t("Show all {n} versions", n=len(versions)), key="all_versions")
    if versions and desk.may_change and versions[0].settings != AS_DELIVERED:
        st.button(t("Go back to the settings as delivered"), key="back_to_0", type="tertiary",
                  on_click=_go_back, args=(desk, AS_DELIVERED))
    exchange.draw(desk)


def history(now: request.Request) -> tuple[Version, ...]:
    """Read once per data version. Number 0 is nobody's change and left out."""
    found: tuple[Version, ...] = now.kept(
        ("settings history", now.data_version, now.scope.key), lambda: document.history(now.store)
    )
    return tuple(version for version in found if version.number > 0)


def _version(desk: Desk, version: Version, older: Settings, *, newest: bool) -> None:
    who = t("Version {n} · {when} · {who}", n=version.number, when=formats.moment(version.at), who=version.subject)
    with st.container(key=f"version_{version.number}"):
        why = f"<br>{esc(version.why)}" if version.why else ""
        st.html(f'<div class="ts-line"><span><b>{esc(who)}</b>{why}</span></div>')
        lines = [*changes.said(older, version.settings), *(effects.sentence(one) for one in version.effects)]
        points(lines)
        with st.container(horizontal=True):
            with st.popover(t("Look at it"), type="tertiary"):
                st.code(document.as_json(version.settings), language="json", height=320)
            if desk.may_change and not newest:
                st.button(t("Go back to it"), key=f"back_to_{version.number}", type="tertiary",
                          on_click=_go_back, args=(desk, version.settings))


def _go_back(desk: Desk, settings: Settings) -> None:
    """The version becomes the draft and is reviewed like any change: going back can be gone back from."""
    keeping.start(document.current(desk.now.store), settings)
