"""Work on a file as the page shows it: how far it is, a way to stop it, and a rerun of the page when it is over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from data_access.importing.service import Progress
from metrics.phrases import spoken
from pages.ui import states
from pages.ui.text import md, t
from server import imports
from server.identity import page_person

_OWNER = "_imports_owner"
_POLL_SECONDS = 0.5
_AT_ONCE_SECONDS = 0.7  # small files are done by then: no bar flickers past


def result(key: str, name: str, task: Callable[[Progress], Any]) -> Any | None:
    """What the task made of the file called `name`, once it is there; meanwhile its progress is shown and None comes back.
    A task that was refused or stopped says so, with a way to try again. `key`: the same key is the same work."""
    owner = _owner()
    for other in imports.of(owner):  # the same file tried in another way: nobody waits for that any more
        if other.key != key and other.key.split("_")[:2] == key.split("_")[:2]:
            imports.forget(owner, other.key)
    imports.begin(owner, key, name, task)
    work = imports.wait(owner, key, _AT_ONCE_SECONDS)
    if work is None or work.state == imports.RUNNING:
        _progress(owner, key)
        return None
    if work.state == imports.DONE:
        return work.result
    if work.state == imports.STOPPED:
        states.message(t("Stopped. Nothing was stored."), t("The file is still here."))
    elif work.error:
        st.error(md(spoken(work.error)))
    else:
        st.error(t("This failed and nothing was stored. The server's log has the cause."))
    st.button(t("Try again"), key=f"again_{key}", on_click=imports.forget, args=(owner, key))
    return None


def forget(key: str) -> None:
    """The outcome has been told; work still under way is stopped."""
    imports.forget(_owner(), key)


def forget_file(slot: str) -> None:
    """All work on this file: it is put aside."""
    owner = _owner()
    for work in imports.of(owner):
        if work.key.split("_")[1:2] == [slot]:
            imports.forget(owner, work.key)


@st.fragment(run_every=_POLL_SECONDS)
def _progress(owner: str, key: str) -> None:
    work = imports.get(owner, key)
    if work is None or work.state != imports.RUNNING:
        st.rerun()
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"progress_{key}"):
        what = md(spoken(work.what)) or t("waiting for its turn")
        st.progress(min(max(work.share, 0.0), 1.0), t("{percent} · {what}", percent=f"{work.share:.0%}", what=what))
        st.button(t("Stop"), key=f"stop_{key}", on_click=imports.stop, args=(owner, key))


def _owner() -> str:
    """Who began it: the person as this session first knew them."""
    return str(st.session_state.setdefault(_OWNER, page_person().owner))
