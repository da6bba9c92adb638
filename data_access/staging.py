"""Arrow data to where SQL can read it: in place on DuckDB, copied into a temporary table on PostgreSQL."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
from sqlalchemy import Column, Connection, MetaData, Table, text

from data_access.sources import ArrowSource, count, fitted, parts, readable

PREFIX = "stage_"


@contextmanager
def staged(connection: Connection, name: str, source: ArrowSource, columns: list[Column[Any]]) -> Iterator[Table]:
    """A table `stage_NAME` with the source's rows, for the length of the block.

    An embedded engine reads them where they are, as often as it is asked; a server gets a copy.
    """
    stage = Table(PREFIX + name, MetaData(), *(Column(c.name, c.type) for c in columns), prefixes=["TEMPORARY"])
    if connection.dialect.name == "duckdb":
        if not connection.in_transaction():
            connection.begin()  # what is registered outside of one would come back with its end
        raw: Any = connection.connection.driver_connection
        raw.register(stage.name, readable(source, columns, name))
        yield stage
        raw.unregister(stage.name)
        return
    batches = fitted(source, columns, name)
    stage.create(connection)
    _copy_into(connection, stage, batches)
    yield stage
    stage.drop(connection)  # not in a finally: after an error the transaction is gone, and the table with it


def portions(connection: Connection, stage: Table, source: ArrowSource) -> Iterator[int]:
    """Narrows the stage to a part of a large file's rows, one part after the other, none left out; yields rows so far.

    The embedded engine holds on to what it reads until its statement ends: a large file goes in by several. Held in memory,
    a part goes in at half the processor time of one the engine reads through a scanner of files.
    """
    if connection.dialect.name != "duckdb" or isinstance(source, pa.Table):
        yield count(source)
        return
    raw: Any = connection.connection.driver_connection
    done = 0
    for part in parts(source, list(stage.columns), stage.name.removeprefix(PREFIX)):
        raw.unregister(stage.name)
        raw.register(stage.name, part)
        done += part.num_rows
        yield done


def _copy_into(connection: Connection, stage: Table, batches: Iterator[pa.RecordBatch]) -> None:
    raw: Any = connection.connection.driver_connection
    with raw.cursor() as cursor, cursor.copy(f"COPY {stage.name} FROM STDIN WITH (FORMAT csv)") as copy:
        for batch in batches:
            lines = io.BytesIO()
            pa_csv.write_csv(batch, lines, pa_csv.WriteOptions(include_header=False))
            copy.write(lines.getvalue())
    connection.execute(text(f"ANALYZE {stage.name}"))  # no statistics: the planner would join row by row
