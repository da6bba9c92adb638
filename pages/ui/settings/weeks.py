"""Weeks and time zone: on which day a week begins, and where the business's days begin and end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from zoneinfo import available_timezones

import streamlit as st

from data_access.settings.model import Settings
from metrics.rules import WEEKDAYS
from pages.ui.settings import fields
from pages.ui.settings.desk import Desk, Problems
from pages.ui.text import t


@dataclass
class WeeksForm:
    """The section as typed."""

    id: int = 0
    week_start: int = 0
    timezone: str | None = None


def form(settings: Settings) -> WeeksForm:
    """The section's fields."""
    return WeeksForm(week_start=settings.rules.week_start, timezone=settings.timezone)


def read(form: WeeksForm, settings: Settings) -> tuple[Settings, Problems]:
    """The settings with this week and zone."""
    return replace(settings, rules=replace(settings.rules, week_start=form.week_start), timezone=form.timezone), {}


def draw(desk: Desk, form: WeeksForm) -> None:
    """Both choices."""
    fields.few(desk, form, "week_start", t("A week begins on"), range(len(WEEKDAYS)), words=lambda d: t(WEEKDAYS[d]))
    with st.container(width=420):
        fields.choice(
            desk, form, "timezone", t("Time zone of the business's days"), [None, *_zones()],
            words=lambda name: name or t("As each file says"),
        )
    st.caption(t(
        "With a zone set, everything that has a time of day counts on the day it was there."
        " A date without a time never moves."
    ))


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))
