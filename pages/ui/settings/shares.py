"""Known shares: how all customers divide, known from elsewhere, so that answers can be weighted to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import streamlit as st

from data_access.settings.known_shares import MOST_DIMENSIONS, adds_up
from data_access.settings.model import Settings
from metrics import formats
from metrics.frames import ATTRIBUTE, DIMENSIONS, UNKNOWN
from metrics.rules import KnownShare
from pages.ui.breakdown import label_of
from pages.ui.settings import fields
from pages.ui.settings.desk import Desk, Listed, Problems, place
from pages.ui.text import esc, md, t

_MOST_VALUES = 30  # fields of one dimension; the most frequent values come first
_ACROSS = 3
_ROOM = 1000  # values of one dimension before their numbers meet those of the next


@dataclass
class ShareItem:
    """One value as typed: `percent` of all customers, None where it is not known."""

    id: int
    dimension: str
    value: str
    percent: float | None = None


@dataclass
class ShareGroup:
    """One dimension and its values, those of dimensions chosen before among them."""

    id: int
    dimension: str | None = None
    lines: list[ShareItem] = field(default_factory=list)

    def line(self, value: str) -> ShareItem:
        """The field of a value of the chosen dimension, made when it is first seen."""
        for line in self.lines:
            if (line.dimension, line.value) == (self.dimension, value):
                return line
        self.lines.append(ShareItem(self.id * _ROOM + len(self.lines), self.dimension or "", value))
        return self.lines[-1]

    def given(self) -> list[ShareItem]:
        """The values of the chosen dimension whose share was typed."""
        return [line for line in self.lines if line.dimension == self.dimension and line.percent]

    @property
    def total(self) -> float:
        return sum(line.percent or 0.0 for line in self.given())


def form(settings: Settings) -> Listed[ShareGroup]:
    """The section's fields."""
    groups: list[ShareGroup] = []
    for dimension in dict.fromkeys(one.dimension for one in settings.rules.known_shares):
        group = ShareGroup(len(groups), dimension)
        for one in settings.rules.known_shares:
            if one.dimension == dimension:
                group.line(one.value).percent = round(one.share * 100, 10)
        groups.append(group)
    return Listed(groups)


def read(form: Listed[ShareGroup], settings: Settings) -> tuple[Settings, Problems]:
    """The settings with these shares, each dimension's in the order of its fields."""
    problems: Problems = {}
    given = [group for group in form.items if group.dimension and group.given()]  # one just added is nothing yet
    for i, group in enumerate(given):
        if any(line.percent == 0 for line in group.lines):
            problems[place(group, "dimension")] = t(
                "A share of 0 is given. More than 0, or nothing, is expected: nobody can be weighted up from none. Correct it."
            )
        elif group.dimension in [other.dimension for other in given[:i]]:
            problems[place(group, "dimension")] = t("These are given twice. Each once is expected. Remove one of them.")
        elif not adds_up(group.total / 100):
            problems[place(group, "dimension")] = t(
                "The shares add up to {total}. {whole} is expected. Correct them.",
                total=formats.percent(f"{group.total:g}"), whole=formats.percent("100"),
            )  # fmt: skip
    shares = tuple(
        KnownShare(line.dimension, line.value, round((line.percent or 0.0) / 100, 12))
        for group in given for line in group.given()
    )  # fmt: skip
    return replace(settings, rules=replace(settings.rules, known_shares=shares)), problems


def draw(desk: Desk, form: Listed[ShareGroup]) -> None:
    """One or two dimensions with the shares of their values."""
    st.caption(t(
        "How all your customers divide, known from elsewhere: the page “How sure” shows satisfaction as if the answers divided"
        " likewise. One or two divisions."
    ))  # fmt: skip
    if not form.items:
        st.html(f'<div class="ts-state">{esc(t("No known shares yet."))}</div>')
    for group in form.items:
        wrong = any(p.startswith(place(group, "")) for p in desk.problems)
        if desk.may_change and (form.open == group.id or wrong):
            _edit(desk, form, group)
        elif group.dimension and group.given():
            fields.line(desk, form, group, f'<div class="ts-line"><span>{sentence(group)}</span></div>')
    if desk.may_change and len(form.items) < MOST_DIMENSIONS:
        st.button(t("Add known shares"), key="add_shares", on_click=_add, args=(form,))


def sentence(group: ShareGroup) -> str:
    """HTML: the dimension, and each value with its share."""
    shares = " · ".join(f"{line.value} {formats.percent(f'{line.percent:g}')}" for line in group.given())
    return f"<b>{esc(label_of(group.dimension or ''))}</b><br><small>{esc(shares)}</small>"


def _edit(desk: Desk, form: Listed[ShareGroup], group: ShareGroup) -> None:
    with st.container(border=True, key=f"open_shares_{group.id}"):
        fields.choice(
            desk, group, "dimension", t("Divided by"), _dimensions(desk, group), words=lambda name: label_of(str(name)),
            placeholder=t("Choose a dimension"), index=None,
        )  # fmt: skip
        if group.dimension:
            _values(desk, group)
        fields.closing(desk, form, group)


def _values(desk: Desk, group: ShareGroup) -> None:
    """A field for every value in use, and for those that were given though no row has them."""
    there = [value for value in desk.now.store.choices(str(group.dimension), desk.now.scope) if value != UNKNOWN]
    values = list(dict.fromkeys([*(line.value for line in group.given()), *there[:_MOST_VALUES]]))
    for start in range(0, len(values), _ACROSS):  # a row of columns each: on a phone they stand in their order
        for value, column in zip(values[start : start + _ACROSS], st.columns(_ACROSS), strict=False):
            with column:
                label = t("{value}, per cent", value=md(value))
                fields.number(desk, group.line(value), "percent", label, min_value=0.0, max_value=100.0, format="%g")
    if len(there) > _MOST_VALUES:
        st.caption(t("The {n} most frequent of {all} values are offered.", n=_MOST_VALUES, all=formats.whole(len(there))))
    st.caption(t("Together {total}. A value left empty takes no part.", total=formats.percent(f"{group.total:g}")))


def _dimensions(desk: Desk, group: ShareGroup) -> Sequence[str]:
    store, scope = desk.now.store, desk.now.scope
    used = [name for name in DIMENSIONS if [v for v in store.choices(name, scope) if v != UNKNOWN]]
    used += [ATTRIBUTE + name for name in store.attributes(scope)]
    return list(dict.fromkeys([*([group.dimension] if group.dimension else []), *used]))


def _add(form: Listed[ShareGroup]) -> None:
    form.add(ShareGroup(form.next))
