"""Both ledgers of a file: what became of every row, and of every cell of the scored columns."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from data_access.batches import Batch, ChangedCell
from data_access.importing.inspection import Inspection
from data_access.importing.ledger import Ledger
from metrics import formats, lists
from metrics.saying import word
from pages.ui.importing.reasons import spoken_reason
from pages.ui.text import t

STATES = (word("loaded"), word("undone"))  # of a batch
COUNTS = ("Read", "Loaded", "Changed", "Rejected", "Already there", "In conflict", "Flagged")  # of batch_line


def left_out(ledger: Ledger, read: Inspection) -> None:
    """Columns that are not loaded, each with the reason."""
    if ledger.ignored:
        st.caption(t("Columns left out"))
        told = [(column, spoken_reason(why, read)) for column, why in ledger.ignored]
        st.dataframe(pd.DataFrame(told, columns=[t("Column"), t("Why")]), hide_index=True)


def batch_line(batch: Batch) -> dict[str, Any]:
    """One batch as one line of a table."""
    return {
        t("Batch"): batch.id, t("File"): batch.file_name, t("Holds"): t(batch.kind), t("Source"): batch.source,
        t("State"): t(batch.state), t("Read"): batch.rows_read, t("Loaded"): batch.rows_loaded,
        t("Changed"): batch.rows_changed,
        t("Rejected"): batch.rows_rejected, t("Already there"): batch.rows_duplicate, t("In conflict"): batch.rows_conflict,
        t("Flagged"): batch.rows_flagged, t("First day"): _day(batch.first_day), t("Last day"): _day(batch.last_day),
        t("Loaded at"): formats.moment(batch.created_at), t("By"): batch.created_by,
    }


def _day(value: date | None) -> str:
    return formats.day(value) if value else ""


def changes(changed: Sequence[ChangedCell]) -> None:
    """The first of the cells that change in rows that were known: stored beside new."""
    if not changed:
        return
    st.caption(t("What changes in rows that were known (the first {n} cells)", n=len(changed)))
    st.dataframe(
        pd.DataFrame([
            {t("Line"): cell.line, t("Column"): cell.column, t("Stored"): cell.stored or "", t("New value"): cell.new or ""}
            for cell in changed
        ]),
        hide_index=True,
    )


def cells(counts: Mapping[str, Mapping[str, int]]) -> None:
    """Valid, no answer, invalid per question."""
    if not counts:
        return
    st.caption(t("Scored cells"))
    st.dataframe(
        pd.DataFrame([
            {t("Question"): question, t("Valid"): n["valid"], t("No answer"): n["no_answer"], t("Invalid"): n["invalid"]}
            for question, n in counts.items()
        ]),
        hide_index=True,
    )


def facts(batch: Batch) -> str:
    """What a batch became, in words."""
    loaded = dict(batch.loaded) if not isinstance(batch.loaded, str) else json.loads(batch.loaded)
    return lists.enumerated(formats.counted(n, name) for name, n in loaded.items() if n)
