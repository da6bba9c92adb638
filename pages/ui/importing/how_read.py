"""How a file is read and why: the evidence, the readings that are plausible, and choices that overrule them."""

from __future__ import annotations

import streamlit as st

from data_access.importing.inspection import Inspection
from data_access.importing.mapping_json import DELIMITERS, ENCODINGS
from metrics.phrases import spoken
from metrics.saying import word
from pages.ui.importing.carried import carried
from pages.ui.importing.look import MARKS
from pages.ui.text import esc, t
from pages.ui.upload import Received

_EVIDENCE = {
    "preset": word("Shape"), "encoding": word("Encoding"), "delimiter": word("Separator"), "header": word("Names of columns"),
    "sheet": word("Sheet"), "dates": word("Dates"), "notes": word("Below the table"), "total": word("Total"),
    "shape": word("Looks like"), "formulas": word("Formulas"), "long_numbers": word("Long numbers"),
    "hidden_rows": word("Hidden rows"), "cases": word("Cases without events"), "left_out": word("Left out"),
}  # fmt: skip
_AUTOMATIC = ""


def show(file: Received, found: Inspection) -> None:
    """The evidence, and the choices that overrule it."""
    with st.expander(t("How the file is read, and why"), expanded=found.refusal is not None):
        told = [(t(_EVIDENCE.get(what, what)), spoken(why)) for what, why in found.evidence.items() if why]
        lines = [f"<dt>{esc(what)}</dt><dd>{esc(why)}</dd>" for what, why in told]
        if lines:
            st.html(f'<dl class="ts-receipt">{"".join(lines)}</dl>')
        with st.container(horizontal=True):
            _choice(file, "encoding", t("Encoding"), {code: code for code in ENCODINGS})
            _choice(file, "delimiter", t("Separator"), {mark: t(MARKS[mark]) for mark in DELIMITERS})
            st.number_input(
                t("Line of the names (0: none)"), 0, 20, value=None, key=f"header_{file.slot}", width=200,
                placeholder=t("as found"),
            )
        for reading in found.readings:
            st.caption(t("Read as {encoding}: {why}", encoding=reading.encoding, why=spoken(reading.why)))
            st.dataframe([dict(enumerate(row, 1)) for row in reading.rows], hide_index=True)


def _choice(file: Received, what: str, label: str, words: dict[str, str]) -> None:
    carried(f"{what}_{file.slot}")
    st.selectbox(
        label, [_AUTOMATIC, *words], key=f"{what}_{file.slot}", width=200,
        format_func={_AUTOMATIC: t("as found"), **words}.__getitem__,
    )
