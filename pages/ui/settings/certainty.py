"""Certainty: how sure an interval is, and from how many answers a score is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from data_access.settings.model import Settings
from pages.ui.settings import fields
from pages.ui.settings.desk import Desk, Problems, place
from pages.ui.text import t

LEVELS = (0.80, 0.90, 0.95, 0.99)
_MOST = 1000


@dataclass
class CertaintyForm:
    """The section as typed."""

    id: int = 0
    conf: float = 0.95
    least: int | None = 10


def form(settings: Settings) -> CertaintyForm:
    """The section's fields."""
    return CertaintyForm(conf=settings.rules.conf, least=settings.rules.least_answers)


def read(form: CertaintyForm, settings: Settings) -> tuple[Settings, Problems]:
    """The settings with this certainty."""
    problems: Problems = {}
    if form.least is None or not 1 <= form.least <= _MOST:
        problems[place(form, "least")] = t(
            "{seen} answers were given. A number from 1 to {most} is expected. Correct it.",
            seen=t("No") if form.least is None else form.least, most=_MOST,
        )
        return settings, problems
    return replace(settings, rules=replace(settings.rules, conf=form.conf, least_answers=form.least)), problems


def draw(desk: Desk, form: CertaintyForm) -> None:
    """Both choices, and what they mean."""
    levels = sorted({*LEVELS, form.conf})
    fields.few(desk, form, "conf", t("Intervals hold the true value in"), levels, words=lambda c: f"{c * 100:g} %")
    wrong = round(1 / (1 - form.conf))
    st.caption(t(
        "Up or down is said only when chance alone would bring so large a change in fewer than 1 of {n} cases.", n=wrong
    ))
    with st.container(width=260):
        fields.number(desk, form, "least", t("Least answers for a score"), min_value=1, max_value=_MOST, step=1)
    st.caption(t("Scores on fewer answers are withheld, on every page and in every export. Counts are always shown."))
