"""Tickets: one use, one owner, one kind, a short life."""

import time

from server import tickets


def test_a_ticket_is_good_once():
    ticket = tickets.mint("export", "ann", "file")
    assert tickets.redeem("export", ticket, "ann") == "file"
    assert tickets.redeem("export", ticket, "ann") is None


def test_a_stranger_neither_uses_nor_burns_it():
    ticket = tickets.mint("export", "ann", "file")
    assert tickets.redeem("export", ticket, "bob") is None
    assert tickets.redeem("upload", ticket, "ann") is None
    assert tickets.redeem("export", ticket, "ann") == "file"


def test_a_ticket_ends_with_its_time():
    ticket = tickets.mint("export", "ann", "file", seconds=0.01)
    time.sleep(0.02)
    assert not tickets.is_open(ticket)
    assert tickets.redeem("export", ticket, "ann") is None


def test_a_grant_is_good_until_it_is_revoked():
    ticket = tickets.mint("upload", "ann", "grant", once=False)
    assert [tickets.redeem("upload", ticket, "ann") for _ in range(3)] == ["grant"] * 3
    tickets.revoke(ticket)
    assert tickets.redeem("upload", ticket, "ann") is None


def test_expired_tickets_do_not_pile_up():
    old = tickets.mint("export", "ann", "file", seconds=-1)
    tickets.mint("export", "ann", "file")
    assert old not in tickets._open
