"""What people decided and what was done: batches, mappings, settings, people, versions, audit."""

from datetime import date

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Integer, String, Table, Text

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
    Column("rows_changed", Integer),  # of those loaded: rows of a known id with other content, which they replace
    Column("replaces", Integer),  # the batch this one was loaded in place of
    Column("completes", Integer),  # the batch whose refused rows came back mended in this one
)

changed_cells = Table(  # what a batch changed in rows that were known, the first of them, as their files call the columns
    "changed_cells", METADATA,
    Column("batch_id", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("line", BigInteger),
    Column("column_name", String, nullable=False),
    Column("stored", Text),
    Column("new", Text),
)

rejected_rows = Table(
    "rejected_rows", METADATA,
    Column("batch_id", Integer, nullable=False),
    Column("line", Integer, nullable=False),
    Column("outcome", String, nullable=False),  # rejected | conflict
    Column("column_name", String),
    Column("reason", Text, nullable=False),
    Column("cells", Text, nullable=False),  # JSON list of the raw cells, identifier columns hashed
    Column("record", BigInteger),  # the row's identity where it has an id of its own: under it the mended row comes back
    Column("origin", Integer),  # of a mended row that was refused again: its line in the batch that refused it first
    Column("returned_by", Integer),  # the batch that brought it back mended
)

mappings = Table(
    "mappings", METADATA,
    Column("source", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("mapping", Text, nullable=False),
    Column("updated_at", DateTime, nullable=False),
)

settings = Table(  # every recorded state of the settings; the last one holds (data_access/settings)
    "settings", METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime, nullable=False),
    Column("subject", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("document", Text, nullable=False),  # JSON, whole
    Column("effects", Text, nullable=False),  # JSON: what the change restated
)

CLOCK_DAYS = (date(1990, 1, 1), date(2060, 12, 31))  # first and last day of the working clock; outside nobody works
working_clock = Table(  # the working hours as UTC: a row a day, all times in microseconds since 1970; no rows without hours
    "working_clock", METADATA,
    Column("day", Date, nullable=False),
    Column("before", BigInteger, nullable=False),  # worked on all days before it
    Column("opens", BigInteger, nullable=False), Column("closes", BigInteger, nullable=False),
    Column("reopens", BigInteger, nullable=False), Column("recloses", BigInteger, nullable=False),  # where a day is cut in two
)

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

restatements = Table(  # history that changed: what, when, by whom, which days, which numbers moved
    "restatements", METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime, nullable=False),
    Column("subject", String, nullable=False),
    Column("what", Text, nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("acknowledged", Boolean),
    Column("cause", String),  # settings | correction | late | undo | redo | replacement
    Column("batch_id", Integer),  # of all but settings
    Column("rows", Integer),  # file rows that show something else, or are there or gone
    Column("facts", Text),  # JSON list of the tables they stand in
    Column("units", Text),  # JSON list of their business units, null among them where a row has none
    Column("moved", Text),  # JSON: the headline numbers that are not what they were, before and after
)
