"""Shared columns. Plain text columns (DuckDB dictionary-encodes them itself), UTC times without zone, no keys on facts."""

from sqlalchemy import BigInteger, Column, Date, DateTime, MetaData, String

METADATA = MetaData()


def dimensions() -> list[Column]:
    """The five dimensions every fact carries. `business_unit` bounds what a person may see."""
    return [Column(name, String) for name in ("channel", "segment", "region", "product", "business_unit")]


def identity() -> list[Column]:
    """Where a row came from: (source, record) is its file row's identity (table `records`), `seq` its place in the file."""
    return [
        Column("source", String, nullable=False),
        Column("record", BigInteger, nullable=False),
        Column("seq", BigInteger, nullable=False),
        Column("batch_id", BigInteger, nullable=False),
    ]


def happened() -> list[Column]:
    """`ts`: UTC. `day`: the business-local day of `ts`, computed once at import."""
    return [Column("ts", DateTime, nullable=False), Column("day", Date, nullable=False)]
