"""Asking metrics over literal tables: gaps, unfinished periods, suppression, comparison, circumstances."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from data_access.filters import Filters
from metrics import formats
from metrics.errors import FrameError, QuestionError
from metrics.evaluate import evaluate
from metrics.frames import UNKNOWN
from metrics.readout import Readout, Row, Word
from metrics.registry import by_key
from metrics.results import Estimate, Reason, Withheld
from metrics.verdict import sentence
from tests.metrics.tables import TableFetch, answers, contacts

AS_OF = datetime(2025, 6, 20, 14, 0)
HALF = Filters.of(date(2025, 1, 1), date(2025, 6, 30))


def fetch_of(**tables: list[dict[str, Any]]) -> TableFetch:
    return TableFetch({key: pd.DataFrame(rows) for key, rows in tables.items()}, AS_OF)


def at(readout: Readout, period: date | None, *group: str) -> Row:
    return next(row for row in readout.rows if row.period == period and row.group == group)


def month(number: int, year: int = 2025) -> date:
    return date(year, number, 1)


CHATTY = [
    contacts(date(2025, 1, 10), "Phone", 60),
    contacts(date(2025, 1, 20), "Chat", 30),
    contacts(date(2025, 2, 10), "Phone", 50),
    contacts(date(2025, 4, 10), "Phone", 40),
    contacts(date(2025, 4, 11), None, 10),
    contacts(date(2025, 6, 2), "Chat", 20),
]


def test_a_quiet_period_is_a_gap_in_every_group() -> None:
    found = evaluate(by_key("contacts"), fetch_of(contacts=CHATTY), HALF, None, by=("channel",), grain="month")
    assert [row.period for row in found.rows if row.group == ("Phone",)] == [month(m) for m in range(1, 7)]
    assert at(found, month(3), "Phone").result == Withheld(Reason.EMPTY, 0)
    assert at(found, month(2), "Chat").result == Withheld(Reason.EMPTY, 0)
    phone = at(found, month(4), "Phone").result
    assert isinstance(phone, Estimate)
    assert phone.value == 40
    assert found.overall.n == 210


def test_groups_come_largest_first_and_the_unknown_last() -> None:
    found = evaluate(by_key("contacts"), fetch_of(contacts=CHATTY), HALF, None, by=("channel",))
    assert [row.group for row in found.rows] == [("Phone",), ("Chat",), (UNKNOWN,)]


def test_a_share_knows_its_period_and_a_channel_at_zero_keeps_its_upper_bound() -> None:
    found = evaluate(by_key("contact_share"), fetch_of(contacts=CHATTY), HALF, None, by=("channel",), grain="month")
    january, february = at(found, month(1), "Chat").result, at(found, month(2), "Chat").result
    assert isinstance(january, Estimate)
    assert january.value == pytest.approx(30 / 90)
    assert isinstance(february, Estimate)
    assert (february.value, february.n, february.low) == (0, 50, 0)
    assert february.high is not None
    assert february.high > 0.05
    assert at(found, month(3), "Chat").result == Withheld(Reason.EMPTY, 0)
    assert sentence(found) == "Largest: Phone with 71.4 %, then Chat with 23.8 % (210 contacts)."


def test_unfinished_and_cut_periods_are_provisional() -> None:
    cut = Filters.of(date(2025, 1, 5), date(2025, 5, 15))
    rows = [contacts(date(2025, m, 12), "Phone", 5) for m in range(1, 7)]
    found = evaluate(by_key("contacts"), fetch_of(contacts=rows), cut, None, grain="month")
    assert [row.provisional for row in found.rows] == [True, False, False, False, True]
    whole = evaluate(by_key("contacts"), fetch_of(contacts=rows), HALF, None, grain="month")
    assert [row.provisional for row in whole.rows] == [False] * 5 + [True]


@pytest.mark.parametrize(("grain", "open_still"), [("month", False), ("quarter", True), ("day", True)])
def test_on_its_last_day_a_month_is_complete_but_a_day_is_not(grain: str, open_still: bool) -> None:
    fetch = TableFetch({"contacts": pd.DataFrame([contacts(date(2025, 5, 31), "Phone", 5)])}, datetime(2025, 5, 31, 23))
    found = evaluate(by_key("contacts"), fetch, Filters.of(date(2025, 4, 1), date(2025, 5, 31)), None, grain=grain)
    assert [row.provisional for row in found.rows] == [open_still]


def test_additive_counts_are_fetched_once_per_period() -> None:
    fetch = fetch_of(scores=answers(date(2025, 2, 1), {5: 40}, channel="Phone"))
    evaluate(by_key("csat"), fetch, HALF, None, by=("channel",), grain="month", compare="none")
    assert fetch.asked == [("scores", ("channel",), "month"), ("respondents", (), None)]


def test_distinct_customers_do_not_add_up_to_the_overall() -> None:
    rows = [
        {"day": date(2025, 2, 1), "channel": channel, "unit": customer, "missing": 0}
        for channel, customer in (("Phone", "a"), ("Chat", "a"), ("Chat", "b"))
    ] + [{"day": date(2025, 2, 1), "channel": "Chat", "unit": None, "missing": 4}]
    found = evaluate(by_key("customers_in_contact"), fetch_of(cases=rows), HALF, None, by=("channel",))
    assert [row.result.n for row in found.rows] == [2, 1]
    assert found.overall.n == 2
    assert found.left_out == (("contacts without a known customer", 4),)


def test_summing_distinct_counts_is_refused() -> None:
    rows = pd.DataFrame([{"missing": 0, "n": 3}, {"missing": 0, "n": 4}])
    with pytest.raises(FrameError, match="may be in several"):
        by_key("customers_in_contact").compute(rows, rows, {})


def test_small_groups_are_withheld_and_cannot_be_found_by_subtraction() -> None:
    day = date(2025, 2, 1)
    rows = [
        *answers(day, {5: 100, 2: 20}, channel="Phone"),
        *answers(day, {5: 30, 1: 15}, channel="Email"),
        *answers(day, {5: 18}, channel="Chat"),
        *answers(day, {5: 4}, channel="Fax"),
    ]
    found = evaluate(by_key("csat"), fetch_of(scores=rows), HALF, None, by=("channel",))
    assert at(found, None, "Fax").result == Withheld(Reason.TOO_FEW, 4, 6)
    assert at(found, None, "Chat").result == Withheld(Reason.PROTECTED, 18)
    assert formats.shown(by_key("csat"), at(found, None, "Chat").result) == "hidden to protect a small group"
    assert isinstance(at(found, None, "Email").result, Estimate)
    assert found.overall.n == 187


def test_counts_are_shown_however_few() -> None:
    rows = [contacts(date(2025, 2, 1), "Fax", 2), contacts(date(2025, 2, 1), "Phone", 90)]
    found = evaluate(by_key("contacts"), fetch_of(contacts=rows), HALF, None, by=("channel",))
    assert [row.result.n for row in found.rows] == [90, 2]


def test_answers_on_two_scales_are_never_pooled() -> None:
    day = date(2025, 2, 1)
    rows = [
        *answers(day, {5: 40}, instrument="old"),
        *answers(day, {6: 40}, scale=(1, 7), instrument="new"),
    ]
    found = evaluate(by_key("csat"), fetch_of(scores=rows), HALF, None, by=("instrument",))
    assert found.overall == Withheld(Reason.SCALES_MIXED, 80)
    assert all(isinstance(row.result, Estimate) and row.result.value == 1 for row in found.rows)
    assert "different scales" in sentence(found)


def test_the_first_effort_score_is_not_the_second() -> None:
    rows = answers(date(2025, 2, 1), {1: 40, 2: 10})
    found = evaluate(by_key("ces"), fetch_of(scores=rows), HALF, None)
    assert found.overall == Withheld(Reason.UNDEFINED, 50)


QUARTER = Filters.of(date(2025, 4, 1), date(2025, 6, 30))


def test_an_unfinished_quarter_is_compared_with_as_many_days_before() -> None:
    days = pd.date_range("2024-12-01", "2025-06-20")
    fetch = fetch_of(contacts=[contacts(d.date(), "Phone", 10) for d in days])
    found = evaluate(by_key("contacts"), fetch, QUARTER, None)
    assert (found.start, found.end) == (date(2025, 4, 1), date(2025, 6, 20))
    assert found.comparison_label == "previous period (10 Jan 2025 – 31 Mar 2025)"
    assert found.verdict is not None
    assert found.verdict.word == Word.SAME
    assert found.verdict.before.n == found.verdict.after.n == 810


@pytest.mark.parametrize(("first", "compared"), [("2025-01-10", True), ("2025-01-14", True), ("2025-02-20", False)])
def test_a_period_that_the_data_do_not_cover_is_no_comparison(first: str, compared: bool) -> None:
    fetch = fetch_of(contacts=[contacts(d.date(), "Phone", 10) for d in pd.date_range(first, "2025-06-20")])
    found = evaluate(by_key("contacts"), fetch, QUARTER, None)
    assert (found.verdict is not None) is compared
    assert compared or sentence(found).endswith(
        "Nothing comparable in the previous period (10 Jan 2025 – 31 Mar 2025)."
    )


def test_a_feed_that_stopped_is_not_a_fall() -> None:
    days = pd.date_range("2024-12-01", "2025-05-10")
    fetch = fetch_of(contacts=[contacts(d.date(), "Phone", 10) for d in days])
    found = evaluate(by_key("contacts"), fetch, QUARTER, None)
    assert found.verdict is None


def test_a_new_channel_is_a_real_change_of_the_mix() -> None:
    old = [contacts(d.date(), "Phone", 10) for d in pd.date_range("2024-12-01", "2025-06-20")]
    new = [contacts(d.date(), "Chatbot", 10) for d in pd.date_range("2025-04-01", "2025-06-20")]
    found = evaluate(by_key("contact_share"), fetch_of(contacts=old + new), QUARTER, None, by=("channel",))
    words = {row.group[0]: row.verdict.word for row in found.rows if row.verdict}
    assert words == {"Phone": Word.DOWN, "Chatbot": Word.UP}
    assert found.verdict is None


def test_each_group_has_its_verdict() -> None:
    rows = []
    for first, phone in ((date(2025, 1, 20), {5: 200, 1: 200}), (date(2025, 5, 1), {5: 300, 1: 100})):
        rows += [*answers(first, phone, channel="Phone"), *answers(first, {5: 100, 1: 50}, channel="Chat")]
    rows += answers(date(2024, 12, 1), {3: 1}, channel="Phone")
    found = evaluate(by_key("csat"), fetch_of(scores=rows), QUARTER, None, by=("channel",))
    verdicts = {row.group[0]: row.verdict for row in found.rows}
    assert verdicts["Phone"] is not None
    assert (verdicts["Phone"].word, verdicts["Phone"].tone) == (Word.UP, "better")
    assert verdicts["Chat"] is not None
    assert verdicts["Chat"].word == Word.SAME


def test_an_open_period_has_nothing_to_compare_with() -> None:
    found = evaluate(by_key("contacts"), fetch_of(contacts=CHATTY), Filters(), None)
    assert (found.verdict, found.comparison_label, found.end) == (None, "", date(2025, 6, 20))


def test_a_period_after_the_data_is_empty_not_an_error() -> None:
    later = Filters.of(date(2025, 9, 1), date(2025, 9, 30))
    found = evaluate(by_key("contacts"), fetch_of(contacts=CHATTY), later, None, by=("channel",), grain="month")
    assert (found.overall, found.rows) == (Withheld(Reason.EMPTY, 0), ())
    assert sentence(found) == "No data for this selection."


STEPS = {"steps": ("Browse", "Basket", "Order")}


def test_journeys_whose_window_is_open_are_said_and_never_final() -> None:
    closed = [{"day": date(2025, 5, 5), "depth": d, "n": n, "channel": "App"} for d, n in ((1, 50), (2, 30), (3, 20))]
    waiting = [{"day": date(2025, 6, 18), "depth": 1, "n": 7, "channel": "App"}]
    fetch = fetch_of(funnel=closed, funnel_open=waiting)
    found = evaluate(by_key("funnel_conversion"), fetch, HALF, None, grain="month", options=STEPS)
    assert isinstance(found.overall, Estimate)
    assert found.overall.value == 0.2
    assert dict(found.overall.detail) == {"reached_1": 100, "reached_2": 50, "reached_3": 20}
    assert at(found, month(6)).result == Withheld(Reason.WINDOW_OPEN, 0)
    assert [row.provisional for row in found.rows] == [False, True]
    assert found.left_out == (("journeys whose window is still open (left out)", 7),)


def test_the_backlog_is_a_state_and_knows_no_period() -> None:
    rows = [{"day": date(2020, 1, 1), "age_minutes": 60 * hours, "n": 2} for hours in (5.0, 50.0, 500.0)]
    found = evaluate(by_key("backlog"), fetch_of(backlog=rows), HALF, None)
    assert (found.overall.n, found.verdict, found.not_applied) == (6, None, ("period",))
    assert sentence(found) == "6 open complaints: half have waited longer than 2.1 days, the oldest 20.8 days."
    with pytest.raises(QuestionError, match="has no months"):
        evaluate(by_key("backlog"), fetch_of(backlog=rows), HALF, None, grain="month")


def test_what_is_left_out_is_counted() -> None:
    due = {"closed_within": 8, "closed_late": 2, "open_over": 0, "open_within": 3, "no_due": 1, "negative": 2}
    found = evaluate(by_key("deadline_attainment"), fetch_of(deadlines=[{"day": date(2025, 2, 1), **due}]), HALF, None)
    assert found.left_out == (
        ("open, not yet due", 3),
        ("without a due date", 1),
        ("resolved before they were opened", 2),
    )
    scored = answers(date(2025, 2, 1), {5: 12})
    silent = {**scored[0], "scale_min": None, "scale_max": None, "score": None, "n": 30}
    found = evaluate(by_key("recovery_rate"), fetch_of(recovery=[*scored, silent]), HALF, None)
    assert found.left_out == (("resolved, no score given", 30),)
    assert found.overall.detail["bound_low"] == pytest.approx(12 / 42)
    times = [{"day": date(2025, 2, 1), "minutes": 300.0, "events": 4, "censored": 1}]
    faults = [{"day": date(2025, 2, 1), "fault": "negative", "n": 3}]
    found = evaluate(by_key("resolution_time"), fetch_of(durations=times, duration_faults=faults), HALF, None)
    assert found.left_out == (("resolved before they were opened", 3),)


def test_a_filter_that_cannot_apply_is_said() -> None:
    picked = Filters.of(date(2025, 1, 1), date(2025, 6, 30), question=("Q1",))
    found = evaluate(by_key("contacts"), fetch_of(contacts=CHATTY), picked, None)
    assert found.not_applied == ("question",)


@pytest.mark.parametrize(
    ("key", "asked", "says"),
    [
        ("csat", {"by": ("shoe_size",)}, "cannot be broken down by 'shoe_size'; choose from channel"),
        ("csat", {"by": ("channel", "channel")}, "appears twice"),
        ("csat", {"grain": "hour"}, "no grain 'hour'; choose one of day, week, month, quarter, year"),
        ("csat", {"compare": "tomorrow"}, "no comparison 'tomorrow'; choose one of previous, last_year, to_date, none"),
        ("csat", {"options": {"boxes": 3}}, "does not take the option 'boxes'; it takes: kind, per_customer, weights"),
        ("contact_share", {}, "is a share within a breakdown; choose from channel"),
        ("channel_concentration", {"by": ("channel",)}, "cannot be broken down by 'channel'; choose from segment"),
        ("funnel_conversion", {}, "needs the option 'steps'"),
        ("funnel_conversion", {"options": {"steps": ("A",)}}, "give at least two steps"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_answered_with_what_can(key: str, asked: dict[str, Any], says: str) -> None:
    funnel = [{"day": date(2025, 5, 5), "depth": 1, "n": 50}]
    with pytest.raises(QuestionError) as caught:
        evaluate(by_key(key), fetch_of(contacts=CHATTY, funnel=funnel), HALF, None, **asked)
    assert says in str(caught.value)


def test_a_files_own_column_is_a_breakdown() -> None:
    rows = [*answers(date(2025, 2, 1), {5: 40}, **{"attr:Airline": "Blue"}), *answers(date(2025, 2, 1), {1: 40})]
    found = evaluate(by_key("csat"), fetch_of(scores=rows), HALF, None, by=("attr:Airline",))
    assert [row.group for row in found.rows] == [("Blue",), (UNKNOWN,)]


def test_a_frame_that_breaks_its_contract_is_our_defect() -> None:
    class Broken(TableFetch):
        def __call__(self, *args: Any, **kwargs: Any) -> pd.DataFrame:
            return super().__call__(*args, **kwargs).drop(columns="score")

    with pytest.raises(FrameError, match="'scores' came without score"):
        evaluate(
            by_key("csat"), Broken({"scores": pd.DataFrame(answers(date(2025, 2, 1), {5: 40}))}, AS_OF), HALF, None
        )


def test_every_channel_count_lies_behind_the_effective_number() -> None:
    rows = [
        contacts(date(2025, 2, 1), name, n, segment="A") for name, n in (("a", 40), ("b", 40), ("c", 40), ("d", 40))
    ]
    rows += [contacts(date(2025, 2, 1), "a", 30, segment="B")]
    found = evaluate(by_key("channel_concentration"), fetch_of(contacts=rows), HALF, None, by=("segment",))
    values = {row.group[0]: row.result.value for row in found.rows if isinstance(row.result, Estimate)}
    assert values == {"A": pytest.approx(4.0), "B": pytest.approx(1.0)}


def test_the_order_of_fetched_rows_changes_nothing() -> None:
    class Shuffled(TableFetch):
        def __call__(self, *args: Any, **kwargs: Any) -> pd.DataFrame:
            return super().__call__(*args, **kwargs).sample(frac=1, random_state=7)

    rows = [
        row
        for channel, counts in (("Phone", {5: 30, 4: 20, 1: 9}), ("Chat", {5: 11, 2: 30}), ("Web", {3: 40, 5: 2}))
        for number in (1, 2, 4)
        for row in answers(month(number), counts, channel=channel)
    ]
    tables = {"scores": pd.DataFrame(rows)}
    asked: dict[str, Any] = {"by": ("channel",), "grain": "month"}
    straight = evaluate(by_key("csat"), TableFetch(tables, AS_OF), HALF, None, **asked)
    assert evaluate(by_key("csat"), Shuffled(tables, AS_OF), HALF, None, **asked) == straight
