"""The Journeys page: a sensible funnel at first, a person's choice ever after, and the rule in words."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from pages.cards.journeys import MODE_WORDS
from tests.conftest import load_rows
from tests.pages.opened import Opened

PURCHASE = ["Browse", "Basket", "Checkout", "Payment", "Order placed"]
SERVICE = ["Request", "Clarification", "Decision", "Confirmation"]
QUESTION = "Where do they leave?"


def steps(opened: Opened) -> list[str]:
    return opened.at.multiselect(key="steps").value


def choose(opened: Opened, **choices: object) -> Opened:
    for key, value in choices.items():
        kind = opened.at.multiselect if isinstance(value, list) else opened.at.selectbox
        kind(key=key).set_value(value)
    return opened.again()


def funnel_caption(opened: Opened) -> str:
    return next(caption for caption in opened.captions() if " within " in caption)


def journeys(store, *cases: str, apart: timedelta = timedelta(hours=1), **more: object) -> None:
    """One case each, one letter a stage."""
    began = datetime(2026, 3, 2)
    rows = [
        {"ts": began + n * apart, "case_id": f"{i}", "stage": stage, "channel": "Web", **more}
        for i, stages in enumerate(cases) for n, stage in enumerate(stages)
    ]
    end = {"ts": datetime(2026, 6, 30), "channel": "Web"}  # so that every window has closed
    load_rows(store, "contacts", [*rows, end])


# --- what is shown at first ---------------------------------------------------------------------------------------------

def test_opens_on_the_most_usual_way_by_case(company):
    opened = Opened().page("journeys")
    assert steps(opened) == PURCHASE
    assert opened.at.selectbox(key="counted").options == ["Cases", "Customers"]
    assert (opened.at.selectbox(key="counted").value, opened.at.selectbox(key="window").value) == ("case", "1h")
    assert QUESTION in opened.cards()


def test_untouched_steps_and_window_follow_the_filters(company):
    opened = choose(Opened().page("journeys"), channel=["Phone"])
    assert (steps(opened)[:2], opened.at.selectbox(key="window").value) == (SERVICE[:2], "7d")
    opened = choose(opened, channel=[])
    assert (steps(opened), opened.at.selectbox(key="window").value) == (PURCHASE, "1h")


def test_only_units_that_exist_are_offered(bare):
    journeys(bare, "AB", "AB")
    assert Opened().page("journeys").at.selectbox(key="counted").options == ["Cases"]


def test_customers_where_no_contact_names_a_case(bare):
    journeys(bare, "AB", customer="ada")
    with bare.writing() as connection:
        connection.exec_driver_sql("UPDATE contacts SET case_id = NULL")
    opened = Opened().page("journeys")
    assert opened.at.selectbox(key="counted").options == ["Customers"]
    assert "customer" in funnel_caption(opened)


def test_the_two_most_frequent_stages_where_nothing_follows_anything(bare):
    journeys(bare, "A", "B", "B", "C", "C", "C")
    assert steps(Opened().page("journeys")) == ["C", "B"]


@pytest.mark.parametrize(
    ("apart", "window"), [(timedelta(minutes=59), "1h"), (timedelta(days=8), "14d"), (timedelta(days=100), "90d")]
)
def test_the_window_lets_the_usual_journey_finish(bare, apart, window):
    journeys(bare, "AB", "AB", apart=apart)
    assert Opened().page("journeys").at.selectbox(key="window").value == window


def test_without_stages_the_page_says_what_is_missing(bare):
    load_rows(bare, "contacts", [{"ts": datetime(2026, 3, 2), "channel": "Web", "case_id": "1"}])
    assert "There are no journeys in the data yet." in Opened().page("journeys").words()


def test_a_period_without_journeys_says_so_instead_of_asking_for_steps(bare):
    journeys(bare, "AB", "AB")
    told = Opened(period="30d").page("journeys").words()
    assert "No journey starts in this selection." in told and "Widen the period or remove a filter." in told
    assert "Choose at least two steps." not in told


# --- what somebody chose stays -------------------------------------------------------------------------------------------

def test_chosen_steps_and_window_outlive_filters_and_other_pages(company):
    opened = choose(Opened().page("journeys"), steps=["Browse", "Order placed"], window="30d")
    for channel in (["App"], ["Phone"]):
        opened = choose(opened, channel=channel)
        assert (steps(opened), opened.at.selectbox(key="window").value) == (["Browse", "Order placed"], "30d")
    opened.page("satisfaction").page("journeys")
    assert (steps(opened), opened.at.selectbox(key="window").value) == (["Browse", "Order placed"], "30d")


def test_a_chosen_order_of_steps_stays(company):
    opened = choose(Opened().page("journeys"), steps=SERVICE[::-1])
    assert steps(choose(opened, channel=["App"])) == SERVICE[::-1]


def test_cleared_steps_stay_cleared(company):
    opened = choose(Opened().page("journeys"), steps=[])
    assert steps(opened.again()) == []
    assert "Choose at least two steps." in opened.words()


def test_a_link_wins_over_what_would_fit(company):
    opened = Opened(steps=["Payment", "Order placed"], window="14d", counted="customer", mode="adjacent").page("journeys")
    assert steps(opened) == ["Payment", "Order placed"]
    assert "customer" in funnel_caption(opened)
    assert funnel_caption(opened).endswith("Directly one after the other, within 14 days")
    assert steps(choose(opened, channel=["Phone"])) == ["Payment", "Order placed"]


def test_a_link_to_stages_that_are_gone_says_so_and_shows_what_fits(company):
    opened = Opened(steps=["Teleport", "Arrive"], window="never").page("journeys")
    assert "“Teleport”" in opened.words()
    assert (steps(opened), opened.at.selectbox(key="window").value) == (PURCHASE, "1h")


# --- what is said ----------------------------------------------------------------------------------------------------------

def test_the_rule_is_told_once_with_the_unit_and_the_open_windows(company):
    opened = Opened(window="7d").page("journeys")
    caption = funnel_caption(opened)
    assert caption.count("within 7 days") == caption.count(MODE_WORDS["ordered"]) == 1
    assert " cases · " in caption
    assert " cases whose window is still open (left out) · " in caption
    assert not any("journeys" in caption for caption in opened.captions())
    assert "customers whose window is still open (left out)" in funnel_caption(choose(opened, counted="customer"))


def test_every_mode_counts_by_its_own_rule(bare):
    journeys(bare, "ABC", "AXBC", "CBA", "AB")
    words = {}
    for mode in MODE_WORDS:
        opened = Opened(steps=["A", "B", "C"], mode=mode, window="1d").page("journeys")
        words[mode] = opened.cards()[QUESTION]
        assert funnel_caption(opened) == f"4 cases · {MODE_WORDS[mode]}, within 1 day"
    assert words == {
        "ordered": "Most are lost between A and B: 1 of 4 (25 %).",
        "strictly_later": "Most are lost between A and B: 1 of 4 (25 %).",
        "adjacent": "Most are lost between A and B: 2 of 4 (50 %).",
        "any_order": "Most are lost between 2 of these 3 steps and 3 of these 3 steps: 1 of 4 (25 %).",
    }


def test_equal_times_are_in_order_but_not_strictly_later(bare):
    journeys(bare, "AB", "AB", apart=timedelta(0))
    lost = {
        mode: Opened(steps=["A", "B"], mode=mode, window="1d").page("journeys").cards()[QUESTION]
        for mode in ("ordered", "strictly_later")
    }
    assert lost["ordered"] == "Nobody is lost on the way."
    assert lost["strictly_later"] == "Most are lost between A and B: 2 of 2 (100 %)."


def test_a_funnel_nobody_enters_draws_no_empty_bars(company):
    opened = Opened(steps=PURCHASE[:2], channel=["Phone"]).page("journeys")
    assert "No data for this selection." in opened.words()
