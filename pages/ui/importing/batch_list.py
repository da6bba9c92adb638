"""What was loaded, batch by batch."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from data_access.batches import batches
from pages.ui import request
from pages.ui.importing import ledgers
from pages.ui.importing.one_batch import one_batch
from pages.ui.text import t


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
    by_number = {batch.id: batch for batch in found}
    chosen = st.selectbox(
        t("Look at one"), list(by_number), index=None, key="batch", placeholder=t("Choose a batch"), width=420,
        format_func=lambda number: f"{number} · {by_number[number].file_name}",
    )
    if chosen is not None:
        one_batch(by_number[chosen], may_change=may_change)
