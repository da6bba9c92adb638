"""Arrow data to where SQL can read it: in place on DuckDB, copied into a temporary table on PostgreSQL."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
from sqlalchemy import Column, Connection, MetaData, Table, text

from data_access.ahead import ahead
from data_access.sources import ArrowSource, arrow_schema, count, dataset, fitted, parts, readable

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
    columns, what = list(stage.columns), stage.name.removeprefix(PREFIX)
    with _instead(connection, stage, dataset(source, columns)) as shown:
        done = 0
        for shown.part in ahead(parts(source, columns, what)):
            done += shown.part.num_rows
            yield done


class _Shown:
    """What the engine reads now: it keeps what it was given until the transaction ends, so it is given this, not the parts."""

    part: pa.Table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.part.__arrow_c_stream__(requested_schema)


@contextmanager
def _instead(connection: Connection, stage: Table, whole: Any) -> Iterator[_Shown]:
    """The stage shows a part, and the whole again afterwards."""
    raw: Any = connection.connection.driver_connection
    shown = _Shown()
    shown.part = pa.Table.from_batches([], arrow_schema(list(stage.columns)))
    raw.unregister(stage.name)
    raw.register(stage.name, shown)
    yield shown
    raw.unregister(stage.name)
    raw.register(stage.name, whole)


def _copy_into(connection: Connection, stage: Table, batches: Iterator[pa.RecordBatch]) -> None:
    raw: Any = connection.connection.driver_connection
    with raw.cursor() as cursor, cursor.copy(f"COPY {stage.name} FROM STDIN WITH (FORMAT csv)") as copy:
        for batch in batches:
            lines = io.BytesIO()
            pa_csv.write_csv(batch, lines, pa_csv.WriteOptions(include_header=False))
            copy.write(lines.getvalue())
    connection.execute(text(f"ANALYZE {stage.name}"))  # no statistics: the planner would join row by row
