"""One received file: what it is, what is still open, what its columns mean, what loading would do, and the loading."""

from __future__ import annotations

import streamlit as st

from data_access.batches import Batch
from data_access.importing import service
from data_access.importing.errors import DataError
from data_access.importing.inspection import Inspection
from data_access.importing.mapping import Mapping
from data_access.importing.service import Progress
from metrics import formats
from metrics.phrases import spoken
from pages.cards.what_moved import Outcome, import_and_tell
from pages.ui import request, session, states
from pages.ui.importing import (
    channels_met,
    first_rows,
    how_read,
    look,
    mapping_exchange,
    mapping_table,
    questions,
    running,
    trial,
)
from pages.ui.importing.one_batch import keep_outcome
from pages.ui.text import md, t
from pages.ui.upload import Received, forget


def panel(area: str, file: Received) -> None:
    """Everything about one file, in its own block."""
    with st.container(border=True, key=f"file_{file.slot}"):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key=f"name_{file.slot}"
        ):
            st.markdown(f"**{md(file.name)}** · {_size(file.bytes)}")
            st.button(
                t("Put the file aside"), key=f"aside_{file.slot}", type="tertiary", on_click=_put_aside, args=(area, file)
            )
        loading = st.session_state.get(_loading(file))
        if loading is None:
            _decide(file)
        else:
            _load(area, file, loading)


def _decide(file: Received) -> None:
    """Everything up to the button that loads it."""
    found = look.look(file)
    if found.refusal is not None or found.mapping is None:
        states.message(t("This file cannot be loaded."), found.refusal.spoken() if found.refusal else "")
        how_read.show(file, found)
        return
    st.caption(_about(found))
    look.sheet_choice(file, found)
    look.kind_and_source(file, found)
    mapping = _mapping(file, found)
    how_read.show(file, found)
    if mapping is None:
        return
    mapping = channels_met.with_meant(file, mapping)
    _preview(file, mapping)
    trial.trial(file, mapping, found)
    if st.button(t("Load it"), key=f"load_{file.slot}", type="primary"):
        st.session_state[_loading(file)] = mapping
        st.rerun()


def _mapping(file: Received, found: Inspection) -> Mapping | None:
    """What the file means, as found, answered and edited; None while something is open."""
    given, suggested = mapping_exchange.pasted(file.slot), found.mapping
    if given is not None:  # whoever pastes a mapping has answered: its constants, dates and zone are taken with it
        st.caption(t("Read by the mapping pasted below, as source “{name}”.", name=md(given.source)))
        asked = questions.ask(f"{file.slot}_pasted", given, ())
    elif suggested is not None and not look.kind_open(found):
        asked = questions.ask(file.slot, suggested, found.questions)
    else:
        mapping_exchange.offer(file.slot, found)
        return None
    return mapping_table.edit(file.slot, found, asked)


def _about(found: Inspection) -> str:
    """The file in one line."""
    if found.mapping is None:
        return ""
    written = t(look.FORMAT_WORDS.get(found.format, found.format))
    if found.format == "text":
        mark = t(look.MARKS.get(found.delimiter, found.delimiter))
        written = t("text separated by {mark}, {encoding}", mark=mark, encoding=found.encoding)
    parts = [
        *([] if look.kind_open(found) else [t(look.KIND_WORDS[found.mapping.kind])]),
        *([md(spoken(found.evidence["preset"]))] if found.preset else []),
        written, t("{n} columns", n=formats.whole(len(found.headers))),
        *([t("read as last time")] if found.remembered else []),
    ]  # fmt: skip
    return " · ".join(parts)


def _preview(file: Received, mapping: Mapping) -> None:
    box = st.expander(t("The first rows, as they are and as they will be stored"), on_change="rerun", key=f"rows_{file.slot}")
    if not box.open:
        return
    with box:
        try:
            shown = session.kept(
                ("preview", file.slot, service.export_mapping(mapping)), lambda: service.preview(file.path, mapping)
            )
        except DataError as error:
            st.error(md(error.spoken()))
            return
        first_rows.show(shown)


def _load(area: str, file: Received, mapping: Mapping) -> None:
    """The import under way, and its end."""
    now = request.current()
    key = f"load_{trial.key_of(file, mapping)}"

    def task(report: Progress) -> Outcome:
        return import_and_tell(now.store, now.scope, file.path, mapping, file.name, progress=report)

    done: Outcome | None = running.result(key, file.name, task)
    if done is None:
        st.button(t("Back to the file"), key=f"back_{file.slot}", type="tertiary", on_click=_back, args=(file, key))
        return
    session.say_next(_outcome(file, done.batch))
    keep_outcome(done)
    running.forget(key)
    _put_aside(area, file)
    st.rerun()


def _outcome(file: Received, batch: Batch) -> str:
    return t(
        "{name}: of {read} rows {new} new, {changed} changed, {rejected} rejected, {duplicate} already there, {conflict} in"
        " conflict.",
        name=file.name, new=formats.whole(batch.rows_new), changed=formats.whole(batch.rows_changed),
        read=formats.whole(batch.rows_read),
        rejected=formats.whole(batch.rows_rejected), duplicate=formats.whole(batch.rows_duplicate),
        conflict=formats.whole(batch.rows_conflict),
    )  # fmt: skip


def _back(file: Received, key: str) -> None:
    running.forget(key)
    st.session_state.pop(_loading(file), None)


def _put_aside(area: str, file: Received) -> None:
    running.forget_file(file.slot)
    st.session_state.pop(_loading(file), None)
    forget(area, file)


def _loading(file: Received) -> str:
    return f"loading_{file.slot}"


def _size(count: int) -> str:
    """Bytes as people say them."""
    for unit, size in (("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return t("{n} bytes", n=formats.whole(count))
