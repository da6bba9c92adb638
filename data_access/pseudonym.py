"""Customer identifiers as keyed hashes. The key lies beside the store in a file of its own, never in the database.

HMAC-SHA-256 (Krawczyk, Bellare, Canetti 1997), cut to 128 bits. Without the key nobody can try identifiers against
the store; with the same key the same customer is the same hash in every file and year.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import stat
import unicodedata
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from metrics.phrases import phrase

KEY_BYTES = 32
_HASHED = re.compile(r"\[[0-9a-f]{32}\]")
_BLOCK = 64  # bytes SHA-256 works on at a time
KEY_FILE_VARIABLE = "TOUCHSTONE_KEY_FILE"


class _Located(Protocol):
    """A store: its file when it is embedded, its engine in any case."""

    path: Path | None
    engine: Engine


class KeyFileError(Exception):
    """The key file cannot be used: what was seen, and what to do."""


class Pseudonymiser:
    """Turns identifiers into 32 hex characters, the same for the same identifier and key."""

    def __init__(self, key: bytes) -> None:
        if len(key) < KEY_BYTES:
            short = "The key has {n} bytes; {needed} are needed. Restore the key file from its backup."
            raise KeyFileError(phrase(short, n=len(key), needed=KEY_BYTES))
        self._key = key
        padded = key.ljust(_BLOCK, b"\0") if len(key) <= _BLOCK else hashlib.sha256(key).digest().ljust(_BLOCK, b"\0")
        self._inner, self._outer = (hashlib.sha256(bytes(b ^ pad for b in padded)) for pad in (0x36, 0x5C))

    @classmethod
    def beside(cls, store: _Located) -> Pseudonymiser:
        """With the store's own key, made on first use."""
        return cls.from_file(key_file(store))

    @classmethod
    def from_file(cls, path: Path) -> Pseudonymiser:
        """With the key in a file; creates it (0600) when there is none, refuses one that others can read."""
        if not path.exists():
            _create(path)
        if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise KeyFileError(phrase("The key file {name} can be read by others. Run: chmod 600 on it.", name=path.name))
        return cls(path.read_bytes())

    @classmethod
    def passing(cls) -> Pseudonymiser:
        """With a key that is forgotten: for previews."""
        return cls(secrets.token_bytes(KEY_BYTES))

    def customer(self, identifier: str) -> str:
        """The hash of one identifier; spelling variants of the same characters (NFKC, outer spaces) agree.

        A hash in brackets, as files of refused rows carry it, is itself: it comes back as the customer it was.
        """
        plain = (identifier if identifier.isascii() else unicodedata.normalize("NFKC", identifier)).strip()
        if plain[:1] == "[" and _HASHED.fullmatch(plain):
            return plain[1:-1]
        inner, outer = self._inner.copy(), self._outer.copy()  # HMAC by hand: the key's part of it is done once
        inner.update(plain.encode("utf-8", "surrogatepass"))
        outer.update(inner.digest())
        return outer.hexdigest()[:32]

    def derived(self, purpose: str) -> bytes:
        """A key for another purpose, from which this one cannot be found."""
        return hmac.new(self._key, b"purpose:" + purpose.encode(), hashlib.sha256).digest()


def key_file(store: _Located) -> Path:
    """Where the store's key lies: as the environment says, else beside the embedded store, else in var/."""
    if os.environ.get(KEY_FILE_VARIABLE):
        return Path(os.environ[KEY_FILE_VARIABLE])
    if store.path is not None:
        return store.path.with_suffix(".key")
    return Path("var") / f"{store.engine.url.database or 'store'}.key"


def _create(path: Path) -> None:
    """Whole or not at all, also when two processes start together: written aside, then linked into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(secrets.token_bytes(KEY_BYTES))
            out.flush()
            os.fsync(out.fileno())
        os.link(aside, path)
    except FileExistsError:
        return  # another process was first: its key counts
    finally:
        aside.unlink(missing_ok=True)
