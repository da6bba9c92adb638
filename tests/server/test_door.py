"""The live server's door: hosts, origins, closed ways in, headers, cookie, compression, readiness."""

import base64
import gzip
import re
import socket

import pytest

CLOSED = (
    "/_stcore/upload_file/x/y", "/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent/openapi.json",
    "/media/0123456789abcdef.csv", "/media/0123456789abcdef",
)


def handshake(live, **headers):
    """The first line of the answer to a WebSocket handshake."""
    fields = {
        "Host": live.host, "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(b"0" * 16).decode(), **headers,
    }
    with socket.create_connection(("127.0.0.1", live.port), 20) as connection:
        lines = ["GET /_stcore/stream HTTP/1.1", *(f"{k}: {v}" for k, v in fields.items() if v), "", ""]
        connection.sendall("\r\n".join(lines).encode())
        return connection.recv(200).decode(errors="replace").splitlines()[0]


EVIL = ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "evil@127.0.0.1", "127.0.0.1/evil")


@pytest.mark.parametrize("host", EVIL)
def test_another_hosts_name_is_refused(live, host):
    assert live.ask("/", host=host).status == 403
    assert handshake(live, Host=host, Origin=f"http://{host}").split()[1] in ("400", "403")  # 400: no host at all


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machines_names_are_served(live, name):
    assert live.ask("/", host=f"{name}:{live.port}").status == 200


def test_a_foreign_origin_is_refused_before_anything_is_looked_up(live):
    assert " 101 " in handshake(live, Origin=live.url)
    for origin in ("http://evil.example", "null", f"http://localhost:{live.port + 1}", f"https://evil@{live.host}.evil"):
        assert " 403 " in handshake(live, Origin=origin), origin
        assert live.ask("/api/upload/x", "POST", b"", origin=origin).status == 403
    assert live.ask("/api/upload/x", "POST", b"", sec_fetch_site="cross-site").status == 403
    assert live.outward() == []


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
def test_closed_ways_in(live, path, method):
    assert live.ask(path, method).status == 403


@pytest.mark.parametrize("path", ["/", "/drop", "/assets/frame.js", "/readyz", "/_stcore/metrics", "/api/export/x"])
def test_security_headers_stand_on_every_answer(live, path):
    headers = live.ask(path).headers
    policy = headers["content-security-policy"]
    scripts = re.search(r"script-src ([^;]*)", policy)[1]
    assert "unsafe" not in scripts
    assert "http" not in policy
    assert "default-src 'self'" in policy
    framed = path.startswith(("/drop", "/api/export"))
    assert f"frame-ancestors {chr(39)}{'self' if framed else 'none'}{chr(39)}" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"


def test_a_visitor_gets_a_cookie_once_and_only_with_a_document(live):
    first = [c for c in live.ask("/").headers.get_all("set-cookie") if c.startswith("ts_sid=")]
    assert len(first) == 1
    assert "HttpOnly" in first[0]
    assert "SameSite=Lax" in first[0]
    again = live.ask("/", cookie=first[0].split(";")[0]).headers.get_all("set-cookie") or []
    assert not [c for c in again if c.startswith("ts_sid=")]
    for path in ("/readyz", "/assets/frame.js", "/drop"):
        assert not [c for c in live.ask(path).headers.get_all("set-cookie") or [] if c.startswith("ts_sid=")], path


def test_scripts_travel_compressed_and_are_kept_for_ever(live):
    document = live.ask("/").body.decode()
    script = re.search(r'src="\.(/static/js/index\.[^"]+)"', document)[1]
    packed, plain = live.ask(script, accept_encoding="gzip, br"), live.ask(script)
    assert packed.headers["content-encoding"] == "gzip"
    assert "javascript" in packed.headers["content-type"]
    assert "immutable" in packed.headers["cache-control"]
    assert packed.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 2


UPWARD = ("/static/../app.py", "/static/%2e%2e/%2e%2e/app.py", "/assets/../settings.py", "/assets/%2e%2e/settings.py")


@pytest.mark.parametrize("path", UPWARD)
def test_no_file_of_the_program_is_served(live, path):
    answer = live.ask(path, accept_encoding="gzip")
    assert b"import" not in answer.body


def test_ready_means_the_store_answers(live):
    answer = live.ask("/readyz")
    assert (answer.status, answer.body) == (200, b'{"ready":true}')
    assert answer.headers["cache-control"] == "no-store"


def test_commands_need_the_serving_files_token(live):
    for token in ("", "Bearer ", "Bearer guess", "Bearer \xe9"):
        answer = live.ask("/api/manage", "POST", b'{"argv": ["metrics"], "cwd": "/"}', authorization=token)
        assert answer.status == 403


def test_the_server_process_reaches_no_other_host(live):
    live.ask("/")
    assert live.outward() == []


def test_the_overview_has_a_name_too(live):
    answer = live.ask("/overview?period=90d&channel=Phone%20line")
    assert (answer.status, answer.headers["location"]) == (307, "/?period=90d&channel=Phone%20line")
