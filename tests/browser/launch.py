"""Start the product's server for a test exactly as `make run` does, on a free port, with a home of its own."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
WITNESS = Path(__file__).parent / "witness"
STAGE = Path(__file__).parent / "stage" / "app.py"
START_SECONDS = 90  # generous: a loaded machine, not a measurement


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass(frozen=True)
class Served:
    url: str
    home: Path
    process: subprocess.Popen

    @property
    def port(self) -> int:
        return urlsplit(self.url).port

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def ask(self, path, method="GET", body=None, **headers) -> Answer:
        """One request; header names with underscores for dashes, `host` overrides the Host header."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, names)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def cookie(self) -> str:
        """A fresh visitor's cookie header."""
        given = self.ask("/").headers.get_all("set-cookie")
        return next(c.split(";")[0] for c in given if c.startswith("ts_sid="))

    def outward(self) -> list[str]:
        """Attempts of the server process to reach another host."""
        log = self.home / "witness.log"
        return log.read_text().splitlines() if log.exists() else []

    def spooled(self) -> list[str]:
        return sorted(path.name for path in (self.home / "spool").iterdir())


def environment(home: Path, **extra: str) -> dict[str, str]:
    """The environment of a server under test."""
    inherited = {k: v for k, v in os.environ.items() if k not in ("HOST", "PORT", "STORE_URL", "TOUCHSTONE_HOME")}
    path = os.pathsep.join(filter(None, [str(WITNESS), str(ROOT), os.environ.get("PYTHONPATH")]))
    return inherited | {
        "TOUCHSTONE_HOME": str(home), "WITNESS": str(home / "witness.log"), "PYTHONPATH": path, "PYTHONUNBUFFERED": "1",
    } | extra


@contextmanager
def served(app: Path, home: Path, **extra: str) -> Iterator[Served]:
    """Serve `app` until the block ends."""
    home.mkdir(parents=True, exist_ok=True)
    log = home / "server.log"
    where = ("--server.address", "127.0.0.1", "--server.port", "0")
    command = [sys.executable, "-m", "streamlit", "run", str(app), *where]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(home, **extra), stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
    try:
        yield Served(_address(process, log), home, process)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(process: subprocess.Popen, log: Path) -> str:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        said = log.read_text(errors="replace")
        if process.poll() is not None:
            break
        found = re.search(r"http://127\.0\.0\.1:(\d+)", said)
        if found and _alive(int(found[1])):
            return found[0]
        time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{log.read_text(errors='replace')}")


def _alive(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status in (200, 503)
    except OSError:
        return False
    finally:
        connection.close()
