"""See the rows: what stands behind a card's number, as many as it counts, narrowed to a row of its table on demand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import streamlit as st

from charts.periods import label as period_label
from data_access.drill import FILE_CAP, may_read_rows, note_export
from metrics import formats, lists
from metrics.by_answer import QUESTION
from metrics.readout import Readout, Row
from pages.cards.ask import Ask
from pages.cards.behind import Behind, explained, told
from pages.cards.card import CardView
from pages.ui import request, states
from pages.ui.columns import column_config, column_name
from pages.ui.download import download
from pages.ui.text import esc, md, t
from reports.rows_file import rows_csv
from server.spool import spool_file

_ALL = -1
_HEIGHT = 430


def show_rows(view: CardView, ask: Ask, key: tuple[object, ...]) -> None:
    """Open the dialog. `key`: the card's own, under which its results are kept."""
    st.dialog(t("The rows behind the number"), width="large")(_dialog)(view, ask, key)


def _dialog(view: CardView, ask: Ask, key: tuple[object, ...]) -> None:
    with states.guarded():
        now = request.current()
        st.markdown(f"**{md(view.question)}**")
        place = _narrowed(view)
        behind = Behind(ask, view.main, None if place == _ALL else view.main.rows[place])
        count = now.kept(("rows counted", place, *key), behind.count)
        st.html(f'<div class="ts-rows"><b>{esc(told(behind, count))}</b> {esc(" ".join(explained(behind, count)))}</div>')
        st.html(f'<div class="ts-caption">{esc(behind.sentence())}</div>')
        if count != behind.expected():
            st.warning(_differs(behind))
        if not may_read_rows(ask.scope):
            st.info(t("Single rows are for analysts, uploaders and administrators. An administrator can give you such a role."))
        elif count:
            _table(behind.newest())  # asked anew each time: rows of people are never kept
            download(
                t("Rows (CSV)"), lambda: _file(behind, count, view.question), _name(view), key=f"rowscsv_{view.key}",
                help=t("Customers have no identifier in it. Who takes it and what it holds is written into the audit trail."),
            )  # fmt: skip


def _narrowed(view: CardView) -> int:
    """The place of the chosen row of the card's table; _ALL for the number as a whole."""
    readout = view.main
    if not readout.rows:
        return _ALL
    names = {_ALL: t("All")} | {place: row_name(readout, row) for place, row in enumerate(readout.rows)}
    picked = st.selectbox(
        t("Narrow to"), list(names), format_func=lambda place: names[place], key=f"narrow_{view.key}", width=380
    )
    return _ALL if picked is None else int(picked)


def row_name(readout: Readout, row: Row) -> str:
    """March 2026 · Phone."""
    period = [period_label(row.period, readout.grain)] if isinstance(row.period, date) and readout.grain else []
    return " · ".join([*period, *row.group])


def _differs(behind: Behind) -> str:
    return t(
        "The number counts {n}. The data may have changed since it was shown: reload the page. If the two still differ, tell"
        " your administrator.",
        n=formats.counted(behind.expected(), behind.unit),
    )


def _table(found: pd.DataFrame) -> None:
    """The columns that hold anything; the others are named below."""
    empty = [name for name in found.columns if found[name].isna().all() or (found[name].astype(str) == "").all()]
    shown = found.drop(columns=empty)
    config = column_config(shown.columns)
    st.dataframe(shown, hide_index=True, height=min(_HEIGHT, 40 + 36 * len(shown)), column_config=config, placeholder="")
    if empty:
        names = lists.enumerated(column_name(name) for name in empty)
        st.html(f'<div class="ts-caption">{esc(t("Without any value here: {names}", names=names))}</div>')


def _file(behind: Behind, count: int, asked: str = "") -> Path:
    """The CSV in the spool; the trail knows of it before it exists. asked: the question the rows answer, if they do."""
    ask, readout = behind.ask, behind.readout
    held = min(count, FILE_CAP)
    note_export(ask.fetch.store, ask.scope, f"{held} rows behind {readout.metric.key}: {behind.sentence()}")
    circumstances = {
        "metric": readout.metric.key, "selection": behind.sentence(), "as_of": readout.as_of.isoformat(),
        "data_version": readout.data_version,
    }  # fmt: skip
    if asked and QUESTION in readout.options:
        circumstances["question"] = asked
    return spool_file(rows_csv(behind.newest(FILE_CAP), circumstances), ".csv")


def _name(view: CardView) -> str:
    return f"touchstone-rows-{view.main.metric.key.replace('_', '-')}-{view.main.as_of:%Y%m%d}.csv"
