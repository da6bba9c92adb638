"""What the process shares: one open store. Opened on first use, as page tests run no lifespan."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from data_access.store import Store
from server.settings import Settings, settings


@dataclass(frozen=True, slots=True)
class Services:
    """The settings in force and the store they name."""

    settings: Settings
    store: Store


_lock = threading.RLock()
_open: Services | None = None


def services() -> Services:
    """The process's services; opened (migrations included) at the first call, and again when the settings changed.

    Raises:
        ConfigError: a setting cannot be served. StoreError: the store is busy elsewhere or newer than the program.
    """
    global _open
    wanted = settings()
    with _lock:
        if _open is None or _open.settings != wanted:
            close()
            wanted.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            _open = Services(wanted, Store.open(wanted.store_url))
        return _open


def close() -> None:
    """Close the store; the next call of `services` opens it again."""
    global _open
    with _lock:
        if _open is not None:
            _open.store.close()
            _open = None
