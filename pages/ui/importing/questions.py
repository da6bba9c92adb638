"""What a file does not tell is asked, with a sensible default where there is one; nothing is guessed in silence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import available_timezones

import streamlit as st

from data_access.importing import answering, roles
from data_access.importing.errors import DataError
from data_access.importing.mapping import Mapping
from data_access.importing.question import Question
from metrics.phrases import spoken
from metrics.saying import word
from pages.ui.importing import same_for_all
from pages.ui.importing.carried import carried
from pages.ui.text import md, t

OPTION_WORDS = {
    "yes": word("Yes"), "no": word("No"), "none": word("None of them"),
    "dmy": word("Day first (31/12)"), "mdy": word("Month first (12/31)"), "ymd": word("Year first (26/12/31)"),
    "ydm": word("Swap days and months back"), "serial": word("Days since 1900"), "serial1904": word("Days since 1904"),
    "epoch": word("Seconds since 1970"), "epoch_ms": word("Milliseconds since 1970"),
    ".": word("Point (1.5)"), ",": word("Comma (1,5)"), "apart": word("Another question, kept apart"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """The mapping with everything answered so far, and whether something that must be answered is still open."""

    mapping: Mapping
    open: bool


def ask(slot: str, mapping: Mapping, questions: Iterable[Question]) -> Asked:
    """Draw the questions of one file and apply the answers to its mapping."""
    still = False
    for question in questions:
        if question.key in same_for_all.FREE or question.key == "timezone":
            continue  # below, always there to be changed
        if question.key == roles.SCORE:
            st.info(md(spoken(question.text)))  # said in the table of columns, with kind and scale; until then it will not load
            continue
        if question.key in answering.LOOK_AGAIN:
            still = still or question.blocking
            continue  # asked where the file is looked at
        answer = _answer(slot, question, mapping.headers)
        if answer is None:
            still = still or question.blocking
            continue
        try:
            mapping = answering.apply(mapping, question, answer)
        except DataError as error:
            still = True
            st.warning(md(error.spoken()))
    return Asked(same_for_all.said(slot, mapping), still)


def _answer(slot: str, question: Question, headers: tuple[str, ...]) -> str | None:
    """What the person says, None for nothing (yet); without an answer the default holds."""
    place, label = f"{question.key}_{slot}", spoken(question.text)  # not shown but read aloud; what is shown is made inert
    st.markdown(md(label))
    if question.key == roles.TS:
        picked = st.date_input(label, None, key=place, min_value=date(1950, 1, 1), width=420, label_visibility="collapsed")
        return picked.isoformat() if isinstance(picked, date) else None
    if question.options:
        options = list(question.options)
        default = question.default in options and not carried(place)
        chosen = options.index(question.default) if default else None
        return st.radio(
            label, options, chosen, key=place, horizontal=True, label_visibility="collapsed",
            format_func={option: _option(option) for option in options}.__getitem__,
        )
    if question.blocking:
        choices = sorted(available_timezones()) if question.key.startswith("zone") else list(headers)
        return st.selectbox(
            label, choices, None, key=place, width=420, placeholder=t("Choose"), label_visibility="collapsed"
        )
    return None


def _option(name: str) -> str:
    return t(OPTION_WORDS[name]) if name in OPTION_WORDS else name
