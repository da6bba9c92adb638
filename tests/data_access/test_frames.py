"""Every frame on literal facts, on each engine: counts worked out by hand."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.store import Store
from metrics import frames
from metrics.errors import FrameError
from metrics.evaluate import evaluate
from metrics.frames import BY_KEY, UNKNOWN, Frame
from metrics.registry import by_key
from metrics.results import Estimate, Reason, Withheld
from tests.conftest import empty, load_rows
from tests.data_access.facts import AS_OF, DIGITAL, RETAIL, at, load_everything

OPTIONS: dict[str, dict[str, Any]] = {
    "respondents": {"kind": "csat", "measure": "top", "top": ((1, 5, 4),)},
    "scores": {"kind": "csat"},
    "repeats": {"kind": "csat"},
    "cases": {"counted": "customer"},
    "durations": {"clock": "resolution"},
    "duration_faults": {"clock": "resolution"},
    "funnel": {"steps": ("A", "B"), "mode": "ordered", "window_seconds": 3600, "counted": "customer"},
}
_RULES = {"topics": (("Waiting", ("wait*", "等了")), ("Bill", ("bill", "bills")))}
_SEQUENCE = {"counted": "customer", "step": "channel", "gap_seconds": 86_400}
OPTIONS |= {
    "gram": {"questions": ("Overall", "Staff", "Price"), "instrument": "Survey"},
    "answer_patterns": {"questions": ("Overall", "Staff"), "sample": 1000},
    "cost_sums": {"counted": "case"},
    "transitions": _SEQUENCE,
    "transition_times": _SEQUENCE,
    "handovers": _SEQUENCE,
    "channel_sets": {"counted": "customer", "names": ("Web", "Phone")},
    "paths": {**_SEQUENCE, "collapsed": "yes", "goal": "C", "top": 50},
    "strata": {"outcome": "contact", "window_days": 7, "active_days": 90, "tenure_days": (30, 365), "purchases": (1, 3)},
    "person_periods": {"event": "lapse", "silent_months": 3, "exposed_months": 6},
    "value_patterns": {"unit": "week"},
    "profile": {"facts": "contacts"},
    "load_lags": {"facts": "complaints"},
    "topics": _RULES,
    "comment_scores": _RULES,
    "commenters": {**_RULES, "measure": "top"},
    "unhappy": {**_RULES, "top": ((1, 5, 4),)},
    "given_answers": {"question": "attr:plan"},
}
# These few facts hold nothing for them: purchases, batches and whole questionnaires have tests of their own.
ELSEWHERE = ("answer_patterns", "gram", "strata", "person_periods", "value_patterns", "load_lags")
OPTIONS["funnel_open"] = OPTIONS["funnel"]


@pytest.fixture
def filled(stores: Store) -> Store:
    load_everything(stores)
    return stores


def ask(store: Store, frame: Frame, scope: Scope = LOCAL_ADMIN, **more: Any) -> pd.DataFrame:
    options = more.pop("options", OPTIONS.get(frame.key, {}))
    filters = more.pop("filters", Filters())
    return Fetch(store, AS_OF, store.data_version())(frame, filters, scope, options=options, **more)


def rows(found: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Plain tuples, NaN as None, so that they compare."""
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in found.itertuples(index=False, name=None)]


def test_scores_with_weights(filled: Store) -> None:
    found = ask(filled, frames.SCORES)
    assert list(found.columns) == ["scale_min", "scale_max", "score", "n", "sw", "sww"]
    assert rows(found) == [(1, 5, 1, 1, 1, 1), (1, 5, 3, 1, 1, 1), (1, 5, 4, 1, 1, 1), (1, 5, 5, 2, 2.5, 4.25)]


def test_scores_of_every_kind(filled: Store) -> None:
    assert ask(filled, frames.SCORES, options={})["n"].sum() == 6


def test_contacts_by_channel_and_week(filled: Store) -> None:
    found = ask(filled, frames.CONTACTS, by=("channel",), grain="week")
    monday = date(2026, 3, 2)
    assert rows(found) == [
        (monday, UNKNOWN, 2, None, None),
        (monday, "Phone", 1, 120.0, None),
        (monday, "Web", 2, 90.0, 2.0),
        (date(2026, 3, 9), "Phone", 1, None, 4.0),
    ]
    assert found["n"].dtype == np.int64
    assert type(found["period"].iloc[0]) is date


@pytest.mark.parametrize(("grain", "first"), [("day", 2), ("week", 2), ("month", 1), ("quarter", 1), ("year", 1)])
def test_grains(filled: Store, grain: str, first: int) -> None:
    found = ask(filled, frames.COMPLAINTS, grain=grain)
    month = {"quarter": 1, "year": 1}.get(grain, 3)
    assert found["period"].iloc[0] == date(2026, month, first)
    assert found["n"].sum() == 6


def test_contacts_by_attribute(filled: Store) -> None:
    found = ask(filled, frames.CONTACTS, by=("attr:age group", "attr:airline"))
    assert rows(found.iloc[:, :3]) == [(UNKNOWN, UNKNOWN, 3), ("18-29", UNKNOWN, 2), ("60+", "Blue", 1)]
    assert list(found.columns)[:2] == ["attr:age group", "attr:airline"]


def test_cases_are_distinct(filled: Store) -> None:
    """Columns: contacts without one, then distinct ones."""
    assert rows(ask(filled, frames.CASES)) == [(1, 3)]
    assert rows(ask(filled, frames.CASES, options={"counted": "case"})) == [(1, 4)]


def test_complaints_by_theme(filled: Store) -> None:
    assert rows(ask(filled, frames.COMPLAINTS, by=("theme",))) == [(UNKNOWN, 2), ("Billing", 3), ("Staff", 1)]


def test_resolution_durations_are_whole_minutes_and_keep_the_open(filled: Store) -> None:
    # open: 1 h (10th 11:00), 27 h (9th 9:00), 171 h (3rd 9:00)
    assert rows(ask(filled, frames.DURATIONS)) == [
        (60, 0, 1, 0), (26 * 60, 1, 0, 0), (27 * 60, 0, 1, 0), (48 * 60, 1, 0, 0), (171 * 60, 0, 1, 0)
    ]  # fmt: skip


def test_a_minute_counts_once_it_is_over(stores: Store) -> None:
    """Answered after 59 s, 1 min, 1 min 59.9 s and 22 h 40; opened 90 s before as_of and still waiting."""
    taken = (timedelta(seconds=59), timedelta(minutes=1), timedelta(seconds=119.9), timedelta(hours=22, minutes=40))
    answered = [{"ts": at(2), "first_response_at": at(2) + wait} for wait in taken]
    load_rows(stores, "complaints", [*answered, {"ts": AS_OF - timedelta(seconds=90)}])
    found = ask(stores, frames.DURATIONS, options={"clock": "first_response"})
    assert rows(found) == [(0, 1, 0, 0), (1, 2, 1, 0), (22 * 60 + 40, 1, 0, 0)]
    median = evaluate(by_key("first_response"), Fetch(stores, AS_OF, "1"), Filters(), LOCAL_ADMIN, compare="none").overall
    assert isinstance(median, Estimate)
    assert median.value == pytest.approx(1 / 60)


def test_first_response_falls_back_to_resolution(filled: Store) -> None:
    found = ask(filled, frames.DURATIONS, options={"clock": "first_response"})
    assert rows(found) == [(60, 1, 1, 0), (2 * 60 + 59, 1, 0, 0), (27 * 60, 0, 1, 0), (48 * 60, 1, 0, 0)]


def test_responses_take_no_resolution_for_an_answer(filled: Store) -> None:
    assert rows(ask(filled, frames.RESPONSES)) == [(2, 2, 2, 0)]


def test_negative_durations_are_counted_apart(filled: Store) -> None:
    assert rows(ask(filled, frames.DURATION_FAULTS)) == [("negative", 1)]
    assert rows(ask(filled, frames.DURATION_FAULTS, options={"clock": "first_response"})) == [("negative", 1)]


def test_deadlines_put_every_complaint_in_one_group(filled: Store) -> None:
    assert rows(ask(filled, frames.DEADLINES)) == [(1, 1, 1, 1, 1, 1, 0, 0)]


def test_backlog_ignores_the_period(filled: Store) -> None:
    late = Filters(date(2026, 3, 9), date(2026, 3, 10))
    ages = [(0, 0, 3, 0), (60, 1, 0, 0), (27 * 60, 1, 0, 0), (171 * 60, 1, 0, 0)]  # three were closed by then
    assert rows(ask(filled, frames.BACKLOG, filters=late)) == ages
    assert rows(ask(filled, frames.BACKLOG, grain="month")) == [(date(2026, 3, 1), *row) for row in ages]


def test_flow_counts_each_end_on_its_own_day(filled: Store) -> None:
    found = ask(filled, frames.FLOW, grain="day")
    assert rows(found) == [
        (date(2026, 3, 2), 2, 0, 0),
        (date(2026, 3, 3), 1, 1, 0),
        (date(2026, 3, 4), 0, 2, 0),
        (date(2026, 3, 5), 1, 0, 0),
        (date(2026, 3, 9), 1, 0, 0),
        (date(2026, 3, 10), 1, 0, 0),
    ]
    only = Filters(date(2026, 3, 4), date(2026, 3, 4))
    assert rows(ask(filled, frames.FLOW, filters=only)) == [(0, 2, 0)]


def test_recovery_keeps_the_unscored(filled: Store) -> None:
    assert sorted(rows(ask(filled, frames.RECOVERY)), key=str) == [(1.0, 5.0, 4.0, 1, 0, 0), (None, None, None, 2, 3, 0)]


def test_confirmed(filled: Store) -> None:
    assert rows(ask(filled, frames.CONFIRMED)) == [("no", 2, 0), ("unknown", 3, 0), ("yes", 1, 0)]


def test_exposure(filled: Store) -> None:
    """Columns: complaints from the first to the last day with contacts (2 to 9 March), contacts, the others, customers.

    Each group has its own days: Digital was in contact on 3 and 4 March, its complaint of the 9th is outside.
    """
    assert rows(ask(filled, frames.EXPOSURE)) == [(5, 6, 1, 3)]
    assert rows(ask(filled, frames.EXPOSURE, by=("business_unit",))) == [
        (UNKNOWN, 0, 1, 1, 0),
        (DIGITAL, 1, 2, 1, 1),
        (RETAIL, 3, 3, 0, 2),
    ]


def test_a_group_counts_as_if_it_were_filtered_for_or_all_that_may_be_seen(filled: Store) -> None:
    digital = Scope("d", "viewer", (DIGITAL,))  # contacts on 3 and 4 March; complaints on the 3rd and the 9th
    assert rows(ask(filled, frames.EXPOSURE, digital)) == [(1, 2, 1, 1)]
    assert rows(ask(filled, frames.EXPOSURE, filters=Filters.of(business_unit=DIGITAL))) == [(1, 2, 1, 1)]
    late = Filters.of(date(2026, 3, 5), date(2026, 3, 10))  # contacts began earlier and end on the 9th
    assert rows(ask(filled, frames.EXPOSURE, filters=late)) == [(2, 2, 1, 1)]
    assert rows(ask(filled, frames.EXPOSURE, filters=Filters.of(channel="Chat"))) == []


def test_complaints_without_any_contacts_have_no_rate(stores: Store) -> None:
    load_rows(stores, "complaints", [{"ts": at(2)}, {"ts": at(3)}])
    assert rows(ask(stores, frames.EXPOSURE)) == [(0, 0, 2, 0)]
    found = evaluate(by_key("complaint_rate"), Fetch(stores, AS_OF, "1"), Filters(), LOCAL_ADMIN)
    assert found.overall == Withheld(Reason.NOT_RECORDED, 0)
    assert found.left_out == (("complaints outside the days with contacts", 2),)


def test_a_rate_is_not_raised_by_complaints_after_the_contacts_end(stores: Store) -> None:
    """200 contacts and 20 complaints in each of two months, then four months of complaints alone: 100 in 1,000, not 300."""
    days = [date(2025, month, 1) + timedelta(days=d) for month in range(1, 7) for d in range(20)]
    load_rows(stores, "complaints", [{"ts": datetime.combine(day, time(9))} for day in days])
    called = [datetime.combine(day, time(9)) for day in days if day.month <= 2 for _ in range(10)]
    load_rows(stores, "contacts", [{"ts": moment} for moment in called])
    half = Filters(date(2025, 1, 1), date(2025, 6, 30))
    found = evaluate(by_key("complaint_rate"), Fetch(stores, AS_OF, "1"), half, LOCAL_ADMIN, grain="month", compare="none")
    assert isinstance(found.overall, Estimate)
    assert (found.overall.value, found.overall.numerator, found.overall.n) == (100, 40, 400)
    assert [row.result.n for row in found.rows] == [200, 200, 0, 0, 0, 0]
    assert [row.result for row in found.rows[2:]] == [Withheld(Reason.NOT_RECORDED, 0)] * 4
    assert found.left_out == (("complaints outside the days with contacts", 80),)
    assert found.overall.detail == {"outside": 80}


def test_invitations_unrecorded_is_not_zero(filled: Store) -> None:
    assert rows(ask(filled, frames.INVITATIONS, by=("channel",))) == [
        ("E-mail", 150, 3, 25, None, 147, 0),
        ("SMS", 10, None, 1, None, 10, 0),
    ]


def test_filters_apply_and_unknown_selects_the_empty(filled: Store) -> None:
    assert rows(ask(filled, frames.CONTACTS, filters=Filters.of(channel=(UNKNOWN,)))) == [(2, None, None)]
    assert rows(ask(filled, frames.CONTACTS, filters=Filters.of(channel=("Web", UNKNOWN)))) == [(4, 90.0, 2.0)]
    old = Filters(values=(("attr:age group", ("60+",)),))
    assert rows(ask(filled, frames.CONTACTS, filters=old)) == [(1, 120.0, None)]
    assert ask(filled, frames.COMPLAINTS, filters=Filters.of(theme=(UNKNOWN,)))["n"].sum() == 2


@pytest.mark.parametrize("key", sorted(BY_KEY))
def test_a_person_sees_only_their_units(filled: Store, key: str) -> None:
    """Asked by unit, nobody's answer has another unit in it; the parts and the unassigned make up the whole."""
    frame, everyone = BY_KEY[key], ask(filled, BY_KEY[key], by=("business_unit",))
    seen = {}
    for unit in (RETAIL, DIGITAL):
        found = ask(filled, frame, Scope("someone", "viewer", (unit,)), by=("business_unit",))
        seen[unit] = found
        assert set(found["business_unit"]) <= {unit}
        assert rows(found) == rows(everyone[everyone["business_unit"] == unit])
    assert ask(filled, frame, Scope("nobody", "viewer", ())).empty
    both = ask(filled, frame, Scope("both", "viewer", (RETAIL, DIGITAL)), by=("business_unit",))
    assert UNKNOWN not in set(both["business_unit"])
    if key not in ("funnel_open", "duration_faults", "invitations", "scores", *ELSEWHERE):
        assert not everyone.empty


@pytest.mark.parametrize("key", sorted(BY_KEY))
def test_an_empty_frame_keeps_its_columns(stores: Store, key: str) -> None:
    empty(stores)
    frame = BY_KEY[key]
    found = ask(stores, frame, by=("channel", "attr:shop"), grain="month")
    assert found.empty
    assert tuple(found.columns) == ("period", "channel", "attr:shop", *frame.keys, *frame.counts)
    assert ask(stores, frame).empty


def test_refuses_what_a_frame_does_not_have(store: Store) -> None:
    with pytest.raises(FrameError, match="no dimension 'theme'"):
        ask(store, frames.CONTACTS, by=("theme",))
    with pytest.raises(FrameError, match="grain 'fortnight'"):
        ask(store, frames.CONTACTS, grain="fortnight")
    with pytest.raises(FrameError, match="no option 'colour': expected kind"):
        ask(store, frames.SCORES, options={"colour": "red"})
    with pytest.raises(FrameError, match="counted=None of cases: expected one of customer, case"):
        ask(store, frames.CASES, options={})
    with pytest.raises(FrameError, match="nps, csat, ces, rating"):
        ask(store, frames.SCORES, options={"kind": "stars"})
