"""The Settings page without a browser: a draft that loses nothing, a review that tells the truth, and a way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from streamlit.testing.v1 import AppTest

from data_access.errors import OvertakenError
from data_access.scope import LOCAL_ADMIN
from data_access.settings import document
from data_access.settings.model import AS_DELIVERED, Channel, Prior, Settings, ValueLabel, WorkingHours
from metrics.rules import KnownShare, Note, Rules, Target
from metrics.topics import Topic
from pages.ui.settings import changes, codes, merging, sections
from pages.ui.settings.claims import unclaimed
from pages.ui.settings.days import days
from tests.conftest import load_rows
from tests.data_access.facts import contact
from tests.pages.opened import Opened
from tests.pages.small_stores import HOSTILE, fill, many
from tests.pages.test_states import LIVE

NAMES = ("Internet", "Internet", "Intern", "Phone", "Phone", "Phone")
EVERYTHING = Settings(
    rules=Rules(
        0.9, 25, 6, (Target("csat", 0.85, "Retail", date(2026, 1, 1)), Target("resolution_time", 72.0)),
        (Note(date(2026, 3, 4), "New tariff"),), (("Kiosk", 3),),
        (KnownShare("segment", "Private", 0.6), KnownShare("segment", "Business", 0.4)),
        (Topic("Lifts", ("lift*", "电梯"), "The lift is stuck"),),
    ),
    channels=(Channel("Phone", ("call", "hotline"), "assisted", 4.2, 0), Channel("Web")),
    hours=WorkingHours((0, 1, 2), time(8, 30), time(0), (date(2026, 12, 25),)), timezone="Europe/Lisbon",
    no_answer=("99", "n/a"), labels=(ValueLabel("airline", "3", "Delta"),), priors=(Prior("told_others", 12.0, 10.0, 14.0),),
)  # fmt: skip


@pytest.fixture
def two_spellings(bare):
    """Contacts by phone and over the net, some of these written "Intern"."""
    load_rows(bare, "contacts", many(60, lambda ts, i: contact(ts, NAMES[i % len(NAMES)], f"c{i}")))
    return bare


def settings_page(section: str = "channels") -> Opened:
    return Opened(section=section).page("settings")


def press(page: Opened, label: str) -> Opened:
    """The button of this label (the first of several)."""
    next(button for button in page.at.button if button.label == label).click()
    return page.again()


def field(page: Opened, kind: str, label: str):
    return next(widget for widget in getattr(page.at, kind) if widget.label == label)


def save(page: Opened, why: str = "") -> Opened:
    press(page, "Review")
    if why:
        field(page, "text_input", "Why (for the history)").set_value(why)
    return press(page, "Save")


def go(page: Opened, section: str) -> Opened:
    page.at.radio(key="settings_section").set_value(section)
    return page.again()


def refused(page: Opened) -> list[str]:
    return [body for body in page.html() if "ts-problem" in body]


def channel_numbers() -> tuple[dict[str, str], list[dict]]:
    page = Opened().page("channels")
    return page.cards(), [chart["data"] for chart in page.charts()]


def test_a_near_miss_becomes_another_name_and_going_back_brings_the_old_numbers(two_spellings):
    before = channel_numbers()
    page = press(settings_page(), "Read as Internet")
    assert "also Intern · 30 facts" in page.words()
    press(page, "Review")
    assert "New channel Internet, also written “Intern”." in page.words()
    assert "Another channel for 10 contacts" in page.words()
    assert two_spellings.settings() == AS_DELIVERED  # a review stores nothing
    press(page, "Save")
    assert "Saved as version 1." in page.words()
    assert "No number of the Overview moved" in page.words()
    assert two_spellings.choices("channel", LOCAL_ADMIN) == ["Internet", "Phone"]
    assert channel_numbers() != before
    press(go(page, "history"), "Go back to the settings as delivered")
    assert "Internet is no channel of the list any more." in page.words()
    press(page, "Save")
    assert "Another channel for 10 contacts" in page.words()
    assert channel_numbers() == before
    assert "settings changed for 10 rows" in str(Opened().page("channels").charts()), "trends say that history was changed"
    listed = go(page, "history").words()
    assert listed.index("Version 2") < listed.index("Version 1")


def test_a_saved_change_tells_how_headline_numbers_moved(company):
    page = go(settings_page(), "certainty")
    field(page, "button_group", "Intervals hold the true value in").set_value(0.99)
    page.again()
    assert "fewer than 1 of 100 cases" in page.words()
    save(page)
    moved = [body for body in page.html() if "ts-receipt" in body and "→" in body]
    assert len(moved) == 1
    assert moved[0].count("<dt>") == 6  # every interval of the Overview became wider
    company_settings = company.settings()
    assert company_settings.rules.conf == 0.99
    document.change(company, AS_DELIVERED, LOCAL_ADMIN)


def test_a_target_is_typed_as_shown_and_stands_on_the_tile(bare):
    fill(bare, "only answers")
    page = press(settings_page("targets"), "Add a target")
    assert refused(page) == []  # nothing was typed yet, and nothing is wrong yet
    field(page, "selectbox", "Metric").set_value("csat")
    page.again()
    assert "No value is given." in " ".join(refused(page))
    field(page, "number_input", "Value, per cent").set_value(140.0)
    page.again()
    assert "140 per cent was given. 0 to 100 is expected." in " ".join(refused(page))
    press(page, "Review")
    assert "Something is still wrong in: Targets." in " ".join(refused(page))
    assert "Save" not in [button.label for button in page.at.button]
    press(page, "Back to the settings")
    assert field(page, "number_input", "Value, per cent").value == 140.0
    field(page, "number_input", "Value, per cent").set_value(29.0)
    save(page.again(), "Plan of the year")
    assert bare.rules().targets == (Target("csat", 0.29),)
    assert document.history(bare)[0].why == "Plan of the year"
    assert "29.0 %" in Opened().page("overview").words()


def test_what_was_typed_stays_over_sections_and_pages(two_spellings):
    page = press(settings_page("notes"), "Add a note")
    field(page, "text_input", "What happened").set_value("New tariff")
    page.again()
    assert "No day is given." in " ".join(refused(page))
    go(page, "certainty")
    page.page("data")
    page.page("settings")
    assert "Not saved yet: Notes" in page.words()
    go(page, "notes")
    assert field(page, "text_input", "What happened").value == "New tariff"
    field(page, "date_input", "Day").set_value(date(2026, 3, 4))
    save(page.again())
    assert two_spellings.rules().notes == (Note(date(2026, 3, 4), "New tariff"),)
    press(go(page, "notes"), "Edit")
    press(page, "Remove")
    press(page, "Discard")
    assert "New tariff" in page.words()
    assert "Not saved yet" not in page.words()


def test_two_names_for_one_channel_are_refused_beside_the_field(two_spellings):
    page = press(settings_page(), "Make each of them a channel")
    press(page, "Edit")
    field(page, "multiselect", "Other names files use").set_value(["INTERNET"])
    page.again()
    assert any("already belongs to" in body for body in refused(page))
    assert "Not saved yet: Channels" in page.words()


def test_the_second_of_two_is_told_and_loses_nothing(two_spellings):
    mine = press(settings_page(), "Read as Internet")
    press(mine, "Review")
    theirs = settings_page("certainty")
    field(theirs, "number_input", "Least answers for a score").set_value(30)
    save(theirs.again())
    press(mine, "Save")
    assert document.history(two_spellings)[0].number == 1  # mine was not stored …
    assert "local saved version 1 while you were editing." in " ".join(str(w.value) for w in mine.at.warning)
    with pytest.raises(OvertakenError, match="Nothing was stored"):  # also where both press Save in the same moment
        document.change(two_spellings, EVERYTHING, LOCAL_ADMIN, expected=AS_DELIVERED)
    press(mine, "Put both together")
    assert "New channel Internet, also written “Intern”." in mine.words()  # … and is still all there
    press(mine, "Save")
    stored = two_spellings.settings()
    assert stored.rules.least_answers == 30
    assert stored.channels == (Channel("Internet", ("Intern",)),)


def reader_page(section: str) -> None:
    """The script of the page for somebody who may only look."""
    import streamlit as st

    from data_access.scope import Scope
    from pages.ui import request
    from pages.ui.settings.bench import bench
    from server.services import services

    st.session_state.setdefault("settings_section", section)
    request.remember(request.build(services().store, Scope("vera", "analyst", None), None, None))
    bench()


@pytest.mark.parametrize("section", [section.key for section in sections.SECTIONS] + ["history"])
def test_others_read_and_cannot_change(two_spellings, section):
    document.change(two_spellings, EVERYTHING, LOCAL_ADMIN)
    page = Opened()
    page.at = AppTest.from_function(reader_page, kwargs={"section": section}, default_timeout=60)
    page.again()
    assert "Only an administrator may change them." in page.words()
    assert {button.label for button in page.at.button} <= {"Save as a file"}
    kinds = ("text_input", "number_input", "date_input", "time_input", "multiselect", "button_group", "toggle", "selectbox")
    widgets = [widget for kind in kinds for widget in getattr(page.at, kind)]
    assert all(widget.disabled for widget in widgets)


def test_a_document_comes_and_goes_as_a_whole(two_spellings):
    page = settings_page("history")
    field(page, "text_area", "Paste it here").set_value('{"rules": {"confidence": 0.9}}')
    press(page, "Use this document")
    assert "confidence" in " ".join(refused(page))
    field(page, "text_area", "Paste it here").set_value(document.as_json(EVERYTHING))
    press(page, "Use this document")
    assert "What will change" in page.words()
    press(page, "Save")
    assert two_spellings.settings() == EVERYTHING
    assert "Not saved yet" not in page.words()
    for section in sections.SECTIONS:
        go(page, section.key)
        assert "Not saved yet" not in page.words(), section.key  # showing a section changes nothing


def test_holidays_are_added_one_by_one_and_many_at_once(bare):
    page = settings_page("hours")
    field(page, "toggle", "The house has working hours").set_value(True)
    page.again()
    field(page, "text_area", "Many days, one a line").set_value("2026-12-25\n26.12.2026, 3/4/2026")
    press(page, "Add these days")
    assert "Not read as a day: 3/4/2026." in " ".join(refused(page))
    assert field(page, "text_area", "Many days, one a line").value == "3/4/2026"
    field(page, "date_input", "One more day").set_value(date(2027, 1, 1))
    press(page.again(), "Add this day")
    field(page, "time_input", "Closes").set_value(time(8))
    page.again()
    assert "Closing at 08:00 is not after opening at 09:00." in " ".join(refused(page))
    field(page, "time_input", "Closes").set_value(time(18))
    save(page.again())
    hours = bare.settings().hours
    assert hours == WorkingHours((0, 1, 2, 3, 4), time(9), time(18), (date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)))


def test_labels_are_pasted_and_the_codes_of_a_column_listed(bare):
    fill(bare, "one contact")
    load_rows(bare, "attributes", [
        {"record": 1, "facts": "contacts", "name": "airline", "value": code, "source": "file"} for code in ("3", "7")
    ])  # fmt: skip
    page = settings_page("codes")
    field(page, "text_area", "Paste lines").set_value("column;code;label\nairline;3;Delta, Inc.\nairline;4")
    press(page, "Add these lines")
    assert "Line 3 reads “airline;4”." in " ".join(refused(page))
    field(page, "text_area", "Paste lines").set_value("column;code;label\nairline;3;Delta, Inc.")
    press(page, "Add these lines")
    field(page, "selectbox", "Column of a loaded file").set_value("airline")
    press(page.again(), "List its codes below")
    assert "Without a label yet, and left as they are: 1 code." in page.words()  # 3 has its label already
    go(go(page, "notes"), "codes")  # the table was away and comes back as it was left
    assert page.at.data_editor[0].value.to_dict("list") == {
        "column": ["airline", "airline"], "code": ["3", "7"], "label": ["Delta, Inc.", ""],
    }
    save(page)
    assert bare.settings().labels == (ValueLabel("airline", "3", "Delta, Inc."),)
    assert bare.choices("attr:airline", LOCAL_ADMIN) == ["7", "Delta, Inc."]


def by_segment(**shares: float) -> tuple[KnownShare, ...]:
    return tuple(KnownShare("segment", name, share) for name, share in shares.items())


def test_known_shares_are_entered_value_by_value_and_must_make_up_everybody(bare):
    load_rows(bare, "contacts", many(60, lambda ts, i: contact(ts, "Web", f"c{i}", segment=("Private", "Family", "")[i % 3])))
    page = settings_page("shares")
    assert "No known shares yet." in page.words()
    press(page, "Add known shares")
    field(page, "selectbox", "Divided by").set_value("segment")
    page.again()
    field(page, "number_input", "Private, per cent").set_value(60.0)
    field(page, "number_input", "Family, per cent").set_value(30.0)
    page.again()
    assert "The shares add up to 90 %. 100 % is expected. Correct them." in " ".join(refused(page))
    field(page, "number_input", "Family, per cent").set_value(40.0)
    page.again()
    assert not refused(page)
    save(press(page, "Done"))
    assert set(bare.settings().rules.known_shares) == set(by_segment(Private=0.6, Family=0.4))
    go(page, "shares")
    assert "Private 60 %" in page.words()
    save(press(press(page, "Edit"), "Remove"))
    assert bare.settings().rules.known_shares == ()


def test_known_shares_of_two_people_are_not_mixed():
    base = replace(AS_DELIVERED, rules=Rules(known_shares=by_segment(a=0.5, b=0.5)))
    mine = replace(base, rules=Rules(known_shares=by_segment(a=0.7, b=0.3)))
    region = (KnownShare("region", "North", 1.0),)
    theirs = replace(base, rules=Rules(known_shares=(*by_segment(a=0.4, b=0.6), *region)))
    both = merging.together(base, mine, theirs)
    assert both.rules.known_shares == (*by_segment(a=0.7, b=0.3), *region)
    assert document.check(both)
    assert merging.together(base, AS_DELIVERED, base).rules.known_shares == ()


def test_a_name_offered_on_a_button_is_no_markdown(bare):
    load_rows(bare, "contacts", many(9, lambda ts, i: contact(ts, "![i](http://evil/i)" + "s" * (i % 3 == 0), f"c{i}")))
    labels = [button.label for button in settings_page().at.button]
    assert any(label.startswith("Read as") and "evil" in label for label in labels)
    assert not any("](http://" in label for label in labels)


def test_names_of_files_stay_words(bare):
    fill(bare, "hostile words")
    page = press(settings_page(), "Make it a channel")
    field(page, "multiselect", "Other names files use").set_value([f"{HOSTILE} too"])
    save(page.again(), HOSTILE)
    go(page, "history")
    assert "img src" in page.words()
    assert not LIVE.findall(" ".join(page.markdown()))
    assert "<img" not in " ".join(page.html())


def test_a_warm_page_asks_nothing(company):
    for section in (*(s.key for s in sections.SECTIONS), "history"):
        settings_page(section)
        start = company.statements
        settings_page(section)
        assert company.statements == start, section


def test_near_misses():
    written = [("Internet", 900), ("Telephone", 400), ("Intern", 20), ("call", 9), ("e mail", 5), ("Chatbot", 4), ("Chat", 3)]
    found, free = unclaimed(written, [Channel("Phone", ("telephone",)), Channel("E-Mail")], 12)
    assert {one.name: one.near for one in found} == {
        "Internet": None, "Intern": "Internet", "call": "Phone", "Chatbot": None, "Chat": None,
    }
    assert free == ("Internet", "Intern", "call", "Chatbot", "Chat")
    assert unclaimed(written, [], 2)[0][-1].name == "Telephone"


def test_days_are_read_as_people_write_them_and_never_guessed():
    found, strange = days("2026-12-25; 25.12.2026\n1 Jan 2027\n2026年10月1日\n3/4/2026\n2026-02-30")
    assert found == (date(2026, 12, 25), date(2027, 1, 1), date(2026, 10, 1))
    assert strange == ("3/4/2026", "2026-02-30")


def test_lines_of_labels_keep_quoted_commas():
    assert codes.lines_of('column,code,label\nairline,3,"Delta, Inc."\n') == [("airline", "3", "Delta, Inc.")]


def test_every_part_survives_its_fields_and_is_told_when_it_changes():
    reading = sections.read(sections.draft(AS_DELIVERED, EVERYTHING))
    assert reading.problems == {}
    assert reading.settings == EVERYTHING
    assert sections.read(sections.draft(EVERYTHING)).changed == ()
    parts = [replace(AS_DELIVERED, **{name: getattr(EVERYTHING, name)}) for name in Settings.__slots__ if name != "rules"]
    parts += [
        replace(AS_DELIVERED, rules=replace(Rules(), **{name: getattr(EVERYTHING.rules, name)}))
        for name in Rules.__slots__
    ]  # fmt: skip
    for part in parts:
        assert changes.said(AS_DELIVERED, part), part
        assert changes.said(part, AS_DELIVERED), part
    assert changes.said(EVERYTHING, EVERYTHING) == ()


@pytest.mark.parametrize("stored", [
    Settings(Rules(notes=(Note(date(2026, 3, 1), "b"), Note(date(2026, 1, 1), " a ")))),
    Settings(Rules(targets=(Target("csat", 1 / 3),))),
    Settings(channels=(Channel(" Phone ", ("a ", "P")),)),
    Settings(hours=WorkingHours(days=(4, 0))),
    Settings(no_answer=(" 9 ",), labels=(ValueLabel(" a", "1 ", "x"),)),
])  # fmt: skip
def test_a_document_that_fields_would_tidy_is_no_change_until_somebody_makes_one(stored):
    untouched = sections.draft(stored)
    assert sections.read(untouched) == sections.Reading(stored, {}, (), ())
    untouched.forms["certainty"].least = 25
    assert sections.read(untouched).settings == replace(stored, rules=replace(stored.rules, least_answers=25))


def test_putting_together_takes_each_ones_changes():
    base = Settings(channels=(Channel("Phone"), Channel("Web")), no_answer=("99",))
    mine = replace(base, channels=(Channel("Phone", ("call",)), Channel("Web"), Channel("App")), timezone="Asia/Tokyo")
    theirs = replace(base, channels=(Channel("Phone"),), no_answer=("99", "98"), rules=Rules(conf=0.9))
    both = merging.together(base, mine, theirs)
    assert both.channels == (Channel("Phone", ("call",)), Channel("App"))  # they removed Web, I had not touched it
    assert (both.timezone, both.no_answer, both.rules.conf) == ("Asia/Tokyo", ("99", "98"), 0.9)
    assert merging.together(base, base, theirs) == theirs
    assert merging.together(base, mine, base) == mine
