"""What a file does not tell is asked, with a sensible default where there is one; nothing is guessed in silence."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from zoneinfo import available_timezones

import streamlit as st

from data_access.importing import roles
from data_access.importing.inspection import Inspection
from data_access.importing.mapping import Mapping
from pages.ui.text import md, t

ORDER_WORDS = {"dmy": "Day first (31/12)", "mdy": "Month first (12/31)"}
FREE = ("channel", "instrument", "business_unit")  # a whole file may come from one channel, survey, part of the business


@dataclass(frozen=True, slots=True)
class Answers:
    """constants: role → text · date_order, timezone: of the whole file · open: blocking questions still unanswered."""

    constants: dict[str, str] = field(default_factory=dict)
    date_order: str | None = None
    timezone: str = "UTC"
    open: tuple[str, ...] = ()
    codes_are_scores: bool = False

    def settle(self, mapping: Mapping) -> Mapping:
        """The mapping with the answer to "are these values no answer?" (no: they are scores like the others)."""
        if not self.codes_are_scores:
            return mapping
        return replace(mapping, columns=tuple(replace(c, no_answer=()) if c.rated else c for c in mapping.columns))


def ask(slot: str, found: Inspection) -> Answers:
    """Draw the questions of one file and read the answers."""
    mapping = found.mapping
    if mapping is None:
        return Answers()
    constants, order = dict(mapping.constants), mapping.date_order
    missing: list[str] = []
    scores = False
    for question in found.questions:
        if question.key == "kind":
            continue  # asked above
        if question.key == "ts":
            day = _day(slot, question.text)
            constants, missing = ({**constants, "ts": day}, missing) if day else (constants, [*missing, question.text])
        elif question.key == "date_order":
            order = st.radio(
                md(question.text), list(question.options), index=None, key=f"order_{slot}", horizontal=True,
                format_func=lambda o: t(ORDER_WORDS.get(str(o), str(o))),
            )
            missing = missing if order else [*missing, question.text]
        elif question.key == "no_answer":
            scores = _no(slot, question.text)
        elif question.key not in FREE:
            st.info(md(question.text))
    with st.expander(t("The same for all rows: channel, survey, business unit, time zone")):
        constants |= _free(slot, mapping.kind, constants, {c.role for c in mapping.columns})
        zone = _zone(slot, mapping.timezone)
    return Answers(constants, order, zone, tuple(missing), scores)


def _no(slot: str, text: str) -> bool:
    """A yes-or-no question whose usual answer is yes."""
    words = {"yes": t("Yes"), "no": t("No")}
    picked = st.radio(md(text), list(words), key=f"codes_{slot}", horizontal=True, format_func=lambda o: words[str(o)])
    return picked == "no"


def _day(slot: str, text: str) -> str | None:
    picked = st.date_input(md(text), value=None, key=f"ts_{slot}", min_value=date(1950, 1, 1), width=320)
    return picked.isoformat() if isinstance(picked, date) else None


def _free(slot: str, kind: str, constants: dict[str, str], mapped: set[str]) -> dict[str, str]:
    """One value for all rows, where no column says it. Empty is allowed and shown as unknown."""
    words = {"channel": "Channel of all rows", "instrument": "Name of the survey", "business_unit": "Business unit of all rows"}
    known, given = roles.types(kind), {}
    with st.container(horizontal=True):
        for role in FREE:
            if role in known and role not in mapped:
                text = st.text_input(
                    t(words[role]), value=constants.get(role, ""), key=f"{role}_{slot}", width=220,
                    placeholder=t("not said"),
                )
                if text and text.strip():
                    given[role] = text.strip()
    return given


def _zone(slot: str, default: str) -> str:
    zones = sorted(available_timezones())
    picked = st.selectbox(
        t("Time zone of times without one"), zones, index=zones.index(default) if default in zones else None,
        key=f"zone_{slot}", width=320,
    )
    return picked or "UTC"
