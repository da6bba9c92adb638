"""Brings a store to this program's tables: Alembic, inside the process, idempotent."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from data_access.dialects import Dialect
from data_access.errors import StoreError

_SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Run what is missing. Raises StoreError when the store was written by a newer program."""
    config, scripts = _scripts()
    with engine.begin() as connection:
        Dialect.of(engine).exclude_other_writers(connection)
        current = MigrationContext.configure(connection).get_current_heads()
        known = {script.revision for script in scripts.walk_revisions()}
        unknown = [revision for revision in current if revision not in known]
        if unknown:
            raise StoreError(
                f"The store was written by a newer version of the program (its tables are at {unknown[0]}, "
                f"this version knows up to {scripts.get_current_head()}). Start the newer version, or restore a backup."
            )
        if set(current) != set(scripts.get_heads()):
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def revisions(engine: Engine) -> tuple[str | None, str | None]:
    """(the store's revision, this program's)."""
    _, scripts = _scripts()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision(), scripts.get_current_head()


def _scripts() -> tuple[Config, ScriptDirectory]:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config, ScriptDirectory.from_config(config)
