"""The spool and what waits in it: private, bounded, and empty when nobody needs it."""

import os
import stat

import pytest

from server import spool, tickets, transfers

HOSTILE = [
    "../../etc/passwd", "a\x00b.csv", "CON", "‮fdp.csv", "x" * 5000, "<script>", "", "数据.csv", "a\r\nSet-Cookie: x",
]


def test_files_and_folder_are_for_this_user_only(home):
    path = spool.spool_file(b"n", ".csv")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.read_bytes() == b"n"


def test_only_spool_files_are_discarded(home):
    other = home / "store.duckdb"
    other.write_text("kept")
    with pytest.raises(ValueError, match="not in the spool"):
        spool.discard(other)
    with pytest.raises(ValueError, match="not in the spool"):
        spool.discard(spool.folder() / ".." / "store.duckdb")
    assert other.read_text() == "kept"


def test_the_sweep_takes_the_old_and_leaves_the_new(home):
    old, new = spool.new_file(spool.UPLOAD), spool.new_file(spool.UPLOAD)
    os.utime(old, (0, 0))
    assert spool.sweep() == 1
    assert list(spool.folder().iterdir()) == [new]
    assert spool.sweep(older_than=0) == 1


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_only_ever_text(home, name):
    ticket = transfers.open_grant("ann")
    kept = transfers.begin(ticket, name, 1).name
    assert kept
    assert len(kept) <= transfers.NAME_CHARS
    assert kept.isprintable()
    assert list(spool.folder().iterdir()) == []
    transfers.close_grant(ticket)


def test_spaces_of_a_name_stay_spaces():
    assert transfers.shown("Service\u00a0Mesh\u3000(2).csv") == "Service Mesh (2).csv"


def test_two_files_at_once_for_one_person_over_all_pages(home):
    one, two = transfers.open_grant("ann"), transfers.open_grant("ann")
    other = transfers.open_grant("bob")
    transfers.begin(one, "a", 1)
    transfers.begin(two, "b", 1)
    with pytest.raises(transfers.RefusedError, match=transfers.TOO_MANY):
        transfers.begin(two, "c", 1)
    transfers.begin(other, "d", 1)
    for ticket in (one, two, other):
        transfers.close_grant(ticket)


def test_a_file_larger_than_allowed_is_refused_before_and_during(home):
    ticket = transfers.open_grant("ann", file_bytes=10)
    with pytest.raises(transfers.RefusedError, match=transfers.TOO_LARGE):
        transfers.begin(ticket, "announced", 11)
    slot = transfers.begin(ticket, "silent", None).slot
    transfers.advance(ticket, slot, 10)
    with pytest.raises(transfers.RefusedError, match=transfers.TOO_LARGE):
        transfers.advance(ticket, slot, 11)
    transfers.close_grant(ticket)


def test_an_abandoned_grant_takes_its_files_along(home):
    ticket = transfers.open_grant("ann")
    slot = transfers.begin(ticket, "a.csv", 1).slot
    path = spool.new_file(spool.UPLOAD)
    transfers.finish(ticket, slot, path)
    transfers.close_abandoned(older_than=60)
    assert path.exists()
    transfers.close_abandoned(older_than=-1)
    assert not path.exists()
    assert not tickets.is_open(ticket)


def test_a_file_that_ends_after_its_page_was_closed_is_not_kept(home):
    ticket = transfers.open_grant("ann")
    slot = transfers.begin(ticket, "a.csv", 1).slot
    transfers.close_grant(ticket)
    path = spool.new_file(spool.UPLOAD)
    transfers.finish(ticket, slot, path)
    assert not path.exists()
