"""Upload: the drop area, and the files that have arrived through it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from metrics.saying import language
from pages.ui.text import md, t
from server import tickets, transfers
from server.identity import page_person

_POLL_SECONDS = 1.0
_MISSED = "“{name}” did not arrive: {why} Nothing of it was kept."
_HEIGHT = 110  # the empty area; it grows with its list of files
_WHY = {
    transfers.TOO_LARGE: "it is larger than allowed. Split it and bring the parts.",
    transfers.TOO_MANY: "too many files came at once. Bring it again when the others have arrived.",
    transfers.NO_SPACE: "the server's disk is too full to take it.",
    transfers.BROKEN: "the connection broke. Bring it again.",
    transfers.CANCELLED: "it was stopped, or the connection broke. Bring it again.",
}


@dataclass(frozen=True, slots=True)
class Received:
    """A file that has arrived whole. `name` is what its sender calls it: text to show, never a path."""

    name: str
    path: Path
    bytes: int
    slot: str


def upload(key: str) -> list[Received]:
    """Show the drop area; returns the files that lie in the spool, oldest first. The page reruns when one arrives."""
    ticket = _grant(key)
    theme = "dark" if st.context.theme.type == "dark" else "light"
    st.iframe(f"/drop?t={ticket}&theme={theme}&lang={language()}", height=_HEIGHT, alt=t("Upload"))
    arrived = _arrived(ticket)
    _watch(ticket, len(arrived))
    return arrived


def forget(key: str, file: Received) -> None:
    """The file has been dealt with (loaded or put aside): remove it from the spool and from the list."""
    ticket = st.session_state.get(_state(key))
    if ticket:
        transfers.take(ticket, file.slot)


@st.fragment(run_every=_POLL_SECONDS)
def _watch(ticket: str, known: int) -> None:
    """Poll the grant: rerun the page when a file has arrived, say what did not."""
    if len(_arrived(ticket)) != known:
        st.rerun()
    for transfer in transfers.of(ticket):
        if transfer.reason in _WHY:
            why = t(_WHY[transfer.reason])
            st.caption(t(_MISSED, name=md(transfer.name), why=why))


def _arrived(ticket: str) -> list[Received]:
    return [
        Received(transfer.name, transfer.path, transfer.received, transfer.slot)
        for transfer in transfers.of(ticket)
        if transfer.path is not None
    ]


def _grant(key: str) -> str:
    """This session's grant for this drop area; a new one when it has run out."""
    ticket = st.session_state.get(_state(key))
    if ticket is None or not tickets.is_open(ticket):
        ticket = st.session_state[_state(key)] = transfers.open_grant(page_person().owner)
    return str(ticket)


def _state(key: str) -> str:
    return f"{key}_grant"
