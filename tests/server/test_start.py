"""Starting: what cannot be served is said in one sentence, before anything listens."""

import os
import socket
import subprocess
import sys

import pytest

from tests.browser.launch import ROOT, STAGE, environment, served


def run(*command, home, **extra) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment(home, **extra), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=120, check=False,
    )


def test_a_busy_port_is_said_plainly(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = run("-m", "server.preflight", home=tmp_path, PORT=str(port))
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Port {port} is already in use.")
    assert f"PORT={port + 1} make run" in ended.stderr


def test_another_host_without_sign_in_is_refused(tmp_path):
    by_environment = run("-m", "server.preflight", home=tmp_path, HOST="0.0.0.0")
    flags = ("--server.address", "0.0.0.0", "--server.port", "0")
    by_flag = run("-m", "streamlit", "run", str(STAGE), *flags, home=tmp_path)
    for ended in (by_environment, by_flag):
        assert ended.returncode == 1
        assert "no sign-in is configured" in ended.stderr
        assert "Traceback" not in ended.stderr


def test_a_store_nobody_can_serve_is_refused(tmp_path):
    ended = run("-m", "server.preflight", home=tmp_path, STORE_URL="sqlite:///x.db")
    assert ended.returncode == 1
    assert "Expected duckdb:///" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_store_that_is_served_already_is_said_with_its_address(live):
    ended = run("-m", "server.preflight", home=live.home)
    assert ended.returncode == 1
    assert f"already served on port {live.port}: open {live.url}" in ended.stderr


@pytest.mark.skipif(os.name == "nt", reason="reads POSIX permissions")
def test_who_serves_the_store_is_known_while_it_is_served_and_leftovers_are_swept(tmp_path):
    from data_access.serving import serving

    (tmp_path / "spool").mkdir()
    (tmp_path / "spool" / "in-left-by-a-crash").write_bytes(b"x")
    with served(STAGE, tmp_path) as running:
        found = serving(tmp_path / "touchstone.duckdb")
        assert found is not None
        assert (found.pid, found.port) == (running.process.pid, running.port)
        assert running.spooled() == []
    assert running.process.returncode is not None
    assert serving(tmp_path / "touchstone.duckdb") is None


def test_a_broken_store_is_not_ready_and_the_server_lives(tmp_path):
    (tmp_path / "touchstone.duckdb").write_bytes(b"this is no database" * 1000)
    with served(STAGE, tmp_path) as running:
        answer = running.ask("/readyz")
        assert (answer.status, answer.body) == (503, b'{"ready":false}')
        assert running.ask("/").status == 200


KNOWN_ROUTES = {
    "/_stcore/health", "/_stcore/script-health-check", "/_stcore/metrics", "/_stcore/host-config", "/media/{file_id:path}",
    "/_stcore/upload_file/{session_id}/{file_id}", "/component/{path:path}", "/_stcore/bidi-components/{path:path}",
    "/_stcore/stream", "/auth/login", "/auth/logout", "/oauth2callback", "/_stcore/agent/interact",
    "/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "",
    "/readyz", "/overview", "/api/export/{ticket}", "/api/upload/{ticket}", "/api/manage", "/drop", "/favicon.png", "/assets",
}


def test_every_way_in_has_been_looked_at(tmp_path):
    """A new route, of Streamlit's or ours, is named here once somebody has decided whether server/guard.py closes it."""
    listing = "import app; print(*[r.path for r in app.app._build_starlette_app().routes], sep='\\n')"
    ended = run("-c", listing, home=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert set(ended.stdout.splitlines()) - KNOWN_ROUTES == set()
