"""The spool: a private folder for files on their way in (uploads) and out (exports). Nothing in it is kept for long."""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path

from server.settings import settings

UPLOAD, EXPORT = "in", "out"  # first part of a file's name
KEEP_SECONDS = 24 * 3600.0  # an upload waits this long for somebody to finish mapping it


def folder() -> Path:
    """The spool's folder, made if missing, readable by this user only."""
    path = settings().spool
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)  # mkdir's mode passes through the umask, and the folder may be older than this rule
    return path


def new_file(kind: str, suffix: str = "") -> Path:
    """A fresh path with an unguessable name; the file exists, is empty, and is readable by this user only.

    A name given by a person never becomes part of a path; `suffix` is ours (".csv", ".pptx").
    """
    path = folder() / f"{kind}-{secrets.token_hex(16)}{suffix}"
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return path


def spool_file(content: bytes, suffix: str = "") -> Path:
    """A finished export as a spool file, ready for a ticket."""
    path = new_file(EXPORT, suffix)
    path.write_bytes(content)
    return path


def discard(path: Path) -> None:
    """Remove a spool file; paths outside the spool are refused.

    Raises:
        ValueError: the path does not lie directly in the spool.
    """
    if path.absolute().parent != folder().absolute():
        raise ValueError(f"{path.name} is not in the spool: only spool files are discarded here")
    path.unlink(missing_ok=True)


def sweep(older_than: float = KEEP_SECONDS) -> int:
    """Remove files not touched for `older_than` seconds (0: all, at start); returns how many."""
    limit = time.time() - older_than
    removed = 0
    for path in folder().iterdir():
        if path.is_file() and (older_than <= 0 or path.stat().st_mtime < limit):
            path.unlink(missing_ok=True)
            removed += 1
    return removed
