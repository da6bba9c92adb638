"""What happened: contacts, responses to surveys, answers, comments, invitations, complaints, purchases, customers, and files'
other columns.

No primary key, index or foreign key on facts in DuckDB: the load statement de-duplicates (engines.md 1.4).
Customer identifiers are keyed hashes only (32 hex characters).
"""

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Float, Integer, String, Table

from data_access.schema.base import METADATA, dimensions, happened, identity

contacts = Table(
    "contacts", METADATA, *identity(), *happened(), *dimensions(),
    Column("customer", String),
    Column("case_id", String),
    Column("direction", String),  # inbound | outbound
    Column("mode", String),  # assisted | automated
    Column("mode_written", String),
    Column("stage", String),  # stage or event of a journey
    Column("touchpoint", String),
    Column("reason", String),
    Column("agent", String),
    Column("transferred_to", String),  # nobody | specialist | supervisor
    Column("resolved", Boolean),
    Column("abandoned", Boolean),
    Column("waiting_seconds", Float),
    Column("handling_seconds", Float),
    Column("cost", Float),
    Column("cost_written", Float),
    Column("team", String),
    Column("owner", String),
)

responses = Table(
    # one row per loaded row of a file of answers, whatever it holds: what the row says beside its scores
    "responses", METADATA, *identity(), *happened(), *dimensions(),
    Column("customer", String),
    Column("case_id", String),
    Column("instrument", String),
    Column("touchpoint", String),
    Column("stage", String),
    Column("weight", Float),
)

answers = Table(
    "answers", METADATA, *identity(), *happened(), *dimensions(),
    Column("customer", String),
    Column("case_id", String),
    Column("instrument", String),
    Column("question", String, nullable=False),
    Column("kind", String, nullable=False),  # nps | csat | ces | rating
    Column("scale_min", Float, nullable=False),
    Column("scale_max", Float, nullable=False),
    Column("score", Float, nullable=False),
    Column("touchpoint", String),
    Column("stage", String),
    Column("weight", Float),
)

comments = Table(
    "comments", METADATA, *identity(), *happened(), *dimensions(),
    Column("customer", String),
    Column("question", String),
    Column("text", String, nullable=False),  # redacted before it is stored
    Column("language", String),
)

invitations = Table(
    "invitations", METADATA, *identity(), *happened(), *dimensions(),
    Column("instrument", String),
    Column("sent", Integer, nullable=False),
    Column("bounced", Integer),
    Column("answered", Integer),
    Column("partial", Integer),
)

complaints = Table(
    "complaints", METADATA, *identity(), *happened(), *dimensions(),  # ts, day: opened
    Column("customer", String),
    Column("case_id", String),
    Column("first_response_at", DateTime),
    Column("due_at", DateTime),
    Column("resolved_at", DateTime),  # final resolution; a file that only knows "closed" maps it here too
    Column("resolved_day", Date),
    Column("resolved_day_written", Date),
    Column("resolved_dated", Boolean),
    Column("closed_at", DateTime),
    Column("reopened_at", DateTime),
    Column("theme", String),
    Column("severity", String),
    Column("escalated", String),  # level reached: front line | specialist | senior | external
    Column("upheld", String),  # upheld | partly | rejected | withdrawn
    Column("compensation", Float),
    Column("satisfaction_after", Float),
    Column("satisfaction_min", Float),
    Column("satisfaction_max", Float),
    Column("confirmed", String),  # resolved according to the customer: yes | no
    Column("team", String),
    Column("owner", String),
)

purchases = Table(
    "purchases", METADATA, *identity(), *happened(), *dimensions(),
    Column("customer", String),
    Column("amount", Float),
)

customers = Table(
    "customers", METADATA, *identity(), *dimensions(),
    Column("customer", String, nullable=False),
    Column("since", Date),
    Column("status", String),
)

attributes = Table(
    # a file's other useful columns, one row per (record, column): breakdowns and filters too
    "attributes", METADATA,
    Column("source", String, nullable=False),
    Column("record", BigInteger, nullable=False),
    Column("batch_id", BigInteger, nullable=False),
    Column("facts", String, nullable=False),  # contacts | answers | complaints | purchases | customers
    Column("name", String, nullable=False),
    Column("value", String, nullable=False),
    Column("value_written", String),
)

records = Table(
    # one row per loaded file row: what makes importing the same file twice harmless. `record` is a 64-bit hash of the
    # row's identity, `fingerprint` of its content: same record, other fingerprint is a conflict, listed and never silent
    "records", METADATA,
    Column("source", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("record", BigInteger, nullable=False),
    Column("fingerprint", BigInteger, nullable=False),
    Column("batch_id", BigInteger, nullable=False),
)

FACTS = (contacts, responses, answers, comments, invitations, complaints, purchases, customers, attributes, records)
