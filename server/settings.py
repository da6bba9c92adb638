"""Where things lie and who may connect, read from the environment in one place.

TOUCHSTONE_HOME  folder of everything the product writes (default: `var/` beside app.py)
STORE_URL        SQLAlchemy URL of the store (default: an embedded DuckDB file in that folder)
HOST, PORT       the address to serve on (default: 127.0.0.1:8501)
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data_access import engines
from data_access.errors import ConfigError

ROOT = Path(__file__).resolve().parent.parent
# Names under which a machine reaches itself. Nothing else is served without sign-in: who connects is administrator.
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """One consistent reading of the environment; equal readings are equal objects."""

    home: Path
    store_url: str
    host: str = LOOPBACK[0]
    port: int = 8501

    @property
    def spool(self) -> Path:
        """Folder of files on their way in or out."""
        return self.home / "spool"

    @property
    def store_path(self) -> Path | None:
        """The embedded store's file; None for a database server."""
        return engines.database_path(engines.parse(self.store_url))


def settings(environ: Mapping[str, str] | None = None) -> Settings:
    """What the environment says now.

    Raises:
        ConfigError: HOST, PORT or STORE_URL cannot be served.
    """
    env = os.environ if environ is None else environ
    home = Path(env.get("TOUCHSTONE_HOME") or ROOT / "var").expanduser().absolute()
    url = env.get("STORE_URL") or f"duckdb:///{home / 'touchstone.duckdb'}"
    engines.parse(url)
    return Settings(home, url, _host(env.get("HOST") or LOOPBACK[0]), _port(env.get("PORT") or "8501"))


def check_host(host: str) -> str:
    """The host, when it may be served without sign-in.

    Raises:
        ConfigError: other machines could reach it.
    """
    if host.strip("[]") not in LOOPBACK:
        raise ConfigError(
            f"HOST={host} would let other machines in, and no sign-in is configured: everybody who connects would be"
            f" the administrator. Serve on this machine only (HOST=127.0.0.1), and put a tunnel or a signing-in proxy"
            f" on this machine in front of it."
        )
    return host.strip("[]")


def _host(text: str) -> str:
    return check_host(text.strip())


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise ConfigError(f"PORT={text} is no port: expected a whole number from 0 to 65535, for example PORT=8502.")
    return int(text)
