"""Links select, the sentence says what, what cannot apply is said, and nobody sees another's choice or unit."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from data_access.schema import answers, contacts
from data_access.scope import Scope
from server.identity import Person
from tests.conftest import load_rows
from tests.data_access.facts import answer, complaint, contact
from tests.pages.opened import NUMBERS, QUESTIONS, Opened
from tests.pages.small_stores import START, fill, many


def sentence(shown: Opened) -> str:
    return next(body for body in shown.html() if "as of" in body)


def counted(store, table, *where) -> int:
    with store.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one()


def test_a_link_selects_and_the_page_says_so(company):
    shown = Opened(period="90d", channel=["Phone", "Chat"], compare="last_year", grain="week").page("channels")
    assert "3 Jul 2026 – 30 Sep 2026 · channel: Chat, Phone · as of" in sentence(shown)
    mine = (contacts.c.channel.in_(["Phone", "Chat"]), contacts.c.day >= "2026-07-03")
    n = counted(company, contacts, *mine)
    assert f"{n:,} contacts" in shown.words()
    assert shown.at.selectbox(key="compare").value == "last_year"
    assert shown.at.selectbox(key="grain").value == "week"
    assert "The link asks" not in shown.words()


def test_the_comparison_is_what_was_chosen(company):
    last_year, none = (Opened(period="90d", compare=how).page("channels").cards() for how in ("last_year", "none"))
    assert "Which channels gained, which lost?" in last_year
    assert "Which channel carries how much?" in none
    assert last_year["How many contacts do we have?"] != none["How many contacts do we have?"]


@pytest.mark.parametrize(("name", "value", "said"), [
    ("channel", "Telegraph", "Channel: Telegraph"), ("period", "7y", "period: 7y"), ("compare", "x", "compare: x"),
    ("grain", "hour", "grain: hour"), ("attribute", "Shoe size", "attribute: Shoe size"), ("segment", "nope", "Segment: nope"),
])
def test_what_a_link_asks_in_vain_is_said(company, name, value, said):
    shown = Opened(**{name: value}).page("overview")
    assert f"The link asks for what is not there (any more): {said}." in shown.words().replace("\\", "")
    assert "1 Oct 2025 – 30 Sep 2026 · as of" in sentence(shown)


@pytest.mark.parametrize(("query", "said"), [
    ({"as_of": "1900-01-01"}, "as_of: 1900-01-01"), ({"as_of": "soon"}, "as_of: soon"),
    ({"period": "custom", "from": "9999-99-99", "to": "2026-01-01"}, "from: 9999-99-99"),
])
def test_a_day_asked_in_vain_is_said(company, query, said):
    shown = Opened(**query).page("overview")
    assert f"The link asks for what is not there (any more): {said}." in shown.words().replace("\\", "")


@pytest.mark.parametrize("query", [
    {"as_of": "2026-05-01"}, {"as_of": "2026-09-30"}, {"period": "custom", "from": "2026-05-01", "to": "2026-03-01"},
    {"period": "90d", "from": "nonsense"},
])
def test_a_day_that_is_there_is_taken_without_a_word(company, query):
    shown = Opened(**query).page("overview")
    assert "The link asks" not in shown.words()
    assert "The link asks" not in shown.again().words()


@pytest.mark.parametrize(("days", "said"), [
    (
        ("2026-07-01", "2026-12-31"),
        "Data ends on 30 Sep 2026. The chosen period goes on to 31 Dec 2026: only the days up to then are shown.",
    ),
    (("2026-11-01", "2026-12-31"), "Data ends on 30 Sep 2026. The chosen period begins on 1 Nov 2026, after it."),
    (("2026-07-01", "2026-09-30"), ""),
])  # fmt: skip
def test_a_period_that_goes_beyond_the_data_is_said(company, days, said):
    shown = Opened(period="custom", **{"from": days[0], "to": days[1]}).page("channels")
    assert [found.value for found in shown.at.info] == ([said] if said else [])


def test_a_breakdown_asked_in_vain_is_said(company):
    shown = Opened(outcome="joy", outcome_by="[b](http://evil)").page("recovery")
    said = shown.words().replace("\\", "")
    assert "not there (any more): Measure: joy." in said
    assert "not there (any more): Break down by: [b](http\u2060://evil)." in said
    assert not re.search(r"(?<!\\)\]\(http", " ".join(shown.markdown()))
    assert "Where is it higher or lower: Share of complaints by theme" in shown.cards()


def test_a_breakdown_by_link_is_drawn(company):
    shown = Opened(outcome="recovery_rate", outcome_by="channel").page("recovery")
    assert any("by channel" in question for question in shown.cards())
    assert "The link asks" not in shown.words()


def test_a_filter_that_cannot_apply_is_said_in_the_caption(company):
    """Complaints know no survey question; answers do."""
    shown = Opened(question="Overall").page("overview")
    said = "not filtered by question: these facts do not have it"
    assert any(said in caption and "complaints" in caption for caption in shown.captions())
    rated = Opened(question="Overall").page("satisfaction")
    assert "not filtered by" not in next(caption for caption in rated.captions() if "answers" in caption)


def test_a_value_nobody_has_together_is_no_data_and_no_zero(bare):
    load_rows(bare, "contacts", [contact(START, "Phone", "a", region="N"), contact(START, "Web", "b", region="S")])
    shown = Opened(channel="Phone", region="S").page("overview")
    assert shown.tiles()["Contacts"] == "no data"
    assert "Widen the period or remove a filter." in shown.words()


def test_choices_in_the_page_act_and_stay_with_their_session(company):
    one, other = Opened().page("overview"), Opened().page("overview")
    before = other.tiles()
    one.at.multiselect(key="channel").set_value(["Phone"]).run()
    assert "channel: Phone" in sentence(one.sound())
    assert one.tiles() != before
    assert "channel:" not in sentence(other.again())
    assert other.tiles() == before
    assert "channel: Phone" in sentence(one.page("recovery"))


@pytest.fixture
def two_units(bare):
    """Retail and Digital, each with words of its own, and rows of no unit."""
    units, channels, themes = ("Retail", "Digital", None), ("Shop", "Screen", "Nowhere"), ("Till", "Login", "?")
    load_rows(bare, "contacts", many(60, lambda ts, i: contact(
        ts, channels[i % 3], f"c{i}", units[i % 3], stage=f"step {i % 6}", case_id=f"k{i // 6}",
    )))
    rated = many(60, lambda ts, i: answer(ts, (5.0, 1.0, 1.0)[i % 3], units[i % 3], channel=channels[i % 3]))
    load_rows(bare, "answers", [{**row, "record": 1000 + i} for i, row in enumerate(rated)])
    raised = many(30, lambda ts, i: complaint(ts, units[i % 3], channel=channels[i % 3], theme=themes[i % 3]))
    load_rows(bare, "complaints", [{**row, "record": 2000 + i} for i, row in enumerate(raised)])
    load_rows(bare, "attributes", [
        {"record": 1 + i, "facts": "contacts", "name": ("Floor", "Browser", "Other")[i % 3], "value": "x"} for i in range(60)
    ])
    return bare


def test_a_page_shows_only_the_units_of_whoever_asks(two_units, monkeypatch):
    monkeypatch.setattr("pages.ui.frame.page_person", lambda: Person("owner", Scope("vera", "viewer", ("Retail",)), True))
    shown = Opened().page("overview")
    assert shown.tiles()["Contacts"] == str(counted(two_units, contacts, contacts.c.business_unit == "Retail"))
    assert shown.tiles()["CSAT, top two boxes"] == "100.0 %"
    assert counted(two_units, answers) > 20
    for page in QUESTIONS:
        shown = Opened(channel="Screen").page(page)
        offered = [str(o) for kind in ("selectbox", "multiselect") for w in getattr(shown.at, kind) for o in w.options]
        seen = shown.words().replace("Channel\\: Screen", "") + str(offered) + str(shown.charts())
        assert not re.search("Digital|Screen|Nowhere|Login|Browser", seen), page
    assert "Bring a file" not in Opened().page("data").words()


def test_who_may_see_nothing_meets_an_empty_store(two_units, monkeypatch):
    monkeypatch.setattr("pages.ui.frame.page_person", lambda: Person("owner", Scope("nobody", "viewer", ()), True))
    for page in NUMBERS:
        assert "There is no data yet." in Opened().page(page).words()


def test_results_of_two_scopes_do_not_meet_in_the_cache(two_units, monkeypatch):
    def tiles(units):
        monkeypatch.setattr("pages.ui.frame.page_person", lambda: Person("o", Scope("v", "viewer", units), True))
        return Opened().page("overview").tiles()["CSAT, top two boxes"]

    seen = [tiles(units) for units in (("Retail",), ("Digital",), ("Retail",), None)]
    assert seen == ["100.0 %", "0.0 %", "100.0 %", "33.3 %"]


def test_as_of_an_earlier_day_counts_nothing_later(bare):
    fill(bare, "only complaints")
    shown = Opened(as_of="2026-03-10").page("recovery")
    assert "as of 10 Mar 2026, 23:59 UTC" in sentence(shown)
    assert int(shown.tiles()["Complaints"]) < 60
