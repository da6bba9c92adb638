"""Codes and labels: which values mean "no answer", and what a column's codes are called."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field, replace

import pandas as pd
import streamlit as st

from data_access.settings import names
from data_access.settings.model import Settings, ValueLabel
from metrics import formats
from pages.ui.settings import fields
from pages.ui.settings.desk import Desk, Problems, place
from pages.ui.settings.dropped import dropped
from pages.ui.text import t

COLUMNS = ("column", "code", "label")
Line = tuple[str, str, str]  # column, code, label


@dataclass
class CodesForm:
    """The section as typed. seed: the lines the table was last drawn from · pasted: text waiting to be read."""

    id: int = 0
    no_answer: list[str] = field(default_factory=list)
    labels: list[Line] = field(default_factory=list)
    seed: list[Line] = field(default_factory=list)
    turn: int = 0
    pasted: str = ""
    refused: str = ""


def form(settings: Settings) -> CodesForm:
    """The section's fields."""
    lines = [(one.column, one.code, one.label) for one in settings.labels]
    return CodesForm(no_answer=list(settings.no_answer), labels=lines, seed=lines)


def read(form: CodesForm, settings: Settings) -> tuple[Settings, Problems]:
    """The settings with these codes; a code without a label yet stays a code."""
    problems: Problems = {}
    lines = [tuple(cell.strip() for cell in line) for line in form.labels]
    said: dict[tuple[str, str], str] = {}
    for column, code, label in lines:
        if label and not (column and code):
            problems[place(form, "labels")] = t(
                "The label “{label}” has no column or no code. Both are expected. Fill them in, or delete the line.",
                label=label,
            )
        elif label and said.setdefault((column, code), label) != label:
            problems[place(form, "labels")] = t(
                "Code {code} of {column} has two labels, “{one}” and “{two}”. One is expected. Delete a line.",
                code=code, column=column, one=said[column, code], two=label,
            )
    labels = tuple(ValueLabel(column, code, label) for (column, code), label in said.items())
    codes = tuple(dict.fromkeys(code.strip() for code in form.no_answer if code.strip()))
    return replace(settings, no_answer=codes, labels=labels), problems


def draw(desk: Desk, form: CodesForm) -> None:
    """No-answer codes, then the table of labels and the ways to fill it."""
    fields.several(
        desk, form, "no_answer", t("Values that mean no answer, in every scored column"), [],
        placeholder=t("Type a value, then Enter: 99, n/a …"),
    )
    st.caption(t("Files loaded from now on are read so. What is loaded already keeps what was said when it came."))
    st.subheader(t("Labels"), anchor=False)
    if desk.may_change:
        _start_from(desk, form)
    _table(desk, form)
    desk.complain(form, "labels")
    if desk.may_change:
        _bring(desk, form)


def _table(desk: Desk, form: CodesForm) -> None:
    key = f"labels_{desk.draft.generation}_{form.turn}"
    if key not in st.session_state and form.seed != form.labels:  # the table was away: it starts from what was typed
        form.seed, form.turn = list(form.labels), form.turn + 1
        key = f"labels_{desk.draft.generation}_{form.turn}"
    column = st.column_config.TextColumn
    edited = st.data_editor(
        pd.DataFrame(form.seed, columns=list(COLUMNS), dtype=object), key=key, hide_index=True,
        num_rows="dynamic" if desk.may_change else "fixed", disabled=not desk.may_change,
        column_config={
            "column": column(t("Column")), "code": column(t("Code")), "label": column(t("Label")),
        },
    )
    form.labels = [_line(row) for row in edited.itertuples(index=False)]
    empty = sum(1 for _, code, label in form.labels if code and not label)
    if empty:
        st.caption(t("Without a label yet, and left as they are: {codes}.", codes=formats.counted(empty, "codes")))


def _line(row: tuple[object, ...]) -> Line:
    column, code, label = ("" if pd.isna(cell) else str(cell) for cell in row)  # type: ignore[call-overload]
    return column, code, label


def _start_from(desk: Desk, form: CodesForm) -> None:
    """The codes a loaded column holds, to be labelled."""
    there = desk.now.store.attributes(desk.now.scope)
    if not there:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        picked = st.selectbox(
            t("Column of a loaded file"), there, index=None, key="label_column", width=320, placeholder=t("Choose a column")
        )
        st.button(
            t("List its codes below"), key="list_codes", disabled=picked is None, on_click=_list, args=(desk, form, picked)
        )


def _list(desk: Desk, form: CodesForm, column: str) -> None:
    known = {(c, code) for c, code, _ in form.labels}
    codes = [code for code, _ in names.codes_written(desk.now.store, desk.now.scope, column)]
    _add(form, [(column, code, "") for code in codes if (column, code) not in known])


def _bring(desk: Desk, form: CodesForm) -> None:
    with st.expander(t("Bring many labels")):
        st.caption(t("Lines of column, code, label, separated by commas, semicolons or tabs."))
        fields.area(desk, form, "pasted", t("Paste lines"), height=120, placeholder="airline,3,Delta")
        st.button(t("Add these lines"), key="add_labels", on_click=_paste, args=(desk, form))
        text = dropped("settings_labels")
        if text is not None:
            form.refused = _take(form, text)
            st.rerun()
        if form.refused:
            desk.say(form.refused)


def _paste(desk: Desk, form: CodesForm) -> None:
    form.refused = _take(form, form.pasted or "")
    if not form.refused:
        fields.put(desk, form, "pasted", "")


def _take(form: CodesForm, text: str) -> str:
    """Add the lines of a text; what is wrong with it, "" when all were taken."""
    try:
        lines = lines_of(text)
    except ValueError as error:
        return str(error)
    fresh = {(column, code): label for column, code, label in lines}
    form.labels = [line for line in form.labels if (line[0], line[1]) not in fresh]
    _add(form, lines)
    return ""


def lines_of(text: str) -> list[Line]:
    """Column, code and label of every line; a heading line is left out. ValueError names the first line that is none."""
    first = text.strip().partition("\n")[0]
    mark = max(",;\t", key=first.count)
    found: list[Line] = []
    for number, cells in enumerate(csv.reader(io.StringIO(text.strip()), delimiter=mark), start=1):
        if not cells or (number == 1 and tuple(c.strip().casefold() for c in cells) == COLUMNS):
            continue
        if len(cells) != len(COLUMNS) or not all(cell.strip() for cell in cells):
            raise ValueError(t(
                "Line {n} reads “{seen}”. A column, a code and a label are expected. Correct the line; nothing was added.",
                n=number, seen=mark.join(cells)[:80],
            ))
        column, code, label = (cell.strip() for cell in cells)
        found.append((column, code, label))
    return found


def _add(form: CodesForm, lines: list[Line]) -> None:
    """Lines from outside the table: it is drawn anew from all of them."""
    form.labels = [*form.labels, *lines]
    form.seed, form.turn = list(form.labels), form.turn + 1
