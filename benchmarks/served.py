"""The product's own server in a process of its own, and what that process has used: CPU and memory."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 120
_CPU_OF_PROCESS = 2  # Linux: the clock of another process is its number, inverted, with this kind in the low bits


@dataclass(frozen=True)
class Served:
    """A running server. `port` on 127.0.0.1."""

    port: int
    process: subprocess.Popen[bytes]

    def cpu(self) -> float:
        """Seconds of CPU the process has used so far, all threads, to the nanosecond (Linux)."""
        return time.clock_gettime((~self.process.pid << 3) | _CPU_OF_PROCESS)

    def memory(self, name: str = "VmRSS") -> int:
        """MiB held now (VmRSS) or at most so far (VmHWM)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(rf"{name}:\s+(\d+) kB", status)
        if found is None:
            raise RuntimeError(f"/proc says nothing about {name} of process {self.process.pid}: this needs Linux")
        return int(found[1]) // 1024

    def cookie(self) -> str:
        """A fresh visitor's cookie header."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", "/")
            given = connection.getresponse().headers.get_all("set-cookie") or []
        finally:
            connection.close()
        return "; ".join(cookie.split(";")[0] for cookie in given)


@contextmanager
def served(home: Path) -> Iterator[Served]:
    """Serve the store in `home` as `make run` does, on a free port, until the block ends."""
    inherited = {k: v for k, v in os.environ.items() if k not in ("HOST", "PORT", "STORE_URL")}
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", "0"]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT,
            env=inherited | {"TOUCHSTONE_HOME": str(home), "PYTHONUNBUFFERED": "1"},
        )
        try:
            yield Served(_port(process, said.fileno()), process)
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _port(process: subprocess.Popen[bytes], said: int) -> int:
    end = time.monotonic() + START_SECONDS
    text = ""
    while time.monotonic() < end and process.poll() is None:
        text = os.pread(said, 100_000, 0).decode(errors="replace")
        found = re.search(r"http://127\.0\.0\.1:(\d+)", text)
        if found and _answers(int(found[1])):
            return int(found[1])
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start; expected its address within {START_SECONDS} s, it said:\n{text}")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
