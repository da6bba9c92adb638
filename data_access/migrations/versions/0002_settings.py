"""One document of settings instead of four tables, and facts that keep what their file said beside what is shown.

Facts stored before keep their current values as the written ones. Of them nobody recorded whether a time was known: one
at midnight exactly is taken for a day without a time.
"""

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_HAPPENED = ("contacts", "answers", "comments", "invitations", "complaints", "purchases")
_MIDNIGHT = "{0} = CAST({1} AS TIMESTAMP)"


def upgrade() -> None:
    _new_tables()
    for table in (*_HAPPENED, "customers"):
        columns: list[sa.Column[Any]] = [sa.Column("channel_written", sa.String())]
        written = {"channel_written": "channel"}
        if table in _HAPPENED:
            columns += [sa.Column("day_written", sa.Date()), sa.Column("dated", sa.Boolean())]
            written |= {"day_written": "day", "dated": _MIDNIGHT.format("ts", "day")}
        if table == "contacts":
            columns += [sa.Column("mode_written", sa.String()), sa.Column("cost_written", sa.Float())]
            written |= {"mode_written": "mode", "cost_written": "cost"}
        if table == "complaints":
            columns += [sa.Column("resolved_day_written", sa.Date()), sa.Column("resolved_dated", sa.Boolean())]
            known = _MIDNIGHT.format("resolved_at", "resolved_day")
            written |= {"resolved_day_written": "resolved_day", "resolved_dated": f"COALESCE({known}, FALSE)"}
        _add(table, columns, written)
    _add("attributes", [sa.Column("value_written", sa.String())], {"value_written": "value"})
    _carry_over()
    for table in ("channels", "targets", "notes", "priors"):
        op.drop_table(table)


def _new_tables() -> None:
    op.create_table(
        "settings",
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(), nullable=False), sa.Column("subject", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False), sa.Column("document", sa.Text(), nullable=False),
        sa.Column("effects", sa.Text(), nullable=False),
    )
    op.create_table(
        "working_clock",
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(n, sa.BigInteger(), nullable=False) for n in ("before", "opens", "closes", "reopens", "recloses")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX working_clock_by_day ON working_clock (day)")


def _add(table: str, columns: list[sa.Column[Any]], written: dict[str, str]) -> None:
    """All rows in one statement, our own names only: both engines write a table of millions once."""
    for column in columns:
        op.add_column(table, column)
    assigned = ", ".join(f"{name} = {expression}" for name, expression in written.items())
    op.execute(f"UPDATE {table} SET {assigned}")  # noqa: S608  # our own names only


def _carry_over() -> None:
    """What the old tables hold becomes the first version of the settings; nothing where they are empty."""
    channels: dict[str, dict[str, Any]] = {}
    for alias, name, mode, cost, colour in _rows("channels", "alias", "channel", "mode", "cost_per_contact", "colour"):
        found = channels.setdefault(
            name, {"name": name, "aliases": [], "mode": mode, "cost_per_contact": cost, "colour": colour}
        )
        found["aliases"].append(alias)
    targets = [
        {"metric": metric, "value": value, "business_unit": unit, "start": _day(start), "end": _day(end)}
        for metric, unit, start, end, value in _rows("targets", "metric", "business_unit", "start", "end", "value")
    ]
    notes = [{"day": _day(day), "text": text} for day, text in _rows("notes", "day", "text")]
    priors = [{"name": name, "value": v, "low": v, "high": v} for name, v in _rows("priors", "name", "value")]
    if channels or targets or notes or priors:
        document = {
            "rules": {"targets": targets, "notes": notes}, "channels": list(channels.values()), "priors": priors,
        }
        row = {
            "version": 1, "at": datetime.now(UTC).replace(tzinfo=None), "subject": "migration",
            "why": "carried over from the tables before", "document": json.dumps(document, ensure_ascii=False), "effects": "[]",
        }
        op.get_bind().execute(sa.insert(sa.table("settings", *map(sa.column, row))).values(row))


def _rows(table: str, *columns: str) -> list[Any]:
    found = sa.table(table, *map(sa.column, columns))
    return list(op.get_bind().execute(sa.select(*found.c).order_by(found.c[columns[0]])))


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
