"""One batch: what it became and changed, its refused rows as a file to mend, taking it back and bringing it in again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from data_access.batches import LOADED, Batch, changed_cells_of, left
from data_access.importing import service
from data_access.importing.errors import DataError
from data_access.scope import Scope
from data_access.store import Store
from pages.cards.what_moved import Outcome, redo_and_tell, undo_and_tell
from pages.ui import request, session
from pages.ui.download import download
from pages.ui.importing import ledgers
from pages.ui.moved import moved_list
from pages.ui.text import md, t
from server.spool import spool_file

_OUTCOME = "_batch_outcome"


def one_batch(batch: Batch, *, may_change: bool) -> None:
    """Everything about one batch. Raw cells, of whatever unit, only for those who may change it."""
    st.text(ledgers.facts(batch) or t("no facts"))
    _links(batch)
    ledgers.cells(batch.cells)
    if not may_change:
        return
    store = request.current().store
    ledgers.changes(changed_cells_of(store, batch.id))
    _refused(store, batch)
    if batch.state == LOADED:
        if st.button(t("Take this batch back"), key=f"undo_{batch.id}"):
            _do(batch, undo_and_tell, t("Batch {n} was taken back: {name}.", n=batch.id, name=batch.file_name))
    elif st.button(t("Bring it in again"), key=f"redo_{batch.id}"):
        _do(batch, redo_and_tell, t("Batch {n} was brought in again: {name}.", n=batch.id, name=batch.file_name))


def keep_outcome(outcome: Outcome) -> None:
    """Left for the next run: what an import, an undoing or a return moved."""
    st.session_state[_OUTCOME] = outcome


def tell_outcome() -> None:
    """What the run before moved, once."""
    done: Outcome | None = st.session_state.pop(_OUTCOME, None)
    if done is None:
        return
    if done.moved:
        st.caption(t("The Overview over all dates, before and after"))
        moved_list(done.moved)
    else:
        st.caption(t("No number of the Overview moved (over all dates)."))


def _links(batch: Batch) -> None:
    if batch.replaces is not None:
        st.text(t("Loaded in place of batch {n}.", n=batch.replaces))
    if batch.completes is not None:
        st.text(t("Brings mended rows back to batch {n}.", n=batch.completes))


def _refused(store: Store, batch: Batch) -> None:
    refused = batch.rows_rejected + batch.rows_conflict
    if not refused:
        return
    still = left(store, batch.id)
    if still < refused:
        st.text(t("{n} of {all} refused rows have come back mended.", n=refused - still, all=refused))
    if still:
        st.caption(
            t("Mend the rows in this file and load it like any other: it is recognised, and its rows take their places.")
        )
        download(
            t("Rows not loaded, with reasons (CSV)"), lambda: _file(store, batch.id), f"rejected-{batch.id}.csv",
            key=f"rejected_{batch.id}",
        )


def _file(store: Store, batch_id: int) -> Path:
    return spool_file(service.rejected_csv(store, batch_id), ".csv")


def _do(batch: Batch, change: Callable[[Store, Scope, int], Outcome], words: str) -> None:
    now = request.current()
    try:
        with st.spinner(t("Restating")):
            keep_outcome(change(now.store, now.scope, batch.id))
    except DataError as error:
        st.error(md(error.spoken()))
        return
    session.say_next(words)
    st.rerun()
