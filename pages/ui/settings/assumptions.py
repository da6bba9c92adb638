"""Assumptions: published figures some metrics lean on, each with its range and who says so; the house may know better."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from data_access.settings.model import Prior, Settings
from metrics.priors import PRIORS, Assumption, overlaid
from metrics.saying import word
from pages.ui.settings import fields
from pages.ui.settings.desk import Desk, Problems, place
from pages.ui.text import esc, t

_LABELS = (word("Value"), word("Lowest"), word("Highest"))


@dataclass
class PriorItem:
    """One assumption as typed: shares in per cent."""

    id: int
    name: str
    value: float | None
    low: float | None
    high: float | None


def form(settings: Settings) -> list[PriorItem]:
    """The section's fields: every assumption, as believed."""
    return [
        PriorItem(i, one.name, *(_shown(one, number) for number in (one.value, one.low, one.high)))
        for i, one in enumerate(overlaid(settings.priors).values())
    ]


def read(form: list[PriorItem], settings: Settings) -> tuple[Settings, Problems]:
    """The settings with the assumptions that differ from the published ones."""
    problems: Problems = {}
    own = []
    for item in form:
        published = PRIORS[item.name]
        if item.value is None or item.low is None or item.high is None:
            problems[place(item, "value")] = t(
                "A number is missing. The value and both ends of its range are expected. Fill them in."
            )
        elif not item.low <= item.value <= item.high:
            problems[place(item, "value")] = t(
                "{value} lies outside its range, {low} to {high}. A value inside is expected. Correct one of the three.",
                value=f"{item.value:g}", low=f"{item.low:g}", high=f"{item.high:g}",
            )
        else:
            believed = Prior(item.name, *(_stored(published, n) for n in (item.value, item.low, item.high)))
            if (believed.value, believed.low, believed.high) != (published.value, published.low, published.high):
                own.append(believed)
    return replace(settings, priors=tuple(own)), problems


def draw(desk: Desk, form: list[PriorItem]) -> None:
    """Every assumption with its fields."""
    st.caption(t("Published figures, not measurements of your customers. Replace them when your own survey says more."))
    for item in form:
        published = PRIORS[item.name]
        unit = f", {t('per cent')}" if _is_share(published) else ""
        st.html(
            f'<div class="ts-line"><span><b>{esc(t(published.title) + unit)}</b><br>'
            f"<small>{esc(t('Source: {source}', source=published.source))}</small></span></div>"
        )
        least, most = _shown(published, published.least), _shown(published, published.most)
        columns = st.columns(3)
        for column, name, label in zip(columns, ("value", "low", "high"), _LABELS, strict=True):
            with column:
                fields.number(desk, item, name, t(label), min_value=least, max_value=most, format="%g")


def _is_share(one: Assumption) -> bool:
    return one.most == 1.0


def _shown(one: Assumption, value: float) -> float:
    return round(value * 100, 10) if _is_share(one) else value


def _stored(one: Assumption, value: float) -> float:
    return round(value / 100, 12) if _is_share(one) else value
