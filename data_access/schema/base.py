"""Shared columns. Plain text columns (DuckDB dictionary-encodes them itself), UTC times without zone, no keys on facts.

What settings can restate is kept twice: as shown (`channel`) and as the file said it (`channel_written`).
"""

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, MetaData, String

METADATA = MetaData()
WRITTEN = "_written"  # ends the name of the column that keeps what the file said
BEHIND = frozenset(
    {
        "channel_written", "mode_written", "cost_written", "day_written", "resolved_day_written", "value_written", "dated",
        "resolved_dated",
    }
)  # kept to restate: of no use to whoever looks at rows


def dimensions() -> list[Column]:
    """The five dimensions every fact carries. `business_unit` bounds what a person may see."""
    names = ("channel", "channel_written", "segment", "region", "product", "business_unit")
    return [Column(name, String) for name in names]


def identity() -> list[Column]:
    """Where a row came from: (source, record) is its file row's identity (table `records`), `seq` its place in the file."""
    return [
        Column("source", String, nullable=False),
        Column("record", BigInteger, nullable=False),
        Column("seq", BigInteger, nullable=False),
        Column("batch_id", BigInteger, nullable=False),
    ]


def happened() -> list[Column]:
    """`ts`: UTC. `day`: its business-local day; `day_written`: the one the file's mapping makes. `dated`: only a day is known,
    so no time zone moves it."""
    return [
        Column("ts", DateTime, nullable=False),
        Column("day", Date, nullable=False),
        Column("day_written", Date),
        Column("dated", Boolean),
    ]
