"""The most usual way through the stages, worked out by hand on small logs, on both engines."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pandas as pd
import pytest

from data_access.filters import Filters
from data_access.paths import MOST_STEPS, follow
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.store import Store
from tests.browser.launch import ROOT
from tests.conftest import load_rows
from tests.data_access.facts import DIGITAL, RETAIL, at, contact

ALL = Filters()
HOUR, DAY, WEEK = 3600, 86400, 7 * 86400
DATA = ROOT.parent / "shared" / "data"


def case(name: str, stages: str, day: int = 2, unit: str | None = RETAIL, **more: object) -> list[dict]:
    """One case, one letter a stage, an hour apart; a blank is an event without a stage."""
    return [
        contact(at(day, 8 + hour), more.get("channel", "Web"), None, unit, stage=stage.strip(), case_id=name)
        for hour, stage in enumerate(stages)
    ]


def log(*cases: list[dict]) -> list[dict]:
    return [row for rows in cases for row in rows]


# --- following ---------------------------------------------------------------------------------------------------------

def test_takes_the_most_frequent_way_on():
    edges = {(None, "B"): 9, ("B", "C"): 6, ("B", "A"): 3, ("C", "A"): 2, ("A", "C"): 40}
    assert follow(edges) == ["B", "C", "A"]


def test_of_several_processes_the_one_most_go_all_of_is_shown():
    requests = {(None, "Ask"): 900, ("Ask", "Clarify"): 300, ("Clarify", "Decide"): 70}
    orders = {(None, "Browse"): 200, ("Browse", "Basket"): 100, ("Basket", "Pay"): 80}
    assert follow(requests | orders) == ["Browse", "Basket", "Pay"]
    assert follow(requests | orders | {(None, "Browse"): 40}) == ["Ask", "Clarify", "Decide"]  # an exception, no process


def test_stops_where_the_best_way_on_carries_less_than_a_fifth():
    spread = {("A", name): 18 for name in "BCDE"}
    assert follow({(None, "A"): 9, **spread, ("A", "F"): 18}) == ["A", "B"]  # 18 of 90 is a fifth
    assert follow({(None, "A"): 9, **spread, ("A", "F"): 17, ("A", "G"): 2}) == ["A"]  # 18 of 91 is less


def test_ways_back_count_against_the_way_on_and_repeats_do_not():
    back = {(None, "A"): 9, ("A", "B"): 9, ("B", "A"): 81, ("B", "C"): 19}
    assert follow(back) == ["A", "B"]
    assert follow(back | {("B", "A"): 0, ("B", "B"): 81}) == ["A", "B", "C"]


def test_no_stage_twice_and_no_more_than_five():
    chain = dict.fromkeys(zip([None, *"ABCDEFG"], "ABCDEFGA", strict=True), 1)
    assert follow(chain) == list("ABCDE")
    assert len(follow(chain)) == MOST_STEPS


def test_names_break_ties_and_nothing_gives_nothing():
    assert follow({(None, "B"): 2, (None, "A"): 2}) == ["A"]
    assert follow({}) == []


# --- asking the store ----------------------------------------------------------------------------------------------------

def test_counts_what_directly_follows_within_each_case(stores: Store):
    load_rows(stores, "contacts", log(case("1", "ABC"), case("2", "ABC"), case("3", "AC"), case("4", "B")))
    assert stores.likely_path(LOCAL_ADMIN, ALL, "case") == ["A", "B", "C"]


def test_customers_have_a_way_of_their_own(stores: Store):
    rows = [{**row, "customer": "ada"} for row in log(case("1", "BA", day=2), case("2", "C", day=3))]
    load_rows(stores, "contacts", rows)
    assert stores.likely_path(LOCAL_ADMIN, ALL, "case") == ["B", "A"]
    assert stores.likely_path(LOCAL_ADMIN, ALL, "customer") == ["B", "A", "C"]


def test_equal_times_follow_the_file(stores: Store):
    rows = [
        contact(at(2), "Web", None, stage=stage, case_id="1", seq=seq, record=9 - seq) for seq, stage in enumerate("XYZ", 1)
    ]
    load_rows(stores, "contacts", rows[::-1])
    assert stores.likely_path(LOCAL_ADMIN, ALL, "case") == ["X", "Y", "Z"]


def test_events_without_stage_or_unit_are_no_part_of_it(stores: Store):
    nameless = [{**row, "case_id": unit} for unit in (None, "") for row in case("", "ZZZZ")]
    load_rows(stores, "contacts", log(case("1", "A B"), case("2", "   A"), nameless))
    assert stores.likely_path(LOCAL_ADMIN, ALL, "case") == ["A", "B"]


def test_scope_period_and_filters_apply_and_those_on_stage_do_not(stores: Store):
    rows = log(
        case("1", "AB"), case("2", "CD", 3, DIGITAL), case("3", "CD", 3, DIGITAL), case("4", "EF", 4, RETAIL, channel="App")
    )
    load_rows(stores, "contacts", rows)
    path = stores.likely_path
    assert path(LOCAL_ADMIN, ALL, "case") == ["C", "D"]
    assert path(Scope("r", "viewer", (RETAIL,)), ALL, "case") == ["A", "B"]
    assert path(LOCAL_ADMIN, Filters(date(2026, 3, 1), date(2026, 3, 2)), "case") == ["A", "B"]
    assert path(LOCAL_ADMIN, Filters.of(channel="App"), "case") == ["E", "F"]
    assert path(LOCAL_ADMIN, Filters.of(stage="A"), "case") == ["C", "D"]
    assert path(LOCAL_ADMIN, Filters.of(channel="Fax"), "case") == []


def test_an_unknown_unit_is_refused_by_name(store: Store):
    with pytest.raises(ValueError, match="counted='visit': expected one of case, customer"):
        store.likely_path(LOCAL_ADMIN, ALL, "visit")


def test_asked_once_and_again_after_a_load(store: Store):
    load_rows(store, "contacts", case("1", "AB"))
    store.likely_path(LOCAL_ADMIN, ALL, "case")
    asked = store.statements
    assert store.likely_path(LOCAL_ADMIN, ALL, "case") == ["A", "B"]
    assert store.statements == asked
    load_rows(store, "contacts", [{**row, "record": 50 + n} for n, row in enumerate(log(case("2", "CD"), case("3", "CD")))])
    assert store.likely_path(LOCAL_ADMIN, ALL, "case") == ["C", "D"]


# --- who can be counted, and how long it takes --------------------------------------------------------------------------

def test_units_are_those_that_contacts_with_a_stage_name(stores: Store):
    assert stores.units(LOCAL_ADMIN) == ()
    staged = contact(at(2), "Web", "", stage="A", case_id="1", record=1)
    load_rows(stores, "contacts", [staged, contact(at(2), "Web", "ada", stage="", record=2)])
    assert stores.units(LOCAL_ADMIN) == ("case",)
    load_rows(stores, "contacts", [contact(at(2), "Web", "bob", DIGITAL, stage="A", record=3)])
    assert stores.units(LOCAL_ADMIN) == ("case", "customer")
    assert stores.units(Scope("d", "viewer", (DIGITAL,))) == ("customer",)
    assert stores.units(Scope("n", "viewer", ())) == ()


def finishing(*hours: float) -> list[dict]:
    """Cases from A to Z, each taking so many hours."""
    began = datetime(2026, 3, 2)
    ends = ((began, "A"), (None, "Z"))
    return [
        contact(moment or began + timedelta(hours=taken), "Web", None, stage=stage, case_id=str(n))
        for n, taken in enumerate(hours) for moment, stage in ends
    ]


@pytest.mark.parametrize(
    ("hours", "seconds"),
    [([1.0] * 10, HOUR), ([1.0] * 9 + [500.0], HOUR), ([1.0] * 8 + [1.001, 500.0], DAY), ([500.0], WEEK)],
    ids=["at the bound", "the slowest tenth aside", "just over", "longer than any"],
)
def test_the_shortest_window_that_nine_of_ten_keep(stores: Store, hours, seconds):
    load_rows(stores, "contacts", finishing(*hours))
    assert stores.likely_window(LOCAL_ADMIN, ALL, "case", ("A", "Z"), (WEEK, HOUR, DAY)) == seconds


def test_time_runs_from_the_latest_start_and_only_for_those_who_finish(stores: Store):
    moments = ((at(2, 8), "A"), (at(4, 8), "A"), (at(4, 9), "Z"))
    again = [contact(moment, "Web", None, stage=stage, case_id="1") for moment, stage in moments]
    load_rows(stores, "contacts", log(again, case("2", "A", 1), case("3", "Z", 1)))
    assert stores.likely_window(LOCAL_ADMIN, ALL, "case", ("A", "Z"), (HOUR, DAY)) == HOUR
    assert stores.likely_window(LOCAL_ADMIN, ALL, "case", ("Z", "A"), (HOUR, DAY)) is None


# --- real event logs ------------------------------------------------------------------------------------------------------

@pytest.mark.real_files
@pytest.mark.parametrize(
    ("file", "separator", "columns", "path"),
    [
        (
            "journeys_wabo_receipt/receipt.csv", ",", ("case:concept:name", "concept:name", "time:timestamp"),
            [
                "Confirmation of receipt", "T02 Check confirmation of receipt", "T04 Determine confirmation of receipt",
                "T05 Print and send confirmation of receipt", "T06 Determine necessity of stop advice",
            ],
        ),
        (
            "journeys_eventdataR/sepsis.csv", ";", ("Case ID", "Activity", "Complete Timestamp"),
            ["ER Registration", "ER Triage", "ER Sepsis Triage", "IV Liquid", "IV Antibiotics"],
        ),
    ],
    ids=["permits", "sepsis"],
)
def test_the_usual_way_of_real_logs(store: Store, file, separator, columns, path):
    if not (DATA / file).exists():
        pytest.skip(f"needs {file} in ../shared/data")
    found = pd.read_csv(DATA / file, sep=separator, usecols=columns, dtype=str)[list(columns)]
    moments = pd.to_datetime(found[columns[2]], format="mixed", utc=True).dt.tz_localize(None)
    rows = [
        {"ts": moment.to_pydatetime(), "case_id": name, "stage": stage}
        for moment, name, stage in zip(moments, found[columns[0]], found[columns[1]], strict=True)
    ]
    load_rows(store, "contacts", rows)
    assert store.units(LOCAL_ADMIN) == ("case",)
    assert store.likely_path(LOCAL_ADMIN, ALL, "case") == path
