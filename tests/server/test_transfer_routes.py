"""Upload and export routes on a live server: streamed at flat memory, bound to their visitor, nothing left behind."""

import json
import re
import socket
import time
from pathlib import Path

import pytest

MIB = 1 << 20
STREAM = 200 * MIB


def rss(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) * 1024


def grant(live, cookie, limit=4 << 30):
    return live.ask(f"/stage/grant?limit={limit}", cookie=cookie).body.decode()


def transfers(live, ticket):
    return json.loads(live.ask(f"/stage/transfers?t={ticket}").body)


def until(check, seconds=20):
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "did not happen"
        time.sleep(0.05)


def send(live, ticket, cookie, body, name="a.csv", **headers):
    return live.ask(f"/api/upload/{ticket}", "POST", body, cookie=cookie, x_file_name=name, origin=live.url, **headers)


def incoming(live):
    return [name for name in live.spooled() if name.startswith("in-")]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the server's memory from /proc (Linux)")
def test_a_large_file_streams_at_flat_memory(live):
    cookie = live.cookie()
    ticket = grant(live, cookie)
    send(live, ticket, cookie, b"x" * MIB)  # what the first upload imports is not the stream's
    before, seen = rss(live.process.pid), []

    def blocks():
        block = b"0123456789abcdef" * (MIB // 16)
        for _ in range(STREAM // MIB):
            seen.append(rss(live.process.pid))
            yield block

    assert send(live, ticket, cookie, blocks(), content_length=str(STREAM)).status == 200
    assert max(*seen, rss(live.process.pid)) - before <= 64 * MIB
    assert [t["received"] for t in transfers(live, ticket)] == [MIB, STREAM]
    assert sorted(p.stat().st_size for p in (live.home / "spool").glob("in-*"))[-1] == STREAM


def test_a_grant_is_its_visitors_only(live):
    cookie = live.cookie()
    ticket = grant(live, cookie)
    assert send(live, ticket, live.cookie(), b"x").status == 403
    assert live.ask(f"/api/upload/{ticket}", "POST", b"x", origin=live.url).status == 403
    assert send(live, "guess", cookie, b"x").status == 403
    assert transfers(live, ticket) == []
    assert send(live, ticket, cookie, b"x").status == 200


def test_a_name_is_text_and_never_a_path(live):
    cookie = live.cookie()
    ticket = grant(live, cookie)
    assert send(live, ticket, cookie, b"x", name="..%2F..%2Fetc%2Fpasswd%00%0d%0a").status == 200
    assert [t["name"] for t in transfers(live, ticket)] == ["../../etc/passwd"]
    assert all(re.fullmatch(r"(in|out)-[0-9a-f]{32}(\.\w+)?", name) for name in live.spooled())


def test_a_broken_upload_leaves_nothing(live):
    cookie, before = live.cookie(), incoming(live)
    ticket = grant(live, cookie)
    head = f"POST /api/upload/{ticket} HTTP/1.1\r\nHost: {live.host}\r\nOrigin: {live.url}\r\nCookie: {cookie}\r\n"
    with socket.create_connection(("127.0.0.1", live.port), 20) as connection:
        connection.sendall(f"{head}Content-Length: {10 * MIB}\r\n\r\n".encode() + b"x" * (5 * MIB))
        until(lambda: len(incoming(live)) == len(before) + 1)
    until(lambda: incoming(live) == before)
    until(lambda: [t["state"] for t in transfers(live, ticket)] == ["cancelled"])


def test_a_file_that_outgrows_its_limit_is_refused_and_removed(live):
    cookie, before = live.cookie(), incoming(live)
    ticket = grant(live, cookie, limit=MIB)
    assert send(live, ticket, cookie, b"x" * (MIB + 1)).status == 413
    chunked = send(live, ticket, cookie, (b"x" * 100_000 for _ in range(11)))  # no length announced
    assert chunked.status == 413
    assert incoming(live) == before
    assert [t["reason"] for t in transfers(live, ticket)] == ["too_large", "too_large"]


def test_an_export_leaves_once_to_its_visitor(live):
    cookie = live.cookie()
    ticket = live.ask("/stage/export", cookie=cookie).body.decode()
    assert live.ask(f"/api/export/{ticket}", cookie=live.cookie()).status == 403
    assert live.ask(f"/api/export/{ticket}", "HEAD", cookie=cookie).status == 405
    answer = live.ask(f"/api/export/{ticket}", cookie=cookie)
    assert (answer.status, answer.body) == (200, b"a,b\r\n1,2\r\n")
    assert answer.headers["content-disposition"] == 'attachment; filename="stage.csv"'
    assert answer.headers["cache-control"] == "no-store"
    assert live.ask(f"/api/export/{ticket}", cookie=cookie).status == 403
    until(lambda: not [name for name in live.spooled() if name.startswith("out-")])  # removed once it is sent
