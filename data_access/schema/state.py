"""What people decided and what was done: batches, mappings, taxonomy, targets, notes, people, versions, audit."""

from sqlalchemy import Boolean, Column, Date, DateTime, Float, Integer, String, Table, Text

from data_access.schema.base import METADATA

versions = Table(  # the data version = facts version + settings version; bumped in the transaction that changes them
    "versions", METADATA, Column("name", String, primary_key=True), Column("value", Integer, nullable=False)
)

batches = Table(
    "batches", METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("source", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("file_name", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("mapping", Text, nullable=False),  # JSON as used
    Column("state", String, nullable=False),  # loaded | undone
    Column("rows_read", Integer, nullable=False),
    Column("rows_loaded", Integer, nullable=False),
    Column("rows_rejected", Integer, nullable=False),
    Column("rows_duplicate", Integer, nullable=False),
    Column("rows_conflict", Integer, nullable=False),
    Column("rows_flagged", Integer, nullable=False),  # identical rows inside the file: loaded and flagged
    Column("cells", Text, nullable=False),  # JSON: {question: {"valid": n, "no_answer": n, "invalid": n}}
    Column("loaded", Text, nullable=False),  # JSON: {facts table: rows}
    Column("first_day", Date),
    Column("last_day", Date),
    Column("created_at", DateTime, nullable=False),
    Column("created_by", String, nullable=False),
    Column("undone_at", DateTime),
)

rejected_rows = Table(
    "rejected_rows", METADATA,
    Column("batch_id", Integer, nullable=False),
    Column("line", Integer, nullable=False),
    Column("outcome", String, nullable=False),  # rejected | conflict
    Column("column_name", String),
    Column("reason", Text, nullable=False),
    Column("cells", Text, nullable=False),  # JSON list of the raw cells, identifier columns hashed
)

mappings = Table(
    "mappings", METADATA,
    Column("source", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("mapping", Text, nullable=False),
    Column("updated_at", DateTime, nullable=False),
)

channels = Table(  # taxonomy: alias → channel, mode, cost per contact, colour slot
    "channels", METADATA,
    Column("alias", String, primary_key=True),  # casefolded, without punctuation
    Column("channel", String, nullable=False),
    Column("mode", String),
    Column("cost_per_contact", Float),
    Column("colour", Integer),
)

targets = Table(
    "targets", METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("metric", String, nullable=False),
    Column("business_unit", String),
    Column("start", Date),
    Column("end", Date),
    Column("value", Float, nullable=False),
)

notes = Table(
    "notes", METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
    Column("text", Text, nullable=False),
    Column("created_by", String, nullable=False),
)

priors = Table("priors", METADATA, Column("name", String, primary_key=True), Column("value", Float, nullable=False))

saved_views = Table(
    "saved_views", METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("query", Text, nullable=False),
)

people = Table(
    "people", METADATA,
    Column("subject", String, primary_key=True),
    Column("role", String, nullable=False),  # viewer | analyst | uploader | admin
    Column("units", Text),  # JSON list; NULL = all units
    Column("disabled_at", DateTime),
)

sessions = Table(
    "sessions", METADATA,
    Column("id", String, primary_key=True),  # hash of the cookie, never the cookie
    Column("subject", String, nullable=False),
    Column("seen_at", DateTime, nullable=False),
    Column("created_at", DateTime, nullable=False),
)

audit = Table(  # append-only, chained: digest covers the row and the digest before it
    "audit", METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime, nullable=False),
    Column("subject", String, nullable=False),
    Column("action", String, nullable=False),
    Column("what", Text, nullable=False),
    Column("digest", String, nullable=False),
)

restatements = Table(
    "restatements", METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime, nullable=False),
    Column("subject", String, nullable=False),
    Column("what", Text, nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("acknowledged", Boolean),
)
