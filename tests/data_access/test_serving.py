"""Who serves a store: believed only while the process lives and answers."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from data_access.serving import announce, retire, serving


class Ready(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/readyz" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def dashboard() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Ready)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
    Ready.status = 200
    retire()


def test_announced_found_and_retired(tmp_path: Path, dashboard: HTTPServer) -> None:
    store = tmp_path / "touchstone.duckdb"
    assert serving(store) is None
    token = announce(store, dashboard.server_port)
    found = serving(store)
    assert found is not None
    assert (found.pid, found.port, found.token) == (os.getpid(), dashboard.server_port, token)
    files = list(tmp_path.iterdir())
    assert [stat.S_IMODE(path.stat().st_mode) for path in files] == [0o600]
    assert announce(store, dashboard.server_port) != token, "a new start, a new token"
    retire()
    assert (serving(store), list(tmp_path.iterdir())) == (None, [])


def test_not_believed_when_it_does_not_answer(tmp_path: Path, dashboard: HTTPServer) -> None:
    store = tmp_path / "touchstone.duckdb"
    announce(store, dashboard.server_port)
    Ready.status = 503
    assert serving(store) is None


def test_a_dead_process_or_a_broken_file_serves_nobody(tmp_path: Path, dashboard: HTTPServer) -> None:
    store = tmp_path / "touchstone.duckdb"
    announce(store, dashboard.server_port)
    place = next(tmp_path.iterdir())
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    )
    content = json.loads(place.read_text())
    place.write_text(json.dumps(content | {"pid": int(gone.stdout)}))
    assert serving(store) is None
    retire()
    assert place.exists(), "another process's announcement is not ours to remove"
    place.write_text("{")
    assert serving(store) is None
