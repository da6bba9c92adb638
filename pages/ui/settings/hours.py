"""Working hours: when the house works, so that times can be told in working hours too."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, time

import streamlit as st

from data_access.settings.model import Settings, WorkingHours
from metrics import formats, lists
from metrics.rules import WEEKDAYS
from pages.ui.settings import fields
from pages.ui.settings.days import days
from pages.ui.settings.desk import Desk, Problems, place
from pages.ui.text import t

_MIDNIGHT = time(0)


@dataclass
class HoursForm:
    """The section as typed. `holiday` and `pasted` wait to be added; `strange` is what was pasted and is no day."""

    id: int = 0
    set: bool = False
    days: list[int] = field(default_factory=list)
    opens: time | None = None
    closes: time | None = None
    holidays: list[str] = field(default_factory=list)  # ISO, as the chips are keyed
    holiday: date | None = None
    pasted: str = ""
    strange: tuple[str, ...] = ()


def form(settings: Settings) -> HoursForm:
    """The section's fields; the usual week stands ready where none is set."""
    hours = settings.hours or WorkingHours()
    return HoursForm(
        set=settings.hours is not None, days=list(hours.days), opens=hours.opens, closes=hours.closes,
        holidays=[day.isoformat() for day in hours.holidays],
    )


def read(form: HoursForm, settings: Settings) -> tuple[Settings, Problems]:
    """The settings with these hours, or without any."""
    if not form.set:
        return replace(settings, hours=None), {}
    problems: Problems = {}
    if not form.days:
        problems[place(form, "days")] = t(
            "No weekday is chosen. At least one is worked. Choose it, or switch working hours off."
        )
    for name in ("opens", "closes"):
        if getattr(form, name) is None:
            problems[place(form, name)] = t("No time is given. A time such as 09:00 is expected. Type it.")
    if form.opens and form.closes is not None and _MIDNIGHT != form.closes <= form.opens:
        problems[place(form, "closes")] = t(
            "Closing at {closes} is not after opening at {opens}. A later time is expected, or 00:00 for the end of the day."
            " Correct one of them.", closes=f"{form.closes:%H:%M}", opens=f"{form.opens:%H:%M}",
        )
    holidays = tuple(sorted(date.fromisoformat(text) for text in form.holidays))
    if problems:
        return settings, problems
    return replace(
        settings, hours=WorkingHours(tuple(sorted(form.days)), form.opens or time(9), form.closes or time(17), holidays)
    ), problems


def draw(desk: Desk, form: HoursForm) -> None:
    """Weekdays and times, and the days nobody works."""
    st.caption(t(
        "With working hours set, times to a first response and to a resolution can be told in hours the house was open."
    ))
    fields.switch(desk, form, "set", t("The house has working hours"))
    if not form.set:
        return
    fields.few(desk, form, "days", t("Weekdays worked"), range(len(WEEKDAYS)), words=lambda d: t(WEEKDAYS[d]), many=True)
    left, right, _ = st.columns([1, 1, 2])
    with left:
        fields.clock(desk, form, "opens", t("Opens"))
    with right:
        fields.clock(desk, form, "closes", t("Closes"))
    _holidays(desk, form)


def _holidays(desk: Desk, form: HoursForm) -> None:
    st.subheader(t("Holidays"), anchor=False)
    known = sorted(form.holidays)
    st.multiselect(
        t("Days not worked"), known, default=known, key=f"holidays_{desk.draft.generation}_{hash(tuple(known))}",
        format_func=lambda text: formats.day(date.fromisoformat(text)), disabled=not desk.may_change,
        on_change=_drop, args=(form, f"holidays_{desk.draft.generation}_{hash(tuple(known))}"), placeholder=t("None yet"),
    )
    if not desk.may_change:
        return
    left, right = st.columns([1, 2])
    with left:
        fields.day(desk, form, "holiday", t("One more day"))
        st.button(t("Add this day"), key="add_holiday", on_click=_add, args=(desk, form), disabled=form.holiday is None)
    with right:
        fields.area(
            desk, form, "pasted", t("Many days, one a line"), height=110, placeholder="2026-12-25\n2027-01-01",
        )
        st.button(t("Add these days"), key="add_holidays", on_click=_paste, args=(desk, form))
        if form.strange:
            desk.say(t(
                "Not read as a day: {what}. Days such as 2026-12-25 or 25.12.2026 are expected. Correct them above.",
                what=lists.enumerated(form.strange[:5]),
            ))


def _drop(form: HoursForm, key: str) -> None:
    form.holidays = list(st.session_state[key])


def _add(desk: Desk, form: HoursForm) -> None:
    if form.holiday is not None:
        form.holidays = sorted({*form.holidays, form.holiday.isoformat()})
        fields.put(desk, form, "holiday", None)


def _paste(desk: Desk, form: HoursForm) -> None:
    """What is a day goes to the list; what is not stays in the field, to be corrected."""
    found, form.strange = days(form.pasted or "")
    form.holidays = sorted({*form.holidays, *(day.isoformat() for day in found)})
    fields.put(desk, form, "pasted", "\n".join(form.strange))
