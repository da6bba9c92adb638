"""Opening, versions, as-of and what a store tells at a glance."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from data_access.engines import FORMAT
from data_access.errors import ConfigError, StoreError
from data_access.filters import Filters
from data_access.schema import METADATA
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.store import SETTINGS_VERSION, Store
from metrics.frames import UNKNOWN
from tests.conftest import load_rows
from tests.data_access.facts import DIGITAL, RETAIL, at, complaint, contact, load_everything

RETAILER = Scope("r", "viewer", (RETAIL,))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("duckdb:///:memory:", "names no file"),
        ("duckdb://", "names no file"),
        ("sqlite:///x.db", "uses sqlite"),
        ("postgresql://u@h/d", "uses postgresql"),
        ("postgresql+psycopg://u@h", "without a database"),
        ("nonsense", "is no URL"),
        ("duckdb:///x.duckdb?allow_unsigned_extensions=true", "Unknown store setting 'allow_unsigned_extensions'"),
    ],
)
def test_refuses_other_addresses_and_says_which_it_takes(url: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        Store.open(url)
    assert "duckdb:///" in str(caught.value) or "threads" in str(caught.value)


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    url = f"duckdb:///{tmp_path / 'new' / 'folder' / 's.duckdb'}"
    first = Store.open(url)
    load_rows(first, "contacts", [contact(at(2), "Web", "ada")])
    version = first.data_version()
    first.close()
    second = Store.open(url)
    assert (second.data_version(), second.choices("channel", LOCAL_ADMIN)) == (version, ["Web"])
    assert second.folder == tmp_path / "new" / "folder"
    second.close()


def _format(store: Store) -> str:
    with store.engine.connect() as connection:
        found = "SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = current_database()"
        return str(connection.execute(text(found)).scalar_one())


def test_a_new_file_is_in_the_faster_format_and_an_older_one_stays_of_use(tmp_path: Path) -> None:
    made = Store.open(f"duckdb:///{tmp_path / 'new.duckdb'}")
    assert _format(made).startswith(FORMAT)
    made.close()
    duckdb.connect(str(tmp_path / "old.duckdb"), config={"storage_compatibility_version": "v1.0.0"}).close()
    older = Store.open(f"duckdb:///{tmp_path / 'old.duckdb'}")
    load_rows(older, "contacts", [contact(at(2), "Web", "ada")])
    assert _format(older).startswith("v1.0.0")
    assert older.choices("channel", LOCAL_ADMIN) == ["Web"]
    older.close()


def test_the_migrations_make_exactly_the_schema(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": False}), METADATA) == []


def test_migrations_and_schema_have_the_same_types(stores: Store) -> None:
    with stores.engine.connect() as connection:
        found = connection.execute(
            text("SELECT table_name, column_name, data_type FROM information_schema.columns")
        ).all()
    seen = {(table, column): kind for table, column, kind in found if table in METADATA.tables}
    words = {
        "DateTime": "timestamp",
        "Date": "date",
        "Float": "double",
        "BigInteger": "bigint",
        "Integer": "integer",
        "Boolean": "boolean",
    }
    for table in METADATA.tables.values():
        for column in table.c:
            word = words.get(type(column.type).__name__)
            kind = seen[(table.name, column.name)].lower()
            assert kind.startswith(word) if word else kind in ("varchar", "text", "character varying"), (
                table.name,
                column.name,
            )


def test_a_store_of_a_newer_program_is_refused(stores: Store) -> None:
    with stores.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    url = stores.engine.url.render_as_string(hide_password=False) if stores.path is None else f"duckdb:///{stores.path}"
    stores.close()
    with pytest.raises(StoreError, match=r"newer version.*9999.*0004"):
        Store.open(url)


def test_a_second_process_is_told_who_owns_the_file(store: Store) -> None:
    code = (
        "import sys\nfrom data_access.store import Store\nfrom data_access.errors import StoreError\n"
        "try:\n    Store.open(sys.argv[1])\nexcept StoreError as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, f"duckdb:///{store.path}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert "is open in another process" in done.stdout


def test_statements_reach_no_other_file(store: Store) -> None:
    with store.engine.connect() as connection, pytest.raises(Exception, match="disabled by configuration"):
        connection.execute(text("SELECT * FROM read_csv('/etc/passwd')"))
    with store.engine.connect() as connection, pytest.raises(Exception, match="locked"):
        connection.execute(text("SET enable_external_access = true"))


def test_versions_move_with_what_changed(stores: Store) -> None:
    assert stores.data_version() == "0.0"
    load_rows(stores, "contacts", [])
    assert stores.data_version() == stores.version_at_hand() == "1.0"
    with stores.writing(SETTINGS_VERSION):
        pass
    assert stores.data_version() == stores.version_at_hand() == "1.1"
    with pytest.raises(RuntimeError), stores.writing():
        raise RuntimeError("nothing is kept of a failed change")
    assert stores.data_version() == "1.1"


def test_writers_wait_for_each_other(stores: Store) -> None:
    def write() -> None:
        for _ in range(5):
            load_rows(stores, "contacts", [contact(at(2), "Web", "ada")])

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stores.data_version() == "20.0"
    assert stores.stages(LOCAL_ADMIN, Filters()) == []
    assert stores.sources(LOCAL_ADMIN)[0].rows == 20


def test_as_of_is_the_last_event_seen_but_not_later_than_now(stores: Store) -> None:
    now = datetime(2026, 4, 1)
    assert stores.as_of(LOCAL_ADMIN, now) is None
    load_rows(stores, "contacts", [contact(at(2), "Web", "ada")])
    assert stores.as_of(LOCAL_ADMIN, now) == at(2)
    load_rows(
        stores, "complaints", [complaint(at(1), DIGITAL, due_at=at(30), first_response_at=at(3), closed_at=at(7, 8))]
    )
    assert stores.as_of(LOCAL_ADMIN, now) == at(7, 8), "a due time is a promise, not an event"
    assert stores.as_of(RETAILER, now) == at(2), "events of other units do not show"
    assert stores.as_of(Scope("n", "viewer", ()), now) is None
    load_rows(
        stores,
        "answers",
        [{"ts": datetime(2030, 1, 1), "question": "q", "kind": "csat", "scale_min": 1, "scale_max": 5, "score": 3}],
    )
    assert stores.as_of(LOCAL_ADMIN, now) == now


def test_at_a_glance(stores: Store) -> None:
    assert (stores.span(LOCAL_ADMIN), stores.sources(LOCAL_ADMIN), stores.attributes(LOCAL_ADMIN)) == (None, [], [])
    load_everything(stores)
    assert stores.span(LOCAL_ADMIN) == (date(2026, 3, 2), date(2026, 3, 11))
    assert stores.span(Scope("d", "viewer", (DIGITAL,))) == (date(2026, 3, 3), date(2026, 3, 9))
    assert stores.choices("channel", LOCAL_ADMIN) == ["Web", UNKNOWN, "Phone", "E-mail", "SMS"]
    assert stores.choices("channel", RETAILER) == ["Web", UNKNOWN, "E-mail", "Phone"]
    assert stores.choices("theme", LOCAL_ADMIN) == ["Billing", UNKNOWN, "Staff"]
    assert stores.choices("attr:age group", LOCAL_ADMIN) == ["18-29", "60+"]
    assert stores.choices("attr:age group", RETAILER) == ["18-29"]
    assert stores.attributes(LOCAL_ADMIN) == ["age group", "airline", "plan"]
    assert stores.attributes(RETAILER) == ["age group", "plan"]
    assert stores.stages(LOCAL_ADMIN, Filters()) == [("A", 5), ("B", 1), ("C", 1)]
    assert stores.stages(LOCAL_ADMIN, Filters.of(date(2026, 3, 3), date(2026, 3, 5), stage="B")) == [("A", 2), ("C", 1)]
    assert [(s.source, s.last_day, s.last_batch, s.rows) for s in stores.sources(RETAILER)] == [
        ("test", date(2026, 3, 11), None, 20)
    ]
    with pytest.raises(ValueError, match="'colour' is no dimension"):
        stores.choices("colour", LOCAL_ADMIN)


def test_a_warm_store_asks_the_engine_nothing(store: Store) -> None:
    load_everything(store)

    def look() -> None:
        store.as_of(LOCAL_ADMIN)
        store.span(LOCAL_ADMIN)
        store.choices("channel", LOCAL_ADMIN)
        store.stages(LOCAL_ADMIN, Filters())
        store.sources(LOCAL_ADMIN)

    look()
    warm = store.statements
    look()
    assert store.statements == warm
