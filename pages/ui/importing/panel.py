"""One received file: look, settle the open questions, see rows as they will be stored, try, load."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from data_access.importing import service
from data_access.importing.errors import DataError
from data_access.importing.inspection import Inspection
from data_access.importing.mapping import Mapping
from pages.cards.what_moved import import_and_tell
from pages.ui import request, session, states
from pages.ui.importing import ledgers, mapping_table, questions
from pages.ui.importing.one_batch import keep_outcome
from pages.ui.text import md, t
from pages.ui.upload import Received, forget

GUESS = "guess"
KIND_WORDS = {
    GUESS: "Find out", "answers": "Survey answers", "contacts": "Contacts or events", "complaints": "Complaints",
    "purchases": "Purchases", "customers": "Customers", "invitations": "Survey invitations",
}


def panel(area: str, file: Received) -> None:
    """Everything about one file, in its own block."""
    with st.container(border=True, key=f"file_{file.slot}"):
        st.markdown(f"**{md(file.name)}** · {file.bytes:,} bytes")
        found = _look(file)
        if found.refusal is not None or found.mapping is None:
            states.message(t("This file cannot be loaded."), str(found.refusal))
            _put_aside(area, file)
            return
        _facts(found)
        slot, given = file.slot, mapping_table.pasted(file.slot)
        if given is not None:  # whoever pastes a mapping has answered: its constants, dates and zone are taken with it
            st.caption(t("Read by the mapping pasted below, as source “{name}”.", name=md(given.source)))
            found, slot = replace(found, mapping=given, questions=()), f"{slot}_pasted"
        asked = questions.ask(slot, found)
        mapping = mapping_table.edit(file.slot, found, asked)
        if mapping is not None:
            _preview(file, mapping)
            _decide(area, file, mapping)
        else:
            _put_aside(area, file)


def _look(file: Received) -> Inspection:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(
            t("What the file holds"), list(KIND_WORDS), key=f"kind_{file.slot}", format_func=lambda k: t(KIND_WORDS[k]),
            width=240,
        )
        source = st.text_input(
            t("Source"), value=service.slug(file.name), key=f"source_{file.slot}", width=280,
            help=t("Files of one source know each other: the same row again adds nothing, and the mapping is remembered."),
        )
    wanted = None if kind in (None, GUESS) else kind
    name = (source or "").strip() or service.slug(file.name)
    with st.spinner(t("Looking at the file")):
        return session.kept(
            ("inspect", file.slot, wanted, name),
            lambda: service.inspect(file.path, file.name, kind=wanted, source=name, store=request.current().store),
        )


def _facts(found: Inspection) -> None:
    mapping = found.mapping
    if mapping is None:
        return
    mark = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}.get(found.delimiter, found.delimiter)
    st.caption(
        t(
            "{kind} · {n} columns, separated by {mark} · encoding {encoding}{remembered}",
            kind=t(KIND_WORDS[mapping.kind]), n=len(found.headers), mark=t(mark), encoding=found.encoding,
            remembered=t(" · read as last time") if found.remembered else "",
        )
    )
    with st.expander(t("How this was found out")):
        for what, why in found.evidence.items():
            if why:
                st.text(f"{what}: {why}")


def _preview(file: Received, mapping: Mapping) -> None:
    with st.expander(t("The first rows, as they are and as they will be stored"), expanded=False):
        try:
            shown = session.kept(
                ("preview", file.slot, service.export_mapping(mapping)), lambda: service.preview(file.path, mapping)
            )
        except DataError as error:
            st.error(md(str(error)))
            return
        st.caption(t("In the file"))
        st.dataframe([dict(row) for row in shown.raw], hide_index=True, height=220)
        for name, rows in shown.facts.items():
            st.caption(t("Stored as {table}", table=name))
            st.dataframe(rows, hide_index=True, height=220)
        if shown.rejected:
            st.caption(t("Not loaded"))
            st.dataframe([dict(row) for row in shown.rejected], hide_index=True)


def _decide(area: str, file: Received, mapping: Mapping) -> None:
    now = request.current()
    with st.container(horizontal=True, key=f"decide_{file.slot}"):
        tried = st.button(t("Try it without loading"), key=f"try_{file.slot}")
        load = st.button(t("Load it"), key=f"load_{file.slot}", type="primary")
        st.button(t("Put the file aside"), key=f"aside_{file.slot}", type="tertiary", on_click=forget, args=(area, file))
    if not (tried or load):
        return
    bar = st.progress(0.0, t("Reading"))

    def report(share: float, what: str) -> None:
        bar.progress(share, what)

    try:
        if tried:
            ledger = service.dry_run(now.store, file.path, mapping, file.name, report)
            bar.empty()
            ledgers.show(ledger)
            return
        done = import_and_tell(now.store, now.scope, file.path, mapping, file.name, progress=report)
    except DataError as error:
        bar.empty()
        st.error(md(str(error)))
        return
    batch = done.batch
    keep_outcome(done)
    session.say_next(
        t(
            "{name}: of {read} rows {new} new, {changed} changed, {rejected} rejected, {duplicate} already there, {conflict} in"
            " conflict.",
            name=file.name, new=f"{batch.rows_new:,}", changed=f"{batch.rows_changed:,}", read=f"{batch.rows_read:,}",
            rejected=f"{batch.rows_rejected:,}", duplicate=f"{batch.rows_duplicate:,}", conflict=f"{batch.rows_conflict:,}",
        )
    )
    forget(area, file)
    st.rerun()


def _put_aside(area: str, file: Received) -> None:
    st.button(t("Put the file aside"), key=f"aside_{file.slot}", on_click=forget, args=(area, file))

