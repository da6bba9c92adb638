"""Every version of a row is kept: tables aside for those not shown, batches that change, replace and complete, and a log
of what history became.

Restatements recorded before are those of settings; their text names the tables they moved.
"""

import json
import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NEW = {
    "batches": (("rows_changed", sa.Integer()), ("replaces", sa.Integer()), ("completes", sa.Integer())),
    "rejected_rows": (("record", sa.BigInteger()), ("origin", sa.Integer()), ("returned_by", sa.Integer())),
    "restatements": (
        ("cause", sa.String()), ("batch_id", sa.Integer()), ("rows", sa.Integer()), ("facts", sa.Text()),
        ("units", sa.Text()), ("moved", sa.Text()),
    ),
}  # fmt: skip
_TOLD = re.compile(r"of (\d+) rows of (\w+)")
_INDEXES = (
    "CREATE INDEX records_aside_by_record ON records_aside (source, kind, record)",
    "CREATE INDEX records_by_batch ON records (batch_id)",
    "CREATE INDEX records_aside_by_batch ON records_aside (batch_id)",
)


def upgrade() -> None:
    for table, columns in _NEW.items():
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind))
    op.execute("UPDATE batches SET rows_changed = 0")
    op.create_table(
        "changed_cells",
        sa.Column("batch_id", sa.Integer(), nullable=False), sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("line", sa.BigInteger()), sa.Column("column_name", sa.String(), nullable=False),
        sa.Column("stored", sa.Text()), sa.Column("new", sa.Text()),
    )
    _tables_aside()
    _restatements()
    if op.get_bind().dialect.name == "postgresql":
        for statement in _INDEXES:
            op.execute(statement)


def _tables_aside() -> None:
    """As the facts stand at this revision, column by column."""
    looked_at = sa.inspect(op.get_bind())
    for name in (
        "contacts", "answers", "comments", "invitations", "complaints", "purchases", "customers", "attributes", "records",
    ):
        columns = [sa.Column(c["name"], c["type"], nullable=c["nullable"]) for c in looked_at.get_columns(name)]
        op.create_table(f"{name}_aside", *columns)


def _restatements() -> None:
    """Of settings: how many rows of which tables, as their text says."""
    names = ("id", "what", "cause", "rows", "facts")
    table = sa.table("restatements", *map(sa.column, names))
    connection = op.get_bind()
    for number, what in list(connection.execute(sa.select(table.c.id, table.c.what))):
        told: list[tuple[Any, ...]] = _TOLD.findall(what)
        facts = json.dumps(sorted({name for _, name in told}))
        found = {"cause": "settings", "rows": max((int(n) for n, _ in told), default=0), "facts": facts}
        connection.execute(sa.update(table).where(table.c.id == number).values(found))
