"""Channel names of a file beside those of the house."""

from __future__ import annotations

import pytest

from data_access.importing.channel_names import met
from data_access.settings.model import Channel

HOUSE = (Channel("Phone", ("Telephone", "Call centre")), Channel("E-mail"), Channel("Internet", ("Web",)))


def one(written, rows=5, **beside):
    return next(m for m in met({written: rows, **beside}, HOUSE) if m.written == written)


@pytest.mark.parametrize(("written", "how", "channel"), [
    ("Phone", "known", "Phone"), ("phone", "alias", "Phone"), ("call-centre", "alias", "Phone"), ("e mail", "alias", "E-mail"),
    ("Branch", "new", "Branch"),
])  # fmt: skip
def test_names_and_aliases_are_known(written, how, channel):
    found = one(written)
    assert (found.how, found.channel, found.like) == (how, channel, "")


@pytest.mark.parametrize(("written", "like"), [
    ("Intern", "Internet"), ("Telefone", "Phone"), ("Emial", "E-mail"), ("Branch", ""), ("SMS", ""), ("Post", ""),
    ("Web chat", ""), ("Chatbot", ""),
])  # fmt: skip
def test_a_slip_is_asked_about_and_nothing_else(written, like):
    assert one(written).like == like


def test_a_rare_name_beside_a_frequent_one_may_be_a_slip():
    found = {m.written: m for m in met({"Desk": 109, "Internet": 1250, "Intern": 1, "Post": 53}, ())}
    assert {name: m.like for name, m in found.items() if m.like} == {"Intern": "Internet"}
    assert [*found] == ["Internet", "Desk", "Post", "Intern"]


def test_a_channel_whose_name_holds_another_is_its_own():
    assert not any(m.like for m in met({"Chat": 900, "Chatbot": 40, "Web": 900, "Web chat": 30}, ()))


def test_two_frequent_names_are_two_channels():
    assert not any(m.like for m in met({"Internet": 400, "Intern": 380}, ()))


def test_what_the_data_hold_already_is_known():
    (found,) = met({"kiosk": 3}, (), stored=["Kiosk"])
    assert (found.how, found.channel) == ("known", "Kiosk")
