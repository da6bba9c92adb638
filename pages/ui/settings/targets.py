"""Targets: what a metric should reach, for whom and when. Typed in the unit the metric is shown in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

import streamlit as st

from data_access.settings.model import Settings
from metrics import formats
from metrics.frames import UNKNOWN
from metrics.metric import Better, Metric, Unit
from metrics.registry import METRICS, by_key
from metrics.rules import Target
from metrics.saying import word
from pages.ui.settings import fields
from pages.ui.settings.desk import Desk, Listed, Problems, place
from pages.ui.text import esc, t

UNITS = {
    Unit.SHARE: word("per cent"), Unit.POINTS: word("points"), Unit.SCORE: word("score"), Unit.COUNT: word("count"),
    Unit.HOURS: word("hours"), Unit.PER_THOUSAND: word("per thousand"),
}  # fmt: skip
_LIMITS = {Unit.SHARE: (0.0, 100.0), Unit.POINTS: (-100.0, 100.0)}
_AT_LEAST_NOTHING = (0.0, float("inf"))
AIMED = tuple(m for m in METRICS if not (m.needs_by or m.required or m.better is Better.NEITHER))  # have one good direction


@dataclass
class TargetItem:
    """One target as typed: `value` in the shown unit."""

    id: int
    metric: str | None = None
    value: float | None = None
    unit: str | None = None
    start: date | None = None
    end: date | None = None

    def target(self) -> Target:
        """As it is stored; only for an item without problems."""
        metric = by_key(str(self.metric))
        return Target(metric.key, stored(metric, float(self.value or 0.0)), self.unit, self.start, self.end)


def metric_of(key: str) -> Metric | None:
    """The metric of a stored target; None when a later version of the product no longer has it."""
    return next((metric for metric in METRICS if metric.key == key), None)


def shown(metric: Metric, value: float) -> float:
    """A stored value in the shown unit, without what binary fractions add."""
    return round(value * 100, 10) if metric.unit is Unit.SHARE else value


def stored(metric: Metric, value: float) -> float:
    """The inverse of `shown`."""
    return round(value / 100, 12) if metric.unit is Unit.SHARE else value


def form(settings: Settings) -> Listed[TargetItem]:
    """The section's fields."""
    return Listed([_item(i, goal) for i, goal in enumerate(settings.rules.targets)])


def _item(place: int, goal: Target) -> TargetItem:
    """A target of a metric there is no longer is shown without one: it has to be settled before anything is saved."""
    metric = metric_of(goal.metric)
    value = shown(metric, goal.value) if metric else goal.value
    return TargetItem(place, metric.key if metric else None, value, goal.business_unit, goal.start, goal.end)


def read(form: Listed[TargetItem], settings: Settings) -> tuple[Settings, Problems]:
    """The settings with these targets; one at most holds for a metric, unit and day."""
    problems: Problems = {}
    given = [item for item in form.items if item.metric or item.value is not None]  # one just added is nothing yet
    for item in given:
        problems |= _problems(item)
    whole = [item for item in given if item.metric and item.value is not None]
    for one, two in combinations(whole, 2):
        if (one.metric, one.unit) == (two.metric, two.unit) and _overlap(one, two):
            problems.setdefault(place(two, "start"), t(
                "Another target for the same metric and part of the business holds on some of these days. One at a time can."
                " Let one end before the other starts."
            ))
    targets = tuple(item.target() for item in whole)
    return replace(settings, rules=replace(settings.rules, targets=targets)), problems


def _problems(item: TargetItem) -> Problems:
    found: Problems = {}
    if not item.metric:
        found[place(item, "metric")] = t("No metric is chosen. A target belongs to one. Choose it, or remove the target.")
    if item.value is None:
        found[place(item, "value")] = t("No value is given. A target needs one. Type it, or remove the target.")
    elif item.metric:
        metric = by_key(item.metric)
        low, high = _LIMITS.get(metric.unit, _AT_LEAST_NOTHING)
        if not low <= item.value <= high:
            words = t("{low} to {high}", low=f"{low:g}", high=f"{high:g}") if high < float("inf") else t("0 or more")
            found[place(item, "value")] = t(
                "{seen} {unit} was given. {words} is expected. Correct the value.",
                seen=f"{item.value:g}", unit=t(UNITS[metric.unit]), words=words,
            )
    if item.start and item.end and item.end < item.start:
        found[place(item, "end")] = t(
            "The last day, {end}, lies before the first, {start}. A later day is expected. Correct one of them.",
            end=formats.day(item.end), start=formats.day(item.start),
        )
    return found


def _overlap(one: TargetItem, two: TargetItem) -> bool:
    first, last = date.min, date.max
    return (one.start or first) <= (two.end or last) and (two.start or first) <= (one.end or last)


def draw(desk: Desk, form: Listed[TargetItem]) -> None:
    """The list of targets."""
    st.caption(t("A target stands on the metric's tile and as a line in its trend. It may hold for one part of the business."))
    if not form.items:
        st.html(f'<div class="ts-state">{esc(t("No targets yet."))}</div>')
    for item in form.items:
        if desk.may_change and (form.open == item.id or any(p.startswith(place(item, "")) for p in desk.problems)):
            _edit(desk, form, item)
        elif item.metric and item.value is not None:
            fields.line(desk, form, item, f'<div class="ts-line"><span>{sentence(item.target())}</span></div>')
    if desk.may_change:
        st.button(t("Add a target"), key="add_target", on_click=_add, args=(form,))


def sentence(target: Target) -> str:
    """HTML: the metric, at least or at most what, for whom, when."""
    metric = by_key(target.metric)
    return f"<b>{esc(metric.title)}</b> {esc(aim(metric, target.value))}<br><small>{esc(holds(target))}</small>"


def aim(metric: Metric, value: float) -> str:
    """at least 85 %, at most 3.2 days."""
    amount = formats.value(metric, value)
    return t("at least {amount}", amount=amount) if metric.better is Better.HIGHER else t("at most {amount}", amount=amount)


def holds(target: Target) -> str:
    """For whom and when, in words."""
    who = target.business_unit or t("whole company")
    if target.start and target.end:
        when = t("{start} to {end}", start=formats.day(target.start), end=formats.day(target.end))
    elif target.start:
        when = t("from {start}", start=formats.day(target.start))
    else:
        when = t("until {end}", end=formats.day(target.end)) if target.end else t("always")
    return f"{who} · {when}"


def _edit(desk: Desk, form: Listed[TargetItem], item: TargetItem) -> None:
    metric = by_key(item.metric) if item.metric else None
    with st.container(border=True, key=f"open_target_{item.id}"):
        left, right = st.columns([2, 1])
        with left:
            keys = dict.fromkeys([*([item.metric] if item.metric else []), *(m.key for m in AIMED)])
            fields.choice(
                desk, item, "metric", t("Metric"), sorted(keys, key=lambda k: by_key(k).title),
                words=lambda k: t(by_key(k).title), placeholder=t("Choose a metric"), index=None,
            )
        with right:
            label = t("Value, {unit}", unit=t(UNITS[metric.unit])) if metric else t("Value")
            fields.number(desk, item, "value", label, format="%g")
        left, middle, right = st.columns(3)
        with left:
            fields.choice(desk, item, "unit", t("Part of the business"), _units(desk, item),
                          words=lambda u: u or t("Whole company"))
        with middle:
            fields.day(desk, item, "start", t("First day"), help=t("Empty: always has been so."))
        with right:
            fields.day(desk, item, "end", t("Last day"), help=t("Empty: until further notice."))
        fields.closing(desk, form, item)


def _units(desk: Desk, item: TargetItem) -> list[str | None]:
    there = [u for u in desk.now.store.choices("business_unit", desk.now.scope) if u != UNKNOWN]
    return list(dict.fromkeys([None, *([item.unit] if item.unit else []), *there]))


def _add(form: Listed[TargetItem]) -> None:
    form.add(TargetItem(form.next))
