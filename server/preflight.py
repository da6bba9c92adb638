"""Before serving: import app.py (a mistake in it would otherwise be served without its guards) and ask for the port.

`python -m server.preflight` ends with 0, or with one plain sentence and 1.
"""

from __future__ import annotations

import errno
import importlib
import socket
import sys

from data_access import serving
from data_access.errors import ConfigError
from server.settings import ROOT, Settings, settings


def served_already(wanted: Settings) -> str | None:
    """Who serves the same embedded store already, in words; None when nobody does."""
    path = wanted.store_path
    other = serving.serving(path) if path is not None else None
    if path is None or other is None:
        return None
    return (
        f"The store {path.name} is already served on port {other.port}: open http://127.0.0.1:{other.port}, or serve"
        f" another one: TOUCHSTONE_HOME=another-folder PORT={wanted.port + 1} make run"
    )


def port_trouble(wanted: Settings) -> str | None:
    """Why the wanted address cannot be served, with the next step; None when it can."""
    family = socket.AF_INET6 if ":" in wanted.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((wanted.host, wanted.port))
        except OSError as error:
            return _words(wanted, error)
    return None


def _words(wanted: Settings, error: OSError) -> str:
    other = f"PORT={wanted.port + 1} make run" if wanted.port < 65535 else "PORT=8501 make run"
    if error.errno == errno.EADDRINUSE:
        return f"Port {wanted.port} is already in use. Stop what uses it, or take another: {other}"
    if error.errno == errno.EACCES:
        return f"Port {wanted.port} is reserved by the system. Take one above 1023: PORT=8501 make run"
    return f"{wanted.host}:{wanted.port} cannot be served ({error.strerror}). Try: HOST=127.0.0.1 {other}"


def main() -> int:
    """Check; returns the exit code."""
    try:
        wanted = settings()
        wanted.home.mkdir(mode=0o700, parents=True, exist_ok=True)  # before anything is written into it
        trouble = served_already(wanted) or port_trouble(wanted)
    except ConfigError as error:
        trouble = f"Touchstone does not start. {error}"
    if trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    sys.path.insert(0, str(ROOT))
    importlib.import_module("app")
    return 0


if __name__ == "__main__":
    sys.exit(main())
