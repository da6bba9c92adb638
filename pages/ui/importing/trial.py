"""What loading a file would do, counted before anything is stored: rows, people, days, scored cells, channels."""

from __future__ import annotations

import streamlit as st

from data_access.importing.inspection import Inspection
from data_access.importing.ledger import Ledger
from data_access.importing.mapping import Mapping
from data_access.importing.service import Progress, dry_run, export_mapping
from metrics import formats
from metrics.phrases import spoken
from pages.ui import request
from pages.ui.importing import channels_met, ledgers, running
from pages.ui.text import esc, t
from pages.ui.upload import Received

TRIED_AT_ONCE = 64 << 20  # bytes: larger files are tried when somebody asks for it


def key_of(file: Received, mapping: Mapping) -> str:
    """The same for the same file read the same way."""
    return f"{file.slot}_{abs(hash(export_mapping(mapping))):x}"


def trial(file: Received, mapping: Mapping, read: Inspection) -> Ledger | None:
    """The counts, once they are there. Small files are tried by themselves."""
    key = f"try_{key_of(file, mapping)}"
    asked = st.session_state.get(f"tried_{key}", False)
    if file.bytes > TRIED_AT_ONCE and not asked:
        st.button(t("See what loading would do"), key=f"ask_{key}", on_click=_ask, args=(f"tried_{key}",))
        return None
    store = request.current().store

    def task(report: Progress) -> Ledger:
        return dry_run(store, file.path, mapping, file.name, report)

    found: Ledger | None = running.result(key, file.name, task)
    if found is not None:
        show(found, read)
        channels_met.show(file, mapping, found)
    return found


def show(ledger: Ledger, read: Inspection) -> None:
    """The outcome in one line of numbers, then what needs a look."""
    st.html(f'<div class="ts-trial">{"".join(_number(name, n) for name, n in _numbers(ledger))}</div>')
    if ledger.corrects:
        st.warning(t(
            "{n} of these rows have the numbers of rows already stored and other content. If this is another survey or another"
            " desk, give it a source of its own above; otherwise those rows are corrected.", n=formats.whole(ledger.changed)
        ))
    if ledger.overwrites:
        st.warning(t(
            "{n} of these rows, refused in batch {batch}, would overwrite rows that are stored: they have the same numbers and"
            " other content. To keep what is stored, take the rows in conflict out of the file; otherwise they are"
            " overwritten.",
            n=formats.whole(ledger.changed), batch=ledger.completes,
        ))
    for reason, n in ledger.reasons.items():
        st.text(t("{n} rejected: {reason}", n=formats.whole(n), reason=spoken(reason)))
    for note in ledger.notes:
        st.text(spoken(note))
    ledgers.changes(ledger.changes)
    with st.expander(t("Scored cells and columns left out")):
        ledgers.cells(ledger.cells)
        ledgers.left_out(ledger, read)


def _numbers(ledger: Ledger) -> list[tuple[str, str]]:
    days = " – ".join(formats.day(day) for day in dict.fromkeys([ledger.first_day, ledger.last_day]) if day)
    counts = [
        (t("Rows read"), ledger.read), (t("New"), ledger.new), (t("Changed"), ledger.changed),
        (t("Already there"), ledger.duplicate), (t("Rejected"), ledger.rejected), (t("In conflict"), ledger.conflict),
        (t("Identical rows, flagged"), ledger.flagged), (t("Different customers"), ledger.people),
        (t("Rows of the replaced batch that are gone"), ledger.gone),
    ]  # fmt: skip
    always = {t("Rows read"), t("New")}
    told = [(name, formats.whole(n)) for name, n in counts if n or name in always]
    return [*told, (t("Days"), days)] if days else told


def _number(name: str, shown: str) -> str:
    return f"<div><b>{esc(shown)}</b><span>{esc(name)}</span></div>"


def _ask(key: str) -> None:
    st.session_state[key] = True
