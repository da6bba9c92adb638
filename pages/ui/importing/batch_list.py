"""What was loaded, batch by batch: ledgers, the rejected rows as a file, and taking a batch back."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from data_access.batches import LOADED, Batch, batches
from data_access.importing import service
from data_access.importing.errors import DataError
from pages.ui import request, session
from pages.ui.download import download
from pages.ui.importing import ledgers
from pages.ui.text import md, t
from server.spool import spool_file


def batch_list(*, may_change: bool) -> None:
    """The table, and the one chosen batch below it."""
    found = batches(request.current().store)
    if not found:
        st.caption(t("Nothing was loaded yet."))
        return
    st.dataframe(
        pd.DataFrame([ledgers.batch_line(batch) for batch in found]), hide_index=True, height="content",
        column_config={t(name): st.column_config.NumberColumn(format="localized") for name in ledgers.COUNTS},
    )
    chosen = st.selectbox(
        t("Look at one"), found, index=None, key="batch", placeholder=t("Choose a batch"), width=420,
        format_func=lambda b: f"{b.id} · {b.file_name}",
    )
    if chosen is not None:
        _one(chosen, may_change=may_change)


def _one(batch: Batch, *, may_change: bool) -> None:
    st.text(ledgers.facts(batch) or t("no facts"))
    ledgers.cells(batch.cells)
    with st.container(horizontal=True, key=f"batch_{batch.id}"):
        if may_change and (batch.rows_rejected or batch.rows_conflict):  # raw rows, of whatever unit
            download(
                t("Rows not loaded, with reasons (CSV)"), lambda: _rejected(batch.id), f"rejected-{batch.id}.csv",
                key=f"rejected_{batch.id}",
            )
        if may_change and batch.state == LOADED and st.button(t("Take this batch back"), key=f"undo_{batch.id}"):
            _undo(batch)


def _rejected(batch_id: int) -> Path:
    return spool_file(service.rejected_csv(request.current().store, batch_id), ".csv")


def _undo(batch: Batch) -> None:
    now = request.current()
    try:
        service.undo(now.store, batch.id, now.scope.subject)
    except DataError as error:
        st.error(md(str(error)))
        return
    session.say_next(t("Batch {n} was taken back: {name}.", n=batch.id, name=batch.file_name))
    st.rerun()
