"""Is everything sound: store, migrations, configuration, permissions. One line each, with the next step when not."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import and_, func, select

from data_access import audit, migrating
from data_access.schema import FACTS, METADATA, batches, records, responses, versions
from data_access.store import Store


@dataclass(frozen=True, slots=True)
class Check:
    """`seen`: what was found · `next_step`: what to do when it is not sound."""

    name: str
    sound: bool
    seen: str
    next_step: str = ""


def checks(store: Store) -> list[Check]:
    """All checks, the store first."""
    return [
        _tables(store), _migrations(store), _versions(store), _ledger(store), _owned(store), _uncounted(store), _audit(store),
        *_secrets(store),
    ]  # fmt: skip


def _tables(store: Store) -> Check:
    missing = []
    with store.engine.connect() as connection:
        for table in METADATA.sorted_tables:
            if not store.engine.dialect.has_table(connection, table.name):
                missing.append(table.name)
    return Check(
        "schema", not missing, f"{len(METADATA.tables)} tables" if not missing else f"missing {', '.join(missing)}",
        "Restore a backup, or start once with an empty STORE_URL to create the schema.",
    )


def _migrations(store: Store) -> Check:
    current, newest = migrating.revisions(store.engine)
    return Check(
        "migrations", current == newest, f"at {current}" if current == newest else f"at {current}, this program is at {newest}",
        "Open the store once with this program; a newer store needs the newer program.",
    )


def _audit(store: Store) -> Check:
    with store.engine.connect() as connection:
        broken = audit.first_broken(connection)
    return Check(
        "audit trail", broken is None, "unbroken" if broken is None else f"changed at entry {broken}",
        "Somebody changed the record of what was done: compare with a backup.",
    )


def _versions(store: Store) -> Check:
    with store.engine.connect() as connection:
        found = connection.execute(select(func.count()).select_from(versions)).scalar_one()
    return Check("data version", found >= 1, store.data_version(), "The versions table is empty: restore a backup.")


def _ledger(store: Store) -> Check:
    """Conservation: every loaded batch's ledger adds up."""
    balance = (
        batches.c.rows_loaded + batches.c.rows_rejected + batches.c.rows_duplicate + batches.c.rows_conflict
    )
    with store.engine.connect() as connection:
        wrong = connection.execute(select(batches.c.id).where(batches.c.rows_read != balance)).scalars().all()
    return Check(
        "ledgers", not wrong, "rows read = loaded + rejected + duplicate + conflict in every batch"
        if not wrong else f"batches {', '.join(map(str, wrong))} do not add up",
        "Undo those batches and import their files again.",
    )


def _owned(store: Store) -> Check:
    """No fact belongs to a batch that is unknown or undone."""
    known = select(batches.c.id).where(batches.c.state == "loaded")
    stray = []
    with store.engine.connect() as connection:
        for table in FACTS:
            query = select(func.count()).select_from(table).where(table.c.batch_id.not_in(known))
            if connection.execute(query).scalar_one():
                stray.append(table.name)
    return Check(
        "batches", not stray, "every fact belongs to a loaded batch" if not stray else f"stray rows in {', '.join(stray)}",
        "Restore the last backup: an import was interrupted outside its transaction.",
    )


def _uncounted(store: Store) -> Check:
    """Rows of surveys loaded before responses were counted, of which nobody kept the day: said, and nothing is broken."""
    there = (responses.c.source == records.c.source, responses.c.record == records.c.record)
    held = select(records.c.batch_id, func.count(), func.count(responses.c.record)).where(records.c.kind == "answers")
    joined = held.select_from(records.outerjoin(responses, and_(*there)))
    each = joined.group_by(records.c.batch_id).order_by(records.c.batch_id)
    with store.engine.connect() as connection:
        short = [
            f"batch {number}: {rows - counted:,} of its {rows:,} rows are not counted as responses yet: load the file again"
            for number, rows, counted in connection.execute(each)
            if counted < rows
        ]
    return Check("responses", True, "; ".join(short) or "every row of a survey is counted")


def _secrets(store: Store) -> list[Check]:
    """Files that only their owner may read."""
    found = []
    folder = store.folder
    files = sorted([*folder.glob("*.key"), *([store.path] if store.path else [])]) if folder else []
    for path in files:
        private = not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
        found.append(
            Check(
                f"file {path.name}", private, "readable by its owner only" if private else "readable by others",
                f"chmod 600 {_shown(path)}",
            )
        )
    return found


def _shown(path: Path) -> str:
    return path.name
