"""Engines by address: one embedded DuckDB file, or a PostgreSQL server.

DuckDB: one file, one process, many threads with a cursor of their own each (design section 5). The file may not be
`:memory:`: every thread would see a database of its own.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
from duckdb_sqlalchemy import ConnectionWrapper
from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from data_access.errors import ConfigError, StoreError

DEFAULT_URL = "duckdb:///var/touchstone.duckdb"
ACCEPTED = "duckdb:///folder/touchstone.duckdb or postgresql+psycopg://user@host/database"
POOL_SIZE = 16  # sessions that query at once; more wait for a connection instead of multiplying memory
FORMAT = "v1.5.0"  # of new files: words in dictionaries, written at half the processor time of the format 0.10 could read
_TUNABLE = ("threads", "memory_limit", "temp_directory")
_POSTGRES_OPTIONS = "-c timezone=UTC -c jit=off -c work_mem=256MB"  # engines.md 1.4: jit costs more than it gives here


def parse(url: str) -> URL:
    """The address as a URL. Raises ConfigError for anything but the two engines served."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigError(f"The store address {url!r} is no URL. Expected {ACCEPTED}.") from error
    if parsed.drivername == "duckdb":
        if not parsed.database or parsed.database.startswith(":memory:"):
            raise ConfigError(
                "The store address names no file: a DuckDB store in memory would be a different one in every thread. "
                "Expected duckdb:///folder/touchstone.duckdb."
            )
        unknown = sorted(set(parsed.query) - set(_TUNABLE))
        if unknown:
            raise ConfigError(f"Unknown store setting {unknown[0]!r}. Expected one of {', '.join(_TUNABLE)}.")
        return parsed
    if parsed.drivername == "postgresql+psycopg" and parsed.database:
        return parsed
    shown = parsed.drivername if parsed.database else f"{parsed.drivername} without a database"
    raise ConfigError(f"The store address uses {shown}. Expected {ACCEPTED}.")


def connect(url: URL) -> Engine:
    """An engine for an address that `parse` accepted. Raises StoreError when the store cannot be opened."""
    return _duckdb(url) if url.drivername == "duckdb" else _postgres(url)


def database_path(url: URL) -> Path | None:
    """The file of an embedded store, absolute; None for a server."""
    return Path(url.database).resolve() if url.drivername == "duckdb" and url.database else None


def _duckdb(url: URL) -> Engine:
    path = Path(url.database or "").resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    root = _open_file(path, dict(url.query))
    path.chmod(0o600)  # customers' answers: nobody else on the machine reads them
    # Every pooled connection is a cursor of the one open file; the root lives as long as the engine's creator.
    engine = create_engine(
        "duckdb://",
        creator=lambda: ConnectionWrapper(root.cursor()),
        poolclass=QueuePool,
        pool_size=POOL_SIZE,
        max_overflow=0,
    )
    engine.pool._touchstone_root = root  # type: ignore[attr-defined]  # closed by `dispose`
    return engine


def _open_file(path: Path, settings: dict[str, object]) -> duckdb.DuckDBPyConnection:
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": str(settings.get("threads", os.cpu_count() or 1)),
        "memory_limit": str(settings.get("memory_limit", f"{_half_of_memory()}MB")),
        "storage_compatibility_version": FORMAT,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    try:
        root = duckdb.connect(str(path), config=config)
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise StoreError(
                f"The store {path.name} is open in another process. One process at a time may own it. "
                "Close the other one, or let the running dashboard do this work."
            ) from error
        raise StoreError(f"The store {path.name} cannot be opened: {str(error).splitlines()[0]}") from error
    except duckdb.Error as error:
        raise StoreError(f"The store {path.name} cannot be opened: {str(error).splitlines()[0]}") from error
    spill = str(settings.get("temp_directory", path.with_suffix(".spill")))
    # After these, no statement can read or write another file, nor undo the settings.
    for statement in (
        f"SET temp_directory = {_quoted(spill)}",
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    ):
        root.execute(statement)
    return root


def _postgres(url: URL) -> Engine:
    return create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={"options": _POSTGRES_OPTIONS},
    )


def dispose(engine: Engine) -> None:
    """Close every connection, and the embedded file with them."""
    root = getattr(engine.pool, "_touchstone_root", None)
    engine.dispose()
    if root is not None:
        root.close()


def _half_of_memory() -> int:
    """MiB the engine may use before it spills to disk: the pages and imports need the other half."""
    return max(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**21, 256)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
