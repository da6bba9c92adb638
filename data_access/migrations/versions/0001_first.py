"""The first tables: everything in `data_access/schema`, and PostgreSQL's indexes (engines.md 1.4).

DuckDB gets no index on facts: they cost more at load than they give (3.4 x build time, +63 % size).
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_INDEXES = (
    "CREATE INDEX contacts_by_customer ON contacts (customer, ts, seq) INCLUDE (channel, stage)",
    "CREATE INDEX contacts_by_ts ON contacts USING brin (ts)",
    "CREATE INDEX answers_by_kind ON answers (kind, ts)",
    "CREATE INDEX complaints_by_ts ON complaints USING brin (ts)",
    "CREATE INDEX attributes_by_record ON attributes (source, record, name)",
    "CREATE INDEX records_by_record ON records (source, kind, record)",
)


def upgrade() -> None:
    _contacts_and_answers()
    _complaints_and_customers()
    _batches_and_settings()
    _people_and_records_of_work()
    op.execute("INSERT INTO versions (name, value) VALUES ('facts', 0), ('settings', 0)")
    if op.get_bind().dialect.name == "postgresql":
        for statement in _INDEXES:
            op.execute(statement)


def _contacts_and_answers() -> None:
    op.create_table(
        "contacts",
        sa.Column("source", sa.String(), nullable=False), sa.Column("record", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False), sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("ts", sa.DateTime(), nullable=False), sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String()), sa.Column("segment", sa.String()), sa.Column("region", sa.String()),
        sa.Column("product", sa.String()), sa.Column("business_unit", sa.String()),
        sa.Column("customer", sa.String()), sa.Column("case_id", sa.String()), sa.Column("direction", sa.String()),
        sa.Column("mode", sa.String()), sa.Column("stage", sa.String()), sa.Column("touchpoint", sa.String()),
        sa.Column("reason", sa.String()), sa.Column("agent", sa.String()), sa.Column("transferred_to", sa.String()),
        sa.Column("resolved", sa.Boolean()), sa.Column("abandoned", sa.Boolean()),
        sa.Column("waiting_seconds", sa.Float()), sa.Column("handling_seconds", sa.Float()),
        sa.Column("cost", sa.Float()), sa.Column("team", sa.String()), sa.Column("owner", sa.String()),
    )
    op.create_table(
        "answers",
        sa.Column("source", sa.String(), nullable=False), sa.Column("record", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False), sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("ts", sa.DateTime(), nullable=False), sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String()), sa.Column("segment", sa.String()), sa.Column("region", sa.String()),
        sa.Column("product", sa.String()), sa.Column("business_unit", sa.String()),
        sa.Column("customer", sa.String()), sa.Column("case_id", sa.String()), sa.Column("instrument", sa.String()),
        sa.Column("question", sa.String(), nullable=False), sa.Column("kind", sa.String(), nullable=False),
        sa.Column("scale_min", sa.Float(), nullable=False), sa.Column("scale_max", sa.Float(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False), sa.Column("touchpoint", sa.String()),
        sa.Column("stage", sa.String()), sa.Column("weight", sa.Float()),
    )
    op.create_table(
        "comments",
        sa.Column("source", sa.String(), nullable=False), sa.Column("record", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False), sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("ts", sa.DateTime(), nullable=False), sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String()), sa.Column("segment", sa.String()), sa.Column("region", sa.String()),
        sa.Column("product", sa.String()), sa.Column("business_unit", sa.String()),
        sa.Column("customer", sa.String()), sa.Column("question", sa.String()),
        sa.Column("text", sa.String(), nullable=False), sa.Column("language", sa.String()),
    )
    op.create_table(
        "invitations",
        sa.Column("source", sa.String(), nullable=False), sa.Column("record", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False), sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("ts", sa.DateTime(), nullable=False), sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String()), sa.Column("segment", sa.String()), sa.Column("region", sa.String()),
        sa.Column("product", sa.String()), sa.Column("business_unit", sa.String()),
        sa.Column("instrument", sa.String()), sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("bounced", sa.Integer()), sa.Column("answered", sa.Integer()), sa.Column("partial", sa.Integer()),
    )


def _complaints_and_customers() -> None:
    op.create_table(
        "complaints",
        sa.Column("source", sa.String(), nullable=False), sa.Column("record", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False), sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("ts", sa.DateTime(), nullable=False), sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String()), sa.Column("segment", sa.String()), sa.Column("region", sa.String()),
        sa.Column("product", sa.String()), sa.Column("business_unit", sa.String()),
        sa.Column("customer", sa.String()), sa.Column("case_id", sa.String()),
        sa.Column("first_response_at", sa.DateTime()), sa.Column("due_at", sa.DateTime()),
        sa.Column("resolved_at", sa.DateTime()), sa.Column("resolved_day", sa.Date()),
        sa.Column("closed_at", sa.DateTime()), sa.Column("reopened_at", sa.DateTime()),
        sa.Column("theme", sa.String()), sa.Column("severity", sa.String()), sa.Column("escalated", sa.String()),
        sa.Column("upheld", sa.String()), sa.Column("compensation", sa.Float()),
        sa.Column("satisfaction_after", sa.Float()), sa.Column("satisfaction_min", sa.Float()),
        sa.Column("satisfaction_max", sa.Float()), sa.Column("confirmed", sa.String()),
        sa.Column("team", sa.String()), sa.Column("owner", sa.String()),
    )
    op.create_table(
        "purchases",
        sa.Column("source", sa.String(), nullable=False), sa.Column("record", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False), sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("ts", sa.DateTime(), nullable=False), sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String()), sa.Column("segment", sa.String()), sa.Column("region", sa.String()),
        sa.Column("product", sa.String()), sa.Column("business_unit", sa.String()),
        sa.Column("customer", sa.String()), sa.Column("amount", sa.Float()),
    )
    op.create_table(
        "customers",
        sa.Column("source", sa.String(), nullable=False), sa.Column("record", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False), sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String()), sa.Column("segment", sa.String()), sa.Column("region", sa.String()),
        sa.Column("product", sa.String()), sa.Column("business_unit", sa.String()),
        sa.Column("customer", sa.String(), nullable=False), sa.Column("since", sa.Date()),
        sa.Column("status", sa.String()),
    )
    op.create_table(
        "attributes",
        sa.Column("source", sa.String(), nullable=False), sa.Column("record", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False), sa.Column("facts", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False), sa.Column("value", sa.String(), nullable=False),
    )
    op.create_table(
        "records",
        sa.Column("source", sa.String(), nullable=False), sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
    )


def _batches_and_settings() -> None:
    op.create_table(
        "versions",
        sa.Column("name", sa.String(), primary_key=True), sa.Column("value", sa.Integer(), nullable=False),
    )
    op.create_table(
        "batches",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("source", sa.String(), nullable=False), sa.Column("kind", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False), sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False), sa.Column("state", sa.String(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_loaded", sa.Integer(), nullable=False),
        sa.Column("rows_rejected", sa.Integer(), nullable=False),
        sa.Column("rows_duplicate", sa.Integer(), nullable=False),
        sa.Column("rows_conflict", sa.Integer(), nullable=False),
        sa.Column("rows_flagged", sa.Integer(), nullable=False), sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("loaded", sa.Text(), nullable=False), sa.Column("first_day", sa.Date()),
        sa.Column("last_day", sa.Date()), sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False), sa.Column("undone_at", sa.DateTime()),
    )
    op.create_table(
        "rejected_rows",
        sa.Column("batch_id", sa.Integer(), nullable=False), sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False), sa.Column("column_name", sa.String()),
        sa.Column("reason", sa.Text(), nullable=False), sa.Column("cells", sa.Text(), nullable=False),
    )
    op.create_table(
        "mappings",
        sa.Column("source", sa.String(), primary_key=True), sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("mapping", sa.Text(), nullable=False), sa.Column("updated_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "channels",
        sa.Column("alias", sa.String(), primary_key=True), sa.Column("channel", sa.String(), nullable=False),
        sa.Column("mode", sa.String()), sa.Column("cost_per_contact", sa.Float()), sa.Column("colour", sa.Integer()),
    )
    op.create_table(
        "targets",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("metric", sa.String(), nullable=False), sa.Column("business_unit", sa.String()),
        sa.Column("start", sa.Date()), sa.Column("end", sa.Date()), sa.Column("value", sa.Float(), nullable=False),
    )


def _people_and_records_of_work() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date(), nullable=False), sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
    )
    op.create_table(
        "priors",
        sa.Column("name", sa.String(), primary_key=True), sa.Column("value", sa.Float(), nullable=False),
    )
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(), nullable=False), sa.Column("owner", sa.String(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
    )
    op.create_table(
        "people",
        sa.Column("subject", sa.String(), primary_key=True), sa.Column("role", sa.String(), nullable=False),
        sa.Column("units", sa.Text()), sa.Column("disabled_at", sa.DateTime()),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(), primary_key=True), sa.Column("subject", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False), sa.Column("created_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(), nullable=False), sa.Column("subject", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False), sa.Column("what", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
    )
    op.create_table(
        "restatements",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(), nullable=False), sa.Column("subject", sa.String(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False), sa.Column("first_day", sa.Date()),
        sa.Column("last_day", sa.Date()), sa.Column("acknowledged", sa.Boolean()),
    )
