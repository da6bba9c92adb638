"""The filter bar: bound to the URL, kept across pages, honest about links that ask for what is no longer there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from data_access.filters import COMPARISONS, NONE, Filters
from data_access.scope import Scope
from data_access.store import Store
from metrics import formats
from metrics.frames import ATTRIBUTE
from metrics.saying import word
from pages.ui import url
from pages.ui.text import t

PERIODS = {
    "30d": word("Last 30 days"), "90d": word("Last 90 days"), "6m": word("Last 6 months"), "12m": word("Last 12 months"),
    "month": word("This month"), "quarter": word("This quarter"), "year": word("This year"),
    "all": word("All dates"), "custom": word("Chosen dates"),
}  # fmt: skip
_DAYS = {"30d": 30, "90d": 90, "6m": 182, "12m": 365}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_WHOLE_HISTORY_UP_TO = 460  # days: a store with little more than a year is shown whole at first
COMPARE_WORDS = {
    "previous": word("Previous period"), "last_year": word("Same period last year"),
    "to_date": word("To date, like for like"), "none": word("Nothing"),
}  # fmt: skip
AUTO = "auto"
GRAIN_WORDS = {
    AUTO: word("Automatic"), "day": word("Days"), "week": word("Weeks"), "month": word("Months"), "quarter": word("Quarters"),
}  # fmt: skip
UNWEIGHTED, WEIGHTED = "none", "source"
WEIGHT_WORDS = {UNWEIGHTED: word("Every answer counts once"), WEIGHTED: word("As the files weigh them")}
FRONT = {"channel": word("Channel"), "segment": word("Segment"), "region": word("Region")}
BEHIND = {
    "product": word("Product"), "business_unit": word("Business unit"), "source": word("Source"),
    "instrument": word("Survey"), "question": word("Question"),
}  # fmt: skip
_ALL = {**FRONT, **BEHIND}
_SINGLE = ("period", "compare", "grain", "weights")
_DATES = ("from", "to", "as_of")


@dataclass(frozen=True)
class Chosen:
    """What the bar says: closed filters, the comparison, the grain ("auto" or a grain), and links' stale values."""

    filters: Filters
    compare: str
    grain: str
    stale: tuple[str, ...]
    as_of: date | None = None  # an earlier day to look from, None: the last event in the store
    weights: bool = False  # answers count by their files' weights


def filter_bar(store: Store, scope: Scope, span: tuple[date, date]) -> Chosen:
    """Draw the bar and read it. `span`: first and last day with data, as this person may see it."""
    asked = {name: st.query_params.get_all(name) for name in (*_ALL, *_SINGLE, *_DATES, "attribute", "value")}
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters", gap="small"):
        period = url.select("period", "Period", PERIODS, default_period(span), width=150, tell=False)
        custom = _chosen_dates(span) if period == "custom" else None
        compare = url.select(
            "compare", "Compare with", COMPARE_WORDS, COMPARISONS[0], width=190, idle=period == "all", tell=False
        )
        grain = url.select("grain", "Time step", GRAIN_WORDS, AUTO, width=150, tell=False)
        picked = {name: _pick(store, scope, name, label) for name, label in FRONT.items()}
        with st.popover(t("More filters"), key="more"):
            picked |= {name: _pick(store, scope, name, label) for name, label in BEHIND.items()}
            attribute, values = _attribute(store, scope)
            weights = _weights(store, scope)
            as_of = _as_of(span)
    start, end = custom or _preset(period, (span[0], as_of or span[1]))
    chosen = [(name, tuple(v)) for name, v in picked.items() if v]
    if attribute and values:
        chosen.append((ATTRIBUTE + attribute, tuple(values)))
    picked |= {"attribute": [attribute] if attribute else [], "value": values}
    picked |= {"period": [*PERIODS], "compare": [*COMPARE_WORDS], "grain": [*GRAIN_WORDS]}  # what a link may ask for
    picked |= {name: _day_shown(name) for name in _DATES} if custom else {"as_of": _day_shown("as_of")}
    asked = asked if custom else {name: values for name, values in asked.items() if name not in ("from", "to")}
    picked |= {"weights": [UNWEIGHTED] if weights is None else [*WEIGHT_WORDS]}
    return Chosen(
        Filters(start, end, tuple(chosen)), NONE if period == "all" else compare, grain, _stale(asked, picked), as_of,
        weights == WEIGHTED,
    )  # fmt: skip


def beyond(chosen: Chosen, last: date) -> str:
    """What is said of a period that goes on, or begins, after the last day there is data of; else nothing."""
    start, end = chosen.filters.start, chosen.filters.end
    if start is None or end is None or end <= last:
        return ""
    places = {"day": formats.day(last), "start": formats.day(start), "end": formats.day(end)}
    if start > last:
        return t("Data ends on {day}. The chosen period begins on {start}, after it.", **places)
    return t("Data ends on {day}. The chosen period goes on to {end}: only the days up to then are shown.", **places)


def default_period(span: tuple[date, date]) -> str:
    """All dates for a short history, the last twelve months for a long one."""
    return "all" if (span[1] - span[0]).days <= _WHOLE_HISTORY_UP_TO else "12m"


def _preset(period: str, span: tuple[date, date]) -> tuple[date, date]:
    """A named period, ending with the data (or with the chosen as-of).

    "This month", quarter and year begin on the first day of the unit that holds that end. A link means the same whoever
    opens it: "previous" stays as many days directly before for them too; "to date" is the unit before, like for like.
    """
    first, last = span
    if period in _MONTHS:
        return date(last.year, (last.month - 1) // _MONTHS[period] * _MONTHS[period] + 1, 1), last
    return (first, last) if period == "all" else (last - timedelta(days=_DAYS[period] - 1), last)


def _weights(store: Store, scope: Scope) -> str | None:
    """How answers count; None, and nothing to choose, where no source weighs its answers."""
    if not store.weighted(scope):
        return None
    return url.select("weights", word("Weights of answers"), WEIGHT_WORDS, UNWEIGHTED, width=240, tell=False)


def _chosen_dates(span: tuple[date, date]) -> tuple[date, date]:
    start = _date("from", t("From"), max(span[0], span[1] - timedelta(days=89)))
    end = _date("to", t("To"), span[1])
    return (start, end) if start <= end else (end, start)


def _date(key: str, label: str, value: date) -> date:
    picked = st.date_input(label, value, key=key, bind="query-params", persist_state="session", width=150)
    return picked if isinstance(picked, date) else value


def _day_shown(key: str) -> list[str]:
    """The day a field shows, as a link names it."""
    shown = st.session_state.get(key)
    return [shown.isoformat()] if isinstance(shown, date) else []


def _as_of(span: tuple[date, date]) -> date | None:
    """Look from an earlier day: open cases are those open then, and nothing later counts."""
    picked = st.date_input(
        t("As of the end of"), None, min_value=span[0], max_value=span[1], key="as_of", bind="query-params",
        persist_state="session", width=200,
    )
    return picked if isinstance(picked, date) and picked < span[1] else None


def _pick(store: Store, scope: Scope, name: str, label: str) -> list[str]:
    choices = store.choices(name, scope)
    if not choices:
        return []
    return st.multiselect(
        t(label), choices, key=name, placeholder=t("All"), bind="query-params", persist_state="session", width=172
    )


def _attribute(store: Store, scope: Scope) -> tuple[str | None, list[str]]:
    names = store.attributes(scope)
    if not names:
        return None, []
    name = st.selectbox(
        t("Column of a file"), names, index=None, key="attribute", placeholder=t("None"), bind="query-params",
        persist_state="session", width=200,
    )
    if not name:
        return None, []
    values = st.multiselect(
        t("Values"), store.choices(ATTRIBUTE + name, scope), key="value", placeholder=t("All"), bind="query-params",
        persist_state="session", width=200,
    )
    return name, values


def _stale(asked: dict[str, list[str]], picked: dict[str, list[str]]) -> tuple[str, ...]:
    """Values a link asked for that the data does not hold: said on the page, never dropped in silence."""
    return tuple(
        f"{_ALL.get(name, name)}: {value}"
        for name, values in asked.items() for value in values
        if value not in picked.get(name, [])
    )
