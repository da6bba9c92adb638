"""Stores for tests: a fresh DuckDB file each, and a private PostgreSQL cluster where its programs are installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine, insert, make_url, text

from data_access.schema import FACTS, METADATA, WRITTEN
from data_access.store import Store

# Property tests look as far on a slow machine as on a fast one; a landing is judged by the same examples every time,
# while every run elsewhere searches on.
settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
_CLOCKED = {"dated", "resolved_dated"}
_REQUIRED = {"source": "test", "batch_id": 1, "facts": "contacts"}


def load_rows(store: Store, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert literal facts. `record` and `seq` count up where absent; `day` is the day of `ts`; all as a file wrote it."""
    found = METADATA.tables[table]
    names = {column.name for column in found.c}
    full = []
    for number, row in enumerate(rows, start=1):
        values: dict[str, Any] = {name: value for name, value in _REQUIRED.items() if name in names}
        values |= {"record": number, "seq": number} if {"record", "seq"} <= names else {}
        if "ts" in names:
            values["day"] = row["ts"].date()
        values |= row
        values |= {name: values.get(name.removesuffix(WRITTEN)) for name in names if name.endswith(WRITTEN)}
        full.append(dict.fromkeys(names) | dict.fromkeys(names & _CLOCKED, False) | values)
    with store.writing() as connection:
        if full:
            connection.execute(insert(found), full)


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store as it is when it was just made: a copy is there in a fifth of the time."""
    path = tmp_path_factory.mktemp("blank") / "touchstone.duckdb"
    Store.open(f"duckdb:///{path}").close()
    return path


@pytest.fixture
def store(tmp_path: Path, blank: Path) -> Iterator[Store]:
    """A fresh embedded store."""
    path = tmp_path / "store" / blank.name
    path.parent.mkdir()
    shutil.copyfile(blank, path)
    opened = Store.open(f"duckdb:///{path}?threads=2&memory_limit=1GB")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A private cluster in a temporary folder, reachable over its Unix socket only."""
    if not _BINARIES:
        pytest.skip(
            "no PostgreSQL server programs in /usr/lib/postgresql: install the package 'postgresql' to run this"
        )
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    folder = Path(tempfile.mkdtemp(prefix="touchstone_pg_"))
    if os.geteuid() == 0:
        shutil.chown(folder, user)
    data, bin_dir = folder / "data", _BINARIES[-1]
    _run(user, bin_dir / "initdb", "-D", data, "-U", user, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
    _run(user, bin_dir / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
    yield f"postgresql+psycopg://{user}@/postgres?host={folder}"
    _run(user, bin_dir / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def blank_database(postgres_url: str) -> Iterator[tuple[Engine, str]]:
    """Who may make databases of that cluster, and the name of one that holds a store as it is when it was just made."""
    admin = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE touchstone_blank"))
    Store.open(_database(postgres_url, "touchstone_blank")).close()
    yield admin, "touchstone_blank"
    admin.dispose()


@pytest.fixture
def postgres_store(postgres_url: str, blank_database: tuple[Engine, str]) -> Iterator[Store]:
    """A fresh database of that cluster."""
    admin, like = blank_database
    name = f"touchstone_{os.urandom(6).hex()}"
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {like}"))
    opened = Store.open(_database(postgres_url, name))
    yield opened
    opened.close()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _database(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["duckdb", pytest.param("postgresql", marks=pytest.mark.postgres)])
def stores(request: pytest.FixtureRequest) -> Store:
    """The same test on each engine."""
    found: Store = request.getfixturevalue("store" if request.param == "duckdb" else "postgres_store")
    return found


def empty(store: Store) -> None:
    """Take every fact out again: cheaper than a fresh store in tests of many small logs."""
    with store.writing() as connection:
        for table in FACTS:
            connection.execute(table.delete())


def _run(user: str, *command: object) -> None:
    words = [str(word) for word in command]
    prefix = ["runuser", "-u", user, "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*prefix, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        pytest.skip(f"PostgreSQL does not start here: {done.stderr.strip()[-300:]}")
