"""Who serves an embedded store: a 0600 file beside it with process, port and token, so that one process alone opens it.

`manage.py` asks here first and hands its command over to whoever serves; nobody is told "could not set lock".
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

SUFFIX = ".serving"
_PATIENCE = 5.0  # seconds for an answer on loopback: a busy dashboard still answers, another program's port may hang
_announced: list[Path] = []


@dataclass(frozen=True, slots=True)
class Serving:
    """A process that serves a store on this machine's loopback."""

    pid: int
    port: int
    token: str


def announce(store_path: Path, port: int) -> str:
    """Say that this process serves the store on `port`. Returns the token that callers must show."""
    token = secrets.token_urlsafe(32)
    place = _place(store_path)
    fresh = place.with_name(f"{place.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(asdict(Serving(os.getpid(), port, token)), file)
    fresh.replace(place)  # readers see the old file or the new one, never half of one
    _announced.append(place)
    return token


def retire() -> None:
    """Take this process's announcements back; another process's are left alone."""
    while _announced:
        place = _announced.pop()
        known = _read(place)
        if known is not None and known.pid == os.getpid():
            place.unlink(missing_ok=True)


def serving(store_path: Path) -> Serving | None:
    """Who serves the store now; None when nobody does, or the file is left over from a process that is gone."""
    known = _read(_place(store_path))
    return known if known is not None and _lives(known.pid) and _ready(known.port) else None


def _place(store_path: Path) -> Path:
    return store_path.with_name(store_path.name + SUFFIX)


def _read(place: Path) -> Serving | None:
    try:
        return Serving(**json.loads(place.read_text(encoding="ascii")))
    except (OSError, ValueError, TypeError):  # no file, or no file of ours
        return None


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it lives, as another user
        return True
    return True


def _ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
