"""Arrow data to where SQL can read it: registered on DuckDB, copied into a temporary table on PostgreSQL."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from sqlalchemy import BigInteger, Boolean, Column, Connection, Date, DateTime, Float, Integer, MetaData, Table, text
from sqlalchemy.exc import DBAPIError

from data_access.errors import LoadError

ArrowSource: TypeAlias = pa.Table | Path
_CHUNK = 50_000  # rows held at once while a file streams in
_ARROW: tuple[tuple[type, pa.DataType], ...] = (
    (BigInteger, pa.int64()),
    (Integer, pa.int32()),
    (Boolean, pa.bool_()),
    (Date, pa.date32()),
    (DateTime, pa.timestamp("us")),
    (Float, pa.float64()),
)


def arrow_schema(columns: list[Column[Any]]) -> pa.Schema:
    """The Arrow types of these columns, required ones marked."""
    return pa.schema([pa.field(column.name, _arrow_type(column), nullable=bool(column.nullable)) for column in columns])


def fitted(source: ArrowSource, columns: list[Column[Any]], what: str) -> Iterator[pa.RecordBatch]:
    """Batches with exactly these columns and types; absent nullable ones are NULL. Raises LoadError for a misfit."""
    schema = arrow_schema(columns)
    reader = source.to_reader(_CHUNK) if isinstance(source, pa.Table) else pq.ParquetFile(source).iter_batches(_CHUNK)
    for batch in reader:
        unknown = sorted(set(batch.schema.names) - set(schema.names))
        if unknown:
            raise LoadError(f"Column {unknown[0]!r} does not exist in {what}. Expected: {', '.join(schema.names)}.")
        yield pa.RecordBatch.from_arrays([_column(batch, field, what) for field in schema], schema=schema)


@contextmanager
def staged(connection: Connection, name: str, source: ArrowSource, columns: list[Column[Any]]) -> Iterator[Table]:
    """A temporary table `name` with the source's rows, for the length of the block."""
    batches = fitted(source, columns, name)
    stage = Table(f"stage_{name}", MetaData(), *(Column(c.name, c.type) for c in columns), prefixes=["TEMPORARY"])
    stage.create(connection)
    if connection.dialect.name == "duckdb":
        _register_into(connection, stage, batches, arrow_schema(columns))
    else:
        _copy_into(connection, stage, batches)
    yield stage
    stage.drop(connection)  # not in a finally: after an error the transaction is gone, and the table with it


def _register_into(connection: Connection, stage: Table, batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> None:
    misfits: list[LoadError] = []

    def noted() -> Iterator[pa.RecordBatch]:
        try:
            yield from batches
        except LoadError as error:  # the engine would wrap it in an error of its own
            misfits.append(error)
            raise

    raw: Any = connection.connection.driver_connection
    raw.register("incoming", pa.RecordBatchReader.from_batches(schema, noted()))
    try:
        connection.execute(text(f"INSERT INTO {stage.name} SELECT * FROM incoming"))  # noqa: S608  # our own names only
    except DBAPIError as error:
        raise (misfits[0] if misfits else error) from None
    finally:
        raw.unregister("incoming")


def _copy_into(connection: Connection, stage: Table, batches: Iterator[pa.RecordBatch]) -> None:
    raw: Any = connection.connection.driver_connection
    with raw.cursor() as cursor, cursor.copy(f"COPY {stage.name} FROM STDIN WITH (FORMAT csv)") as copy:
        for batch in batches:
            lines = io.BytesIO()
            pa_csv.write_csv(batch, lines, pa_csv.WriteOptions(include_header=False))
            copy.write(lines.getvalue())
    connection.execute(text(f"ANALYZE {stage.name}"))  # no statistics: the planner would join row by row


def _column(batch: pa.RecordBatch, field: pa.Field, what: str) -> pa.Array:
    if field.name not in batch.schema.names:
        if not field.nullable:
            raise LoadError(f"Column {field.name!r} of {what} is missing: it is required.")
        return pa.nulls(batch.num_rows, field.type)
    values = batch.column(field.name)
    if values.type != field.type:
        try:
            values = values.cast(field.type)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise LoadError(f"Column {field.name!r} of {what} holds {values.type}. Expected {field.type}.") from error
    if values.null_count and not field.nullable:
        raise LoadError(f"Column {field.name!r} of {what} is empty in {values.null_count} rows: it is required.")
    return values


def _arrow_type(column: Column[Any]) -> pa.DataType:
    return next((arrow for kind, arrow in _ARROW if isinstance(column.type, kind)), pa.string())
