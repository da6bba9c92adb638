"""The receipt behind a number: formula, counts, who was left out and why, filters, as-of, versions, source."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics import formats
from metrics.frames import ATTRIBUTE
from metrics.metric import Unit
from metrics.readout import Readout, Row
from metrics.results import Estimate, Withheld
from pages.cards.card import CardView
from pages.ui.text import esc, md, t


@st.dialog("How is this computed", width="large")
def show_receipt(view: CardView) -> None:
    """One block per metric of the card."""
    seen: set[str] = set()
    for readout in view.readouts:
        if readout.metric.key not in seen:
            seen.add(readout.metric.key)
            _block(readout)


def _block(readout: Readout) -> None:
    metric = readout.metric
    st.markdown(f"**{md(metric.title)}**  \n{md(metric.formula_words)}")
    st.code(metric.formula, language=None)
    st.html('<dl class="ts-receipt">' + "".join(_line(k, v) for k, v in _facts(readout)) + "</dl>")
    if readout.rows:
        st.dataframe(_rows(readout), hide_index=True, height="auto" if len(readout.rows) < 12 else 380)


def _line(term: str, text: str) -> str:
    return f"<dt>{esc(term)}</dt><dd>{esc(text)}</dd>"


def _facts(readout: Readout) -> list[tuple[str, str]]:
    metric, result = readout.metric, readout.overall
    value = formats.exact(metric, result.value) if isinstance(result, Estimate) else formats.shown(metric, result)
    facts = [(t("Value"), value), (t("Counted"), formats.counted(result.n, metric.counted))]
    if isinstance(result, Estimate):
        if result.numerator is not None and result.denominator is not None:
            facts.append((t("Counts"), f"{result.numerator:,.10g} / {result.denominator:,.10g}"))
        if between := formats.interval(metric, result):
            facts.append((t("Interval (95 %)"), between))
    facts += [(name.replace("_", " "), f"{amount:,.6g}") for name, amount in result.detail.items()]
    facts.append((t("Left out"), _left_out(readout)))
    if readout.not_applied:
        facts.append((t("Filters that cannot apply here"), ", ".join(readout.not_applied)))
    facts += [
        (t("Selection"), readout.sentence),
        (t("Compared with"), readout.comparison_label or t("nothing")),
        (t("Date that counts"), metric.date_basis),
        (t("As of"), formats.moment(readout.as_of)),
        (t("Versions"), t("data {data}, definition {definition}", data=readout.data_version, definition=metric.version)),
        (t("Source of the method"), metric.source),
    ]
    return facts if not metric.maturity else [*facts, (t("When a unit counts"), metric.maturity)]


def _left_out(readout: Readout) -> str:
    counted = "; ".join(f"{formats.whole(n)} {reason}" for reason, n in readout.left_out)
    return " · ".join(part for part in (counted, readout.metric.exclusions) if part) or t("nobody")


def _rows(readout: Readout) -> pd.DataFrame:
    """The rows behind the chart, as numbers in the unit people read (per cent, not fractions)."""
    share = readout.metric.unit is Unit.SHARE
    times, mark = (100, " (%)") if share else (1, "")
    table = []
    for row in readout.rows:
        line: dict[str, object] = {} if row.period is None else {t("Period from"): row.period}
        line |= {name.removeprefix(ATTRIBUTE): group for name, group in zip(readout.by, row.group, strict=True)}
        known = row.result if isinstance(row.result, Estimate) else None
        ends = (known.value, known.low, known.high) if known else (None, None, None)
        for name, amount in zip((t("Value"), t("Low"), t("High")), ends, strict=True):
            line[name + mark] = None if amount is None else round(amount * times, 4)
        line |= {t(readout.metric.counted.capitalize()): row.result.n, t("Status"): _status(row)}
        table.append(line)
    return pd.DataFrame(table)


def _status(row: Row) -> str:
    if isinstance(row.result, Withheld):
        return t(formats.WITHHELD_WORDS[row.result.reason])
    return t("not complete yet") if row.provisional else t("complete")
