"""A first look at a received file, and what a person may say about how it is to be read."""

from __future__ import annotations

import streamlit as st

from data_access.importing import service
from data_access.importing.inspection import Inspection
from data_access.importing.mapping import HowRead
from metrics.phrases import spoken
from metrics.saying import word
from pages.ui import request, session
from pages.ui.importing.carried import carried
from pages.ui.text import md, t
from pages.ui.upload import Received

KIND_WORDS = {
    "answers": word("Survey answers"), "contacts": word("Contacts or events"), "complaints": word("Complaints"),
    "purchases": word("Purchases"), "customers": word("Customers"), "invitations": word("Survey invitations"),
}  # fmt: skip
FORMAT_WORDS = {
    "text": word("text"), "xlsx": word("Excel workbook"), "xls": word("Excel 97 workbook"), "xes": word("XES event log"),
    "parquet": word("Parquet"),
}  # fmt: skip
MARKS = {",": word("commas"), ";": word("semicolons"), "\t": word("tabs"), "|": word("bars")}


def look(file: Received) -> Inspection:
    """What the file is, under everything said about it so far. Kept: a rerun looks again only when something else is said."""
    kind, source = _said(file, "kind"), (_said(file, "source") or "").strip() or None
    how = _how(file)
    with st.spinner(t("Looking at the file")):
        return session.kept(
            ("inspect", file.slot, kind, source, how),
            lambda: service.inspect(file.path, file.name, kind=kind, source=source, store=request.current().store, how=how),
        )


def kind_and_source(file: Received, found: Inspection) -> None:
    """The two things everything else hangs on, as found and to be changed."""
    if found.mapping is None:
        return
    kinds, doubt = list(KIND_WORDS), _asked(found, "kind")
    if doubt:
        st.info(md(doubt))
    key = f"kind_{file.slot}"
    place = None if carried(key) or doubt else kinds.index(found.mapping.kind)
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"what_{file.slot}"):
        st.selectbox(
            t("What the file holds"), kinds, place, key=key, width=240, placeholder=t("Choose"),
            format_func={kind: t(name) for kind, name in KIND_WORDS.items()}.__getitem__,
        )
        st.text_input(
            t("Source"), value=found.mapping.source, key=f"source_{file.slot}", width=320,
            help=t("Files of one source know each other: the same row again adds nothing, and the mapping is remembered."),
        )


def sheet_choice(file: Received, found: Inspection) -> None:
    """Which sheet of a workbook, where several hold a table."""
    tables = [sheet.name for sheet in found.sheets if sheet.what == "table"]
    if len(tables) > 1:
        asked = _asked(found, "sheet") or t("Which sheet is read")
        st.radio(md(asked), tables, index=None, key=f"sheet_{file.slot}", horizontal=True)


def kind_open(found: Inspection) -> bool:
    """Whether nothing says what the file holds: until somebody does, its columns mean nothing."""
    return bool(_asked(found, "kind"))


def _asked(found: Inspection, key: str) -> str:
    """The question under this key, where it must be answered; else empty."""
    return next((spoken(question.text) for question in found.questions if question.key == key and question.blocking), "")


def _how(file: Received) -> HowRead:
    line = st.session_state.get(f"header_{file.slot}")
    return HowRead(
        encoding=_said(file, "encoding"), delimiter=_said(file, "delimiter"), sheet=_said(file, "sheet"),
        header_line=None if line is None else int(line),
    )


def _said(file: Received, what: str) -> str | None:
    return st.session_state.get(f"{what}_{file.slot}") or None
