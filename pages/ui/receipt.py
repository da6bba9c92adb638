"""The receipt behind a number, in a dialog: formula, counts, who was left out and why, change, filters, versions, source."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics import formats
from metrics.metric import Unit
from metrics.readout import Readout, Row
from metrics.results import Estimate, Withheld
from pages.cards.ask import Ask
from pages.cards.card import CardView
from pages.cards.receipt import Lines, distinct, receipt_of
from pages.ui import states
from pages.ui.text import esc, t

_SHORT = 12  # rows of a table that is shown whole


def show_receipt(view: CardView, ask: Ask) -> None:
    """Open the dialog: the card's own workings, then one block per metric of it."""
    st.dialog(t("How this is computed"), width="large")(_dialog)(view, ask)


def _dialog(view: CardView, ask: Ask) -> None:
    with states.guarded():
        _lines(view.workings)
        for readout in distinct(view.readouts):
            _lines(receipt_of(readout, ask))
            if readout.rows:
                short = len(readout.rows) < _SHORT
                st.dataframe(_rows(readout), hide_index=True, height="auto" if short else 380, placeholder="")


def _lines(lines: Lines) -> None:
    if lines:
        st.html(f'<dl class="ts-receipt">{"".join(_line(term, text) for term, text in lines)}</dl>')


def _line(term: str, text: str) -> str:
    written = f"<code>{esc(text)}</code>" if term == t("Formula") else esc(text)
    return f"<dt>{esc(term)}</dt><dd>{written}</dd>"


def _rows(readout: Readout) -> pd.DataFrame:
    """The rows behind the chart, as numbers in the unit people read (per cent, not fractions)."""
    share = readout.metric.unit is Unit.SHARE
    times, mark = (100, " (%)") if share else (1, "")
    table = []
    for row in readout.rows:
        line: dict[str, object] = {} if row.period is None else {t("Period from"): row.period}
        line |= {formats.dimension(name): group for name, group in zip(readout.by, row.group, strict=True)}
        known = row.result if isinstance(row.result, Estimate) else None
        ends = (known.value, known.low, known.high) if known else (None, None, None)
        for name, amount in zip((t("Value"), t("Low"), t("High")), ends, strict=True):
            line[name + mark] = None if amount is None else round(amount * times, 4)
        line |= {t(readout.metric.counted).capitalize(): row.result.n, t("Status"): _status(row)}
        table.append(line)
    return pd.DataFrame(table)


def _status(row: Row) -> str:
    if isinstance(row.result, Withheld):
        return t(formats.WITHHELD_WORDS[row.result.reason])
    return t("not complete yet") if row.provisional else t("complete")
