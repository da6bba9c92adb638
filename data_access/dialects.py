"""Where the engines differ, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from duckdb_sqlalchemy import Dialect as DuckDBDialect
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    CursorResult,
    Date,
    DateTime,
    Engine,
    Numeric,
    cast,
    extract,
    func,
    literal,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import Dialect as EngineDialect

_WRITER_LOCK = 0x746F756368  # any number of our own: one writer per database
_COMPILERS: dict[str, EngineDialect] = {"duckdb": DuckDBDialect(), "postgresql": PGDialect_psycopg()}


@dataclass(frozen=True, slots=True)
class Dialect:
    """Expressions an engine writes in its own way. `name`: duckdb | postgresql."""

    name: str

    @classmethod
    def of(cls, engine: Engine) -> Dialect:
        return cls(engine.dialect.name)

    @property
    def compiler(self) -> EngineDialect:
        """SQLAlchemy's dialect for rendering text without a connection."""
        return _COMPILERS[self.name]

    def whole_minutes(self, start: ColumnElement[Any], end: ColumnElement[Any]) -> ColumnElement[int]:
        """Complete minutes from start to end; callers keep end >= start."""
        if self.name == "duckdb":
            return func.date_sub(literal_column("'minute'"), start, end)
        seconds = cast(extract("epoch", end) - extract("epoch", start), Numeric)
        return cast(func.floor(seconds / literal_column("60")), BigInteger)

    def micros(self, moment: ColumnElement[Any]) -> ColumnElement[int]:
        """Microseconds since 1970 as an integer: window bounds are exact."""
        if self.name == "duckdb":
            return func.epoch_us(moment)
        return cast(extract("epoch", moment) * literal_column("1000000"), BigInteger)

    def period(self, grain: str, day: ColumnElement[Any], week_start: int = 0) -> ColumnElement[date]:
        """First day of the period `day` lies in. `grain` is one of metrics.frames.GRAINS, `week_start` 0 Monday … 6 Sunday."""
        if grain == "day":
            return day
        if grain == "week" and week_start:  # engines know weeks from Monday: shift there and back
            ahead: ColumnElement[Any] = literal_column(f"INTERVAL '{week_start} days'")
            monday = func.date_trunc(literal_column("'week'"), cast(day, DateTime) - ahead)
            return cast(monday + ahead, Date)
        return cast(func.date_trunc(literal_column(f"'{grain}'"), cast(day, DateTime)), Date)

    def each_whole(self, first: ColumnElement[int], last: ColumnElement[int]) -> ColumnElement[int]:
        """The whole numbers from first to last, a row each: for the columns of a SELECT. Callers keep first <= last."""
        series = func.generate_series(first, last)
        return func.unnest(series) if self.name == "duckdb" else series

    def finds(self, text: ColumnElement[str], pattern: str) -> ColumnElement[bool]:
        """Whether a regular expression (see `metrics.topics.pattern`) finds anything in a text, whatever the case."""
        if self.name == "duckdb":
            return func.regexp_matches(text, literal(pattern), literal_column("'i'"))
        return text.op("~*", is_comparison=True)(literal(pattern))

    def snapshots(self, engine: Engine) -> Engine:
        """The same engine, with transactions that see one state of the store throughout (DuckDB's always do)."""
        return engine.execution_options(isolation_level="REPEATABLE READ") if self.name == "postgresql" else engine

    def columns(self, result: CursorResult[Any]) -> list[np.ndarray]:
        """All rows of an answer as one array per column; DuckDB's nulls are masked, others' are None."""
        if self.name == "duckdb":
            found: dict[str, np.ndarray] = result.cursor.fetchnumpy()  # type: ignore[attr-defined]
            return list(found.values())
        width, rows = len(result.keys()), result.fetchall()
        return [np.fromiter((row[i] for row in rows), dtype=object, count=len(rows)) for i in range(width)]

    def exclude_other_writers(self, connection: Connection) -> None:
        """Hold the database's writers off until this transaction ends. DuckDB has one process anyway."""
        if self.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITER_LOCK})
